//! The names of the fields in which terms are written, their hints and what can be chosen in them.

use crate::kernel::locale::Lang;

/// What a field asks for, in Spanish and in English.
type Both = (&'static str, &'static str);

/// The label of a field, by the stem of its name.
pub fn label(lang: Lang, stem: &str) -> &'static str {
    in_lang(lang, label_of(stem))
}

/// A line under the label, where one helps.
pub fn hint(lang: Lang, stem: &str) -> Option<&'static str> {
    let hint = match stem {
        "small" => ("Vacío: ninguno.", "Empty: none."),
        "ceiling" => ("Vacío: sin tope.", "Empty: no bound."),
        "receipt_note_es" => (
            "Se imprime en los recibos: un recibo por capital sin decirlo daría el interés por pagado.",
            "Printed on receipts: a receipt for principal without it would settle the interest.",
        ),
        "rate" => ("Por ejemplo, 1.5", "For example, 1.5"),
        "per_days" => ("30: al mes. 365 o 360: al año.", "30: a month. 365 or 360: a year."),
        "grace" => ("Días que no suman nada, tampoco después.", "Days that add nothing, not even later."),
        "ground_reference" | "fee_reference" => {
            ("Por ejemplo, contrato, cláusula 9", "For example, contract, clause 9")
        }
        "fee_most" => ("En total por factura. Vacío: sin tope.", "In all for an invoice. Empty: no bound."),
        "autopay_retries" => {
            ("Por ejemplo, 3, 5, 7. Cuatro como máximo.", "For example, 3, 5, 7. Four at most.")
        }
        "notice" | "reminder" | "every" | "person" | "hand_off" => {
            ("Vacío: ese paso no existe.", "Empty: that step does not exist.")
        }
        "legal_rates" => (
            "Solo las que el programa aún no conoce, una por renglón: 2026-04-01 2026-04-30 25.80 Quién la publicó",
            "Only those that the program does not know yet, one a line: 2026-04-01 2026-04-30 25.80 Who published it",
        ),
        "legal_units" => (
            "Chile: la UF, una por renglón: 2026-03-01 2026-03-31 39,245.12 Quién la publicó",
            "Chile: the UF, one a line: 2026-03-01 2026-03-31 39,245.12 Who published it",
        ),
        "discount" | "down_payment" | "person_discount" => ("Vacío: ninguno.", "Empty: none."),
        "plan_interest_share" => {
            ("Solo si se reduce. Por ejemplo, 50.", "Only if it is reduced. For example, 50.")
        }
        "discount_payments" => ("Vacío: en uno.", "Empty: in one."),
        "person_instalments" | "person_months" => {
            ("Vacío: no más que las reglas.", "Empty: no more than the rules.")
        }
        _ => return None,
    };
    Some(in_lang(lang, hint))
}

