use leptos::prelude::*;

use super::{either, pesos};
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::*;

pub(super) fn tables(lang: Lang) -> AnyView {
    let columns = || {
        let due = Column::text(either(lang, "Vence", "Due"));
        vec![
            Column::text(either(lang, "Factura", "Invoice")),
            due.sorted_by("#", Some(SortOrder::Ascending)),
            Column::text(either(lang, "Estado", "State")),
            Column::number(either(lang, "Interés", "Interest")).sorted_by("#", None).only_wide(),
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
    let totals = || row!["Total", (), (), pesos(4_650).to_string(), pesos(404_650).to_string()];
    let facts = vec![
        SummaryRow::new(either(lang, "Cantidad", "Amount"), pesos(300_000).with_code()).change("#"),
        SummaryRow::new(either(lang, "Beneficiario", "Payee"), "Aguas del Valle, S.A. de C.V."),
        SummaryRow::new("CLABE", view! { <span class="code">"124180012345678901"</span> }),
    ];
    let sums = vec![
        SummaryRow::new("Total", pesos(180_000).to_string()),
        SummaryRow::new(either(lang, "Interés", "Interest"), pesos(1_350).to_string()),
        SummaryRow::new(either(lang, "Por pagar", "To pay"), pesos(181_350).to_string()),
    ];
    let caption = either(lang, "Facturas por pagar", "Invoices to pay");
    view! {
        <Table caption=caption columns=columns() rows=rows() totals=totals() />
        <Table caption=caption caption_hidden=true columns=columns() rows=rows() totals=totals() wide=true />
        <SummaryList lang=lang rows=facts />
        <SummaryList lang=lang rows=sums amounts=true />
    }
    .into_any()
}

pub(super) fn charts(lang: Lang) -> AnyView {
    let past_due = either(lang, "Vencido", "Past due");
    let to_come = either(lang, "Por vencer", "Not due yet");
    let held = either(lang, "En aclaración, no se cobra", "In dispute, not collected");
    let parts = [
        (past_due, Fill::Solid(1), 464_950, Some(460_000)),
        (to_come, Fill::Dotted, 150_000, None),
        (held, Fill::Hatched, 30_000, None),
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
        {six_series(lang)}
    }
    .into_any()
}

fn spread(lang: Lang) -> AnyView {
    let invoices = [("F-1041", 223_300, 0), ("F-1057", 76_700, 104_650), ("F-1063", 0, 60_300)];
    let segment = |amount_minor, fill| Segment { amount_minor, fill, notch_at_minor: None };
    let bars = invoices.map(|(invoice, pays, left)| Bar {
        label: invoice.to_owned(),
        value: format!("{} / {}", pesos(pays), pesos(left)),
        segments: vec![segment(pays, Fill::Solid(1)), segment(left, Fill::Dotted)],
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
        (either(lang, "Queda", "Left"), Fill::Dotted, 164_950),
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

fn six_series(lang: Lang) -> AnyView {
    let series = [1_u8, 2, 3, 4, 5, 6];
    let name = |number: u8| format!("{} {number}", either(lang, "Serie", "Series"));
    let amount = |number: u8| pesos(i64::from(number) * 10_000);
    let segments = series.map(|number| Segment {
        amount_minor: amount(number).minor,
        fill: Fill::Solid(number),
        notch_at_minor: None,
    });
    let legend = series.map(|number| Legend {
        fill: Fill::Solid(number),
        label: name(number),
        value: amount(number).to_string(),
    });
    let columns = vec![
        Column::text(either(lang, "Serie", "Series")),
        Column::number(either(lang, "Importe", "Amount")),
    ];
    let rows = series.map(|number| row![name(number), amount(number).to_string()]);
    let caption = either(lang, "Seis series, siempre en este orden.", "Six series, always in this order.");
    view! {
        <BarChart
            id="series"
            caption=caption
            title=either(lang, "Seis series", "Six series")
            description=caption
            bars=vec![Bar { segments: segments.into(), ..Bar::default() }]
            legend=legend.into()
        >
            <Table
                caption=caption
                caption_hidden=true
                columns=columns
                rows=rows.into()
            />
        </BarChart>
    }
    .into_any()
}
