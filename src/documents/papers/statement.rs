use serde_json::json;

use super::{blank, day, fact, whose};
use crate::accounts::views::explained::moved_reason;
use crate::documents::model::{Block, Column, Paper, PaperKind, Table};
use crate::documents::sealing::{Number, Order};
use crate::documents::store::Issuer;
use crate::documents::store::statement::{Row, Statement};
use crate::documents::words;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::store::reading::InFlight;
use crate::payments::views::in_flight_words;

/// Movements in one part of a long statement.
pub const ROWS_A_PART: i64 = 1_000;

/// How many parts a long statement has.
pub fn part_count(movements: i64) -> i64 {
    movements.max(1).saturating_add(ROWS_A_PART - 1) / ROWS_A_PART
}

/// What a statement states: as long as this is the same it is the same paper.
pub fn statement_facts(statement: &Statement) -> serde_json::Value {
    let Statement { period, ageing, .. } = statement;
    let amounts = [
        statement.opening,
        statement.charged,
        statement.credited,
        statement.closing,
        statement.opening_credit,
        statement.closing_credit,
        ageing.not_due,
        ageing.due,
        ageing.held,
    ];
    json!([
        period.from,
        period.to,
        amounts.map(|amount| amount.minor),
        ageing.overdue.map(|amount| amount.minor),
        statement.movement_count,
        statement.last_sequence,
        statement.in_flight.iter().map(|one| (one.payment, one.amount.minor, &one.step)).collect::<Vec<_>>(),
    ])
}

/// The whole statement in one piece.
pub fn statement_order(lang: Lang, issuer: &Issuer, statement: &Statement, rows: &[Row]) -> Order {
    let mut paper = head(lang, issuer, statement);
    paper.blocks.extend(summary(lang, statement));
    paper.blocks.extend(movements(lang, statement, rows, statement.opening, statement.closing));
    paper.blocks.extend(end(lang, issuer, statement));
    order(lang, statement, (1, 1), Number::Statement, paper)
}

/// One part of a long statement: the first opens it with its figures, the last closes it with what they are made of.
pub fn statement_part_order(
    lang: Lang,
    issuer: &Issuer,
    statement: &Statement,
    rows: &[Row],
    part: (i32, i32),
    number: Number,
) -> Order {
    let mut paper = head(lang, issuer, statement);
    if part.0 == 1 {
        paper.blocks.extend(summary(lang, statement));
    }
    let before =
        rows.first().and_then(|row| row.balance.checked_sub(row.change)).unwrap_or(statement.opening);
    let after = rows.last().map_or(statement.closing, |row| row.balance);
    paper.blocks.extend(movements(lang, statement, rows, before, after));
    if part.0 == part.1 {
        paper.blocks.extend(end(lang, issuer, statement));
    }
    order(lang, statement, part, number, paper)
}

fn order(lang: Lang, statement: &Statement, part: (i32, i32), number: Number, paper: Paper) -> Order {
    Order {
        kind: PaperKind::Statement,
        account: statement.account.clone(),
        subject: statement.account.id.0,
        about: statement.period.to_string(),
        for_person: None,
        lang,
        part,
        number,
        facts: statement_facts(statement),
        paper,
    }
}

fn head(lang: Lang, issuer: &Issuer, statement: &Statement) -> Paper {
    let Statement { account, period, .. } = statement;
    let mut paper = blank(lang, issuer, words::statement(lang));
    let days = words::from_to(lang, &day(lang, period.from), &day(lang, period.to));
    paper.facts = whose(lang, account);
    paper.facts.push(fact(words::period(lang), days));
    paper.facts.push(fact(words::currency(lang), account.currency.code()));
    paper
}

/// The balances, and what is on its way.
fn summary(lang: Lang, statement: &Statement) -> Vec<Block> {
    let cells = vec![
        fact(words::opening(lang), statement.opening.to_string()),
        fact(words::charged(lang), statement.charged.to_string()),
        fact(words::credited(lang), statement.credited.to_string()),
        fact(words::closing(lang), statement.closing.to_string()),
    ];
    let notice = (!statement.in_flight.is_empty()).then(|| Block::Notice {
        heading: words::in_flight_heading(lang).to_owned(),
        text: in_flight(lang, statement),
    });
    [Block::Figures { cells }].into_iter().chain(notice).collect()
}

/// What is on its way, in a sentence that says that it is not subtracted.
pub fn in_flight(lang: Lang, statement: &Statement) -> String {
    let waits = |one: &InFlight| {
        in_flight_words(lang, one)
            .map_or_else(|| words::in_flight_one(lang, one.amount), |(_, sentence)| sentence)
    };
    match statement.in_flight.as_slice() {
        several if several.len() > 1 && several.iter().all(|one| one.step.is_none()) => {
            let amounts: Vec<String> = several.iter().map(|one| one.amount.to_string()).collect();
            words::in_flight_many(lang, several.len(), &amounts.join(", "))
        }
        each => each.iter().map(waits).collect::<Vec<_>>().join(" "),
    }
}

