//! What the pages say that open a balance: as of a day, since a day, and on a day to come.

use crate::kernel::money::Money;

crate::words! {
    // As of any day (screens 2.8).
    stood_heading(on: &str) => "Así estaba el {on}" | "This is how it stood on {on}";
    stood_sentence =>
        "Con lo que hoy se sabe: lo que se registró después con fecha de antes también cuenta." |
        "As far as is known today: what was recorded later for an earlier day counts too.";
    see_today => "Ver cómo está hoy" | "See how it stands today";
    another_day => "Ver otro día" | "See another day";
    day_to_see => "Día" | "Day";
    day_hint => "Por ejemplo, 23 de febrero de 2026" | "For example, 23 February 2026";
    show => "Ver" | "See";
    day_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    day_ahead => "Escriba una fecha que no sea futura" | "Enter a date that is not in the future";
    worked_out_for(on: &str) => "Saldo al {on}." | "Balance on {on}.";

    // What it is made of.
    made_of => "Qué suma y qué resta" | "What adds and what takes off";
    made_of_caption(charged: Money, left: Money) =>
        "De {charged} que se cobraron quedan {left}." | "Of {charged} charged, {left} is left.";
    billed => "Facturado" | "Billed";
    interest_charged => "Interés, con su impuesto" | "Interest, with its tax";
    fees_charged => "Cargos, con su impuesto" | "Fees, with their tax";
    paid_off => "Pagado" | "Paid";
    credited_off => "Descontado o corregido" | "Credited or corrected";
    left => "Queda" | "Left";
    charged_in_all => "Se cobró" | "Charged";
    came_off => "De eso" | "Of that";
    pay_amount(amount: Money) => "Pagar {amount}" | "Pay {amount}";

    // Since a day.
    since_heading => "Qué cambió desde un día" | "What changed since a day";
    since_link => "Qué cambió desde un día que usted elija" | "What changed since a day you choose";
    since_lead =>
        "Lo que debía al final de ese día, lo que se sumó y se descontó después, y lo que debe hoy." |
        "What you owed at the end of that day, what was added and taken off since, and what you owe now.";
    since_label(on: &str) => "Debe hoy, {on}" | "You owe today, {on}";
    reference_day => "Día de referencia" | "Reference day";
    reference_hint =>
        "Por ejemplo, el de su último pago o el de un estado de cuenta." |
        "For example, the day of your last payment or of a statement.";
    itemised => "Desglose" | "Itemisation";
    owed_then(on: &str) => "Debía al {on}" | "Owed on {on}";
    billed_since => "+ Facturas nuevas" | "+ New invoices";
    interest_since => "+ Interés, con su impuesto" | "+ Interest, with its tax";
    fees_since => "+ Cargos, con su impuesto" | "+ Fees, with their tax";
    paid_since => "− Pagos" | "− Payments";
    credited_since => "− Descuentos y correcciones" | "− Credits and corrections";
    owed_now(on: &str) => "= Debe al {on}" | "= Owed on {on}";
    of_which => "De qué se compone hoy" | "What it is made of today";
    principal_part => "Facturas, sin interés ni cargos" | "Invoices, without interest or fees";
    interest_part => "Interés" | "Interest";
    interest_tax_part => "Impuesto del interés" | "Tax on the interest";
    fees_part => "Cargos" | "Fees";
    fees_tax_part => "Impuesto de los cargos" | "Tax on the fees";
    contested_within(amount: Money) =>
        "{amount} de esto están en aclaración y no se cobran mientras se revisan." |
        "{amount} of this is in dispute and not collected while it is looked into.";
    credit_beside(amount: Money) =>
        "Aparte tiene {amount} a su favor." | "Apart from this you have {amount} in credit.";

    // On a day to come.
    forecast_heading => "¿Cuánto deberé otro día?" | "How much will I owe on another day?";
    forecast_link => "Cuánto deberá otro día, y qué ahorra si paga hoy" | "What you will owe on another day, and what paying today saves";
    forecast_lead =>
        "Elija un día y, si quiere, cuánto pagaría hoy. Aquí no se cobra nada." |
        "Choose a day and, if you like, how much you would pay today. Nothing is charged here.";
    forecast_hint => "De hoy a un año." | "From today to a year ahead.";
    paid_today(currency: &str) => "Lo que pagaría hoy ({currency})" | "What you would pay today ({currency})";
    paid_today_hint => "Déjelo vacío si no pagaría nada." | "Leave it empty if you would pay nothing.";
    work_out => "Calcular" | "Work out";
    not_ahead => "Escriba una fecha de hoy a un año" | "Enter a date from today to a year ahead";
    amount_wrong => "Escriba una cantidad, por ejemplo 500.00" | "Enter an amount, for example 500.00";
    will_owe(on: &str) => "Deberá el {on}" | "You will owe on {on}";
    will_be_due => "De eso, vencido" | "Of that, past due";
    will_be_added => "Interés y cargos que se suman desde hoy" | "Interest and fees added from today on";
    will_be_saved => "Lo que ahorra si paga hoy" | "What paying today saves";
    will_be_credit => "Le sobraría a su favor" | "Left over, in your favour";
    forecast_rule =>
        "Se calcula con las reglas publicadas, si no cambia nada más: sin otros pagos, facturas nuevas ni aclaraciones." |
        "Worked out by the published rules if nothing else changes: no other payments, new invoices or disputes.";
    does_not_fit => "Esa cantidad es demasiado grande" | "That amount is too large";
}
