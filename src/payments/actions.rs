//! What is posted to us about payments: by people, and by the provider.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use chrono::{TimeDelta, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::model::{Account, May};
use crate::handing::store::paid_elsewhere;
use crate::identity::extract::SignedIn;
use crate::identity::keys::Keys;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx, broken_constraint};
use crate::kernel::failpoints::Failpoint;
use crate::kernel::ids::PaymentId;
use crate::kernel::web::{FieldError, Refusal, leave_for_provider, see_other};
use crate::payments::asked::asked_query;
use crate::payments::checkout::{self, CheckoutError};
use crate::payments::gateway::{CheckoutOrder, Gateway};
use crate::payments::model::{Asked, PaymentState, Plan};
use crate::payments::saved::store::customer;
use crate::payments::store::starting::{self, Attempt};
use crate::payments::store::{Ground, events, reading};
use crate::payments::stripe::webhook::{WebhookSecrets, parse_event, verify};
use crate::payments::words;
use crate::policies::methods::Method;
use crate::policies::model::Parameters;
use crate::ui::Visit;

/// What the page that reviews a payment sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StartForm {
    account: String,
    guarantee: String,
    how: String,
    amount: String,
    invoice: Vec<String>,
    plan: String,
    /// What the page showed.
    shown: String,
    /// By what it is to be paid; what is offered first where nothing is said.
    method: String,
    /// The payer wants their card kept.
    keep_card: String,
    request_key: String,
}

/// `POST /do/payments/start`: keeps the payment, has the provider open its page, and sends the payer there. The same
/// key twice leads to the same page; of two keys for the same, or of one that replaces another, one page stays open.
pub async fn start(
    person: SignedIn,
    visit: Visit,
    State(db): State<Db>,
    State(gateway): State<Arc<dyn Gateway>>,
    Form(form): Form<StartForm>,
) -> Result<Response, Refusal> {
    let starting = Starting { person, visit, db, gateway, form };
    for _ in 0..REPLACED_AT_MOST {
        match starting.keep().await? {
            Kept::New(payment) => return starting.open(payment).await,
            Kept::Before(payment) => return starting.open_again(payment).await,
            Kept::InTheWay(payment) => {
                if !starting.close(payment).await? {
                    // Somebody paid there meanwhile: that is what they should see.
                    return Ok(see_other(format!("/account/payments/{payment}?returned=1")).into_response());
                }
            }
        }
    }
    Err(starting.back("provider_down"))
}

/// `POST /webhooks/stripe`: keeps what the provider tells us, and answers before anything is done about it. What is not
/// the provider's is refused; what we do not understand is kept.
pub async fn stripe_webhook(
    State(db): State<Db>,
    State(keys): State<Keys>,
    State(secrets): State<WebhookSecrets>,
    headers: HeaderMap,
    payload: Bytes,
) -> Result<StatusCode, Refusal> {
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Err(error) = verify(signature, &payload, &secrets, Utc::now()) {
        tracing::warn!(%error, "a message that claims to be the payment provider's was refused");
        return Ok(StatusCode::BAD_REQUEST);
    }
    let Ok(event) = parse_event(&payload) else { return Ok(StatusCode::BAD_REQUEST) };
    let mut tx = db.begin(Actor::Visitor).await?;
    events::keep(&mut tx, &keys, &event, &payload).await?;
    tx.commit().await?;
    db.reached(Failpoint::EventKept);
    Ok(StatusCode::OK)
}

/// How many pages of the same payer are closed for one start.
const REPLACED_AT_MOST: usize = 4;
/// Stripe wants between half an hour and a day. The shorter, the less the balance moves meanwhile.
const PAGE_LASTS: TimeDelta = TimeDelta::hours(1);

struct Starting {
    person: SignedIn,
    visit: Visit,
    db: Db,
    gateway: Arc<dyn Gateway>,
    form: StartForm,
}

/// What came of keeping a payment.
enum Kept {
    New(PaymentId),
    /// This key, or this very choice, made it before.
    Before(PaymentId),
    /// The payer has another page open on this account.
    InTheWay(PaymentId),
}

impl Starting {
    /// Everything that is decided is decided in one transaction, alone.
    async fn keep(&self) -> Result<Kept, Refusal> {
        let key: Uuid = self.form.request_key.parse().map_err(|_| self.back("form_stale"))?;
        let mut tx = self.db.begin(self.person.actor()).await?;
        let ground = self.ground(&mut tx).await?;
        let account = &ground.account;
        if account.may < May::Pay {
            return Err(Refusal::Forbidden);
        }
        if paid_elsewhere(&mut tx, account.id).await?.is_some() {
            // The page that it goes back to says who takes it.
            return Err(self.back("form_stale"));
        }
        starting::start_alone(&mut tx, account.id, self.person.person).await?;
        if let Some(payment) = starting::made_with(&mut tx, key, self.person.person).await? {
            return Ok(Kept::Before(payment));
        }
        let (plan, terms) = self.reviewed_plan(&mut tx, &ground).await?;
        let method = self.method(&plan, &terms)?;
        if let Some(waiting) = starting::waiting(&mut tx, account.id, self.person.person).await? {
            let attempt = starting::attempt(&mut tx, waiting).await?;
            let is_same = attempt.is_for(&plan, method) && attempt.can_be_paid(tx.now());
            return Ok(if is_same { Kept::Before(waiting) } else { Kept::InTheWay(waiting) });
        }
        let mut order = self.order(account, &plan, tx.now() + PAGE_LASTS);
        (order.method, order.voucher_days) = (method, terms.voucher_days);
        if method == Method::Card {
            self.keep_card(&mut tx, &ground, &mut order).await?;
        }
        starting::keep(&mut tx, &ground, &plan, key, &order).await.map_err(|error| {
            // A key that another person's payment has is not one that this page was given.
            let is_taken = broken_constraint(&error) == Some("payments_request_key");
            if is_taken { self.back("form_stale") } else { error.into() }
        })?;
        tx.commit().await?;
        Ok(Kept::New(order.payment))
    }

