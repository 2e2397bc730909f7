//! `/dev/components`: every part in every state, in both languages and all frames. For those who build pages, and for
//! the tests that look at them.

mod figure_samples;
mod form_samples;
mod page_samples;

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;

use self::figure_samples::{charts, tables};
use self::form_samples::{buttons, choices, fields, wrong_amount, wrong_reference};
use self::page_samples::{account_parts, worked_on};
use super::*;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};

/// The frames that the page can stand in, the first unless asked otherwise.
const FRAMES: [&str; 4] = ["debtor", "viewing", "desk", "public"];

/// `GET /dev/components?frame=debtor|viewing|desk|public`
pub async fn components(visit: Visit, Query(query): Query<HashMap<String, String>>) -> Response {
    let lang = visit.lang;
    let frame = query.get("frame").map_or(FRAMES[0], String::as_str);
    let page = Page::new(either(lang, "Componentes", "Components"), every_part(lang, frame)).errors(vec![
        ("wrong".to_owned(), wrong_reference(lang).to_owned()),
        ("amount-wrong".to_owned(), wrong_amount(lang).to_owned()),
    ]);
    let signed_in = "Rosa Méndez".to_owned();
    match frame {
        "desk" => desk_page(&visit, DeskFrame { place: Some(DeskPlace::Accounts), signed_in }, page),
        "public" => public_page(&visit, PublicFrame { brand: Some(brand(lang)) }, page),
        _ => {
            let place = Some(AccountPlace::Invoices);
            let viewed_at = (frame == "viewing").then(|| "/dev/components".to_owned());
            debtor_page(
                &visit,
                DebtorFrame {
                    brand: brand(lang),
                    place,
                    signed_in,
                    viewed_at,
                    unread: 2,
                    banners: Vec::new(),
                },
                page,
            )
        }
    }
}

fn every_part(lang: Lang, frame: &str) -> AnyView {
    let frames = FRAMES.map(|name| Tab {
        href: format!("/dev/components?frame={name}"),
        text: name.to_owned(),
        count: None,
        is_current: name == frame,
    });
    let sections: [(&str, AnyView); 14] = [
        (either(lang, "Cantidad y columnas", "Amount and columns"), amount_and_columns(lang)),
        (either(lang, "Estados", "States"), badges(lang)),
        (either(lang, "Avisos", "Notices"), notices(lang)),
        (either(lang, "Botones y enlaces", "Buttons and links"), buttons(lang)),
        (either(lang, "Campos", "Fields"), fields(lang)),
        (either(lang, "Elecciones", "Choices"), choices(lang)),
        (either(lang, "Tablas y listas", "Tables and lists"), tables(lang)),
        (either(lang, "La cuenta", "The account"), account_parts(lang)),
        (either(lang, "El trabajo del día", "The day's work"), worked_on(lang)),
        (either(lang, "Gráficas", "Pictures"), charts(lang)),
        (either(lang, "Avance", "Progress"), progress(lang)),
        (either(lang, "Navegación", "Navigation"), navigation(lang)),
        (either(lang, "Nada que mostrar", "Nothing to show"), nothing(lang)),
        (either(lang, "Confirmar y listo", "Confirm and done"), outcomes(lang)),
    ];
    let sections: Vec<AnyView> = sections
        .into_iter()
        .map(|(heading, parts)| view! { <h2>{heading}</h2> {parts} }.into_any())
        .collect();
    view! {
        <h1>{either(lang, "Componentes", "Components")}</h1>
        <Tabs label=either(lang, "Marcos", "Frames") tabs=frames.into() />
        {sections}
    }
    .into_any()
}

fn amount_and_columns(lang: Lang) -> AnyView {
    let label = either(lang, "Para estar al día hoy", "To be up to date today");
    let sentence = either(
        lang,
        "3 facturas vencidas; la más antigua, desde el 4 de febrero.",
        "3 invoices past due; the oldest since 4 February.",
    );
    let next = either(
        lang,
        "Hasta que pague, cada día se suman $2.30 de interés; desde el 21 de marzo, $3.05 si F-1070 no se paga.",
        "Until you pay, $2.30 of interest is added each day; from 21 March $3.05 if F-1070 is not paid.",
    );
    view! {
        <Columns>
            <MainColumn>
                <Amount label=label money=pesos(464_950)>
                    <p>{sentence}</p>
                    <p><a href="#">{either(lang, "Cómo se calculó", "How this was worked out")}</a></p>
                </Amount>
                <Actions>
                    <ButtonLink href="#">{either(lang, "Pagar", "Pay")}</ButtonLink>
                </Actions>
                <Next lang=lang>{next}</Next>
            </MainColumn>
            <SideColumn>
                <Card>
                    <h3>{either(lang, "Su pago", "Your payment")}</h3>
                    <Amount label=either(lang, "Se paga", "Pays") money=pesos(300_000) />
                    <Button>{either(lang, "Ir a pagar $3,000.00", "Go and pay $3,000.00")}</Button>
                </Card>
                <LinkList items=link_list(lang) />
            </SideColumn>
        </Columns>
    }
    .into_any()
}

