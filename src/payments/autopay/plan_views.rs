//! Automatic payment as the page of a plan shows it, with its switch for whoever may pay.

use leptos::prelude::*;

use crate::kernel::dates::long_day;
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Lang;
use crate::payments::autopay::store::reading::AtPlan;
use crate::payments::autopay::words;
use crate::payments::saved;
use crate::ui::{Button, ButtonKind, PostForm};

/// `may_change`: whoever reads it may turn it on and off here.
pub fn at_plan(lang: Lang, account: AccountId, shown: &AtPlan, may_change: bool) -> AnyView {
    let page = format!("/account/autopay?account={account}");
    let body = match shown {
        AtPlan::Off => {
            let turn_on = may_change.then(|| {
                let href = format!("{page}&again=1&covers=instalments");
                view! { <p><a href=href>{words::plan_turn_on(lang)}</a></p> }
            });
            view! { <p>{words::plan_off(lang)}</p> {turn_on} }.into_any()
        }
        AtPlan::Anothers => view! { <p>{words::plan_anothers(lang)}</p> }.into_any(),
        AtPlan::On { card: (brand, last4), next, waits } => {
            let card = saved::words::card(lang, &saved::words::brand(brand), last4);
            let next = next.map(|(amount, on)| {
                let on = long_day(on, lang);
                view! { <p>{words::plan_next(lang, &amount.to_string(), &on)}</p> }
            });
            let waits = waits.then(|| view! { <p>{words::plan_waits(lang)}</p> });
            let switch = may_change.then(|| {
                view! {
                    <PostForm action="/do/payments/stop-autopay">
                        <input type="hidden" name="account" value=account.to_string() />
                        <Button kind=ButtonKind::Secondary>{words::stop(lang)}</Button>
                    </PostForm>
                    <p><a href=page>{words::plan_see(lang)}</a></p>
                }
            });
            view! { <p>{words::plan_on(lang, &card)}</p> {next} {waits} {switch} }.into_any()
        }
    };
    view! {
        <section>
            <h2>{words::plan_heading(lang)}</h2>
            {body}
        </section>
    }
    .into_any()
}
