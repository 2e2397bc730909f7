//! What the agreement says: on its page, on paper, and in both languages on the same paper.

use crate::kernel::money::Money;

crate::words! {
    read_heading => "Lea su convenio" | "Read your agreement";
    title => "Convenio de pago" | "Payment agreement";
    parties => "Quiénes" | "Who";
    parties_text(creditor: &str, customer: &str, reference: &str) =>
        "{creditor} y {customer}, por la cuenta {reference}." | "{creditor} and {customer}, on account {reference}.";
    debts => "Qué entra en el convenio" | "What the agreement covers";
    invoice => "Factura" | "Invoice";
    principal => "Capital" | "Principal";
    late_interest => "Interés por atraso (moratorio)" | "Late interest";
    other_charges => "Otros cargos" | "Other charges";
    sum => "Total" | "Total";
    discount => "Descuento, se aplica al terminar" | "Discount, taken off at the end";
    to_pay => "A pagar" | "To pay";
    interest_heading => "Interés mientras se cumple" | "Interest while it is kept";
    interest_frozen =>
        "Mientras los pagos lleguen a tiempo no se suma interés. El interés que ya había no se vuelve capital." |
        "While payments arrive in time no interest is added. The interest there was does not become principal.";
    interest_reduced(percent: &str) =>
        "Mientras los pagos lleguen a tiempo se suma {percent} % del interés por atraso de las reglas, sobre el capital que falte; se paga al final." |
        "While payments arrive in time {percent} % of the rules' late interest is added, on the principal left; it is paid at the end.";
    interest_kept(amount: Money) =>
        "El interés por atraso sigue sobre el capital que falte: {amount} si cada pago llega en su fecha; se paga al final." |
        "Late interest goes on on the principal left: {amount} if each payment arrives on its date; it is paid at the end.";
    payments => "Pagos y fechas" | "Payments and dates";
    payments_text(count: usize) =>
        "{count} pagos. Un pago en su fecha cuenta hasta el final del día, también en fin de semana." |
        "{count} payments. A payment on its date counts until the end of the day, on weekends too.";
    where_to_pay => "Dónde se paga" | "Where to pay";
    where_text(site: &str, reference: &str) =>
        "En {site}, o por los medios que aparecen ahí, con la referencia {reference}. Lo que pague de una factura del convenio cuenta como pago del convenio; lo que pague de más cubre los siguientes." |
        "At {site}, or by the means shown there, with the reference {reference}. What you pay on an invoice in the agreement counts as a payment of the agreement; what you pay beyond it covers the next ones.";
    at_the_end => "Al terminar" | "At the end";
    at_the_end_text(numbers: &str) =>
        "Quedan liquidadas {numbers}, salvo lo que esté en aclaración." |
        "{numbers} are settled in full, except what is in dispute.";
    at_the_end_interest(numbers: &str) =>
        "Quedan liquidadas {numbers}, salvo lo que esté en aclaración y el interés que se haya sumado mientras tanto, que se paga entonces." |
        "{numbers} are settled, except what is in dispute and the interest that was added meanwhile, which is paid then.";
    if_late => "Si un pago se atrasa" | "If a payment is late";
    if_late_text(days: u16) => "Tiene {days} días para hacerlo sin que cambie nada." | "You have {days} days to make it with no change.";
    if_late_none => "No hay días de tolerancia." | "There are no days of grace.";
    if_suspended_one =>
        "Después el plan se suspende, el interés vuelve desde el día siguiente a la tolerancia y nunca hacia atrás, se lo avisamos, y puede pedir un ajuste." |
        "Then the plan is suspended, interest returns from the day after the grace and never backwards, we tell you, and you can ask for an adjustment.";
    if_suspended_many(count: u8) =>
        "Después de {count} pagos seguidos sin llegar, el plan se suspende, el interés vuelve desde el día siguiente a la tolerancia y nunca hacia atrás, se lo avisamos, y puede pedir un ajuste." |
        "After {count} payments in a row that do not arrive, the plan is suspended, interest returns from the day after the grace and never backwards, we tell you, and you can ask for an adjustment.";
    if_cured(days: u16) =>
        "Si paga lo atrasado dentro de {days} días desde entonces, el mismo plan sigue; si no, se cierra y todo lo pagado cuenta." |
        "If you pay what is late within {days} days of that, the same plan goes on; if not, it closes and all you paid counts.";
    discount_lost => "El descuento se pierde si el plan se cierra sin terminar." | "The discount is lost if the plan closes before its end.";
    discount_stays =>
        "Si el plan se cierra sin terminar, se descuenta en la proporción de lo que se pagó." |
        "If the plan closes before its end, the discount counts in proportion to what was paid.";
    you_may => "Puede" | "You may";
    may_early => "Pagar antes o liquidar, sin costo." | "Pay early or pay off, at no cost.";
    may_move(count: u8, days: u16) => "Mover {count} de los pagos, hasta {days} días, sin pedirlo." | "Move {count} of the payments, by up to {days} days, without asking.";
    may_skip(count: u8) => "Saltar {count} de los pagos y hacerlo al final." | "Skip {count} of the payments and make it at the end.";
    rights => "Lo que no cambia" | "What does not change";
    no_waiver =>
        "Aceptar no renuncia a nada: puede pedir una aclaración de cualquier factura, también después." |
        "Accepting waives nothing: you can dispute any invoice, also later.";
    acknowledges =>
        "Firmar un convenio reconoce la deuda, y eso puede empezar de nuevo el plazo en que se puede exigir." |
        "Signing an agreement acknowledges the debt, and that can begin anew the time in which it can be claimed.";
    forgiven_tax =>
        "Lo que se descuenta puede ser un ingreso para efectos de impuestos." | "What is taken off may count as income for taxes.";
    complain(body: &str) => "Si no está de acuerdo con algo: {body}." | "If you disagree with something: {body}.";
    changes => "Cualquier cambio es un convenio nuevo que las dos partes aceptan; este se conserva." | "Any change is a new agreement that both sides accept; this one is kept.";
    shown_when(day: &str) => "Números del {day}." | "Numbers of {day}.";
    consent_label => "Leí el convenio y lo acepto." | "I have read the agreement and accept it.";
    consent_missing => "Marque que leyó y acepta el convenio" | "Tick that you have read and accept the agreement";
    send_code => "Aceptar: enviarme un código" | "Accept: send me a code";
    send_code_hint => "Le mandamos un código de 6 cifras para confirmar que es usted. Todavía no se acepta nada." | "We send you a code of 6 digits to confirm that it is you. Nothing is accepted yet.";
    code_heading => "Escriba el código para firmar" | "Enter the code to sign";
    code_label => "Código de 6 cifras" | "6-digit code";
    code_hint => "Vale 10 minutos." | "It is good for 10 minutes.";
    sign => "Aceptar el convenio" | "Accept the agreement";
    code_format => "El código tiene 6 cifras" | "The code has 6 digits";
    code_wrong(left: &str) => "Ese no es el código; le quedan {left} intentos" | "That is not the code; you have {left} tries left";
    code_spent => "Ya no quedan intentos: pida otro código" | "No tries are left: ask for another code";
    code_expired => "El código venció: pida otro" | "The code has expired: ask for another";
    code_unsent => "No tenemos cómo mandarle un código: agregue un correo o teléfono en sus ajustes." | "We have no way to send you a code: add an e-mail or telephone in your settings.";
    code_rate => "Ya se mandaron varios códigos. Espere un cuarto de hora." | "Several codes were sent already. Wait a quarter of an hour.";
    signed(name: &str) => "Convenio {name} aceptado" | "Agreement {name} accepted";
    signed_next(amount: Money, day: &str) =>
        "Su primer pago es de {amount}, el {day}. Le avisamos a más tardar 3 días antes." |
        "Your first payment is {amount} on {day}. We remind you at least 3 days before.";
    signed_by(name: &str, day: &str) => "Aceptado por {name} el {day}, con un código de un solo uso." | "Accepted by {name} on {day}, with a one-time code.";
    other_language => "Payment agreement (English)" | "Convenio de pago (español)";
    number => "Convenio" | "Agreement";
    date => "Fecha" | "Date";
}
