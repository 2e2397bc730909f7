//! What the figures of an account say.

crate::words! {
    heading => "Cómo paga" | "How they pay";
    page_heading => "Cómo paga, y de dónde sale cada cifra" | "How they pay, and where each figure comes from";
    lead =>
        "Se calcula cada vez de los libros. Con menos de tres datos no se dice nada: no bastan para hablar de nadie." |
        "Worked out from the books each time. From fewer than three inputs nothing is said: they do not tell about anybody.";
    see_inputs => "De dónde sale" | "Where it comes from";
    days_to_pay => "Días en pagar" | "Days to pay";
    days_hint =>
        "Promedio desde que se factura hasta que llega el dinero, ponderado por monto, de las facturas liquidadas con pagos." |
        "On average from the day of the invoice until the money comes, weighted by amount, of invoices that payments settled.";
    promises => "Promesas" | "Promises";
    promises_hint => "De las que ya pasó su día, por lo que se pagó." | "Of those whose day is over, by what was paid.";
    plans => "Planes terminados" | "Plans kept";
    plans_hint => "De los que acabaron." | "Of those that ended.";
    weekday => "Día de la semana" | "Day of the week";
    month_day => "Día del mes" | "Day of the month";
    means => "Medio de pago" | "Way of paying";
    payments_hint => "De los pagos recibidos que no se devolvieron." | "Of payments that were received and not given back.";
    not_enough(count: usize) => "todavía no bastan los datos ({count})" | "not enough yet ({count})";
    days(count: i64) => "{count} días" | "{count} days";
    one_day => "1 día" | "1 day";
    kept(kept: usize, part: usize, broken: usize) =>
        "{kept} cumplidas, {part} en parte, {broken} sin cumplir" |
        "{kept} kept, {part} in part, {broken} not kept";
    of_ended(kept: usize, of: usize) => "{kept} de {of}" | "{kept} of {of}";
    often(what: &str, times: usize, of: usize) => "{what} ({times} de {of})" | "{what} ({times} of {of})";
    no_preference(of: usize) => "sin preferencia clara (de {of})" | "no clear preference (of {of})";
    on_the(day: u32) => "el {day}" | "the {day}";
    settled => "Facturas liquidadas" | "Settled invoices";
    payments => "Pagos recibidos" | "Payments received";
    invoice => "Factura" | "Invoice";
    issued => "Emitida" | "Issued";
    due => "Vencía" | "Due";
    settled_on => "Liquidada" | "Settled";
    paid => "Pagado" | "Paid";
    took => "Días" | "Days";
    day => "Día" | "Day";
    amount => "Monto" | "Amount";
    promised_for => "Para el" | "By";
    outcome => "Resultado" | "Outcome";
    plan => "Plan" | "Plan";
    ended_on => "Acabó" | "Ended";
    none => "Ninguno." | "None.";
    other_means => "otro medio" | "some other way";
}
