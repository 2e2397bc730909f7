//! One try to charge one due amount: judged, kept as a payment, asked for, and answered.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::announcing::{in_month, order_next};
use super::due::{DueItem, due_items, least_minor};
use super::mandates::{Mandate, mandate, standing};
use crate::accounts;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AutopayChargeId, InvoiceId, MandateId, PaymentId, PlanId};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::store::lock_account;
use crate::payments::autopay::model::{ChargeState, Circumstances, Thing, Verdict, Why, judge};
use crate::payments::autopay::words;
use crate::payments::model::Choice;
use crate::payments::saved::instruments::ChargeOrder;
use crate::payments::store::payable;
use crate::payments::store::starting::start_alone;

/// A due amount under its lock.
#[derive(Clone, Debug)]
pub struct Charge {
    pub id: AutopayChargeId,
    pub mandate: MandateId,
    pub thing: Thing,
    pub told_minor: i64,
    pub tries: i32,
    pub charge_on: chrono::NaiveDate,
    pub state: ChargeState,
}

/// Whether anything is asked of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// This payment is to be asked for.
    Try(PaymentId),
    /// Nothing is, now.
    Nothing,
}

/// Judges a due amount on its day, alone on its account, and keeps the payment that is to be asked for.
pub async fn begin(tx: &mut Tx, id: AutopayChargeId) -> Result<Begun, sqlx::Error> {
    let mandate_id = sqlx::query_scalar!(
        r#"select mandate_id as "id: MandateId" from autopay_charges where id = $1"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    // Who ends what was agreed waits for this, or this finds it ended.
    sqlx::query!("select from autopay_mandates where id = $1 for no key update", mandate_id.0)
        .execute(&mut **tx)
        .await?;
    let of = mandate(tx, mandate_id).await?;
    start_alone(tx, of.account, of.person).await?;
    lock_account(tx, of.account).await?;
    let charge = lock(tx, id).await?;
    let today = tx.today(of.zone);
    if charge.state == ChargeState::Charging {
        return Ok(unanswered_of(tx, id).await?.map_or(Begun::Nothing, Begun::Try));
    }
    if !charge.state.is_open() || charge.charge_on > today {
        return Ok(Begun::Nothing);
    }
    let item = due_items(tx, &of).await?.into_iter().find(|item| item.thing == charge.thing);
    let is_instalment = matches!(charge.thing, Thing::Instalment { .. });
    if is_instalment && item.as_ref().is_some_and(|item| item.due_on > today) {
        // It was moved since its payer was told: they are told anew, of its new day.
        settle(tx, &of, &charge, ChargeState::Dropped, Some(Why::Moved)).await?;
        order_next(tx, of.id, today, &id.to_string()).await?;
        return Ok(Begun::Nothing);
    }
    let facts = circumstances(tx, &of, &charge, item.as_ref(), today).await?;
    match judge(of.promise.cap_minor, &facts) {
        Verdict::Charge { amount_minor } => keep(tx, &of, &charge, amount_minor).await.map(Begun::Try),
        Verdict::Later => Ok(Begun::Nothing),
        Verdict::OverCap => {
            settle(tx, &of, &charge, ChargeState::OverCap, None).await?;
            tell(tx, id, "over_cap", charge.tries).await?;
            order_next(tx, of.id, today, &id.to_string()).await?;
            Ok(Begun::Nothing)
        }
        Verdict::Drop(why) => {
            settle(tx, &of, &charge, ChargeState::Dropped, Some(why)).await?;
            order_next(tx, of.id, today, &id.to_string()).await?;
            Ok(Begun::Nothing)
        }
    }
}

/// What the provider is to be asked, while it has not answered.
#[derive(Clone, Debug)]
pub struct Unanswered {
    pub order: ChargeOrder,
    /// When it may first have heard of it, in real time.
    pub asked_at: Option<DateTime<Utc>>,
    /// Whether what it is charged by still stands, and the plan whose instalment it is.
    pub is_in_force: bool,
}

/// How long the provider knows a key, less an hour.
const KEY_LASTS: TimeDelta = TimeDelta::hours(23);
/// How long after it was asked a charge can still appear in the provider's list.
const APPEARS_WITHIN: TimeDelta = TimeDelta::minutes(10);

impl Unanswered {
    /// Whether the provider may be asked in these words: what was agreed stands, and the key is known for one charge only.
    pub fn may_be_asked(&self) -> bool {
        self.is_in_force && self.asked_at.is_none_or(|at| Utc::now() - at < KEY_LASTS)
    }

    /// Whether what is not in the provider's list will never be.
    pub fn is_lost(&self) -> bool {
        self.asked_at.is_none_or(|at| Utc::now() - at > APPEARS_WITHIN)
    }
}

/// The order of a payment that is charged by itself and has no answer; `None` for every other.
pub async fn unanswered(tx: &mut Tx, payment: PaymentId) -> Result<Option<Unanswered>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.charge_order as "order!: Json<ChargeOrder>", p.charge_asked_at,
             m.ended_at is null and not exists (
               select from plans n where n.id = c.plan_id and n.state not in ('active', 'behind')) as "is_in_force!"
           from payments p join autopay_charges c on c.id = p.autopay_charge_id join autopay_mandates m on m.id = c.mandate_id
           where p.id = $1 and p.charge_order is not null"#,
        payment.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Unanswered {
        order: row.order.0,
        asked_at: row.charge_asked_at,
        is_in_force: row.is_in_force,
    }))
}