/// What can be chosen in a field.
pub fn option(lang: Lang, stem: &str, value: &str) -> &'static str {
    let words = match (stem, value) {
        (_, "yes") => ("Sí", "Yes"),
        (_, "no") => ("No", "No"),
        (_, "invoice_by_invoice") => {
            ("Factura por factura, intereses primero", "Invoice by invoice, interest first")
        }
        (_, "all_interest_first") => ("Primero los intereses de todas", "The interest of all first"),
        (_, "newer_if_kinder") => (
            "La de su emisión, o una más nueva si no cuesta más",
            "That of its issue, or a newer one that costs no more",
        ),
        (_, "as_invoiced") => ("Siempre la de su emisión", "Always that of its issue"),
        (_, "MX") => ("México", "Mexico"),
        (_, "CO") => ("Colombia", "Colombia"),
        (_, "PE") => ("Perú", "Peru"),
        (_, "CL") => ("Chile", "Chile"),
        (_, "US") => ("Estados Unidos", "United States"),
        (_, "GB") => ("Reino Unido", "United Kingdom"),
        (_, "simple") => ("No", "No"),
        ("compounding", "every") => ("Sí, cada tantos días", "Yes, each so many days"),
        ("rounding", "once") => ("Una vez, sobre todo lo sumado", "Once, on all that was added"),
        (_, "each_day") => ("Cada día", "Each day"),
        (_, "as_lines") => ("El de los conceptos de la factura", "That of the invoice's lines"),
        (_, "outside") => ("No lleva impuesto", "None"),
        (_, "exempt") => ("Exento", "Exempt"),
        ("tax", "rate") => ("Otra tasa", "Another rate"),
        (_, "contract") => ("Lo acordó el contrato", "The contract agreed it"),
        (_, "statute") => ("Lo fija la ley", "The law sets it"),
        (_, "from_loss") => ("Desde que el banco decide", "From the bank's decision"),
        (_, "as_if_never_paid") => ("Como si no se hubiera pagado", "As if it had never been paid"),
        ("fee_kind", "none") => ("Ninguno", "None"),
        (_, "flat") => ("Una cantidad fija", "A fixed amount"),
        (_, "percent") => ("Un porcentaje del capital vencido", "A percentage of the principal past due"),
        (_, "by_law") => ("La cantidad que fija la ley", "The amount that the law sets"),
        ("fee_times", "once") => ("Una sola vez", "Once"),
        ("fee_times", "every") => ("Otra vez cada tantos días", "Again each so many days"),
        (_, "card") => ("Tarjeta", "Card"),
        (_, "oxxo") => ("OXXO", "OXXO"),
        (_, "spei") => ("Transferencia SPEI", "SPEI transfer"),
        (_, "sepa") => ("Cargo SEPA, en euros", "SEPA debit, in euros"),
        (_, "sent") => ("El día en que se hizo", "The day on which it was made"),
        (_, "cleared") => ("El día en que llegó", "The day on which it arrived"),
        (_, "monthly") => ("Cada mes", "Each month"),
        (_, "fortnightly") => ("Cada quincena, el 15 y el último día", "On the 15th and the last day"),
        (_, "weekly") => ("Cada semana", "Each week"),
        (_, "last_working_day") => {
            ("Cada mes, el último día de lunes a viernes", "On the last Monday to Friday of each month")
        }
        (_, "stops") => ("Se detiene mientras va a tiempo", "It stops while the plan is kept"),
        (_, "reduced") => ("Se reduce", "It is reduced"),
        (_, "runs") => ("Sigue sumando", "It goes on"),
        _ => ("—", "—"),
    };
    in_lang(lang, words)
}

fn label_of(stem: &str) -> Both {
    match stem {
        "minimum" => ("Pago mínimo", "Least payment"),
        "small" => ("Resto que ya no se pide", "Rest that is not asked for"),
        "order" => {
            ("A qué se aplica un pago que no elige factura", "What a payment that names no invoice pays")
        }
        "governs" => ("Qué versión tiene una factura", "Which version an invoice has"),
        "asks" => ("¿Pedir que digan que la leyeron?", "Ask people to say that they read it?"),
        "receipt_note_es" => ("Nota de los recibos, en español", "Note on receipts, in Spanish"),
        "receipt_note_en" => ("Nota de los recibos, en inglés", "Note on receipts, in English"),
        "jurisdiction" => ("Bajo qué ley", "Under whose law"),
        "charges" => ("¿Se cobra interés por atraso?", "Is late interest charged?"),
        "rate" => ("Porcentaje", "Per cent"),
        "per_days" => ("Cada cuántos días", "Per how many days"),
        "grace" => ("Días de tolerancia", "Days of grace"),
        "compounding" => ("¿El interés suma interés?", "Does interest bear interest?"),
        "compound_days" => ("Cada cuántos días se suma a la base", "How many days until it joins the base"),
        "compound_document" => ("Documento que lo acuerda", "Document that agrees it"),
        "rounding" => ("Cuándo se redondea", "When it is rounded"),
        "tax" => ("Impuesto sobre el interés", "Tax on the interest"),
        "tax_rate" => ("Esa otra tasa", "That other rate"),
        "ground" => ("Con qué derecho se cobra", "By what right it is charged"),
        "ground_reference" => ("Dónde lo dice", "Where it says so"),
        "chargeback" => (
            "Si un banco retira un pago, desde cuándo suma",
            "If a bank takes a payment back, from when it counts",
        ),
        "legal_rates" => ("Tasas que publica la ley, al año", "Rates that the law publishes, per year"),
        "legal_units" => ("Unidades que usa la ley", "Units that the law counts in"),
        "first_notice" => (
            "¿Se da siempre el primer aviso sin costo? (Chile)",
            "Is the first notice, which is free, always given? (Chile)",
        ),
        "fee_kind" => ("Cargo por atraso", "Charge for being late"),
        "fee_amount" => ("Cantidad del cargo", "Amount of the charge"),
        "fee_percent" => ("Porcentaje del cargo", "Per cent of the charge"),
        "fee_grace" => ("Días de tolerancia del cargo", "Days of grace of the charge"),
        "fee_times" => ("Cuántas veces", "How often"),
        "fee_every" => ("Cada cuántos días otra vez", "After how many days again"),
        "fee_most" => ("Tope del cargo", "Bound of the charge"),
        "fee_ground" => ("Con qué derecho se cobra el cargo", "By what right the charge is made"),
        "fee_reference" => ("Dónde se dice del cargo", "Where it is said of the charge"),
        "methods" => ("Formas de pago", "Ways to pay"),
        "voucher_days" => ("Días para pagar un comprobante de OXXO", "Days to pay an OXXO voucher"),
        "ceiling" => ("Comprobante de OXXO más grande", "Largest OXXO voucher"),
        "counts_from" => ("Desde qué día cuenta un pago que tarda", "From which day a slow payment counts"),
        "quotes" => (
            "¿La cantidad de un comprobante vale hasta que vence?",
            "Does a voucher's amount hold until it expires?",
        ),
        "autopay_notice" => {
            ("Días de aviso antes de un cargo automático", "Days of notice before an automatic charge")
        }
        "autopay_retries" => ("Días entre un intento y el siguiente", "Days between one try and the next"),
        "notice" => ("Aviso previo: días antes del vencimiento", "Advance notice: days before the due date"),
        "reminder" => ("Primer recordatorio: días después", "First reminder: days after"),
        "every" => ("Días entre recordatorios", "Days between reminders"),
        "person" => ("Una persona escribe: días después", "A person writes: days after"),
        "hand_off" => ("Puede pasar a otra empresa: días después", "May go to another company: days after"),
        "hand_off_notice" => ("Días de aviso por escrito antes", "Days of notice in writing before"),
        "agency" => ("A qué empresa", "To which company"),
        "dispute_days" => ("Días para responder una aclaración", "Days to answer a dispute"),
        "answer_days" => ("Días hábiles para responder un mensaje", "Working days to answer a message"),
        plan => plan_label_of(plan),
    }
}

