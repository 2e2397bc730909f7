//! What the database answers whoever holds a link, and nothing else: each of these is one named function.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;
use uuid::Uuid;

use crate::accounts::model::payable_minor;
use crate::identity::tokens::Secret;
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, InvoiceId, PayLinkId, PaymentId, PlanId};
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::ledger::allocation::OpenItem;
use crate::ledger::model::Components;
use crate::payments::gateway::CheckoutOrder;
use crate::payments::links::model::{Offer, Target};
use crate::payments::model::{Choice, Payable, PaymentState, Plan};
use crate::payments::store::reading::{parsed_currency, parsed_zone};
use crate::plans::marking::Marking;
use crate::plans::standing::{InstalmentState, Part, Progress};
use crate::plans::state::PlanState;
use crate::policies;

/// The secret of a link, as its address carries it.
#[derive(Clone)]
pub struct Token(Secret);

impl Token {
    pub fn from_text(text: &str) -> Self {
        Self(Secret::from_text(text))
    }

    pub fn text(&self) -> &str {
        self.0.text()
    }

    pub fn path(&self) -> String {
        format!("/pay/{}", self.0.text())
    }

    pub fn hash(&self) -> [u8; 32] {
        self.0.hash()
    }
}

/// Whose account a link is for, as far as a guest may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub creditor: CreditorId,
    pub creditor_name: String,
    /// `M•••• L••••`
    pub initials: String,
    /// How the account's reference ends.
    pub ending: String,
    pub zone: Tz,
}

/// A link that somebody opened.
#[derive(Clone, Debug)]
pub struct Opened {
    pub id: PayLinkId,
    /// For the trail alone.
    pub account: AccountId,
    pub owner: Owner,
    pub currency: Currency,
    pub target: Target,
    /// How the plan of its instalment stands.
    pub plan_state: Option<PlanState>,
    pub today: NaiveDate,
    /// Neither expired nor revoked.
    pub is_live: bool,
    pub is_revoked: bool,
    /// Something was paid by it.
    pub was_paid: bool,
    /// Money is on its way to the account, so that paying now may be paying twice.
    pub is_in_flight: bool,
}

/// The link with this secret, if there is one, alive or not.
pub async fn open(tx: &mut Tx, token: &Token) -> Result<Option<Opened>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id!: PayLinkId", account_id as "account!: AccountId", creditor_id as "creditor_id!: CreditorId", creditor as "creditor!", time_zone as "time_zone!",
             currency as "currency!", initials as "initials!", ending as "ending!", invoice_id as "invoice: InvoiceId",
             plan_id as "plan: PlanId", plan_part, plan_state, is_live as "is_live!", is_revoked as "is_revoked!", was_paid as "was_paid!", is_in_flight as "is_in_flight!"
           from open_pay_link($1)"#,
        &token.hash()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let zone = parsed_zone(&row.time_zone)?;
    let target = match (row.plan, row.plan_part, row.invoice) {
        (Some(plan), Some(number), _) => Target::Instalment { plan, number: number.unsigned_abs() },
        (_, _, Some(invoice)) => Target::Invoice(invoice),
        _ => Target::Account,
    };
    Ok(Some(Opened {
        id: row.id,
        account: row.account,
        currency: parsed_currency(&row.currency)?,
        owner: Owner {
            creditor: row.creditor_id,
            creditor_name: row.creditor,
            initials: row.initials,
            ending: row.ending,
            zone,
        },
        target,
        plan_state: row.plan_state.as_deref().and_then(PlanState::parse),
        today: tx.today(zone),
        is_live: row.is_live,
        is_revoked: row.is_revoked,
        was_paid: row.was_paid,
        is_in_flight: row.is_in_flight,
    }))
}

/// What comes of a link that can be paid by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    Asks(Box<Offer>),
    /// Nothing is asked for: what it was for is paid, or waits.
    Nothing {
        was_paid: bool,
    },
    /// The plan of its instalment has ended, or was arranged anew.
    Over,
}

