//! What who agreed is told: before each charge, and what came of it.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use serde::Deserialize;

use crate::contact::model::{Block, Letter, NoticeKind, Short};
use crate::contact::store::{Notice, Recipient, send};
use crate::contact::telling::told;
use crate::identity::keys::Keys;
use crate::kernel::dates::day_month;
use crate::kernel::db::Tx;
use crate::kernel::ids::{
    AccountId, AutopayChargeId, CreditorId, InvoiceId, MandateId, PayLinkId, PersonId, PlanId,
};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::autopay::model::{ChargeState, EndWhy, Named, Thing};
use crate::payments::autopay::store::mandates::{Mandate, mandate};
use crate::payments::autopay::words;
use crate::payments::links::mint;
use crate::payments::links::model::Target;
use crate::payments::links::store::NewLink;
use crate::payments::saved;

/// What there is to tell, as a job carries it.
#[derive(Clone, Debug, Deserialize)]
pub struct News {
    pub charge: Option<AutopayChargeId>,
    pub mandate: Option<MandateId>,
    pub news: String,
}

/// Everything that the letters name.
struct Facts {
    charge: AutopayChargeId,
    state: ChargeState,
    person: PersonId,
    account: AccountId,
    creditor: CreditorId,
    creditor_name: String,
    target: Target,
    named: Named,
    amount: Money,
    charge_on: NaiveDate,
    brand: String,
    last4: String,
}

/// Writes to who agreed, if it still holds what there was to tell.
pub async fn tell(tx: &mut Tx, keys: &Keys, news: &News) -> Result<(), sqlx::Error> {
    match (news.charge, news.mandate) {
        (Some(charge), _) => tell_of_charge(tx, keys, charge, &news.news).await,
        (None, Some(of)) => tell_of_end(tx, of).await,
        (None, None) => Ok(()),
    }
}

