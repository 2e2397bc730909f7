//! The agreement in words, in one language: what is read on the page, kept as evidence and printed is this very text.

use serde_json::{Value, json};

use crate::accounts::forecast::OpenDebt;
use crate::documents::model::{Block, Column, Table};
use crate::documents::papers::{agreement_order, day};
use crate::documents::sealing::Order;
use crate::documents::store::Issuer;
use crate::kernel::dates::long_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::model::Components;
use crate::plans::cost::cost;
use crate::plans::model::Plan;
use crate::plans::reckoning::Reckoning;
use crate::plans::schedule::Schedule;
use crate::plans::store::ground::Ground;
use crate::plans::store::signing::Ready;
use crate::plans::words::agreement as words;
use crate::plans::words::down_row;
use crate::policies::rules::{InterestInPlan, PlanRules};
use crate::policies::words::percent_number;

/// Everything that the text names.
#[derive(Clone, Copy, Debug)]
pub struct Agreement<'a> {
    pub ready: &'a Ready,
    pub issuer: &'a Issuer,
    /// Without `https://`.
    pub site: &'a str,
}

impl Agreement<'_> {
    /// The whole agreement in one language.
    pub fn blocks(&self, lang: Lang) -> Vec<Block> {
        let account = &self.ready.talk.account;
        let rules = &self.ready.rules;
        let mut blocks = vec![
            heading(words::parties(lang)),
            text(words::parties_text(
                lang,
                &self.issuer.legal_name,
                &account.debtor_name,
                &account.reference,
            )),
            heading(words::debts(lang)),
            debts(lang, &self.ready.debts),
            sums(lang, &self.ready.borrowed(), &self.ready.schedule),
            heading(words::interest_heading(lang)),
            text(self.interest(lang)),
            heading(words::payments(lang)),
            text(words::payments_text(lang, self.ready.schedule.instalments.len())),
            payments(lang, &self.ready.schedule),
            heading(words::where_to_pay(lang)),
            text(words::where_text(lang, self.site, &account.reference)),
            heading(words::at_the_end(lang)),
            text(self.at_the_end(lang)),
            heading(words::if_late(lang)),
        ];
        blocks.extend(if_late(lang, rules, self.ready.schedule.discount).into_iter().map(text));
        blocks.push(heading(words::you_may(lang)));
        blocks.extend(you_may(lang, rules).into_iter().map(text));
        blocks.push(heading(words::rights(lang)));
        blocks.push(text(words::no_waiver(lang).to_owned()));
        blocks.push(text(words::changes(lang).to_owned()));
        blocks.push(text(words::acknowledges(lang).to_owned()));
        if self.ready.schedule.discount.is_positive() {
            blocks.push(text(words::forgiven_tax(lang).to_owned()));
        }
        if !self.issuer.complaints_body.is_empty() {
            blocks.push(text(words::complain(lang, &self.issuer.complaints_body)));
        }
        blocks.push(Block::Small { text: words::shown_when(lang, &day(lang, account.today)) });
        blocks
    }

    /// What is kept of what was shown.
    pub fn shown(&self, lang: Lang) -> Value {
        json!({ "blocks": self.blocks(lang), "consent": words::consent_label(lang) })
    }

    /// The paper in both languages, the signer's first.
    pub fn order(&self, lang: Lang, plan: &Plan, signer: &str) -> Order {
        let signed = |lang| words::signed_by(lang, signer, &day(lang, plan.account.today));
        let mut blocks = self.blocks(lang);
        blocks.push(Block::Notice { heading: words::consent_label(lang).to_owned(), text: signed(lang) });
        let other = lang.other();
        blocks.push(heading(words::other_language(lang)));
        blocks.extend(self.blocks(other));
        blocks.push(text(signed(other)));
        agreement_order(lang, self.issuer, plan, blocks)
    }

    fn at_the_end(&self, lang: Lang) -> String {
        let numbers = self.ready.talk.numbers().join(", ");
        match self.ready.rules.interest() {
            InterestInPlan::Frozen => words::at_the_end_text(lang, &numbers),
            InterestInPlan::Kept | InterestInPlan::Reduced(_) => words::at_the_end_interest(lang, &numbers),
        }
    }

    fn interest(&self, lang: Lang) -> String {
        let reckoning = reckoning(&self.ready.ground, &self.ready.borrowed(), self.ready.owed());
        let interest = self.ready.rules.interest();
        match interest {
            InterestInPlan::Frozen => words::interest_frozen(lang).to_owned(),
            InterestInPlan::Reduced(share) => words::interest_reduced(lang, &percent_number(share)),
            InterestInPlan::Kept => {
                let added = reckoning.and_then(|all| {
                    cost(&all.debts, &all.versions, all.order, &self.ready.schedule, interest)
                });
                let nothing = Money::zero(self.ready.owed().currency);
                words::interest_kept(lang, added.map_or(nothing, |cost| cost.added))
            }
        }
    }
}

