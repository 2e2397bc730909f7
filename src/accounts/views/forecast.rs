//! What will be owed on a day to come: the question, and its answer.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::account_field;
use crate::accounts::asked::{ForecastQuery, WrongDay};
use crate::accounts::forecast::Forecast;
use crate::accounts::islands::{ForecastAnswer, answer};
use crate::accounts::model::{Account, Viewer};
use crate::accounts::words::balance;
use crate::kernel::locale::Lang;
use crate::ui::{Button, DateField, MoneyField, Next};

/// With more open invoices the answer comes from the server only: the page would be heavy.
const INVOICES_IN_BROWSER: usize = 60;

/// A question about an account, as far as it was understood.
pub struct Asked<'a> {
    pub query: &'a ForecastQuery,
    pub day: Result<NaiveDate, WrongDay>,
    /// In minor units; an error where an amount was typed that is none.
    pub paid_minor: Result<i64, ()>,
}

impl Asked<'_> {
    pub fn errors(&self, lang: Lang) -> Vec<(String, String)> {
        let day = self.day.err().map(|_| ("on", balance::not_ahead(lang)));
        let paid = self.paid_minor.err().map(|()| ("paid", balance::amount_wrong(lang)));
        let named = |(field, sentence): (&str, &str)| (field.to_owned(), sentence.to_owned());
        day.into_iter().chain(paid).map(named).collect()
    }
}

/// Whether the browser works the answer out as well.
pub fn is_live(forecast: &Forecast) -> bool {
    forecast.debts.len() <= INVOICES_IN_BROWSER
}

pub fn forecast_view(
    lang: Lang,
    viewer: Viewer,
    account: &Account,
    forecast: &Forecast,
    asked: &Asked<'_>,
) -> AnyView {
    let shown = asked.day.unwrap_or(forecast.today);
    let paid_minor = asked.paid_minor.unwrap_or(0);
    let outcome = if asked.errors(lang).is_empty() && is_live(forecast) {
        view! { <ForecastAnswer lang=lang forecast=forecast on=shown paid_minor=paid_minor /> }.into_any()
    } else if asked.errors(lang).is_empty() {
        let html = answer(lang, forecast.on(shown, paid_minor)).into_html();
        view! { <div inner_html=html></div> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <h1>{balance::forecast_heading(lang)}</h1>
        <p>{balance::forecast_lead(lang)}</p>
        {question(lang, viewer, account, shown, asked)}
        {outcome}
        <Next lang=lang>{balance::forecast_rule(lang)}</Next>
    }
    .into_any()
}

/// A question that changes nothing, so it is asked by GET and the answer has an address.
fn question(lang: Lang, viewer: Viewer, account: &Account, shown: NaiveDate, asked: &Asked<'_>) -> AnyView {
    let day_error = asked.day.err().map(|_| balance::not_ahead(lang).to_owned());
    let paid_error = asked.paid_minor.err().map(|()| balance::amount_wrong(lang).to_owned());
    view! {
        <form class="form" action=format!("{}/balance/forecast", viewer.base()) novalidate>
            {account_field(viewer, account)}
            <DateField
                lang=lang
                name="on"
                legend=balance::day_to_see(lang)
                hint=balance::forecast_hint(lang)
                error=day_error
                wrong=asked.day.err().and_then(WrongDay::part)
                value=asked.query.day.typed(shown)
            />
            <MoneyField
                lang=lang
                name="paid"
                label=balance::paid_today(lang, account.currency.code())
                currency=account.currency
                hint=balance::paid_today_hint(lang)
                error=paid_error
                value=asked.query.paid.clone()
            />
            <Button>{balance::work_out(lang)}</Button>
        </form>
    }
    .into_any()
}