fn plan_label_of(stem: &str) -> Both {
    match stem {
        "plans" => ("¿Se puede acordar un plan sin preguntar?", "Can a plan be agreed without asking?"),
        "instalments_from" => ("Menos pagos", "Fewest instalments"),
        "instalments_to" => ("Más pagos", "Most instalments"),
        "longest_months" => ("Meses como máximo", "Months at most"),
        "first_payment" => ("Días hasta el primer pago", "Days until the first payment"),
        "smallest" => ("Pago más pequeño de un plan", "Smallest instalment"),
        "frequencies" => ("Cada cuánto se paga", "How often it is paid"),
        "plan_interest" => ("Interés por atraso durante el plan", "Late interest during the plan"),
        "plan_interest_share" => {
            ("Cuánto del interés se cobra, en por ciento", "How much of the interest is charged, per cent")
        }
        "down_payment" => {
            ("Pago inicial, en por ciento de lo que entra", "Down payment, per cent of what enters")
        }
        "not_due" => ("¿Entra también lo que aún no vence?", "May what is not due yet enter as well?"),
        "plan_grace" => ("Días de tolerancia de cada pago", "Days of grace of each instalment"),
        "suspended_after" => (
            "Pagos seguidos sin hacer que suspenden el plan",
            "Missed instalments in a row that suspend the plan",
        ),
        "cure_days" => ("Días para ponerse al día y recuperarlo", "Days to catch up and have it back"),
        "discount_payments" => ("En cuántos pagos como máximo", "In how many payments at most"),
        "discount_lost" => (
            "¿Se pierde el descuento si el plan se cierra antes?",
            "Is the discount lost if the plan is closed before its end?",
        ),
        "person_instalments" => {
            ("Más pagos que puede dar una persona", "Most instalments a person may grant")
        }
        "person_months" => ("Meses que puede dar una persona", "Months that a person may grant"),
        "person_discount" => (
            "Descuento que puede dar una persona, en por ciento",
            "Discount that a person may grant, per cent",
        ),
        "plan_answer_days" => ("Días para responder una propuesta", "Days to answer a proposal"),
        "plan_stand_days" => ("Días que vale una respuesta", "Days for which an answer stands"),
        "moves" => ("Cuántos pagos se pueden mover", "How many instalments can be moved"),
        "move_days" => ("Hasta cuántos días", "By how many days at most"),
        "skips" => ("Cuántos pagos se pueden saltar", "How many instalments can be skipped"),
        "discount" => ("Descuento por liquidar, en por ciento", "Discount for paying off, per cent"),
        _ => ("Si liquida dentro de estos días", "If paid off within these days"),
    }
}

fn in_lang(lang: Lang, (es, en): Both) -> &'static str {
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
