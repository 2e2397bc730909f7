//! What the parameters say, a sentence each, as customers read it. Everything with a number in it takes the number from
//! the version, so that the text and the program cannot disagree.

pub mod editing;
pub mod fields;
pub mod reading;

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::policies::methods::Method;
use crate::policies::rates::{Rate, Stated};
use crate::policies::rules::Frequency;
use crate::policies::text::Section;

crate::words! {
    one_day => "1 día" | "1 day";
    many_days(count: i64) => "{count} días" | "{count} days";
    one_month => "1 mes" | "1 month";
    many_months(count: i64) => "{count} meses" | "{count} months";
    one_working_day => "1 día hábil" | "1 working day";
    many_working_days(count: i64) => "{count} días hábiles" | "{count} working days";
    percent(number: &str) => "{number} %" | "{number} %";
    rate_per_days(percent: &str, days: &str) => "{percent} cada {days}" | "{percent} per {days}";
    rate_a_year(percent: &str) => "{percent} al año" | "{percent} a year";
    rate_a_year_of_360(percent: &str) =>
        "{percent} al año de 360 días" |
        "{percent} a year of 360 days";

    section_payment => "Plazos y pagos" | "Payment terms";
    section_lateness => "Lo que cuesta pagar tarde" | "What being late costs";
    section_ways => "Formas de pago" | "Ways to pay";
    section_procedure => "Qué pasa si no se paga" | "What happens if it is not paid";
    section_plans => "Planes y descuentos" | "Plans and discounts";
    section_disputes => "Aclaraciones" | "Disputes";
    section_privacy => "Privacidad y contacto" | "Privacy and contact";

    // Payment terms.
    due_day_is_in_time =>
        "Una factura está a tiempo hasta el final de su día de vencimiento." |
        "An invoice is in time until the end of its due date.";
    least_payment(least: Money) =>
        "Cada pago es de {least} o más; lo último de una deuda puede ser menos." |
        "Each payment is {least} or more; the last of a debt may be less.";
    small_balance(small: Money) =>
        "Si de una factura quedan menos de {small}, no suman interés ni se los pedimos." |
        "If less than {small} is left of an invoice, it adds no interest and we do not ask for it.";
    invoice_by_invoice =>
        "Usted elige qué factura paga. Si no elige, su pago va a la más antigua: primero a sus intereses y cargos, después a su capital, y luego a la siguiente." |
        "You choose which invoice you pay. If you do not, your payment goes to the oldest: first to its interest and charges, then to its principal, and then to the next.";
    all_interest_first =>
        "Usted elige qué factura paga. Si no elige, su pago va primero a los intereses y cargos de todas, después al capital, de la más antigua a la más reciente." |
        "You choose which invoice you pay. If you do not, your payment goes first to the interest and charges of all of them, then to the principal, the oldest first.";
    governs_kinder =>
        "Cada factura sigue las reglas que valían cuando se emitió; unas reglas posteriores solo valen para ella si no le cuestan más." |
        "Each invoice follows the rules that held when it was issued; later rules hold for it only if they cost you no more.";
    governs_as_invoiced =>
        "Cada factura sigue siempre las reglas que valían cuando se emitió." |
        "Each invoice always follows the rules that held when it was issued.";

    // What lateness costs.
    no_interest(creditor: &str) => "{creditor} no cobra interés por atraso." | "{creditor} charges no late interest.";
    interest(rate: &str) =>
        "El capital vencido suma interés por atraso (moratorio) de {rate}." |
        "Principal past due adds late interest (default interest) of {rate}.";
    interest_yearly(rate: &str, yearly: &str) =>
        "El capital vencido suma interés por atraso (moratorio) de {rate}, que son {yearly} al año." |
        "Principal past due adds late interest (default interest) of {rate}, which is {yearly} a year.";
    starts_next_day =>
        "Empieza a sumar el día siguiente al vencimiento." |
        "It starts on the day after the due date.";
    starts_after_grace(days: &str) =>
        "Después del vencimiento hay {days} de tolerancia que no suman nada, tampoco después." |
        "After the due date there are {days} of grace that add nothing, not even later.";
    is_simple => "El interés no suma interés." | "Interest adds no interest.";
    rounded_once =>
        "Se cuenta por días y se redondea una sola vez, al centavo." |
        "It is counted by the day and rounded once, to the cent.";
    rounded_daily =>
        "Se cuenta por días y se redondea al centavo cada día." |
        "It is counted by the day and rounded to the cent each day.";
    tax_outside => "El interés no lleva impuesto." | "No tax is added to the interest.";
    tax_as_lines =>
        "El interés lleva el mismo impuesto que los conceptos de la factura." |
        "The interest bears the same tax as the lines of the invoice.";
    tax_of(percent: &str) => "El interés lleva {percent} de impuesto." | "The interest bears {percent} of tax.";
    is_compound(days: &str, document: &str) =>
        "El interés que siga sin pagarse se suma a la base cada {days}, como lo acuerda {document}." |
        "Interest that stays unpaid joins the base every {days}, as agreed in {document}.";
    by_contract(reference: &str) =>
        "Se cobra porque así se acordó: {reference}." |
        "It is charged because it was agreed: {reference}.";
    by_contract_only =>
        "Se cobra porque así lo dice el contrato." |
        "It is charged because the contract says so.";
    by_statute(reference: &str) =>
        "Se cobra porque lo fija la ley: {reference}." |
        "It is charged because the law sets it: {reference}.";
    by_statute_only => "Se cobra porque lo fija la ley." | "It is charged because the law sets it.";
    no_fees => "No hay otros cargos por atraso." | "There are no other charges for being late.";
    fee_once(late: &str, amount: &str) =>
        "Una factura que sigue sin pagarse {late} lleva un cargo de {amount}, una sola vez." |
        "An invoice still unpaid {late} bears a charge of {amount}, once.";
    fee_every(late: &str, amount: &str, days: &str) =>
        "Una factura que sigue sin pagarse {late} lleva un cargo de {amount}, y otro igual cada {days}." |
        "An invoice still unpaid {late} bears a charge of {amount}, and the same again every {days}.";
    fee_at_most(most: Money) =>
        "Esos cargos suman {most} por factura como máximo." |
        "These charges come to {most} for an invoice at most.";
    fee_the_day_after => "el día siguiente al vencimiento" | "on the day after the due date";
    fee_after(days: &str) => "más de {days} después del vencimiento" | "more than {days} after the due date";
    fee_percent(percent: &str) => "{percent} de su capital vencido" | "{percent} of its principal past due";
    fee_by_law => "la cantidad que fija la ley" | "the amount that the law sets";
    held_bears_nothing =>
        "Lo que está en aclaración no suma interés, desde que la pide hasta que se responde." |
        "What is in dispute adds no interest, from the day you open it to the day it is answered.";
    chargeback_from_loss =>
        "Si su banco retira un pago, el interés vuelve a contar desde que el banco decide, no antes." |
        "If your bank takes a payment back, interest counts again from the bank's decision, not before.";
    chargeback_as_never_paid =>
        "Si su banco retira un pago, el interés cuenta como si el pago no se hubiera hecho." |
        "If your bank takes a payment back, interest counts as if it had never been made.";

    // Ways to pay.
    ways(list: &str) => "Puede pagar con {list}." | "You can pay by {list}.";
    by_card => "tarjeta" | "card";
    by_oxxo => "efectivo en OXXO" | "cash at OXXO";
    by_spei => "transferencia SPEI" | "SPEI transfer";
    by_sepa => "cargo a una cuenta bancaria (SEPA)" | "debit of a bank account (SEPA)";
    voucher(days: &str) =>
        "Un comprobante de OXXO se puede pagar durante {days}." |
        "An OXXO voucher can be paid for {days}.";
    voucher_up_to(days: &str, most: Money) =>
        "Un comprobante de OXXO se puede pagar durante {days} y es por {most} como máximo." |
        "An OXXO voucher can be paid for {days} and is for {most} at most.";
    counts_from_sent =>
        "Un pago que tarda en llegar cuenta desde el día en que usted lo hizo." |
        "A payment that takes days to arrive counts from the day on which you made it.";
    counts_from_cleared =>
        "Un pago que tarda en llegar cuenta desde el día en que llega." |
        "A payment that takes days to arrive counts from the day on which it arrives.";
    quotes_hold =>
        "La cantidad de un comprobante o de una transferencia vale hasta que vence: si la paga a tiempo, los intereses de esos días no se cobran." |
        "The amount of a voucher or a transfer holds until it expires: if you pay it in time, the interest of those days is not charged.";
    autopay_notice(days: &str) =>
        "Si activa los pagos automáticos, le avisamos a más tardar {days} antes de cada cargo." |
        "If you turn on automatic payments, we tell you at least {days} before each charge.";
    no_cash_in_hand =>
        "Ningún gestor recibe dinero; en caja, siempre con recibo." |
        "No collector takes money; at the till, always with a receipt.";

    // What happens if it is not paid.
    no_procedure =>
        "No hay pasos publicados. Antes de dar uno se lo avisamos por escrito." |
        "No steps are published. Before taking one we tell you in writing.";
    step_notice(days: &str) =>
        "A más tardar {days} antes del vencimiento: un aviso previo." |
        "At least {days} before the due date: an advance notice.";
    step_reminder(days: &str) =>
        "{days} después del vencimiento: el primer recordatorio." |
        "{days} after the due date: the first reminder.";
    step_every(days: &str) =>
        "Después, un recordatorio cada {days}, uno por cuenta y no por factura." |
        "After that, a reminder every {days}, one for the account and not for each invoice.";
    step_person(days: &str) =>
        "{days} después del vencimiento: una persona le escribe con opciones." |
        "{days} after the due date: a person writes to you with options.";
    step_hand_off(days: &str, to: &str, notice: &str) =>
        "{days} después del vencimiento: la cuenta puede pasar a {to}; se lo avisamos por escrito {notice} antes." |
        "{days} after the due date: the account may go to {to}; we tell you in writing {notice} before.";
    somebody_else => "otra empresa de cobranza" | "another collection company";
    steps_stop =>
        "Pagar, acordar un plan o pedir una aclaración detiene estos pasos." |
        "Paying, agreeing a plan or opening a dispute stops these steps.";

    // Plans and discounts.
    no_plan_rules =>
        "Los planes de pago se acuerdan caso por caso." |
        "Payment plans are agreed case by case.";
    plan_of(from: u16, to: u16, months: &str) =>
        "Un plan tiene de {from} a {to} pagos y dura {months} como máximo." |
        "A plan has {from} to {to} instalments and lasts {months} at most.";
    plan_smallest(least: Money) => "Cada pago es de {least} o más." | "Each instalment is {least} or more.";
    plan_first(days: &str) =>
        "El primer pago es dentro de {days} desde que se acuerda." |
        "The first payment is within {days} of the agreement.";
    plan_frequencies(list: &str) => "Se paga {list}." | "It is paid {list}.";
    monthly => "cada mes" | "each month";
    fortnightly => "cada quincena, el 15 y el último día" | "twice a month, on the 15th and the last day";
    weekly => "cada semana" | "each week";
    last_working_day =>
        "cada mes, el último día de lunes a viernes" |
        "each month, on the last Monday to Friday";
    plan_down_payment(percent: &str) =>
        "Al empezar se paga por lo menos {percent} de lo que entra en el plan." |
        "At the beginning at least {percent} of what is in the plan is paid.";
    plan_interest_reduced(percent: &str) =>
        "Mientras el plan va a tiempo se suma solo {percent} del interés por atraso." |
        "While the plan is kept only {percent} of the late interest is added.";
    plan_suspended_one =>
        "Si un pago no llega en su tolerancia, el plan se suspende y el interés vuelve desde ese día, nunca hacia atrás." |
        "If an instalment does not arrive within its grace, the plan is suspended and interest returns from that day, never backwards.";
    plan_suspended_many(count: u8) =>
        "Si {count} pagos seguidos no llegan en su tolerancia, el plan se suspende y el interés vuelve desde ese día, nunca hacia atrás." |
        "If {count} instalments in a row do not arrive within their grace, the plan is suspended and interest returns from that day, never backwards.";
    plan_cure(days: &str) =>
        "Dentro de {days} desde entonces, pagar lo atrasado pone en marcha el mismo plan." |
        "Within {days} of that, paying what is late brings the same plan back.";
    plan_only_past_due =>
        "En un plan entra solo lo que ya venció." |
        "Only what is past due enters a plan.";
    plan_by_person(count: u16, months: &str) =>
        "Una persona puede acordar hasta {count} pagos y hasta {months}." |
        "A person can agree up to {count} instalments and up to {months}.";
    plan_by_person_discount(percent: &str) =>
        "Una persona puede descontar hasta {percent}." |
        "A person can take off up to {percent}.";
    plan_decided_by_person =>
        "Un cambio a un convenio firmado, y un plan dentro del año después de otro que se cerró sin terminar, los decide una persona." |
        "A change to a signed agreement, and a plan within a year of one that closed before its end, are decided by a person.";
    plan_answered(days: &str, stands: &str) =>
        "Una propuesta fuera de estas reglas la contesta una persona dentro de {days}, y lo que propone vale {stands}." |
        "A proposal outside these rules is answered by a person within {days}, and what they propose stands for {stands}.";
    discount_in_payments(count: u16, percent: &str, days: &str) =>
        "Si liquida todo en {count} pagos como máximo dentro de {days}, se descuenta {percent}." |
        "If you pay everything off in at most {count} payments within {days}, {percent} is taken off.";
    discount_lost =>
        "Si un plan con descuento se cierra sin terminar, el descuento se pierde." |
        "If a plan with a discount closes before its end, the discount is lost.";
    discount_in_proportion =>
        "Si un plan con descuento se cierra sin terminar, se descuenta en la proporción de lo que se pagó." |
        "If a plan with a discount closes before its end, the discount counts in proportion to what was paid.";
    plan_interest_stops =>
        "Mientras el plan va a tiempo no se suma interés." |
        "While the plan is kept no interest is added.";
    plan_interest_runs =>
        "El interés por atraso sigue sumando durante el plan." |
        "Late interest goes on during the plan.";
    plan_grace(days: &str) =>
        "Un pago que llega hasta {days} tarde sigue a tiempo." |
        "An instalment up to {days} late is still in time.";
    plan_moves(count: u8, days: &str) =>
        "Puede mover {count} de los pagos, hasta {days}, sin pedirlo." |
        "You can move {count} of the instalments, by up to {days}, without asking.";
    plan_skips(count: u8) =>
        "Puede saltar {count} de los pagos y hacerlo al final." |
        "You can skip {count} of the instalments and pay it at the end.";
    discount(percent: &str, days: &str) =>
        "Si liquida todo dentro de {days}, se descuenta {percent}." |
        "If you pay everything off within {days}, {percent} is taken off.";

    // Disputes.
    dispute_answer(days: &str) =>
        "Si algo no es correcto, pida una aclaración: se responde dentro de {days}." |
        "If something is not right, open a dispute: it is answered within {days}.";
    dispute_held =>
        "Mientras se revisa, esa parte está en pausa: no se le pide ni suma interés." |
        "While it is checked that part is on pause: we do not ask for it and it adds no interest.";
    dispute_elsewhere(body: &str) =>
        "Si no está de acuerdo con la respuesta, puede acudir a {body}." |
        "If you disagree with the answer, you can turn to {body}.";

    // Privacy and contact.
    contact_hours =>
        "Le escribimos o llamamos de lunes a viernes, de 8:00 a 19:00 en la hora de su domicilio, y no en días festivos." |
        "We write or call Monday to Friday, 8 am to 7 pm in the time of your home, and not on holidays.";
    no_third_parties =>
        "No hablamos de su deuda con su familia ni en su trabajo, salvo con quien firmó como aval." |
        "We do not talk about your debt with your family or at your workplace, except with whoever signed as guarantor.";
    messages_answered(days: &str) =>
        "Respondemos los mensajes en {days}." |
        "We answer messages within {days}.";
    who_and_where(name: &str, address: &str) => "{name}, {address}." | "{name}, {address}.";
    telephone(phone: &str) => "Teléfono: {phone}." | "Telephone: {phone}.";
    complaints(body: &str) => "Quejas: {body}." | "Complaints: {body}.";
}

