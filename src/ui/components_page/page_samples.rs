use leptos::prelude::*;

use super::{either, pesos};
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::*;

/// What pages about accounts add to the parts: their lines, the boxes of a list, and the margin's notes.
pub(super) fn account_parts(lang: Lang) -> AnyView {
    let lead = either(
        lang,
        "Vea cuánto debe y por qué. Pague, o pida que se revise. No necesita contraseña.",
        "See what you owe and why. Pay, or ask for a review. No password needed.",
    );
    let account = |line: &'static str| {
        view! {
            <section class="account">
                <p class="account-line">{line}</p>
            </section>
        }
    };
    let adds_up = either(lang, "Estos 8 renglones suman $4,649.50.", "These 8 rows add up to $4,649.50.");
    view! {
        <p class="lead">{lead}</p>
        {account(either(lang, "Aguas del Valle · cuenta 4471", "Aguas del Valle · account 4471"))}
        {account(either(lang, "Internet Norte · cuenta 88", "Internet Norte · account 88"))}
        {choosable(lang)}
        <p class="check-line">{adds_up}</p>
        <p><code class="address">"https://pagos.aguasdelvalle.mx/pay/V1StGXR8_Z5jdHi6B-myT-9hDk2lWq0aPzXcVbNm"</code></p>
        <section class="margin-notes">
            <h3>{either(lang, "Notas internas", "Internal notes")}</h3>
            <p>{either(lang, "Aún no hay notas.", "No notes yet.")}</p>
        </section>
    }
    .into_any()
}

/// A row of the desk's list, and fields of its filters.
pub(super) fn worked_on(lang: Lang) -> AnyView {
    let options = vec![
        (String::new(), either(lang, "Todos", "Everybody").to_owned()),
        ("portal".to_owned(), either(lang, "El portal", "The portal").to_owned()),
    ];
    let tick = either(lang, "Marcar: María López", "Tick: María López");
    let kept = either(lang, "Mis vistas", "My views");
    view! {
        <nav class="kept-views" aria-label=kept>
            <ul>
                <li><a href="#" aria-current="page">{either(lang, "Las mías", "Mine")}</a></li>
                <li><a href="#">{either(lang, "Guardar esta vista", "Keep this view")}</a></li>
            </ul>
        </nav>
        <p class="group-sum">{either(lang, "14 cuentas, $23,100.00 MXN vencidos", "14 accounts, $23,100.00 MXN overdue")}</p>
        <p><kbd>"g a"</kbd></p>
        <div class="worklist">
            <span class="worklist-who">
                <Tick id="thing-1" name="thing" value="1" label=tick label_hidden=true />
                <span>"María López"</span>
            </span>
        </div>
        <FieldGrid>
            <Select lang=lang name="by" label=either(lang, "Quién", "Who") options=options />
            <Tick id="free" name="free" value="yes" label=either(lang, "Sin límite", "No limit") checked=true />
        </FieldGrid>
    }
    .into_any()
}

fn choosable(lang: Lang) -> AnyView {
    let choose = either(lang, "Elegir F-1057", "Choose F-1057");
    let tax = either(lang, "+ IVA 16 %: $288.00", "+ VAT 16 %: $288.00");
    let number = view! {
        <input type="checkbox" class="pick" aria-label=choose />
        " "
        <a href="#">"F-1057"</a>
        <span class="line-note">{tax}</span>
    };
    view! {
        <Table
            caption=either(lang, "Facturas que se pueden elegir", "Invoices that can be chosen")
            columns=vec![
                Column::text(either(lang, "Factura", "Invoice")),
                Column::number(either(lang, "Por pagar", "To pay")),
            ]
            rows=vec![row![number, pesos(181_350).to_string()]]
        />
        <p class="chosen-sum" role="status">{either(lang, "1 elegida: $1,813.50", "1 chosen: $1,813.50")}</p>
    }
    .into_any()
}