/// What the link asks for today.
pub async fn offer(tx: &mut Tx, token: &Token, opened: &Opened) -> Result<Offered, sqlx::Error> {
    let mut items = items(tx, token).await?;
    let plans = if opened.target.invoice().is_some() { Vec::new() } else { plans(tx, token).await? };
    let standings: Vec<Progress> = plans.iter().map(|plan| plan.progress(opened, &items)).collect();
    for (plan, progress) in plans.iter().zip(&standings) {
        // A link asks for a sum; which debts it pays is worked out when it is posted.
        Marking { plan: plan.id, state: plan.state, covered: &plan.invoices, progress, spared: &[] }
            .mark(&mut items, opened.today);
    }
    let version = policies::store::in_force(tx, opened.owner.creditor, opened.today).await?;
    let terms = version.map(|version| version.parameters).unwrap_or_default();
    let minimum = terms.minimum_payment(opened.currency);
    let payable = Payable::of(&items, opened.today, minimum, terms.allocation_order)
        .ok_or_else(|| sqlx::Error::Decode("a sum that does not fit".into()))?;
    let offer = match opened.target {
        Target::Instalment { plan, number } => {
            let found = plans.iter().zip(&standings).find(|(of, _)| of.id == plan);
            let state = match (found, opened.plan_state) {
                (Some((of, progress)), _) => InstalmentState::of(progress, of.state, number),
                (None, Some(PlanState::Completed)) => InstalmentState::Paid,
                (None, _) => InstalmentState::Over,
            };
            match state {
                InstalmentState::Asked(amount) => Offer::of_plan(payable, plan, amount),
                InstalmentState::Paid => return Ok(Offered::Nothing { was_paid: true }),
                InstalmentState::Over => return Ok(Offered::Over),
            }
        }
        target => Offer::of(payable, target.invoice(), opened.was_paid),
    };
    Ok(match offer.amount().is_positive() {
        true => Offered::Asks(Box::new(offer)),
        false => Offered::Nothing { was_paid: opened.was_paid },
    })
}

async fn items(tx: &mut Tx, token: &Token) -> Result<Vec<OpenItem>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice!: InvoiceId", number as "number!", due_on as "due_on!", principal_minor as "principal!",
             interest_minor as "interest!", interest_tax_minor as "interest_tax!", fees_minor as "fees!",
             fees_tax_minor as "fees_tax!", held_minor as "held!", held_late_minor as "held_late!"
           from pay_link_items($1)"#,
        &token.hash()
    )
    .fetch_all(&mut **tx)
    .await?;
    let item = rows.into_iter().map(|row| OpenItem {
        invoice: row.invoice,
        number: row.number,
        due_on: row.due_on,
        open: Components {
            principal_minor: row.principal,
            interest_minor: row.interest,
            interest_tax_minor: row.interest_tax,
            fees_minor: row.fees,
            fees_tax_minor: row.fees_tax,
        },
        held_minor: row.held,
        held_late_minor: row.held_late,
        plan: None,
    });
    Ok(item.collect())
}

/// A plan as far as a link's amount depends on it.
struct PlanOf {
    id: PlanId,
    state: PlanState,
    owed_minor: i64,
    received_minor: i64,
    grace_days: u16,
    invoices: Vec<InvoiceId>,
    parts: Vec<Part>,
}

impl PlanOf {
    /// As [`crate::plans::store::reading::progress`].
    fn progress(&self, opened: &Opened, items: &[OpenItem]) -> Progress {
        let in_plan = items.iter().filter(|item| self.invoices.contains(&item.invoice));
        let open_minor: i64 = in_plan.map(payable_minor).sum();
        let credited_minor = (self.owed_minor - self.received_minor - open_minor).max(0);
        let (paid_minor, today) = (self.received_minor, opened.today);
        Progress::of(opened.currency, &self.parts, paid_minor, credited_minor, today, self.grace_days)
    }
}

async fn plans(tx: &mut Tx, token: &Token) -> Result<Vec<PlanOf>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select plan_id as "plan!: PlanId", state as "state!", owed_minor as "owed!", grace_days as "grace_days!",
             received_minor as "received!", invoices as "invoices!", numbers as "numbers!", days as "days!",
             amounts as "amounts!"
           from pay_link_plans($1)"#,
        &token.hash()
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let parts = row.numbers.iter().zip(&row.days).zip(&row.amounts);
            let part = |((number, due_on), amount_minor): ((&i16, &NaiveDate), &i64)| Part {
                number: number.unsigned_abs(),
                due_on: *due_on,
                moved_from: None,
                amount_minor: *amount_minor,
            };
            Ok(PlanOf {
                id: row.plan,
                state: PlanState::parse(&row.state)
                    .ok_or_else(|| sqlx::Error::Decode("an unknown state of a plan".into()))?,
                owed_minor: row.owed,
                received_minor: row.received,
                grace_days: u16::try_from(row.grace_days).unwrap_or_default(),
                invoices: row.invoices.into_iter().map(InvoiceId).collect(),
                parts: parts.map(part).collect(),
            })
        })
        .collect()
}