/// What the simulator reckons with about these debts.
pub fn reckoning(ground: &Ground, debts: &[&OpenDebt], owed: Money) -> Option<Reckoning> {
    Some(Reckoning {
        owed,
        bounds: ground.bounds.clone()?,
        debts: debts.iter().map(|debt| (*debt).clone()).collect(),
        versions: ground.forecast.versions.clone(),
        order: ground.forecast.order,
        daily: None,
    })
}

fn heading(text: &str) -> Block {
    Block::Heading { text: text.to_owned() }
}

fn text(text: String) -> Block {
    Block::Text { text }
}

/// Each debt with its principal, its interest and its other charges apart.
fn debts(lang: Lang, debts: &[OpenDebt]) -> Block {
    let row = |debt: &OpenDebt| {
        let of = debt.item.payable();
        let currency = debt.debt.currency;
        let money = |minor: i64| currency.map_or(minor.to_string(), |of| Money::new(minor, of).to_string());
        vec![
            debt.item.number.clone(),
            money(of.principal_minor),
            money(of.interest_minor + of.interest_tax_minor),
            money(of.fees_minor + of.fees_tax_minor),
            money(of.sum_minor()),
        ]
    };
    Block::Table(Table {
        columns: vec![
            Column::wide(words::invoice(lang)),
            Column::number(words::principal(lang)),
            Column::number(words::late_interest(lang)),
            Column::number(words::other_charges(lang)),
            Column::number(words::sum(lang)),
        ],
        rows: debts.iter().map(row).collect(),
        total: Vec::new(),
    })
}

fn sums(lang: Lang, debts: &[&OpenDebt], schedule: &Schedule) -> Block {
    let of: Components = Ground::components(debts);
    let money = |minor| Money::new(minor, schedule.owed.currency).to_string();
    let mut rows = vec![
        (words::principal(lang).to_owned(), money(of.principal_minor)),
        (words::late_interest(lang).to_owned(), money(of.interest_minor + of.interest_tax_minor)),
        (words::other_charges(lang).to_owned(), money(of.fees_minor + of.fees_tax_minor)),
    ];
    if schedule.discount.is_positive() {
        let less = Money::new(-schedule.discount.minor, schedule.discount.currency);
        rows.push((words::discount(lang).to_owned(), less.to_string()));
    }
    rows.push((words::to_pay(lang).to_owned(), schedule.total().with_code()));
    Block::Sums { rows }
}

fn payments(lang: Lang, schedule: &Schedule) -> Block {
    let row = |part: &crate::plans::schedule::Instalment| {
        let number = if part.number == 0 { down_row(lang).to_owned() } else { part.number.to_string() };
        vec![number, long_day(part.due_on, lang), part.amount.to_string()]
    };
    Block::Table(Table {
        columns: vec![
            Column::text(crate::plans::words::column_number(lang)),
            Column::wide(crate::plans::words::column_date(lang)),
            Column::number(crate::plans::words::column_amount(lang)),
        ],
        rows: schedule.instalments.iter().map(row).collect(),
        total: vec![words::sum(lang).to_owned(), String::new(), schedule.total().to_string()],
    })
}

fn if_late(lang: Lang, rules: &PlanRules, discount: Money) -> Vec<String> {
    let mut said = vec![match rules.grace_days {
        0 => words::if_late_none(lang).to_owned(),
        days => words::if_late_text(lang, days),
    }];
    said.push(match rules.missed.suspended_after {
        1 => words::if_suspended_one(lang).to_owned(),
        count => words::if_suspended_many(lang, count),
    });
    said.push(words::if_cured(lang, rules.missed.cure_days));
    if discount.is_positive() {
        let lost = rules.missed.discount_is_lost;
        said.push(if lost { words::discount_lost(lang) } else { words::discount_stays(lang) }.to_owned());
    }
    said
}

fn you_may(lang: Lang, rules: &PlanRules) -> Vec<String> {
    let allowed = rules.allowances;
    let mut said = vec![words::may_early(lang).to_owned()];
    if allowed.moves > 0 {
        said.push(words::may_move(lang, allowed.moves, allowed.move_days));
    }
    if allowed.skips > 0 {
        said.push(words::may_skip(lang, allowed.skips));
    }
    said
}
