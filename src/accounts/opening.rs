//! The pages that open a balance, read once for whichever side asks.

use leptos::prelude::*;

use crate::accounts::asked::{BalanceQuery, ForecastQuery, SinceQuery, WrongDay};
use crate::accounts::explained::explained;
use crate::accounts::forecast::Forecast;
use crate::accounts::forecasting::forecast;
use crate::accounts::itemised::{itemised, usual_reference};
use crate::accounts::model::{Account, Viewer};
use crate::accounts::views::WhichDay;
use crate::accounts::views::explained::{explained_balance, explained_heading};
use crate::accounts::views::forecast::{Asked, forecast_view, is_live};
use crate::accounts::views::since::itemisation;
use crate::accounts::words::balance;
use crate::kernel::dates::EARLIEST;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::kernel::web::Refusal;
use crate::ui::page::Page;

/// A page without the frame of the side that shows it.
pub struct Opened {
    pub title: String,
    pub main: AnyView,
    pub errors: Vec<(String, String)>,
    pub has_islands: bool,
}

impl Opened {
    /// A page about which nothing was typed.
    pub fn plain(title: String, main: AnyView) -> Self {
        Self { title, main, errors: Vec::new(), has_islands: false }
    }

    /// The page, with what its side puts around the main part.
    pub fn framed(self, around: impl FnOnce(AnyView) -> AnyView) -> Page {
        let page = Page::new(self.title, around(self.main)).errors(self.errors);
        if self.has_islands { page.with_islands() } else { page }
    }
}

/// The entries that make an amount.
pub async fn balance(
    tx: &mut Tx,
    lang: Lang,
    viewer: Viewer,
    account: Account,
    query: &BalanceQuery,
) -> Result<Opened, Refusal> {
    let today = account.today;
    let asked = query.day.within(today, EARLIEST, today);
    let on = asked.unwrap_or(today);
    let explained = explained(tx, account, query.of()?, on, query.page()).await?;
    let title = explained_heading(lang, &explained);
    let main = explained_balance(lang, viewer, &explained, query.page(), (&query.day, asked.err()));
    Ok(Opened { errors: day_errors(lang, asked.err()), ..Opened::plain(title, main) })
}

/// What changed since a day.
pub async fn since(
    tx: &mut Tx,
    lang: Lang,
    viewer: Viewer,
    account: &Account,
    query: &SinceQuery,
) -> Result<Opened, Refusal> {
    let usual = usual_reference(tx, account).await?;
    let asked = query.day.within(usual, EARLIEST, account.today);
    let shown = itemised(tx, account, asked.unwrap_or(usual)).await?;
    let form = WhichDay {
        page: "balance/since",
        heading: balance::another_day(lang),
        legend: balance::reference_day(lang),
        hint: balance::reference_hint(lang),
        of: None,
        asked: &query.day,
        shown: shown.since,
        wrong: asked.err(),
    };
    let main = itemisation(lang, viewer, &shown, form);
    let title = balance::since_heading(lang).to_owned();
    Ok(Opened { errors: day_errors(lang, asked.err()), ..Opened::plain(title, main) })
}

/// What will be owed on a day to come.
pub async fn on_a_day_to_come(
    tx: &mut Tx,
    lang: Lang,
    viewer: Viewer,
    account: &Account,
    query: &ForecastQuery,
) -> Result<Opened, Refusal> {
    let forecast = forecast(tx, account).await?;
    let farthest = Forecast::farthest(account.today);
    let asked = Asked {
        query,
        day: query.day.within(account.today, account.today, farthest),
        paid_minor: paid_minor(&query.paid, account.currency),
    };
    let errors = asked.errors(lang);
    let main = forecast_view(lang, viewer, account, &forecast, &asked);
    let title = balance::forecast_heading(lang).to_owned();
    Ok(Opened { has_islands: errors.is_empty() && is_live(&forecast), errors, ..Opened::plain(title, main) })
}

fn paid_minor(typed: &str, currency: Currency) -> Result<i64, ()> {
    if typed.trim().is_empty() {
        return Ok(0);
    }
    match Money::parse(typed, currency) {
        Ok(paid) if paid.minor >= 0 => Ok(paid.minor),
        _ => Err(()),
    }
}

fn day_errors(lang: Lang, wrong: Option<WrongDay>) -> Vec<(String, String)> {
    let named = |wrong| ("on".to_owned(), WhichDay::error(lang, wrong).to_owned());
    wrong.map(named).into_iter().collect()
}
