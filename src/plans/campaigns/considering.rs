//! Who would be offered what: each account is looked at as if its debtor had asked.

use super::model::{ACCOUNTS_AT_MOST, CampaignError, CampaignForm, PassedOver, Selection};
use super::store::{Payee, candidates};
use crate::accounts::model::Account;
use crate::accounts::store::{account, zone};
use crate::kernel::db::Tx;
use crate::kernel::ids::InvoiceId;
use crate::kernel::money::Money;
use crate::plans::asked::Asked;
use crate::plans::bounds::Bounds;
use crate::plans::schedule::Terms;
use crate::plans::store::ground::{Ground, bounds, ground};
use crate::plans::store::reading::open_negotiation;
use crate::policies::store::in_force;

/// What one account would be offered.
#[derive(Debug)]
pub struct Offered {
    pub ground: Ground,
    pub invoices: Vec<InvoiceId>,
    pub owed: Money,
    pub terms: Terms,
}

/// What a campaign would come to.
#[derive(Debug, Default)]
pub struct Considered {
    pub offered: Vec<Offered>,
    pub passed_over: Vec<(Account, PassedOver)>,
    /// There are more than one campaign goes to: those that owe longest are in it.
    pub is_cut: bool,
}

impl Considered {
    /// What all that would be offered a plan owe together.
    pub fn owed_minor(&self) -> i64 {
        self.offered.iter().map(|one| one.owed.minor).fold(0, i64::saturating_add)
    }
}

/// The rules that a creditor's offers stay inside today; none where they have published none.
pub async fn bounds_of(tx: &mut Tx, payee: &Payee) -> Result<Option<Bounds>, sqlx::Error> {
    let today = tx.today(zone(&payee.time_zone)?);
    let version = in_force(tx, payee.creditor, today).await?;
    Ok(version.and_then(|version| bounds(&version, payee.currency, today, None)))
}

/// What was typed, as a selection and the terms that are asked for.
pub fn understood(
    form: &CampaignForm,
    payee: &Payee,
    bounds: &Bounds,
) -> Result<(Selection, Terms), CampaignError> {
    let selection = form.selection(payee.currency)?;
    // How many and when does not depend on what is owed; what comes of it for each account does.
    let any = Money::new(i64::from(u32::MAX), payee.currency);
    let terms = form.asked().terms(any, bounds).map_err(CampaignError::Terms)?;
    Ok((selection, terms))
}

/// Looks at everybody whom it is for.
pub async fn consider(
    tx: &mut Tx,
    payee: &Payee,
    bounds: &Bounds,
    selection: &Selection,
    asked: &Asked,
) -> Result<Considered, sqlx::Error> {
    let mut considered = Considered::default();
    let mut found = candidates(tx, payee, bounds.today, selection).await?;
    considered.is_cut = found.len() > ACCOUNTS_AT_MOST;
    found.truncate(ACCOUNTS_AT_MOST);
    for id in found {
        let account = account(tx, id).await?;
        match offer_for(tx, account.clone(), asked).await? {
            Ok(offered) => considered.offered.push(offered),
            Err(why) => considered.passed_over.push((account, why)),
        }
    }
    Ok(considered)
}

async fn offer_for(
    tx: &mut Tx,
    account: Account,
    asked: &Asked,
) -> Result<Result<Offered, PassedOver>, sqlx::Error> {
    if account.promised_on.is_some_and(|promised_on| promised_on >= account.today) {
        return Ok(Err(PassedOver::Promised));
    }
    if open_negotiation(tx, account.id).await?.is_some() {
        return Ok(Err(PassedOver::InTalk));
    }
    Ok(fitting(ground(tx, account, None).await?, asked))
}

/// What the rules allow for what is owed: what is asked for, or else the nearest to it.
fn fitting(ground: Ground, asked: &Asked) -> Result<Offered, PassedOver> {
    if ground.is_barred {
        return Err(PassedOver::Barred);
    }
    let invoices = ground.past_due();
    let owed = ground.among(&invoices).ok().and_then(|debts| ground.owed(&debts));
    let owed = owed.filter(|owed| owed.is_positive()).ok_or(PassedOver::NothingLeft)?;
    let bounds = ground.bounds.as_ref().ok_or(PassedOver::NoFit)?;
    if bounds.asks.is_some() {
        return Err(PassedOver::AsksPerson);
    }
    let wanted = asked.terms(owed, bounds).map_err(|_| PassedOver::NoFit)?;
    let terms = if bounds.allows(owed, &wanted) {
        wanted
    } else {
        bounds.nearest(owed, &wanted).into_iter().next().ok_or(PassedOver::NoFit)?
    };
    Ok(Offered { invoices, owed, terms, ground })
}
