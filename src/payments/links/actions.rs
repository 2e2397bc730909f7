//! What is posted about links: by whoever makes and ends them, and by guests who pay.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use chrono::TimeDelta;
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::model::{Account, May, Viewer};
use crate::accounts::store::{account, zone_of};
use crate::handing::store::paid_elsewhere;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::identity::keys::Keys;
use crate::identity::model::normal_email;
use crate::identity::store::exceeds;
use crate::identity::tokens::Press;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx, broken_constraint};
use crate::kernel::ids::{PayLinkId, PaymentId};
use crate::kernel::web::{FieldError, Refusal, SeeOther, leave_for_provider, see_other};
use crate::payments::checkout::CheckoutError;
use crate::payments::gateway::{CheckoutOrder, Gateway};
use crate::payments::links::guest::{self, Offered, Opened, ReceiptTo, Token};
use crate::payments::links::jobs;
use crate::payments::links::model::{LinkTerms, TermsError, good_until};
use crate::payments::links::store::{self, NewLink};
use crate::payments::links::views::links_href;
use crate::payments::links::words;
use crate::payments::model::{Asked, ChoiceError, PaymentState, Plan};
use crate::payments::store::starting::Attempt;
use crate::policies::methods::Method;
use crate::ui::Visit;

/// What the page that makes links sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MakeForm {
    account: String,
    what: String,
    days: String,
    request_key: String,
}

/// `POST /do/payments/make-link`
pub async fn make(
    person: SignedIn,
    State(db): State<Db>,
    State(keys): State<Keys>,
    Form(form): Form<MakeForm>,
) -> Result<SeeOther, Refusal> {
    make_as(Viewer::Person, person.actor(), &db, &keys, &form).await
}

/// `POST /do/desk/make-link`
pub async fn make_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    State(keys): State<Keys>,
    Form(form): Form<MakeForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let viewer = Viewer::Staff(form.account.parse().map_err(|_| Refusal::NotFound)?);
    make_as(viewer, staff.actor(), &db, &keys, &form).await
}

/// Which link a button ends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RevokeForm {
    link: String,
}

/// `POST /do/payments/revoke-link`
pub async fn revoke(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<RevokeForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = store::revoke(&mut tx, form.link.parse().map_err(|_| Refusal::NotFound)?).await?;
    tx.commit().await?;
    Ok(see_other(format!("{}&done=revoked", links_href(Viewer::Person, account))))
}

/// `POST /do/desk/revoke-link`
pub async fn revoke_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<RevokeForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let account = store::revoke(&mut tx, form.link.parse().map_err(|_| Refusal::NotFound)?).await?;
    tx.commit().await?;
    Ok(see_other(format!("{}&done=revoked", links_href(Viewer::Staff(account), account))))
}

const LINKS_A_DAY: i32 = 40;
const A_DAY: std::time::Duration = std::time::Duration::from_hours(24);

/// The link's identifier follows from the press, so that the same press twice makes one link.
async fn make_as(
    viewer: Viewer,
    actor: Actor,
    db: &Db,
    keys: &Keys,
    form: &MakeForm,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(actor).await?;
    let account = account(&mut tx, form.account.parse().map_err(|_| Refusal::NotFound)?).await?;
    if viewer == Viewer::Person && account.may < May::Pay {
        return Err(Refusal::Forbidden);
    }
    let back = |field: &str, code: &str| {
        let fields = vec![("what".to_owned(), form.what.clone()), ("days".to_owned(), form.days.clone())];
        Refusal::invalid(links_href(viewer, account.id), fields, FieldError::new(field, code))
    };
    let _: Uuid = form.request_key.parse().map_err(|_| back("", "stale"))?;
    let terms = LinkTerms::parse(&form.what, &form.days).map_err(|error| match error {
        TermsError::What => back("what", "what_none"),
        TermsError::Days => back("days", "days_none"),
    })?;
    if paid_elsewhere(&mut tx, account.id).await?.is_some() {
        return Err(back("what", "what_elsewhere"));
    }
    if !store::is_asked_for(&mut tx, account.id, terms.target).await? {
        return Err(back("what", "what_none"));
    }
    let maker = actor.id().unwrap_or_default();
    if let Some(retry_at) = exceeds(&mut tx, maker.as_bytes(), "pay links", LINKS_A_DAY, A_DAY).await? {
        return Err(Refusal::TooMany { retry_at });
    }
    let link = NewLink {
        id: PayLinkId(Press::of(keys, &format!("pay link of {maker}"), &form.request_key).id()),
        account: account.id,
        target: terms.target,
        expires_at: expires_at(&mut tx, &account, terms.days).await?,
    };
    store::mint(&mut tx, keys, &link).await?;
    tx.commit().await?;
    Ok(see_other(format!("{}&done=made", links_href(viewer, account.id))))
}