fn link_list(lang: Lang) -> Vec<LinkListItem> {
    let item = |text: &str, hint: &str| LinkListItem {
        href: "#".to_owned(),
        text: text.to_owned(),
        hint: hint.to_owned(),
    };
    vec![
        item(
            either(lang, "Pagar una parte", "Pay part"),
            either(lang, "Usted decide cuánto", "You decide how much"),
        ),
        item(
            either(lang, "No estoy de acuerdo con un cargo", "I disagree with a charge"),
            either(
                lang,
                "Se deja de cobrar esa parte mientras se revisa",
                "That part is not collected while we check",
            ),
        ),
    ]
}

fn badges(lang: Lang) -> AnyView {
    let badges = [
        (Shape::Circle, Tone::Quiet, either(lang, "Por vencer", "Not due yet")),
        (Shape::Triangle, Tone::Due, either(lang, "Vencida", "Past due")),
        (Shape::Half, Tone::Due, either(lang, "Pagada en parte", "Part paid")),
        (Shape::Diamond, Tone::Hold, either(lang, "En aclaración", "In dispute")),
        (Shape::Square, Tone::Wait, either(lang, "En plan", "In a plan")),
        (Shape::Check, Tone::Good, either(lang, "Pagada", "Paid")),
        (Shape::Cross, Tone::Quiet, either(lang, "Anulada", "Voided")),
        (Shape::Quarter, Tone::Wait, either(lang, "En proceso", "In process")),
        (Shape::Cross, Tone::Bad, either(lang, "No se cobró", "Not charged")),
        (Shape::Barred, Tone::Quiet, either(lang, "Venció sin pago", "Expired unpaid")),
        (Shape::Return, Tone::Good, either(lang, "Devuelto", "Refunded")),
        (Shape::Flag, Tone::Due, either(lang, "Retirado por el banco", "Taken back by the bank")),
        (Shape::Dot, Tone::Good, either(lang, "Vigente", "Active")),
        (Shape::Swap, Tone::Quiet, either(lang, "Sustituido", "Replaced")),
    ];
    let badges = badges.map(|(shape, tone, word)| view! { <Badge shape=shape tone=tone word=word /> " " });
    view! { <p>{badges.into_iter().collect_view()}</p> }.into_any()
}

fn notices(lang: Lang) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Info heading=either(lang, "Su pago está en proceso", "Your payment is in process")>
            {either(lang, "Suele confirmarse el mismo día.", "It is usually confirmed the same day.")}
        </Notice>
        <Notice kind=NoticeKind::Success heading=either(lang, "Guardamos sus cambios", "Your changes are saved")>
            {either(lang, "Valen desde ahora.", "They hold from now.")}
        </Notice>
        <Notice
            kind=NoticeKind::Attention
            heading=either(lang, "Su saldo cambió mientras revisaba", "Your balance changed while you were checking")
        >
            {either(lang, "Estas son las cantidades de hoy.", "These are today's amounts.")}
        </Notice>
        <Notice
            kind=NoticeKind::Problem
            heading=either(lang, "La página de pago no responde", "The payment page does not answer")
        >
            {either(lang, "No se cobró nada. ", "Nothing was charged. ")}
            <a href="#">{either(lang, "Probar otra vez", "Try again")}</a>
        </Notice>
    }
    .into_any()
}

fn progress(lang: Lang) -> AnyView {
    let moment = |date: &str, word: &str, sentence: &str, when| Moment {
        date: date.to_owned(),
        word: word.to_owned(),
        sentence: sentence.to_owned(),
        when,
    };
    let moments = vec![
        moment(
            "9 feb 2026",
            either(lang, "Primer recordatorio", "First reminder"),
            either(lang, "El día en que toca.", "The day on which it is due."),
            When::Elapsed,
        ),
        moment(
            "23 feb 2026",
            either(lang, "Recibida", "Received"),
            either(lang, "Usted pidió la aclaración A-104.", "You opened dispute A-104."),
            When::Past,
        ),
        moment(
            "24 feb 2026",
            either(lang, "En revisión", "In review"),
            either(
                lang,
                "Los $300.00 no se cobran mientras tanto.",
                "The $300.00 are not collected meanwhile.",
            ),
            When::Now,
        ),
        moment(
            "9 mar 2026",
            either(lang, "Respuesta", "Answer"),
            either(lang, "A más tardar este día.", "By this day at the latest."),
            When::Ahead,
        ),
    ];
    let said = either(
        lang,
        "No reconozco esta visita.\nNadie vino ese día.",
        "I do not know of this visit.\nNobody came that day.",
    );
    let told = vec![Told {
        when: "23 feb 2026, 10:12".to_owned(),
        word: either(lang, "Recibida", "Received").to_owned(),
        by: Some("María".to_owned()),
        body: view! { <Said text=said /> }.into_any(),
    }];
    view! {
        <Stepper lang=lang step=2 of=4 />
        <Progress
            id="plan"
            text=either(lang, "1 de 6 pagos hecho", "1 of 6 instalments paid")
            done=1
            total=6
        />
        <Timeline lang=lang moments=moments />
        <Story steps=told />
        <Talk utterances=talk(lang) />
    }
    .into_any()
}