/// As [`unanswered`], for who is about to ask: from here on the provider may have heard of it, and who ends what was
/// agreed from here on is told so.
pub async fn about_to_ask(tx: &mut Tx, payment: PaymentId) -> Result<Option<Unanswered>, sqlx::Error> {
    sqlx::query!(
        "select from autopay_mandates m where m.id = (select c.mandate_id from autopay_charges c join payments p on p.autopay_charge_id = c.id
           where p.id = $1) for no key update",
        payment.0
    )
    .execute(&mut **tx)
    .await?;
    let Some(found) = unanswered(tx, payment).await? else { return Ok(None) };
    if found.may_be_asked() {
        sqlx::query!(
            "update payments set charge_asked_at = coalesce(charge_asked_at, now()) where id = $1",
            payment.0
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(Some(found))
}

/// The provider gave no certain answer. The minute's round looks for it.
pub async fn note_doubt(tx: &mut Tx, payment: PaymentId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set state = 'unknown', updated_at = $2 where id = $1 and state = 'processing' and charge_order is not null",
        payment.0,
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Nothing was charged and nothing will be: the provider refused, or never heard of it.
pub async fn note_refused(tx: &mut Tx, payment: PaymentId, code: &str) -> Result<(), sqlx::Error> {
    let account = sqlx::query_scalar!(
        r#"update payments set state = 'failed', failure_code = $2, charge_order = null, updated_at = $3
           where id = $1 and state in ('processing', 'unknown') and charge_order is not null
           returning account_id as "account: crate::kernel::ids::AccountId""#,
        payment.0,
        code,
        tx.now()
    )
    .fetch_optional(&mut **tx)
    .await?;
    match account {
        Some(account) => tx.audit("refuse_charge", "payment", payment.0, Some(account)).await,
        None => Ok(()),
    }
}

/// The due amount that a payment tries to charge, under its lock.
pub async fn charge_of(tx: &mut Tx, payment: PaymentId) -> Result<Option<Charge>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select autopay_charge_id as "id: AutopayChargeId" from payments where id = $1"#,
        payment.0
    )
    .fetch_one(&mut **tx)
    .await?;
    match id {
        Some(id) => lock(tx, id).await.map(Some),
        None => Ok(None),
    }
}

/// Ends a due amount, with what became of it.
pub async fn settle(
    tx: &mut Tx,
    of: &Mandate,
    charge: &Charge,
    state: ChargeState,
    why: Option<Why>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update autopay_charges set state = $2, why = coalesce($3, why), settled_at = $4 where id = $1",
        charge.id.0,
        state.name(),
        why.map(Why::name),
        tx.now()
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("settle", "autopay_charge", charge.id.0, Some(of.account)).await
}

