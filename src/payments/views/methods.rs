use chrono::TimeDelta;
use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::kernel::dates::day_month;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::payments::words;
use crate::policies::methods::{CountsFrom, Method};
use crate::policies::model::Parameters;
use crate::ui::{Choice, RadioCards};

/// By what this much can be paid, what each costs, how long it takes and from when it counts.
pub struct Ways {
    pub methods: Vec<Method>,
    pub counts_from: CountsFrom,
    /// Whether what is quoted today is enough later.
    pub is_quote_good: bool,
    /// Until when a voucher or a transfer that is begun today is good.
    pub good_until: chrono::NaiveDate,
    /// What was chosen before, to be shown again.
    pub chosen: String,
}

impl Ways {
    pub fn of(terms: &Parameters, account: &Account, amount: Money, chosen: String) -> Self {
        Self {
            methods: terms.methods_for(amount),
            counts_from: terms.counts_from,
            is_quote_good: terms.quotes_good_until_expiry,
            good_until: account.today + TimeDelta::days(terms.voucher_days.into()),
            chosen,
        }
    }
}

pub(super) fn ways(lang: Lang, page: &Ways) -> AnyView {
    let choices = page.methods.iter().map(|method| choice(lang, page, *method)).collect();
    let first = page.methods.first().map(|method| method.name()).unwrap_or_default();
    let chosen = if page.chosen.is_empty() { first.to_owned() } else { page.chosen.clone() };
    view! {
        <RadioCards
            lang=lang
            name="method"
            legend=words::how_to_pay(lang)
            error=None
            choices=choices
            chosen=chosen
        />
    }
    .into_any()
}

fn choice(lang: Lang, page: &Ways, method: Method) -> Choice {
    let until = day_month(page.good_until, lang);
    let (title, hint, counts) = match method {
        Method::Card => (words::by_card(lang), words::by_card_hint(lang).to_owned(), None),
        Method::Oxxo => {
            let counts = match page.is_quote_good {
                true => words::quote_good(lang),
                false => words::counts_when_confirmed(lang),
            };
            (words::by_oxxo(lang), words::by_oxxo_hint(lang, &until), Some(counts.to_owned()))
        }
        Method::Spei => {
            let counts = match page.is_quote_good {
                true => words::quote_good_until(lang, &until),
                false => words::counts_when_confirmed(lang).to_owned(),
            };
            (words::by_spei(lang), words::by_spei_hint(lang).to_owned(), Some(counts))
        }
        Method::Sepa => {
            let counts = match page.counts_from {
                CountsFrom::Sent => words::counts_when_sent(lang),
                CountsFrom::Cleared => words::counts_when_cleared(lang),
            };
            (words::by_sepa(lang), words::by_sepa_hint(lang).to_owned(), Some(counts.to_owned()))
        }
    };
    let hint = counts.map_or(hint.clone(), |counts| format!("{hint} {counts}"));
    Choice::new(method.name(), title).hint(hint)
}