fn talk(lang: Lang) -> Vec<Utterance> {
    let said = |is_own, is_new| Utterance {
        who: either(lang, "Daniel", "Daniel").to_owned(),
        when: "23 feb 2026, 10:12".to_owned(),
        mark: Some(either(lang, "Leído", "Read").to_owned()),
        is_own,
        is_new,
        body: view! {
            <p class="talk-about">
                <a href="#">{either(lang, "Factura F-1057", "Invoice F-1057")}</a>
            </p>
            <Said text=either(lang, "La lectura es el día 3.", "It is read on the 3rd.") />
        }
        .into_any(),
    };
    vec![said(false, false), said(true, false), said(false, true)]
}

fn navigation(lang: Lang) -> AnyView {
    let tab = |text: &str, count, is_current| Tab {
        href: "#".to_owned(),
        text: text.to_owned(),
        count: Some(count),
        is_current,
    };
    let tabs = vec![
        tab(either(lang, "Por pagar", "To pay"), 4, true),
        tab(either(lang, "En aclaración", "In dispute"), 1, false),
        tab(either(lang, "Pagadas", "Paid"), 12, false),
    ];
    let pages = Pages::new(6, 25, 287);
    view! {
        <BackLink lang=lang href="#" />
        <Tabs label=either(lang, "Facturas por estado", "Invoices by state") tabs=tabs />
        <form class="search" action="#">
            <Field
                lang=lang
                name="find"
                label=either(lang, "Buscar por folio", "Find by number")
                width=Width::Short
                kind="search"
            />
            <Button kind=ButtonKind::Secondary>{either(lang, "Buscar", "Find")}</Button>
        </form>
        <Pagination lang=lang pages=pages href=|number| format!("?page={number}") />
    }
    .into_any()
}

fn nothing(lang: Lang) -> AnyView {
    view! {
        <Empty sentence=either(lang, "No tiene facturas por pagar.", "No invoices to pay.")>
            <a href="#">{either(lang, "Vea las pagadas", "See the paid ones")}</a>
        </Empty>
    }
    .into_any()
}

fn outcomes(lang: Lang) -> AnyView {
    view! {
        <Confirm
            lang=lang
            heading=either(lang, "Cerrar la sesión en ese equipo", "Sign out on that device")
            action="#"
            button=either(lang, "Cerrar esa sesión", "Sign that one out")
            back_href="#"
            cannot_be_undone=true
        >
            <p>
                {either(
                    lang,
                    "Ese equipo pedirá un código nuevo para entrar.",
                    "That device will need a new code to sign in.",
                )}
            </p>
        </Confirm>
        <Done heading=either(lang, "Recibimos su pago", "We received your payment")>
            <Amount label=either(lang, "Recibo R-208", "Receipt R-208") money=pesos(300_000) />
            <p>
                {either(
                    lang,
                    "6 de marzo de 2026, 14:32 · tarjeta terminada en 4242",
                    "6 March 2026, 2:32 pm · card ending 4242",
                )}
            </p>
        </Done>
    }
    .into_any()
}

fn brand(lang: Lang) -> Brand {
    Brand {
        name: "Aguas del Valle".to_owned(),
        legal_name: "Aguas del Valle, S.A. de C.V.".to_owned(),
        address: "Av. Juárez 120, Centro, 06050 Ciudad de México".to_owned(),
        phone: Some("55 5512 3400".to_owned()),
        phone_hours: Some(
            either(lang, "lunes a viernes de 9:00 a 18:00", "Monday to Friday 9 am to 6 pm").to_owned(),
        ),
        complaint_body: Some("Profeco".to_owned()),
        advice_body: Some("Condusef, 55 5340 0999".to_owned()),
        origin: "https://pagos.aguasdelvalle.mx".to_owned(),
        css_href: None,
    }
}

fn pesos(minor: i64) -> Money {
    Money::new(minor, Currency::MXN)
}

/// Samples are words of no feature, so they are written where they are shown.
fn either(lang: Lang, es: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