/// Drops what was announced by what has ended since.
pub async fn drop_ended(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update autopay_charges c set state = 'dropped', why = 'ended', settled_at = $1
         from autopay_mandates m where m.id = c.mandate_id and m.ended_at is not null and c.state in ('announced', 'waiting')",
        tx.now()
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Has who agreed written to about a charge, once for each try and kind of news.
pub async fn tell(tx: &mut Tx, id: AutopayChargeId, news: &str, tries: i32) -> Result<(), sqlx::Error> {
    let key = format!("{}:{id}:{news}:{tries}", super::TELL_AUTOPAY);
    let payload = serde_json::json!({ "charge": id, "news": news });
    tx.enqueue(super::TELL_AUTOPAY, payload, Some(&key), std::time::Duration::ZERO).await.map(drop)
}

async fn lock(tx: &mut Tx, id: AutopayChargeId) -> Result<Charge, sqlx::Error> {
    let row = sqlx::query!(
        r#"select mandate_id as "mandate: MandateId", invoice_id as "invoice: InvoiceId", plan_id as "plan: PlanId", plan_part,
             amount_minor, tries, charge_on, state
           from autopay_charges where id = $1 for update"#,
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Charge {
        id,
        mandate: row.mandate,
        thing: Thing::of(row.invoice, row.plan, row.plan_part)
            .ok_or_else(|| sqlx::Error::Decode("a charge for nothing".into()))?,
        told_minor: row.amount_minor,
        tries: row.tries,
        charge_on: row.charge_on,
        state: ChargeState::parse(&row.state)
            .ok_or_else(|| sqlx::Error::Decode("an unknown state of a charge".into()))?,
    })
}

async fn unanswered_of(tx: &mut Tx, id: AutopayChargeId) -> Result<Option<PaymentId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PaymentId" from payments where autopay_charge_id = $1 and charge_order is not null"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await
}

async fn circumstances(
    tx: &mut Tx,
    of: &Mandate,
    charge: &Charge,
    item: Option<&DueItem>,
    today: chrono::NaiveDate,
) -> Result<Circumstances, sqlx::Error> {
    let stands = standing(tx, of, today).await?;
    Ok(Circumstances {
        is_in_force: of.ended_at.is_none(),
        has_grant: stands.has_grant,
        has_method: stands.has_method,
        is_stopped: stands.is_stopped,
        is_contested: stands.is_contested,
        is_in_flight: stands.is_in_flight,
        payable_minor: item.map_or(0, |item| item.payable_minor),
        told_minor: charge.told_minor,
        least_minor: least_minor(tx, of, today).await?,
        charged_in_month_minor: in_month(tx, of.id, today, Some(charge.id), false).await?,
    })
}

/// Keeps the payment before the provider hears of it, with the very words that it is asked in. One try is one payment: the
/// key says which.
async fn keep(
    tx: &mut Tx,
    of: &Mandate,
    charge: &Charge,
    amount_minor: i64,
) -> Result<PaymentId, sqlx::Error> {
    let (payment, number) = (PaymentId::new(), charge.tries + 1);
    let account = accounts::store::account(tx, of.account).await?;
    let row = sqlx::query!(
        "select s.provider_customer, s.provider_method, s.brand, s.last4, p.language
         from saved_methods s join persons p on p.id = s.person_id where s.id = $1",
        of.method.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let lang = Lang::parse(&row.language).unwrap_or_default();
    let order = ChargeOrder {
        payment,
        amount: Money::new(amount_minor, of.currency),
        description: words::charge_description(lang, &account.creditor_name, &account.reference),
        customer: row.provider_customer,
        method: row.provider_method,
        ordered_at: tx.now(),
        idempotency_key: format!("autopay:{}:{number}", charge.id),
    };
    let choice = match charge.thing {
        Thing::Invoice(invoice) => Choice::Invoices { invoices: vec![invoice] },
        Thing::Instalment { plan, .. } => payable(tx, &account).await?.0.of_plan(plan),
    };
    let choice = serde_json::to_value(&choice).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key,
           idempotency_key, charge_order, method_kind, method_brand, method_last4, started_by, created_at, updated_at, autopay_charge_id)
         values ($1, $2, $3, $4, $5, $6, 'processing', $7, $8, $9, $10, 'card', $11, $12, $13, $14, $14, $15)",
        payment.0,
        account.id.0,
        account.debtor.0,
        account.creditor.0,
        of.currency.code(),
        amount_minor,
        choice,
        Uuid::now_v7(),
        order.idempotency_key,
        Json(&order) as _,
        row.brand,
        row.last4,
        of.person.0,
        tx.now(),
        charge.id.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update autopay_charges set state = 'charging', tries = $2 where id = $1",
        charge.id.0,
        number
    )
    .execute(&mut **tx)
    .await?;
    tx.audit("charge", "payment", payment.0, Some(of.account)).await?;
    Ok(payment)
}
