//! What people read about a plan that they keep.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::plans::model::EventKind;
use crate::plans::standing::PartState;

crate::words! {
    heading(name: &str) => "Plan {name}" | "Plan {name}";
    next_label => "Su próximo pago" | "Your next payment";
    late_label => "Falta por pagar" | "Still to pay";
    next_on(day: &str) => "El {day}" | "On {day}";
    pay_it(amount: Money) => "Pagar {amount}" | "Pay {amount}";
    in_grace(day: &str, amount: Money, until: &str) =>
        "El pago del {day} ({amount}) no ha llegado. Puede hacerlo hasta el {until} sin que cambie nada." |
        "The payment of {day} ({amount}) has not arrived. Make it by {until} and nothing changes.";
    missed(day: &str, amount: Money) =>
        "El pago del {day} ({amount}) no ha llegado y pasó su tolerancia. En cuanto lo pague, el plan vuelve a estar al día." |
        "The payment of {day} ({amount}) has not arrived and its grace is over. As soon as you pay it, the plan is up to date again.";
    suspended(until: &str) =>
        "El plan está suspendido y el interés volvió desde el día siguiente a la tolerancia, nunca hacia atrás. Si paga lo atrasado hasta el {until}, el mismo plan sigue." |
        "The plan is suspended and interest returned from the day after the grace, never backwards. If you pay what is late by {until}, the same plan goes on.";
    suspended_person =>
        "Si esto ya no le alcanza, pida un cambio: se busca algo que sí pueda cumplir." |
        "If this no longer works for you, ask for a change: we look for something that you can keep.";
    completed(day: &str) =>
        "Terminó su plan el {day}. Estas facturas están liquidadas." |
        "You finished your plan on {day}. These invoices are settled.";
    completed_left(day: &str, left: Money) =>
        "Terminó su plan el {day}. De estas facturas quedan por pagar {left}, del interés que se sumó mientras tanto o de lo que estaba en aclaración." |
        "You finished your plan on {day}. Of these invoices {left} are left to pay, of the interest that was added meanwhile or of what was in dispute.";
    closed(day: &str) =>
        "El plan se cerró el {day} porque lo atrasado no llegó a tiempo. Todo lo pagado cuenta completo. Puede proponer otro." |
        "The plan closed on {day} because what was late did not arrive in time. All you paid counts. You can propose another.";
    replaced(day: &str) => "Otro plan lo sustituyó el {day}." | "Another plan took its place on {day}.";
    progress(paid: Money, total: Money) => "Ha pagado {paid} de {total}." | "You have paid {paid} of {total}.";
    progress_desk(paid: Money, total: Money) => "Pagado: {paid} de {total}." | "Paid: {paid} of {total}.";
    left(amount: Money) => "Faltan {amount}." | "{amount} to go.";
    column_state => "Estado" | "State";
    column_left => "Falta" | "To go";
    part_to_come => "Por venir" | "To come";
    part_next => "Próximo" | "Next";
    part_part_paid => "Pagado en parte" | "Part paid";
    part_paid => "Pagado" | "Paid";
    part_grace => "En tolerancia" | "In its grace";
    part_missed => "Atrasado" | "Late";
    part_gone => "Nada por pagar" | "Nothing to pay";
    moved_from(day: &str) => "Movido del {day}" | "Moved from {day}";
    skipped_part => "Pasó al final" | "Moved to the end";
    what_you_may => "Qué puede hacer" | "What you may do";
    move_this(left: u8, days: u16) =>
        "Mover un pago (queda {left} vez, hasta {days} días)" | "Move a payment ({left} left, up to {days} days)";
    skip_this(left: u8) => "Saltar un pago y hacerlo al final (queda {left})" | "Skip a payment and make it at the end ({left} left)";
    pay_more => "Pagar más o liquidar" | "Pay more or pay off";
    pay_more_hint(left: Money) => "Lo que pague de más cubre los siguientes pagos. Liquidar hoy: {left}." | "What you pay beyond it covers the next payments. Paying off today: {left}.";
    ask_change => "Pedir un cambio" | "Ask for a change";
    ask_change_hint => "Proponga otro plan para lo que falta; el de ahora sigue hasta que acepte el nuevo." | "Propose another plan for what is left; this one goes on until you accept the new one.";
    calendar => "Poner las fechas en su calendario" | "Put the dates in your calendar";
    download_agreement => "Descargar convenio, español e inglés" | "Download agreement, Spanish and English";
    verify_code(code: &str) => "Código para comprobarlo: {code}" | "Code to verify it: {code}";
    history => "Qué ha pasado" | "What has happened";
    remind_rule => "Le avisamos a más tardar 3 días antes de cada pago." | "We remind you at least 3 days before each payment.";
    before_after => "Antes y después" | "Before and after";
    before => "Antes" | "Before";
    after => "Después" | "After";
    move_heading => "Mover un pago" | "Move a payment";
    which_part => "¿Qué pago?" | "Which payment?";
    part_line(number: u16, day: &str, amount: Money) => "N.º {number}, {day}: {amount}" | "No. {number}, {day}: {amount}";
    to_which_day => "¿A qué día?" | "To which day?";
    to_day_hint(days: u16) => "Hasta {days} días después de su fecha." | "Up to {days} days after its date.";
    move_button => "Mover el pago" | "Move the payment";
    see_move => "Ver cómo queda" | "See how it looks";
    skip_heading => "Saltar un pago" | "Skip a payment";
    skip_button => "Saltar el pago" | "Skip the payment";
    costs_nothing => "No cuesta nada, y el total es el mismo." | "It costs nothing, and the total is the same.";
    bend_spent => "Ya usó los cambios que su convenio permite. Puede pedir otro." | "You have used the changes that your agreement allows. You can ask for another.";
    bend_not_to_come => "Ese pago ya no está por venir" | "That payment is no longer to come";
    bend_too_far(day: &str) => "Puede moverlo hasta el {day}" | "You can move it to {day} at the latest";
    bend_not_later => "Elija un día después de su fecha" | "Choose a day after its date";
    bend_past_next => "El siguiente pago caería antes" | "The next payment would come before it";
    not_kept => "El plan no está vigente, así que no se puede mover nada" | "The plan is not active, so nothing can be moved";
    changed_done => "Quedó cambiado" | "It is changed";
    event_propose => "Se propuso un plan" | "A plan was proposed";
    event_endorse => "Se aceptó la propuesta" | "The proposal was accepted";
    event_counter => "Se hizo otra propuesta" | "Another proposal was made";
    event_decline => "La propuesta no se aceptó" | "The proposal was not accepted";
    event_refuse => "La propuesta se retiró" | "The proposal was withdrawn";
    event_sign => "Se firmó el convenio" | "The agreement was signed";
    event_expire => "La propuesta venció" | "The proposal ended";
    event_miss => "Un pago pasó su tolerancia" | "A payment went past its grace";
    event_suspend => "El plan se suspendió" | "The plan was suspended";
    event_cure => "El plan volvió a estar al día" | "The plan is up to date again";
    event_complete => "El plan terminó" | "The plan was finished";
    event_close => "El plan se cerró sin terminar" | "The plan closed before its end";
    event_replace => "Otro plan lo sustituyó" | "Another plan took its place";
    event_move => "Se movió un pago" | "A payment was moved";
    event_skip => "Se saltó un pago, que pasó al final" | "A payment was skipped and comes at the end";
    event_remind => "Se recordó un pago" | "A payment was reminded of";
    by_name(what: &str, name: &str) => "{what} · {name}" | "{what} · {name}";
    ics_summary(creditor: &str, amount: &str) => "Pago a {creditor}: {amount}" | "Payment to {creditor}: {amount}";
    ics_description(name: &str) => "Plan {name}. Se puede pagar en el portal hasta el final del día." | "Plan {name}. It can be paid in the portal until the end of the day.";
    // What is sent.
    due_subject => "Se acerca la fecha de un pago de su plan" | "A payment of your plan is coming up";
    due_body(creditor: &str, amount: &str, day: &str) =>
        "El siguiente pago de su plan con {creditor} es de {amount}, el {day}. Si ya lo hizo, no hace falta nada más. Puede moverlo, o pedir un cambio, desde su plan." |
        "The next payment of your plan with {creditor} is {amount}, on {day}. If you have made it, nothing else is needed. You can move it, or ask for a change, from your plan.";
    pay_now => "Pagar sin entrar" | "Pay without signing in";
    link_lasts(days: i64) =>
        "Quien abra ese enlace puede pagar y no ve nada más de su cuenta. Sirve {days} días." |
        "Whoever opens that link can pay and sees nothing else of your account. It is good for {days} days.";
    missed_subject => "No ha llegado un pago de su plan" | "A payment of your plan has not arrived";
    missed_body(creditor: &str, amount: &str) =>
        "No ha llegado un pago de {amount} de su plan con {creditor} y pasó su tolerancia. Si algo cambió, pida un ajuste desde su plan: se busca algo que pueda cumplir." |
        "A payment of {amount} of your plan with {creditor} has not arrived and its grace is over. If something changed, ask for an adjustment from your plan: we look for something that you can keep.";
    suspended_subject => "Su plan está suspendido" | "Your plan is suspended";
    suspended_body(creditor: &str, until: &str) =>
        "Su plan con {creditor} está suspendido porque no llegó un pago. El interés vuelve desde hoy, nunca hacia atrás. Si paga lo atrasado hasta el {until}, el mismo plan sigue; también puede pedir un cambio." |
        "Your plan with {creditor} is suspended because a payment did not arrive. Interest returns from now on, never backwards. If you pay what is late by {until}, the same plan goes on; you can also ask for a change.";
    cured_subject => "Su plan está al día otra vez" | "Your plan is up to date again";
    cured_body(creditor: &str) => "Llegó lo que faltaba: su plan con {creditor} está al día otra vez." | "What was missing has arrived: your plan with {creditor} is up to date again.";
    completed_subject => "Terminó su plan" | "You finished your plan";
    completed_body(creditor: &str, numbers: &str) =>
        "Terminó de pagar su plan con {creditor}. Quedan liquidadas: {numbers}. Desde su plan puede bajar el convenio, y de cada factura la carta de que no debe nada." |
        "You have paid all of your plan with {creditor}. Settled: {numbers}. From your plan you can download the agreement, and for each invoice the letter that nothing is owed.";
    completed_left_body(creditor: &str, numbers: &str, left: &str) =>
        "Terminó de pagar su plan con {creditor}, sobre {numbers}. Quedan {left} por pagar, del interés que se sumó mientras tanto o de lo que estaba en aclaración." |
        "You have paid all of your plan with {creditor}, about {numbers}. {left} are left to pay, of the interest that was added meanwhile or of what was in dispute.";
    closed_subject => "Su plan se cerró" | "Your plan was closed";
    closed_body(creditor: &str) =>
        "Su plan con {creditor} se cerró porque lo atrasado no llegó a tiempo. Todo lo que pagó cuenta completo. Puede proponer otro plan." |
        "Your plan with {creditor} was closed because what was late did not arrive in time. All you paid counts. You can propose another plan.";
    answered_subject => "Hay respuesta a su propuesta de plan" | "Your plan proposal was answered";
    offered_subject => "Le proponen un plan de pagos" | "A payment plan is offered to you";
    endorsed_body(creditor: &str) =>
        "{creditor} aceptó su propuesta de plan. Léala completa y confírmela en su cuenta; aceptar no cobra nada." |
        "{creditor} accepted your plan proposal. Read all of it and confirm it in your account; accepting charges nothing.";
    countered_body(creditor: &str) =>
        "{creditor} le propone un plan. Véalo en su cuenta, compárelo y decida; nada cambia hasta que usted lo acepte." |
        "{creditor} proposes a plan to you. See it in your account, compare it and decide; nothing changes until you accept it.";
    declined_body(creditor: &str, reason: &str) =>
        "{creditor} no pudo aceptar su propuesta de plan: {reason} Puede proponer otro plan." |
        "{creditor} could not accept your plan proposal: {reason} You can propose another plan.";
    open_plan => "Ver el plan" | "See the plan";
    plan_short(creditor: &str) => "{creditor}: hay un aviso sobre su plan en su cuenta." | "{creditor}: there is a notice about your plan in your account.";
    signed_subject => "Su convenio de pago" | "Your payment agreement";
    signed_body(creditor: &str, name: &str, first: &str, day: &str) =>
        "Su convenio {name} con {creditor} quedó firmado. El primer pago es de {first}, el {day}. El documento, en español e inglés, está en su cuenta." |
        "Your agreement {name} with {creditor} is signed. The first payment is {first}, on {day}. The document, in Spanish and English, is in your account.";
    code_subject => "Código para firmar su convenio" | "Code to sign your agreement";
    code_body(code: &str, creditor: &str) =>
        "Su código para firmar el convenio con {creditor} es {code}. Vale 10 minutos y solo para el convenio que leyó. Si usted no lo pidió, no lo dé a nadie." |
        "Your code to sign the agreement with {creditor} is {code}. It is good for 10 minutes and only for the agreement that you read. If you did not ask for it, give it to nobody.";
    code_short(code: &str) => "{code} es su código para firmar su convenio. No lo dé a nadie." | "{code} is your code to sign your agreement. Give it to nobody.";
}