fn movements(lang: Lang, statement: &Statement, rows: &[Row], before: Money, after: Money) -> Vec<Block> {
    let heading = Block::Heading { text: words::movements(lang).to_owned() };
    let empty = String::new;
    let opening = vec![
        empty(),
        words::opening_on(lang, &short_day(statement.period.opening_on(), lang)),
        empty(),
        empty(),
        empty(),
        before.to_string(),
    ];
    // A later part goes on where the one before ended, on no day of its own.
    let opening = if before == statement.opening {
        opening
    } else {
        vec![empty(), words::balance(lang).to_owned(), empty(), empty(), empty(), before.to_string()]
    };
    let lines = rows.iter().map(|row| {
        let (charge, credit) = charge_and_credit(row);
        let text = |amount: Option<Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        vec![
            short_day(row.on, lang),
            row_text(lang, row),
            row.explanation.last().document_number.clone(),
            text(charge),
            text(credit),
            row.balance.to_string(),
        ]
    });
    let closing = words::closing_on(lang, &short_day(statement.period.to, lang));
    let closing = if after == statement.closing { closing } else { words::balance(lang).to_owned() };
    let sum = |amounts: &mut dyn Iterator<Item = Money>| {
        Money::new(amounts.map(|amount| amount.minor).sum(), before.currency).to_string()
    };
    let table = Table {
        columns: vec![
            Column::text(words::date(lang)),
            Column::wide(words::movement(lang)),
            Column::text(words::document(lang)),
            Column::number(words::charge(lang)),
            Column::number(words::credit(lang)),
            Column::number(words::balance(lang)),
        ],
        rows: std::iter::once(opening).chain(lines).collect(),
        total: vec![
            empty(),
            closing,
            empty(),
            sum(&mut rows.iter().filter_map(|row| charge_and_credit(row).0)),
            sum(&mut rows.iter().filter_map(|row| charge_and_credit(row).1)),
            after.to_string(),
        ],
    };
    if rows.is_empty() {
        return vec![heading, Block::Text { text: words::no_movements(lang).to_owned() }];
    }
    vec![heading, Block::Table(table)]
}

/// In which of the two columns the row's amount stands.
pub fn charge_and_credit(row: &Row) -> (Option<Money>, Option<Money>) {
    let amount = row.change;
    match amount.minor {
        0 => (None, None),
        1.. => (Some(amount), None),
        _ => (None, Some(Money::new(-amount.minor, amount.currency))),
    }
}

/// Why the row is there, and what of it became credit or came from it.
pub fn row_text(lang: Lang, row: &Row) -> String {
    let reason = moved_reason(lang, &row.explanation, row.undone, row.change);
    match row.to_credit.minor {
        0 => reason,
        1.. => format!("{reason}; {}", words::kept_as_credit(lang, row.to_credit)),
        _ => {
            let used = Money::new(-row.to_credit.minor, row.to_credit.currency);
            format!("{reason}; {}", words::taken_from_credit(lang, used))
        }
    }
}

fn end(lang: Lang, issuer: &Issuer, statement: &Statement) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !statement.closing.is_zero() {
        let text = words::ageing(lang, &day(lang, statement.period.to));
        blocks.push(Block::Heading { text });
        blocks.push(bars(lang, statement));
    }
    if statement.closing_credit.is_positive() {
        blocks.push(Block::Text { text: words::credit_apart(lang, statement.closing_credit) });
    }
    blocks.push(Block::Small { text: words::statement_note(lang).to_owned() });
    if issuer.fiscal_notice {
        let text = words::no_tax_invoice(lang, &statement.account.creditor_name);
        blocks.push(Block::Small { text });
    }
    blocks
}

/// Each age of the debt with its words, for paper and page; they add up to the closing balance.
pub fn ages(lang: Lang, statement: &Statement) -> Vec<(&'static str, Money)> {
    let ageing = &statement.ageing;
    let [to_30, to_60, to_90, older] = ageing.overdue;
    vec![
        (words::not_due(lang), ageing.not_due),
        (words::overdue_30(lang), to_30),
        (words::overdue_60(lang), to_60),
        (words::overdue_90(lang), to_90),
        (words::overdue_older(lang), older),
        (words::in_dispute(lang), ageing.held),
    ]
}

fn bars(lang: Lang, statement: &Statement) -> Block {
    let ages = ages(lang, statement);
    let longest = ages.iter().map(|(_, amount)| amount.minor).max().unwrap_or_default().max(1);
    let thousandths = |amount: Money| {
        let share = i128::from(amount.minor.max(0)) * 1000 / i128::from(longest);
        u32::try_from(share).unwrap_or(1000)
    };
    Block::Bars {
        rows: ages
            .iter()
            .map(|(words, amount)| ((*words).to_owned(), amount.to_string(), thousandths(*amount)))
            .collect(),
        total: fact(words::closing(lang), statement.closing.to_string()),
    }
}
