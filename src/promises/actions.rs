//! What is posted about promises, by whoever owes and by the team: the same form, from either side.

use axum::Form;
use axum::extract::State;
use serde::Deserialize;

use crate::accounts::model::{Account, May};
use crate::accounts::store::account;
use crate::identity::extract::{SignedIn, StaffIn};
use crate::kernel::dates::parse_day;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::PromiseId;
use crate::kernel::money::Money;
use crate::kernel::web::{FieldError, Refusal, SeeOther, see_other};
use crate::promises::model::{End, Means, Wrong, fits_amount, fits_day};
use crate::promises::store::{NewPromise, PromiseError, end, payable, promise};
use crate::promises::telling::tell_noted;
use crate::promises::views::moving;

/// What the page of promises sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PromiseForm {
    account: String,
    /// The promise that this one takes the place of, if it moves one.
    moves: String,
    amount: String,
    on_day: String,
    on_month: String,
    on_year: String,
    means: String,
    request_key: String,
}

/// Which promise is given up.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CancelForm {
    account: String,
    promise: String,
}

/// `POST /do/promises/make`
pub async fn make(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<PromiseForm>,
) -> Result<SeeOther, Refusal> {
    let page = format!("/account/promises?account={}", form.account);
    let mut tx = db.begin(person.actor()).await?;
    let account = form.account(&mut tx).await?;
    if account.may < May::Pay {
        return Err(Refusal::Forbidden);
    }
    form.keep(&mut tx, &account, &page).await?;
    tx.commit().await?;
    Ok(see_other(format!("{page}&done=made")))
}

/// `POST /do/desk/note-promise`: somebody said it to the team.
pub async fn note(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<PromiseForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let page = format!("/desk/accounts/{}/promises", form.account);
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.account(&mut tx).await?;
    let new = form.keep(&mut tx, &account, &page).await?;
    tell_noted(&mut tx, &account, &new).await?;
    tx.commit().await?;
    Ok(see_other(page))
}

/// `POST /do/promises/cancel`
pub async fn cancel(
    person: SignedIn,
    State(db): State<Db>,
    Form(form): Form<CancelForm>,
) -> Result<SeeOther, Refusal> {
    let mut tx = db.begin(person.actor()).await?;
    let account = form.end(&mut tx).await?;
    tx.commit().await?;
    Ok(see_other(format!("/account/promises?account={}&done=cancelled", account.id)))
}

/// `POST /do/desk/cancel-promise`
pub async fn cancel_at_desk(
    staff: StaffIn,
    State(db): State<Db>,
    Form(form): Form<CancelForm>,
) -> Result<SeeOther, Refusal> {
    if !staff.role.may_change() {
        return Err(Refusal::Forbidden);
    }
    let mut tx = db.begin(staff.actor()).await?;
    let account = form.end(&mut tx).await?;
    tx.commit().await?;
    Ok(see_other(format!("/desk/accounts/{}/promises", account.id)))
}

impl CancelForm {
    /// What has ended already stays as it is: whoever presses sees it.
    async fn end(&self, tx: &mut Tx) -> Result<Account, Refusal> {
        let id = self.account.parse().map_err(|_| Refusal::NotFound)?;
        let promise = self.promise.parse().map_err(|_| Refusal::NotFound)?;
        let account = account(tx, id).await?;
        if account.may < May::Pay && tx.actor().kind() == "person" {
            return Err(Refusal::Forbidden);
        }
        end(tx, &account, promise, End::Cancelled).await?;
        Ok(account)
    }
}

impl PromiseForm {
    async fn account(&self, tx: &mut Tx) -> Result<Account, Refusal> {
        let id = self.account.parse().map_err(|_| Refusal::NotFound)?;
        Ok(account(tx, id).await?)
    }

    async fn keep(&self, tx: &mut Tx, account: &Account, page: &str) -> Result<NewPromise, Refusal> {
        let new = self.understood(tx, account).await?.map_err(|errors| self.back(page, errors))?;
        promise(tx, account, &new).await.map_err(|error| match error {
            PromiseError::OneWaits => self.back(page, vec![FieldError::new("", "one_waits")]),
            PromiseError::MovedBefore => self.back(page, vec![FieldError::new("", "moved_before")]),
            PromiseError::Barred => self.back(page, vec![FieldError::new("", "barred")]),
            PromiseError::Database(error) => error.into(),
        })?;
        Ok(new)
    }

    async fn understood(
        &self,
        tx: &mut Tx,
        account: &Account,
    ) -> Result<Result<NewPromise, Vec<FieldError>>, Refusal> {
        let (_, most) = payable(tx, account).await?;
        let mut errors = Vec::new();
        let amount = Money::parse(&self.amount, account.currency)
            .map_err(|error| FieldError::new("amount", error.code()))
            .and_then(|amount| {
                fits_amount(amount, most).map_err(|why| why.at("amount"))?;
                Ok(amount)
            });
        let on = parse_day(&self.on_day, &self.on_month, &self.on_year)
            .map_err(|part| FieldError::new("on", "day_wrong").with(part.name()))
            .and_then(|day| {
                fits_day(day, account.today).map_err(|why| why.at("on"))?;
                Ok(day)
            });
        let means = Means::parse(&self.means).ok_or_else(|| FieldError::new("means", "means_none"));
        errors.extend(amount.as_ref().err().cloned());
        errors.extend(on.as_ref().err().cloned());
        errors.extend(means.as_ref().err().cloned());
        let (Ok(amount), Ok(promised_on), Ok(means)) = (amount, on, means) else { return Ok(Err(errors)) };
        let moves = match self.moves.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Refusal::NotFound)?),
        };
        // The page's key names the promise: sent twice, it is one.
        let id = self.request_key.parse().unwrap_or_else(|_| PromiseId::new());
        Ok(Ok(NewPromise { id, amount, promised_on, means, moves }))
    }

    fn back(&self, page: &str, errors: Vec<FieldError>) -> Refusal {
        let fields = [
            ("amount", &self.amount),
            ("on_day", &self.on_day),
            ("on_month", &self.on_month),
            ("on_year", &self.on_year),
            ("means", &self.means),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone())).to_vec();
        let page = if self.moves.is_empty() { page.to_owned() } else { moving(page) };
        Refusal::Invalid { back_to: page, fields, errors }
    }
}

impl Wrong {
    fn at(self, field: &str) -> FieldError {
        match self {
            Self::NotPositive => FieldError::new(field, "amount_zero"),
            Self::TooMuch(most) => FieldError::new(field, "too_much").with(most),
            Self::NotAhead => FieldError::new(field, "not_ahead"),
            Self::TooFar(last) => FieldError::new(field, "too_far").with(last),
        }
    }
}