    /// What the payer pays on, which must be theirs.
    async fn ground(&self, tx: &mut Tx) -> Result<Ground, Refusal> {
        if !self.form.guarantee.is_empty() {
            return Ok(Ground::guaranteed(tx, &self.form.guarantee).await?);
        }
        let account = self.form.account.parse().map_err(|_| Refusal::NotFound)?;
        Ok(Ground::account(tx, account).await?)
    }

    /// What the choice pays now, which must be what the payer was shown.
    async fn reviewed_plan(&self, tx: &mut Tx, ground: &Ground) -> Result<(Plan, Parameters), Refusal> {
        let asked = self.asked();
        reading::check_invoices(tx, ground.account.id, &asked.invoice).await?;
        let (payable, terms) = ground.payable(tx).await?;
        match payable.plan(&asked) {
            Ok(plan) if plan.mark() == self.form.shown => Ok((plan, terms)),
            _ => Err(self.back("balance_moved")),
        }
    }

    /// What was chosen, which must be offered for this much.
    fn method(&self, plan: &Plan, terms: &Parameters) -> Result<Method, Refusal> {
        let offered = terms.methods_for(plan.amount);
        let chosen = match self.form.method.as_str() {
            "" => offered.first().copied(),
            name => Method::parse(name).filter(|method| offered.contains(method)),
        };
        chosen.ok_or_else(|| self.back("method_not_offered"))
    }

    /// Whoever ticked so has their card kept; what a guarantor pays with is for that invoice alone. The provider knows
    /// who kept a card before by the same name.
    async fn keep_card(
        &self,
        tx: &mut Tx,
        ground: &Ground,
        order: &mut CheckoutOrder,
    ) -> Result<(), sqlx::Error> {
        if ground.guarantee.is_none() {
            order.keeps_card = self.form.keep_card == "yes";
            order.customer = customer(tx, ground.account.creditor).await?;
        }
        Ok(())
    }

    fn order(&self, account: &Account, plan: &Plan, expires_at: chrono::DateTime<Utc>) -> CheckoutOrder {
        let payment = PaymentId::new();
        let page = format!("{}/account/payments/{payment}", self.visit.public_url);
        CheckoutOrder {
            payment,
            amount: plan.amount,
            description: words::order_description(
                self.visit.lang,
                &account.creditor_name,
                &account.reference,
            ),
            success_url: format!("{page}?returned=1"),
            cancel_url: format!("{page}?left=1"),
            email: None,
            lang: self.visit.lang,
            expires_at,
            idempotency_key: format!("pay:{payment}"),
            method: Method::default(),
            voucher_days: 0,
            customer: None,
            keeps_card: false,
        }
    }

    /// The provider is asked in a task of its own: a browser that is closed meanwhile must not lose its answer.
    async fn open(&self, payment: PaymentId) -> Result<Response, Refusal> {
        let (db, gateway, actor) = (self.db.clone(), self.gateway.clone(), self.person.actor());
        let asking = tokio::spawn(async move { checkout::open(&db, actor, &*gateway, payment).await });
        let attempt = asking.await.map_err(Refusal::internal)??;
        self.way_on(&attempt).await
    }

    async fn open_again(&self, payment: PaymentId) -> Result<Response, Refusal> {
        let (db, gateway, actor) = (self.db.clone(), self.gateway.clone(), self.person.actor());
        let asking = tokio::spawn(async move { checkout::open_again(&db, actor, &*gateway, payment).await });
        let attempt = asking.await.map_err(Refusal::internal)??;
        self.way_on(&attempt).await
    }

    async fn way_on(&self, attempt: &Attempt) -> Result<Response, Refusal> {
        let tx = self.db.begin(self.person.actor()).await?;
        if let Some(page) = attempt.open_page(tx.now()) {
            return Ok(leave_for_provider(page));
        }
        if attempt.state == PaymentState::Failed && attempt.checkout.is_none() {
            return Err(self.back(match attempt.failure_code.as_deref() {
                Some("amount_too_small") => "too_small_for_provider",
                Some("amount_too_large") => "method_not_offered",
                _ => "provider_down",
            }));
        }
        Ok(see_other(format!("/account/payments/{}", attempt.id)).into_response())
    }

    async fn close(&self, payment: PaymentId) -> Result<bool, Refusal> {
        match checkout::close(&self.db, self.person.actor(), &*self.gateway, payment).await {
            Ok(closed) => Ok(closed),
            Err(CheckoutError::Doubt(error)) => {
                tracing::warn!(%payment, %error, "a page that is in the way could not be closed");
                Err(self.back("provider_down"))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn asked(&self) -> Asked {
        Asked {
            account: self.form.account.clone(),
            guarantee: self.form.guarantee.clone(),
            how: self.form.how.clone(),
            amount: self.form.amount.clone(),
            invoice: self.form.invoice.clone(),
            plan: self.form.plan.clone(),
        }
    }

    /// Back to the review, at today's amounts, with the choice as it was.
    fn back(&self, code: &'static str) -> Refusal {
        let asked = self.asked();
        let fields = vec![
            ("how".to_owned(), asked.how().to_owned()),
            ("amount".to_owned(), asked.amount.clone()),
            ("method".to_owned(), self.form.method.clone()),
        ];
        Refusal::invalid(
            format!("/account/pay/review?{}", asked_query(&asked)),
            fields,
            FieldError::new("", code),
        )
    }
}