async fn tell_of_charge(
    tx: &mut Tx,
    keys: &Keys,
    charge: AutopayChargeId,
    news: &str,
) -> Result<(), sqlx::Error> {
    let (facts, of) = facts(tx, charge).await?;
    let still = match news {
        "ahead" => facts.state == ChargeState::Announced && of.ended_at.is_none(),
        "declined" => facts.state == ChargeState::Waiting,
        "needs_person" => facts.state == ChargeState::NeedsPerson,
        "given_up" => facts.state == ChargeState::GivenUp,
        "over_cap" => facts.state == ChargeState::OverCap && of.ended_at.is_none(),
        _ => false,
    };
    let Some(told) = told(tx, facts.person).await?.filter(|_| still) else { return Ok(()) };
    let pays = if news == "ahead" { None } else { Some(pay_path(tx, keys, &facts, &of).await?) };
    let words = letter(told.lang, news, &facts, &of, pays);
    let notice = Notice {
        kind: NoticeKind::Autopay,
        to: Recipient {
            person: Some(facts.person),
            contact_point: Some(told.contact_point),
            channel: told.channel,
            address: told.address,
        },
        creditor: facts.creditor,
        account: Some(facts.account),
        lang: told.lang,
        words,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}

async fn tell_of_end(tx: &mut Tx, of: MandateId) -> Result<(), sqlx::Error> {
    let of = mandate(tx, of).await?;
    let (Some(told), Some(why)) = (told(tx, of.person).await?, of.ended_why) else { return Ok(()) };
    let creditor = sqlx::query_scalar!("select name from creditors where id = $1", of.creditor.0)
        .fetch_one(&mut **tx)
        .await?;
    let words = ended_letter(told.lang, &creditor, why, of.account);
    let notice = Notice {
        kind: NoticeKind::Autopay,
        to: Recipient {
            person: Some(of.person),
            contact_point: Some(told.contact_point),
            channel: told.channel,
            address: told.address,
        },
        creditor: of.creditor,
        account: Some(of.account),
        lang: told.lang,
        words,
        good_until: None,
    };
    send(tx, notice).await.map(drop)
}

/// A link by which the invoice can be paid without signing in: it must be short of steps for who is in a hurry.
async fn pay_path(tx: &mut Tx, keys: &Keys, facts: &Facts, of: &Mandate) -> Result<String, sqlx::Error> {
    let link = NewLink {
        // One charge has one link, however often it is told of.
        id: PayLinkId(facts.charge.0),
        account: facts.account,
        target: facts.target,
        expires_at: end_of_day(tx.today(of.zone) + TimeDelta::days(LINK_LASTS_DAYS), of),
    };
    mint(tx, keys, &link).await
}

const LINK_LASTS_DAYS: i64 = 30;

fn end_of_day(day: NaiveDate, of: &Mandate) -> DateTime<Utc> {
    let next = (day + TimeDelta::days(1)).and_time(NaiveTime::MIN);
    of.zone.from_local_datetime(&next).earliest().map_or_else(|| next.and_utc(), |at| at.with_timezone(&Utc))
}

async fn facts(tx: &mut Tx, id: AutopayChargeId) -> Result<(Facts, Mandate), sqlx::Error> {
    let row = sqlx::query!(
        r#"select c.mandate_id as "mandate: MandateId", c.state, c.person_id as "person: PersonId", c.account_id as "account: AccountId",
             c.creditor_id as "creditor: CreditorId", r.name as creditor_name, c.invoice_id as "invoice: InvoiceId", i.number as "number?",
             c.plan_id as "plan: PlanId", c.plan_part, n.number as "plan_number?", c.amount_minor, c.charge_on, s.brand, s.last4
           from autopay_charges c join autopay_mandates m on m.id = c.mandate_id join saved_methods s on s.id = m.method_id
             join creditors r on r.id = c.creditor_id left join invoices i on i.id = c.invoice_id left join plans n on n.id = c.plan_id
           where c.id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let of = mandate(tx, row.mandate).await?;
    let facts = Facts {
        charge: id,
        state: ChargeState::parse(&row.state)
            .ok_or_else(|| sqlx::Error::Decode("an unknown state of a charge".into()))?,
        person: row.person,
        account: row.account,
        creditor: row.creditor,
        creditor_name: row.creditor_name,
        target: match Thing::of(row.invoice, row.plan, row.plan_part) {
            Some(Thing::Invoice(invoice)) => Target::Invoice(invoice),
            Some(Thing::Instalment { plan, number }) => {
                Target::Instalment { plan, number: number.unsigned_abs() }
            }
            None => return Err(sqlx::Error::Decode("a charge for nothing".into())),
        },
        named: Named::of(row.number, row.plan_number, row.plan_part),
        amount: Money::new(row.amount_minor, of.currency),
        charge_on: row.charge_on,
        brand: row.brand,
        last4: row.last4,
    };
    Ok((facts, of))
}

fn letter(lang: Lang, news: &str, facts: &Facts, of: &Mandate, pays: Option<String>) -> Letter {
    let card = saved::words::card(lang, &saved::words::brand(&facts.brand), &facts.last4);
    let (creditor, amount) = (&facts.creditor_name, facts.amount.with_code());
    let number = &words::thing(lang, &facts.named);
    let day = crate::contact::words::day_of(lang, &day_month(facts.charge_on, lang), facts.charge_on.year());
    let (subject, text) = match news {
        "ahead" => (words::ahead_subject(lang), words::ahead(lang, creditor, &amount, &day, &card, number)),
        "declined" => {
            (words::declined_subject(lang), words::declined(lang, creditor, &amount, &card, number, &day))
        }
        "needs_person" => {
            (words::declined_subject(lang), words::needs_person(lang, creditor, &amount, &card, number))
        }
        "over_cap" => (
            words::over_cap_subject(lang),
            words::over_cap(lang, creditor, &amount, number, &of.cap().with_code()),
        ),
        _ => (words::declined_subject(lang), words::given_up(lang, creditor, &amount, &card, number)),
    };
    let (label, path, short) = match pays {
        Some(path) => (words::pay_link(lang), path, words::news_short(lang, creditor)),
        None => (words::ahead_link(lang), page(facts.account), words::ahead_short(lang, creditor)),
    };
    written(subject, text, label, path, short)
}

fn ended_letter(lang: Lang, creditor: &str, why: EndWhy, account: AccountId) -> Letter {
    written(
        words::ended_subject(lang),
        words::ended(lang, creditor, words::end_why(lang, why)),
        words::ahead_link(lang),
        page(account),
        words::news_short(lang, creditor),
    )
}

fn page(account: AccountId) -> String {
    format!("/account/autopay?account={account}")
}

fn written(subject: &str, text: String, label: &str, path: String, short: String) -> Letter {
    Letter {
        subject: subject.to_owned(),
        body: vec![Block::Text(text), Block::Action { label: label.to_owned(), path: path.clone() }],
        short: Short { text: short, path: Some(path), autofill: None },
    }
}
