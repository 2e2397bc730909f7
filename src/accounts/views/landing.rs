//! The first page (screens 2.1): what this is, that it is real, and the way in.

use leptos::prelude::*;

use crate::accounts::store::Payee;
use crate::accounts::words;
use crate::kernel::locale::Lang;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Columns, Field, MainColumn, Next, SideColumn, Width};

/// The title of the page is its h1.
pub fn landing_heading(lang: Lang, payees: &[Payee]) -> String {
    match payees {
        [only] => words::landing_heading(lang, &only.name),
        _ => words::landing_heading_several(lang).to_owned(),
    }
}

pub fn landing(lang: Lang, public_url: &str, payees: &[Payee]) -> AnyView {
    let payee = match payees {
        [only] => words::real_payee(lang, &only.payee_name),
        _ => words::real_payees(lang).to_owned(),
    };
    let names = (payees.len() > 1).then(|| {
        let names = payees.iter().map(|payee| view! { <li>{payee.name.clone()}</li> });
        view! {
            <section>
                <h2>{words::creditors_heading(lang)}</h2>
                <ul>{names.collect_view()}</ul>
            </section>
        }
    });
    let heading = landing_heading(lang, payees);
    view! {
        <Columns>
            <MainColumn>
                <h1>{heading}</h1>
                <p class="lead">{words::landing_lead(lang)}</p>
                <p><ButtonLink href="/login">{words::sign_in(lang)}</ButtonLink></p>
                <Next lang=lang>{words::landing_next(lang)}</Next>
            </MainColumn>
            <SideColumn>
                <Card>
                    <form class="form" action="/verify">
                        <Field
                            lang=lang
                            name="code"
                            label=words::notice_code(lang)
                            hint=words::notice_code_hint(lang)
                            width=Width::Medium
                        />
                        <Button kind=ButtonKind::Secondary>{words::check_code(lang)}</Button>
                        <p class="hint">{words::check_code_next(lang)}</p>
                    </form>
                </Card>
            </SideColumn>
        </Columns>
        <section aria-labelledby="real">
            <h2 id="real">{words::real_heading(lang)}</h2>
            <ul>
                <li>{words::real_address(lang, public_url)}</li>
                <li>{words::real_secrets(lang)}</li>
                <li>{payee}</li>
            </ul>
        </section>
        {names}
    }
    .into_any()
}