pub fn days(lang: Lang, count: i64) -> String {
    if count == 1 { one_day(lang).to_owned() } else { many_days(lang, count) }
}

pub fn months(lang: Lang, count: i64) -> String {
    if count == 1 { one_month(lang).to_owned() } else { many_months(lang, count) }
}

pub fn working_days(lang: Lang, count: i64) -> String {
    if count == 1 { one_working_day(lang).to_owned() } else { many_working_days(lang, count) }
}

/// Hundredths of a per cent as people write them: `1.5`, `18.25`.
pub fn percent_number(basis_points: i64) -> String {
    let (whole, rest) = (basis_points / 100, (basis_points % 100).abs());
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}").trim_end_matches('0').to_owned() }
}

/// `1.5 % cada 30 días`, `12.25 % al año`.
pub fn rate(lang: Lang, rate: Rate) -> String {
    let number = percent(lang, &percent_number(rate.basis_points));
    match rate.stated() {
        Stated::PerYear(360) => rate_a_year_of_360(lang, &number),
        Stated::PerYear(_) => rate_a_year(lang, &number),
        Stated::PerDays(count) => rate_per_days(lang, &number, &days(lang, count)),
    }
}

pub fn section(lang: Lang, section: Section) -> &'static str {
    match section {
        Section::Payment => section_payment(lang),
        Section::Lateness => section_lateness(lang),
        Section::Ways => section_ways(lang),
        Section::Procedure => section_procedure(lang),
        Section::Plans => section_plans(lang),
        Section::Disputes => section_disputes(lang),
        Section::Privacy => section_privacy(lang),
    }
}

pub fn method(lang: Lang, method: Method) -> &'static str {
    match method {
        Method::Card => by_card(lang),
        Method::Oxxo => by_oxxo(lang),
        Method::Spei => by_spei(lang),
        Method::Sepa => by_sepa(lang),
    }
}

pub fn frequency(lang: Lang, frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Monthly => monthly(lang),
        Frequency::Fortnightly => fortnightly(lang),
        Frequency::Weekly => weekly(lang),
        Frequency::LastWorkingDay => last_working_day(lang),
    }
}

/// `a, b o c`.
pub fn either(lang: Lang, items: &[&str]) -> String {
    let or = match lang {
        Lang::Es => " o ",
        Lang::En => " or ",
    };
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{}{or}{last}", first.join(", ")),
    }
}