/// Keeps everybody else waiting who would pay by this link, until this transaction ends: two presses, one page.
pub async fn start_alone(tx: &mut Tx, link: PayLinkId) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", format!("pay link {link}"))
        .fetch_one(&mut **tx)
        .await
        .map(drop)
}

/// A payment that was begun by a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    pub id: PaymentId,
    /// This very press made it.
    pub is_same_press: bool,
    choice: Choice,
    amount_minor: i64,
    can_be_paid: bool,
}

impl Begun {
    /// Whether its page is open, or about to be, for the very same.
    pub fn is_open_for(&self, plan: &Plan) -> bool {
        self.can_be_paid && self.choice == plan.choice && self.amount_minor == plan.amount.minor
    }
}

/// The payment that this press made before, or else the one whose page is open by this link.
pub async fn begun(tx: &mut Tx, token: &Token, key: Uuid) -> Result<Option<Begun>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id!: PaymentId", is_same_press as "is_same_press!", state as "state!", choice as "choice!",
             amount_minor as "amount_minor!", checkout_url, expires_at, is_ordered as "is_ordered!"
           from pay_link_attempt($1, $2)"#,
        &token.hash(),
        key
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let is_in_time = row.expires_at.is_none_or(|until| tx.now() < until);
    let is_open = row.is_ordered || (row.checkout_url.is_some() && is_in_time);
    Ok(Some(Begun {
        id: row.id,
        is_same_press: row.is_same_press,
        choice: serde_json::from_value(row.choice).map_err(|error| sqlx::Error::Decode(error.into()))?,
        amount_minor: row.amount_minor,
        can_be_paid: is_open && known_state(&row.state)? == PaymentState::Created,
    }))
}

/// Where a guest wants the receipt, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptTo {
    pub address: String,
    pub lang: Lang,
}

/// Keeps a payment, before the provider hears of it; false where the link died meanwhile.
pub async fn start(
    tx: &mut Tx,
    token: &Token,
    plan: &Plan,
    key: Uuid,
    order: &CheckoutOrder,
    receipt_to: &ReceiptTo,
) -> Result<bool, sqlx::Error> {
    let choice = serde_json::to_value(&plan.choice).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_scalar!(
        r#"select start_by_pay_link($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "started!""#,
        &token.hash(),
        order.payment.0,
        plan.amount.minor,
        choice,
        key,
        order.idempotency_key,
        Json(order) as _,
        order.expires_at,
        receipt_to.address,
        receipt_to.lang.code()
    )
    .fetch_one(&mut **tx)
    .await
}

/// A payment as whoever made it by a link may see it.
#[derive(Clone, Debug)]
pub struct GuestPayment {
    pub id: PaymentId,
    pub owner: Owner,
    /// Whether its link can be used again.
    pub is_live: bool,
    pub state: PaymentState,
    pub amount: Money,
    pub checkout_url: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub was_opened: bool,
    pub receipt_number: Option<i64>,
    pub paid_at: Option<DateTime<Utc>>,
}

impl GuestPayment {
    /// As [`crate::payments::store::reading::Payment::mark`].
    pub fn mark(&self) -> String {
        format!("{}-{}", self.state.name(), self.checkout_url.is_some())
    }
}

/// What became of a payment that was made by this link.
pub async fn payment(tx: &mut Tx, token: &Token, id: PaymentId) -> Result<GuestPayment, sqlx::Error> {
    let row = sqlx::query!(
        r#"select creditor_id as "creditor_id!: CreditorId", creditor as "creditor!", time_zone as "time_zone!", initials as "initials!",
             ending as "ending!", is_live as "is_live!", state as "state!", amount_minor as "amount_minor!", currency as "currency!",
             checkout_url, expires_at, was_opened as "was_opened!", receipt_number, paid_at
           from pay_link_payment($1, $2)"#,
        &token.hash(),
        id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(GuestPayment {
        id,
        owner: Owner {
            creditor: row.creditor_id,
            creditor_name: row.creditor,
            initials: row.initials,
            ending: row.ending,
            zone: parsed_zone(&row.time_zone)?,
        },
        is_live: row.is_live,
        state: known_state(&row.state)?,
        amount: Money::new(row.amount_minor, parsed_currency(&row.currency)?),
        checkout_url: row.checkout_url,
        expires_at: row.expires_at,
        was_opened: row.was_opened,
        receipt_number: row.receipt_number,
        paid_at: row.paid_at,
    })
}

fn known_state(name: &str) -> Result<PaymentState, sqlx::Error> {
    PaymentState::parse(name).ok_or_else(|| sqlx::Error::Decode("an unknown state of a payment".into()))
}
