//! `/dev/components`: every part in every state, in both languages and all frames. For those who build pages, and for
//! the tests that look at them.

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;

use super::*;
use crate::kernel::dates::DatePart;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::row;

/// `GET /dev/components?frame=debtor|desk|public&lang=`
pub async fn components(visit: Visit, Query(query): Query<HashMap<String, String>>) -> Response {
    let lang = visit.lang;
    let title = either(lang, "Componentes", "Components");
    let page = Page::new(title, every_part(lang)).errors(vec![
        ("wrong".to_owned(), wrong_reference(lang).to_owned()),
        ("amount-wrong".to_owned(), wrong_amount(lang).to_owned()),
    ]);
    let signed_in = "Rosa Méndez".to_owned();
    match query.get("frame").map(String::as_str) {
        Some("desk") => desk_page(&visit, DeskFrame { place: Some(DeskPlace::Accounts), signed_in }, page),
        Some("public") => public_page(&visit, PublicFrame { brand: Some(brand(lang)) }, page),
        _ => {
            let place = Some(AccountPlace::Invoices);
            debtor_page(
                &visit,
                DebtorFrame { brand: brand(lang), place, signed_in, staff_viewing: false },
                page,
            )
        }
    }
}

fn every_part(lang: Lang) -> AnyView {
    let sections: [(&str, AnyView); 12] = [
        (either(lang, "Cantidad y columnas", "Amount and columns"), amount_and_columns(lang)),
        (either(lang, "Estados", "States"), badges(lang)),
        (either(lang, "Avisos", "Notices"), notices(lang)),
        (either(lang, "Botones y enlaces", "Buttons and links"), buttons(lang)),
        (either(lang, "Campos", "Fields"), fields(lang)),
        (either(lang, "Elecciones", "Choices"), choices(lang)),
        (either(lang, "Tablas y listas", "Tables and lists"), tables(lang)),
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

fn buttons(lang: Lang) -> AnyView {
    view! {
        <Actions>
            <Button>{either(lang, "Pagar $3,000.00", "Pay $3,000.00")}</Button>
            <Button kind=ButtonKind::Secondary>{either(lang, "Pagar una parte", "Pay part")}</Button>
            <Button kind=ButtonKind::Danger>{either(lang, "Cerrar esa sesión", "Sign that one out")}</Button>
            <Button kind=ButtonKind::Quiet>{either(lang, "Usar otro dato", "Use another detail")}</Button>
        </Actions>
        <p>
            <FileLink
                href="#"
                text=either(lang, "Descargar estado de cuenta", "Download statement")
                format="PDF"
                bytes=84_000
            />
        </p>
    }
    .into_any()
}

fn fields(lang: Lang) -> AnyView {
    let reference = either(lang, "Número de referencia", "Reference number");
    let hint = either(
        lang,
        "La referencia está en su factura o carta.",
        "The reference is on your invoice or letter.",
    );
    let amount = either(lang, "Cantidad en pesos (MXN)", "Amount in pesos (MXN)");
    let date = either(lang, "Fecha del pago", "Date of payment");
    let code = either(lang, "Código de 6 dígitos", "6-digit code");
    let text = either(lang, "Qué no es correcto", "What is not right");
    let date_error = either(lang, "El día debe ser del 1 al 31", "The day must be from 1 to 31");
    let code_error =
        either(lang, "Ese código no coincide. Quedan 3 intentos.", "That code does not match. 3 tries left.");
    let typed = || TypedDate { day: "41".to_owned(), month: "marzo".to_owned(), year: "2026".to_owned() };
    let long = "Ninguna de las dos lecturas coincide con el medidor. ".repeat(3);
    view! {
        <PostForm action="#">
            <Field lang=lang name="plain" label=reference hint=hint />
            <Field lang=lang name="filled" label=reference width=Width::Medium value="4471-0392" />
            <Field
                lang=lang
                name="wrong"
                label=reference
                hint=hint
                width=Width::Medium
                value="44710392X"
                error=Some(wrong_reference(lang).to_owned())
            />
            <MoneyField lang=lang name="amount" label=amount currency=Currency::MXN value="3000" />
            <MoneyField
                lang=lang
                name="amount-wrong"
                label=amount
                currency=Currency::MXN
                hint=either(lang, "Mínimo $10.00", "At least $10.00")
                value="3,5"
                error=Some(wrong_amount(lang).to_owned())
            />
            <DateField lang=lang name="date" legend=date />
            <DateField
                lang=lang
                name="date-wrong"
                legend=date
                value=typed()
                wrong=Some(DatePart::Day)
                error=Some(date_error.to_owned())
            />
            <CodeField lang=lang name="code" label=code />
            <CodeField lang=lang name="code-wrong" label=code error=Some(code_error.to_owned()) />
            <TextArea lang=lang name="text" label=text value=long limit=200 />
            <TextArea
                lang=lang
                name="text-wrong"
                label=text
                value="</textarea><script>alert(1)</script>"
                limit=30
                error=Some(words::characters_over(lang, 9))
            />
        </PostForm>
    }
    .into_any()
}

fn choices(lang: Lang) -> AnyView {
    let how_much = either(lang, "¿Cuánto quiere pagar?", "How much do you want to pay?");
    let other = view! {
        <MoneyField
            lang=lang
            name="other-amount"
            label=either(lang, "Cantidad en pesos (MXN)", "Amount in pesos (MXN)")
            currency=Currency::MXN
        />
    };
    let amounts = vec![
        Choice::new("due", either(lang, "Ponerme al día", "Get up to date")).amount(pesos(464_950)),
        Choice::new("oldest", either(lang, "Lo más antiguo", "The oldest"))
            .hint("F-1041")
            .amount(pesos(223_300)),
        Choice::new("other", either(lang, "Otra cantidad", "Another amount")).more(other),
    ];
    let invoices = || {
        let due = either(lang, "Venció el 4 de febrero", "Was due 4 February");
        let not_due = either(lang, "Aún no vence", "Not due yet");
        vec![
            Choice::new("F-1041", "F-1041").hint(due).amount(pesos(223_300)),
            Choice::new("F-1070", "F-1070").hint(not_due).amount(pesos(150_000)),
        ]
    };
    let which = either(lang, "¿Qué facturas quiere pagar?", "Which invoices do you want to pay?");
    let none = either(lang, "Elija al menos una factura", "Choose at least one invoice");
    view! {
        <RadioCards lang=lang name="how-much" legend=how_much choices=amounts chosen="due" />
        <CheckboxList
            lang=lang
            name="invoices"
            legend=which
            choices=invoices()
            chosen=vec!["F-1041".to_owned()]
        />
        <CheckboxList
            lang=lang
            name="invoices-wrong"
            legend=which
            choices=invoices()
            error=Some(none.to_owned())
        />
    }
    .into_any()
}

fn tables(lang: Lang) -> AnyView {
    let columns = || {
        let due = Column::text(either(lang, "Vence", "Due"));
        vec![
            Column::text(either(lang, "Factura", "Invoice")),
            due.sorted_by("#", Some(SortOrder::Ascending)),
            Column::text(either(lang, "Estado", "State")),
            Column::number(either(lang, "Interés", "Interest")).sorted_by("#", None),
            Column::number(either(lang, "Por pagar", "To pay")),
        ]
    };
    let past_due =
        || view! { <Badge shape=Shape::Triangle tone=Tone::Due word=either(lang, "Vencida", "Past due") /> };
    let rows = || {
        vec![
            row![
                view! { <a href="#">"F-1041"</a> },
                "4 feb 2026",
                past_due(),
                pesos(3_300).to_string(),
                pesos(223_300).to_string()
            ],
            row![
                view! { <a href="#">"F-1057"</a> },
                "19 feb 2026",
                past_due(),
                pesos(1_350).to_string(),
                pesos(181_350).to_string()
            ],
        ]
    };
    let totals = || row!["Total", "", "", pesos(4_650).to_string(), pesos(404_650).to_string()];
    let facts = vec![
        SummaryRow::new(either(lang, "Cantidad", "Amount"), pesos(300_000).with_code()).change("#"),
        SummaryRow::new(either(lang, "Beneficiario", "Payee"), "Aguas del Valle, S.A. de C.V."),
        SummaryRow::new("CLABE", view! { <span class="code">"124180012345678901"</span> }),
    ];
    let caption = either(lang, "Facturas por pagar", "Invoices to pay");
    view! {
        <Table caption=caption columns=columns() rows=rows() totals=totals() />
        <Table caption=caption caption_hidden=true columns=columns() rows=rows() totals=totals() wide=true />
        <SummaryList lang=lang rows=facts />
    }
    .into_any()
}

fn charts(lang: Lang) -> AnyView {
    let past_due = either(lang, "Vencido", "Past due");
    let to_come = either(lang, "Por vencer", "Not due yet");
    let held = either(lang, "En aclaración, no se cobra", "In dispute, not collected");
    let parts = [
        (past_due, Fill::Solid(1), 464_950, Some(460_000)),
        (to_come, Fill::Dotted(2), 150_000, None),
        (held, Fill::Hatched(3), 30_000, None),
    ];
    let segments =
        parts.map(|(_, fill, amount_minor, notch_at_minor)| Segment { amount_minor, fill, notch_at_minor });
    let legend = parts.map(|(label, fill, amount, _)| Legend {
        fill,
        label: label.to_owned(),
        value: pesos(amount).to_string(),
    });
    let rows = parts.map(|(label, _, amount, _)| row![label, pesos(amount).to_string()]);
    let columns =
        vec![Column::text(either(lang, "Parte", "Part")), Column::number(either(lang, "Importe", "Amount"))];
    view! {
        <BarChart
            id="balance"
            caption=either(
                lang,
                "De $6,449.50, están vencidos $4,649.50.",
                "Of $6,449.50, $4,649.50 is past due.",
            )
            title=either(lang, "De qué se compone su saldo", "What your balance is made of")
            description=either(
                lang,
                "Lo vencido es la parte mayor. La tabla que sigue dice lo mismo en números.",
                "What is past due is the largest part. The table below says the same in numbers.",
            )
            bars=vec![Bar { segments: segments.to_vec(), ..Bar::default() }]
            legend=legend.to_vec()
        >
            <Table
                caption=either(lang, "Su saldo", "Your balance")
                columns=columns
                rows=rows.into()
                totals=row![either(lang, "Saldo total", "Total balance"), pesos(644_950).to_string()]
            />
        </BarChart>
        {spread(lang)}
    }
    .into_any()
}

fn spread(lang: Lang) -> AnyView {
    let invoices = [("F-1041", 223_300, 0), ("F-1057", 76_700, 104_650), ("F-1063", 0, 60_300)];
    let segment = |amount_minor, fill| Segment { amount_minor, fill, notch_at_minor: None };
    let bars = invoices.map(|(invoice, pays, left)| Bar {
        label: invoice.to_owned(),
        value: format!("{} / {}", pesos(pays), pesos(left)),
        segments: vec![segment(pays, Fill::Solid(1)), segment(left, Fill::Dotted(4))],
    });
    let rows =
        invoices.map(|(invoice, pays, left)| row![invoice, pesos(pays).to_string(), pesos(left).to_string()]);
    let columns = vec![
        Column::text(either(lang, "Factura", "Invoice")),
        Column::number(either(lang, "Se paga", "Pays")),
        Column::number(either(lang, "Queda", "Left")),
    ];
    let legend = [
        (either(lang, "Se paga", "Pays"), Fill::Solid(1), 300_000),
        (either(lang, "Queda", "Left"), Fill::Dotted(4), 164_950),
    ];
    view! {
        <BarChart
            id="spread"
            caption=either(
                lang,
                "Con $3,000.00 se paga una factura y parte de otra.",
                "$3,000.00 pays one invoice and part of another.",
            )
            title=either(lang, "A qué se aplica su pago", "What your payment pays")
            description=either(
                lang,
                "Una barra por factura. La tabla que sigue dice lo mismo en números.",
                "One bar for each invoice. The table below says the same in numbers.",
            )
            bars=bars.into()
            legend=legend
                .map(|(label, fill, amount)| Legend {
                    fill,
                    label: label.to_owned(),
                    value: pesos(amount).to_string(),
                })
                .into()
        >
            <Table
                caption=either(lang, "A qué se aplica", "What it pays")
                caption_hidden=true
                columns=columns
                rows=rows.into()
            />
        </BarChart>
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
    view! {
        <Stepper lang=lang step=2 of=4 />
        <Progress
            id="plan"
            text=either(lang, "1 de 6 pagos hecho", "1 of 6 instalments paid")
            done=1
            total=6
        />
        <Timeline lang=lang moments=moments />
    }
    .into_any()
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

fn wrong_reference(lang: Lang) -> &'static str {
    either(lang, "La referencia lleva solo números y guiones", "A reference has only digits and dashes")
}

fn wrong_amount(lang: Lang) -> &'static str {
    either(
        lang,
        "Escriba la cantidad con números, como 3000 o 3,000.50",
        "Enter the amount in numbers, like 3000 or 3,000.50",
    )
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
        domain: "pagos.aguasdelvalle.mx".to_owned(),
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