async fn expires_at(
    tx: &mut Tx,
    account: &Account,
    days: i64,
) -> Result<chrono::DateTime<chrono::Utc>, sqlx::Error> {
    let zone = zone_of(tx, account).await?;
    Ok(good_until(account.today, days, zone))
}

/// What a guest sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PayForm {
    token: String,
    how: String,
    amount: String,
    email: String,
    /// The amount that the page showed, in minor units.
    shown: String,
    request_key: String,
}

/// `POST /do/payments/pay-link`: as `payments::actions::start`, for somebody who is not signed in. Of two presses, or of
/// two guests with one link who pay the same, both come to one page; who pays another amount closes the page before.
pub async fn pay(
    visit: Visit,
    State(db): State<Db>,
    State(gateway): State<Arc<dyn Gateway>>,
    Form(form): Form<PayForm>,
) -> Result<Response, Refusal> {
    let token = Token::from_text(&form.token);
    let paying = Paying { visit, db, gateway, token, form };
    paying.count().await?;
    for _ in 0..REPLACED_AT_MOST {
        match paying.keep().await? {
            Kept::New(payment) => return paying.way_on(payment, false).await,
            Kept::Before(payment) => return paying.way_on(payment, true).await,
            Kept::Dead => return Ok(see_other(paying.token.path()).into_response()),
            Kept::InTheWay(payment) => match jobs::close(&paying.db, &*paying.gateway, payment).await {
                Ok(true) => {}
                // Somebody paid there meanwhile, or is about to.
                Ok(false) => return Ok(see_other(paying.token.path()).into_response()),
                Err(CheckoutError::Doubt(error)) => {
                    tracing::warn!(%payment, %error, "a page that is in the way could not be closed");
                    return Err(paying.back(FieldError::new("", "provider_down")));
                }
                Err(error) => return Err(error.into()),
            },
        }
    }
    Err(paying.back(FieldError::new("", "provider_down")))
}

/// How many pages of one link are closed for one start.
const REPLACED_AT_MOST: usize = 4;
/// Stripe wants between half an hour and a day.
const PAGE_LASTS: TimeDelta = TimeDelta::hours(1);
const TRIES_AN_HOUR: i32 = 30;
const AN_HOUR: std::time::Duration = std::time::Duration::from_hours(1);

struct Paying {
    visit: Visit,
    db: Db,
    gateway: Arc<dyn Gateway>,
    token: Token,
    form: PayForm,
}

/// What came of keeping a payment.
enum Kept {
    New(PaymentId),
    /// This press, or one for the very same, made it before.
    Before(PaymentId),
    /// Another page is open by this link.
    InTheWay(PaymentId),
    /// The link cannot be paid by any more.
    Dead,
}

impl Paying {
    /// So many tries an hour with one link, whoever has it.
    async fn count(&self) -> Result<(), Refusal> {
        let mut tx = self.db.begin(Actor::Visitor).await?;
        let exceeded = exceeds(&mut tx, &self.token.hash(), "pay by link", TRIES_AN_HOUR, AN_HOUR).await?;
        tx.commit().await?;
        exceeded.map_or(Ok(()), |retry_at| Err(Refusal::TooMany { retry_at }))
    }

    /// Everything that is decided is decided in one transaction, alone.
    async fn keep(&self) -> Result<Kept, Refusal> {
        let mut tx = self.db.begin(Actor::Visitor).await?;
        let Some(opened) = guest::open(&mut tx, &self.token).await?.filter(|opened| opened.is_live) else {
            return Ok(Kept::Dead);
        };
        let key: Uuid = self.form.request_key.parse().map_err(|_| self.back(FieldError::new("", "stale")))?;
        let receipt_to = self.receipt_to()?;
        guest::start_alone(&mut tx, opened.id).await?;
        let begun = guest::begun(&mut tx, &self.token, key).await?;
        if let Some(begun) = begun.as_ref().filter(|begun| begun.is_same_press) {
            return Ok(Kept::Before(begun.id));
        }
        let Some(plan) = self.plan(&mut tx, &opened).await? else { return Ok(Kept::Dead) };
        if let Some(begun) = begun {
            let is_same = begun.is_open_for(&plan);
            return Ok(if is_same { Kept::Before(begun.id) } else { Kept::InTheWay(begun.id) });
        }
        let order = self.order(&opened, &plan, tx.now() + PAGE_LASTS);
        let started = guest::start(&mut tx, &self.token, &plan, key, &order, &receipt_to).await;
        let is_alive = started.map_err(|error| match broken_constraint(&error) {
            // A key that another payment has is not one that this page was given.
            Some("payments_request_key") => self.back(FieldError::new("", "stale")),
            _ => error.into(),
        })?;
        if !is_alive {
            return Ok(Kept::Dead);
        }
        tx.audit("start", "payment", order.payment.0, Some(opened.account)).await?;
        tx.commit().await?;
        Ok(Kept::New(order.payment))
    }

