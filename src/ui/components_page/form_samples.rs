use leptos::prelude::*;

use super::{either, pesos};
use crate::kernel::dates::DatePart;
use crate::kernel::locale::Lang;
use crate::kernel::money::Currency;
use crate::ui::*;

pub(super) fn buttons(lang: Lang) -> AnyView {
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

fn slider(lang: Lang) -> AnyView {
    let label = either(lang, "Más o menos pagos", "More or fewer payments");
    view! { <Slider id="slider" label=label from=2 to=12 value=6 is_awake=true /> }.into_any()
}

fn file_field(lang: Lang) -> AnyView {
    let hint = either(lang, "PDF, JPG o PNG, 10 MB como máximo.", "PDF, JPG or PNG, 10 MB at most.");
    view! { <FileField lang=lang name="file" label=either(lang, "Comprobante", "Proof") hint=hint /> }
        .into_any()
}

pub(super) fn fields(lang: Lang) -> AnyView {
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
                name="postcode"
                label=either(lang, "Código postal", "Postcode")
                width=Width::Short
                inputmode="numeric"
                autocomplete="postal-code"
            />
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
            {file_field(lang)} {slider(lang)}
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
                error=Some(words::characters_over(lang, 6))
            />
        </PostForm>
    }
    .into_any()
}

pub(super) fn choices(lang: Lang) -> AnyView {
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
        <RadioCards lang=lang name="how-much" legend=how_much is_heading=true choices=amounts chosen="due" />
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

pub(super) fn wrong_reference(lang: Lang) -> &'static str {
    either(lang, "La referencia lleva solo números y guiones", "A reference has only digits and dashes")
}

pub(super) fn wrong_amount(lang: Lang) -> &'static str {
    either(
        lang,
        "Escriba la cantidad con números, como 3000 o 3,000.50",
        "Enter the amount in numbers, like 3000 or 3,000.50",
    )
}