/// The word of an instalment's state.
pub fn part_state(lang: Lang, state: PartState) -> &'static str {
    match state {
        PartState::ToCome => part_to_come(lang),
        PartState::Next => part_next(lang),
        PartState::PartPaid => part_part_paid(lang),
        PartState::Paid => part_paid(lang),
        PartState::InGrace => part_grace(lang),
        PartState::Missed => part_missed(lang),
        PartState::Gone => part_gone(lang),
    }
}

/// What happened, in a sentence.
pub fn event(lang: Lang, kind: EventKind) -> &'static str {
    match kind {
        EventKind::Propose => event_propose(lang),
        EventKind::Endorse => event_endorse(lang),
        EventKind::Counter => event_counter(lang),
        EventKind::Decline => event_decline(lang),
        EventKind::Refuse => event_refuse(lang),
        EventKind::Sign => event_sign(lang),
        EventKind::Expire => event_expire(lang),
        EventKind::Miss => event_miss(lang),
        EventKind::Suspend => event_suspend(lang),
        EventKind::Cure => event_cure(lang),
        EventKind::Complete => event_complete(lang),
        EventKind::Close => event_close(lang),
        EventKind::Replace => event_replace(lang),
        EventKind::Move => event_move(lang),
        EventKind::Skip => event_skip(lang),
        EventKind::Remind => event_remind(lang),
    }
}