    fn receipt_to(&self) -> Result<ReceiptTo, Refusal> {
        let typed = self.form.email.trim();
        let address = if typed.is_empty() { Some(String::new()) } else { normal_email(typed) };
        let address = address.ok_or_else(|| self.back(FieldError::new("email", "email_wrong")))?;
        Ok(ReceiptTo { address, lang: self.visit.lang })
    }

    /// What is to be paid. All that is asked for must be what the page showed. `None` where nothing is asked for.
    async fn plan(&self, tx: &mut Tx, opened: &Opened) -> Result<Option<Plan>, Refusal> {
        let Offered::Asks(offer) = guest::offer(tx, &self.token, opened).await? else { return Ok(None) };
        let typed = (self.form.how == Asked::AMOUNT).then_some(self.form.amount.as_str());
        let plan = offer.plan(typed).map_err(|error| self.back(refused(error)))?;
        if typed.is_none() && plan.amount.minor.to_string() != self.form.shown {
            return Err(self.back(FieldError::new("", "balance_moved")));
        }
        Ok(Some(plan))
    }

    fn order(
        &self,
        opened: &Opened,
        plan: &Plan,
        expires_at: chrono::DateTime<chrono::Utc>,
    ) -> CheckoutOrder {
        let payment = PaymentId::new();
        let page = format!("{}{}/payments/{payment}", self.visit.public_url, self.token.path());
        let owner = &opened.owner;
        CheckoutOrder {
            payment,
            amount: plan.amount,
            description: words::order_description(self.visit.lang, &owner.creditor_name, &owner.ending),
            success_url: format!("{page}?returned=1"),
            cancel_url: format!("{page}?left=1"),
            email: None,
            lang: self.visit.lang,
            expires_at,
            idempotency_key: format!("pay:{payment}"),
            // What takes days to arrive is for who can look after it, signed in.
            method: Method::Card,
            voucher_days: 0,
            customer: None,
            keeps_card: false,
        }
    }

    /// The provider is asked in a task of its own: a browser that is closed meanwhile must not lose its answer.
    async fn way_on(&self, payment: PaymentId, again: bool) -> Result<Response, Refusal> {
        let asking = tokio::spawn(jobs::open(self.db.clone(), self.gateway.clone(), payment, again));
        let attempt: Attempt = asking.await.map_err(Refusal::internal)??;
        let tx = self.db.begin(Actor::Visitor).await?;
        if let Some(page) = attempt.open_page(tx.now()) {
            return Ok(leave_for_provider(page));
        }
        if attempt.state == PaymentState::Failed && attempt.checkout.is_none() {
            let is_too_small = attempt.failure_code.as_deref() == Some("amount_too_small");
            let code = if is_too_small { "too_small_for_provider" } else { "provider_down" };
            return Err(self.back(FieldError::new("", code)));
        }
        Ok(see_other(format!("{}/payments/{payment}", self.token.path())).into_response())
    }

    fn back(&self, error: FieldError) -> Refusal {
        let fields = [("how", &self.form.how), ("amount", &self.form.amount), ("email", &self.form.email)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        Refusal::invalid(self.token.path(), fields, error)
    }
}

/// Nothing about what is contested: a guest is told the most that is asked for, and not why.
fn refused(error: ChoiceError) -> FieldError {
    match error {
        ChoiceError::TooSmall(least) => FieldError::new("amount", "amount_too_small").with(least),
        ChoiceError::TooLarge { most, .. } => FieldError::new("amount", "amount_too_large").with(most),
        ChoiceError::Amount(error) => FieldError::new("amount", error.code()),
        ChoiceError::ChoiceNone | ChoiceError::PickNone | ChoiceError::NotFound => {
            FieldError::new("how", "choice_none")
        }
    }
}
