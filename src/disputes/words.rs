//! What the pages about disputes say.

use crate::disputes::model::{About, Reason, State};
use crate::disputes::store::steps::StepKind;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    disputes => "Aclaraciones" | "Disputes";
    dispute_number(number: &str) => "Aclaración {number}" | "Dispute {number}";
    paused_heading(number: &str, amount: Money) => "Aclaración {number}: {amount} en pausa" | "Dispute {number}: {amount} on pause";
    ended_heading(number: &str, amount: Money) => "Aclaración {number} por {amount}" | "Dispute {number} for {amount}";
    none_yet => "No tiene aclaraciones." | "No disputes.";
    open_one => "Pedir una aclaración" | "Open a dispute";
    waiting_list => "Por responder" | "To be answered";
    ended_list => "Respondidas y retiradas" | "Answered and withdrawn";
    drafts => "Sin enviar" | "Not sent";
    draft_go_on(what: &str) => "Seguir con la aclaración sobre {what}" | "Go on with the dispute about {what}";
    draft_kept_until => "Se guarda 14 días desde la última vez que la escribió." | "Kept for 14 days after you last wrote on it.";
    drop_draft => "Borrar" | "Delete";
    number => "Número" | "Number";
    about_what => "Sobre" | "About";
    amount => "Cantidad" | "Amount";
    state => "Estado" | "State";
    answer_by => "Respuesta a más tardar" | "Answer by";
    answered_on => "Respondida" | "Answered";

    // Step 1.
    what_heading => "¿Con qué no está de acuerdo?" | "What do you disagree with?";
    what_lead =>
        "Elija una cosa. Lo que aclare queda en pausa hasta que le respondamos; lo demás sigue igual." |
        "Choose one thing. What you dispute is on pause until we answer; the rest stays as it is.";
    bill_of(number: &str) => "Factura {number}" | "Invoice {number}";
    bill_hint(due: &str) => "Venció o vence el {due}" | "Due {due}";
    interest_of(number: &str) => "El interés por atraso de {number}" | "The late interest on {number}";
    fees_of(number: &str) => "Un cargo por atraso de {number}" | "A late fee on {number}";
    payment_missing => "Hice un pago que no aparece" | "I made a payment that is not shown";
    payment_missing_hint => "Le pedimos los datos del pago y lo buscamos." | "We ask for the details of the payment and look for it.";
    not_mine => "Esta deuda no es mía" | "This debt is not mine";
    not_mine_hint => "Todo lo de esta cuenta queda en pausa mientras lo revisamos." | "Everything on this account is on pause while we check.";
    pick_one => "Elija con qué no está de acuerdo" | "Choose what you disagree with";
    continue_ => "Continuar" | "Continue";
    nothing_open => "No hay nada por pagar que se pueda aclarar en esta cuenta." | "There is nothing to pay on this account that can be disputed.";
    may_not =>
        "En esta cuenta usted puede ver, pero no pedir aclaraciones. Puede hacerlo quien la paga." |
        "On this account you can see, and not open disputes. Whoever pays it can.";
    all_of_account => "todo lo de esta cuenta" | "everything on this account";

    // Step 2.
    tell_heading(what: &str) => "Cuéntenos qué pasó con {what}" | "Tell us what happened with {what}";
    which_parts => "¿Qué conceptos no reconoce?" | "Which lines do you dispute?";
    which_parts_hint =>
        "Marque uno o varios. Deje la cantidad vacía si es todo el concepto." |
        "Tick one or more. Leave the amount empty if it is the whole line.";
    how_much => "¿Cuánto no reconoce?" | "How much do you dispute?";
    how_much_hint => "Deje la cantidad vacía si es todo." | "Leave the amount empty if it is all of it.";
    whole_part(left: Money) => "Hasta {left}" | "Up to {left}";
    only_part(code: &str) => "Solo una parte ({code})" | "Only a part ({code})";
    what_happened => "¿Qué pasó?" | "What happened?";
    your_words => "Con sus palabras" | "In your words";
    your_words_hint =>
        "Qué esperaba, qué recibió y desde cuándo. No escriba números de tarjeta." |
        "What you expected, what you got and since when. Do not type card numbers.";
    evidence => "Pruebas (opcional)" | "Evidence (optional)";
    evidence_hint =>
        "PDF, JPG o PNG, hasta 10 MB cada uno y 10 en total. Una foto del celular sirve." |
        "PDF, JPG or PNG, up to 10 MB each and 10 in all. A phone photo is fine.";
    attached => "Ya adjuntados" | "Already attached";
    take_off => "Quitar estos archivos" | "Take these files off";
    identity_everything(sum: Money) =>
        "Quedan en pausa {sum}: todo lo que está abierto en esta cuenta." |
        "{sum} will be on pause: everything that is open on this account.";

    // What can be wrong.
    reason_none => "Elija lo que pasó" | "Choose what happened";
    part_none => "Elija al menos un concepto" | "Choose at least one line";
    amount_too_large(most: &str) => "Lo más que se puede aclarar aquí es {most}" | "The most that can be disputed here is {most}";
    amount_not_number => "Escriba la cantidad con números, como 120 o 120.50" | "Enter the amount in numbers, like 120 or 120.50";
    amount_zero => "Escriba una cantidad mayor que cero" | "Enter an amount above zero";
    words_none => "Cuéntenos qué pasó" | "Tell us what happened";
    words_long => "Es demasiado largo; quite una parte" | "It is too long; take out a part";
    too_many_files => "Son más de 10 archivos; quite alguno" | "That is more than 10 files; take some off";
    file_large(name: &str) => "«{name}» pasa de 10 MB" | "“{name}” is over 10 MB";
    file_type(name: &str) => "«{name}» no es PDF, JPG ni PNG" | "“{name}” is no PDF, JPG or PNG";
    file_empty(name: &str) => "«{name}» está vacío" | "“{name}” is empty";
    file_bad(name: &str) => "No pudimos abrir «{name}»; puede estar incompleto" | "We could not open “{name}”; it may be incomplete";
    file_infected(name: &str) => "«{name}» trae algo que daña a quien lo abre; no lo guardamos" | "“{name}” holds something that harms whoever opens it; we did not keep it";
    file_unscanned(name: &str) => "Ahora no podemos revisar «{name}»; envíe sin él o inténtelo más tarde" | "We cannot check “{name}” just now; send without it, or try later";
    file_pixels(name: &str) => "«{name}» es una imagen demasiado grande; mándela más chica" | "“{name}” is too large a picture; send a smaller one";
    quota_full =>
        "Esta cuenta ya guarda todos los archivos que puede; mándelos por otro medio o quite alguno" |
        "This account already keeps as many files as it can; send them another way or take some off";
    waits_already =>
        "Ese dinero ya está en una aclaración; espere la respuesta o elija otra cosa" |
        "That money is in a dispute already; wait for the answer or choose something else";
    invoice_paid =>
        "Mientras escribía, eso se pagó o se ajustó: ya no hay nada por pagar ahí" |
        "While you were writing, that was paid or adjusted: nothing is left to pay there";
    repeated(number: &str) =>
        "Ya respondimos lo mismo en la aclaración {number}. Agregue algo nuevo, o pida ahí que otra persona la revise" |
        "We answered the same in dispute {number}. Add something new, or ask there for another person to review it";
    stale =>
        "Esta página estuvo abierta mucho tiempo; revise y envíe otra vez" |
        "This page was open for a long time; check and send again";
    not_sent => "No se envió" | "Not sent";

    // Step 3.
    review_heading => "Revise su aclaración" | "Check your dispute";
    amount_contested => "Lo que no reconoce" | "What you dispute";
    will_wait => "Queda en pausa" | "Goes on pause";
    stays_payable => "Sigue por pagar" | "Stays to pay";
    reason => "Motivo" | "Reason";
    words_said => "Lo que nos cuenta" | "What you tell us";
    no_words => "Sin comentarios" | "No words";
    files => "Archivos" | "Files";
    no_files => "Ninguno" | "None";
    meanwhile(amount: Money, by: &str) =>
        "Mientras se revisa, {amount} no se cobran, no suman interés y no se le contacta por ellos. Puede pagar lo demás. Respondemos a más tardar el {by}, por escrito y con explicación." |
        "While we check, {amount} are not collected, gain no interest and you are not contacted about them. You can pay the rest. We answer by {by}, in writing and with an explanation.";
    send => "Enviar la aclaración" | "Send the dispute";

    // The dispute.
    received_heading(number: &str) => "Aclaración {number} recibida" | "Dispute {number} received";
    received_next(by: &str) =>
        "Respondemos a más tardar el {by}, por escrito y con explicación." |
        "We answer by {by}, in writing and with an explanation.";
    promised(by: &str) => "Respuesta prometida: {by}" | "Answer promised: {by}";
    promised_in_days(by: &str, days: i64) => "Respuesta prometida: {by} (en {days} días)" | "Answer promised: {by} (in {days} days)";
    promised_tomorrow(by: &str) => "Respuesta prometida: {by} (mañana)" | "Answer promised: {by} (tomorrow)";
    promised_today(by: &str) => "Respuesta prometida: {by} (hoy)" | "Answer promised: {by} (today)";
    is_late_us(by: &str, amount: Money) =>
        "Prometimos responder el {by} y no lo hicimos. Los {amount} siguen en pausa; ya lo ve una persona supervisora." |
        "We promised an answer on {by} and did not give it. The {amount} stay on pause; a supervisor is on it.";
    next_paused(amount: Money) =>
        "Mientras tanto, los {amount} no se cobran ni suman interés." |
        "Meanwhile the {amount} are not collected and gain no interest.";
    waiting_for_you => "Esperamos su respuesta" | "We are waiting for you";
    asked_before(until: &str) =>
        "Envíelo a más tardar el {until}. El plazo de nuestra respuesta se detiene mientras tanto." |
        "Send it by {until}. The clock of our answer stops meanwhile.";
    contested_parts => "Lo que está en aclaración" | "What is in dispute";
    on_pause => "En pausa" | "On pause";
    credited => "A su favor" | "In your favour";
    back_to_pay => "Otra vez por pagar" | "To pay again";
    bill => "Factura" | "Invoice";
    whole_bill => "Toda la factura" | "The whole invoice";
    late_charges => "Interés y cargos por atraso" | "Late interest and fees";
    charges_of(number: &str) => "Interés y cargos de {number}" | "Interest and fees of {number}";
    with_charges(late: Money) => "con {late} de interés y cargos" | "with {late} of interest and fees";
    what_happened_so_far => "Lo que ha pasado" | "What has happened";
    add_heading => "Agregar un mensaje o una prueba" | "Add a message or evidence";
    your_message => "Su mensaje" | "Your message";
    add => "Enviar" | "Send";
    say_or_attach => "Escriba un mensaje o adjunte un archivo" | "Write a message or attach a file";
    withdraw => "Retirar la aclaración" | "Withdraw the dispute";
    withdraw_heading(number: &str) => "¿Retirar la aclaración {number}?" | "Withdraw dispute {number}?";
    withdraw_means(amount: Money) =>
        "Los {amount} vuelven a estar por pagar desde hoy, sin interés por los días en pausa. Puede pedir otra aclaración después." |
        "The {amount} are to pay again from today, with no interest for the paused days. You can open another dispute later.";
    withdraw_done => "Aclaración retirada" | "Dispute withdrawn";
    only_opener =>
        "La pidió otra persona de esta cuenta; lo que se dijo es entre ella y el equipo." |
        "Another person on this account opened it; what was said is between them and the team.";
    reply_heading => "¿No está de acuerdo?" | "Do you disagree?";
    reply_lead =>
        "Puede contestar una vez con un mensaje, o pedir que la revise una persona supervisora que no haya decidido antes." |
        "You can answer once with a message, or ask for a review by a supervisor who did not decide before.";
    reply => "Contestar una vez" | "Answer once";
    appeal => "Pedir otra revisión" | "Ask for another review";
    appeal_means =>
        "Lo que la respuesta dejó por pagar sigue por pagar mientras se revisa." |
        "What the answer left to pay stays to pay during the review.";
    or_go_to(body: &str) => "También puede acudir a {body}." | "You can also go to {body}.";
    in_review_again(by: &str) =>
        "La revisa otra persona, supervisora. Respondemos a más tardar el {by}." |
        "Another person, a supervisor, is looking at it. We answer by {by}.";
    letter => "Descargar la respuesta" | "Download the answer";
    sent_message => "Mensaje enviado" | "Message sent";
    closed =>
        "Esta aclaración ya cambió; lea cómo quedó" |
        "This dispute has changed meanwhile; read how it stands";

    // E-mail and short messages: that there is something to read, and not a word of it.
    mail_answered_subject(number: &str) => "Respuesta a su aclaración {number}" | "Answer to your dispute {number}";
    mail_answered(creditor: &str, number: &str) =>
        "{creditor}: ya hay respuesta a su aclaración {number}. La explicación y los documentos están aquí; también puede contestar." |
        "{creditor}: your dispute {number} has an answer. The explanation and documents are here; you can also reply.";
    mail_asked_subject(number: &str) => "Su aclaración {number} necesita algo de usted" | "Your dispute {number} needs something from you";
    mail_asked(creditor: &str, number: &str) =>
        "{creditor}: para responder su aclaración {number} le pedimos algo más. El plazo se detiene hasta que conteste." |
        "{creditor}: to answer your dispute {number} we ask you for something more. The clock stops until you answer.";
    mail_read => "Leerlo y contestar" | "Read it and reply";

    // What came of it.
    outcome_in_favour(amount: Money, number: &str) =>
        "A su favor: descontamos {amount} (ajuste {number}), con todo el interés que se le cobró por ellos." |
        "In your favour: we took off {amount} (adjustment {number}), with all the interest charged on them.";
    outcome_charges(amount: Money) =>
        "A su favor: quitamos {amount} de interés y cargos." |
        "In your favour: we took off {amount} of interest and fees.";
    outcome_partly(amount: Money, number: &str, rest: Money, from: &str) =>
        "A su favor en parte: descontamos {amount} (ajuste {number}); {rest} vuelven a estar por pagar desde el {from}, sin interés por los días en pausa." |
        "Partly in your favour: we took off {amount} (adjustment {number}); {rest} are to pay again from {from}, with no interest for the paused days.";
    outcome_unchanged(amount: Money, from: &str) =>
        "Sin cambio: {amount} vuelven a estar por pagar desde el {from}, sin interés por los días en pausa." |
        "No change: {amount} are to pay again from {from}, with no interest for the paused days.";
    fiscal_pending(creditor: &str) =>
        "{creditor} emitirá el comprobante fiscal del ajuste; su número está pendiente." |
        "{creditor} will issue the tax paper for the adjustment; its number is pending.";
    fiscal_issued(creditor: &str, number: &str) =>
        "Comprobante fiscal de {creditor}: {number}." | "Tax paper of {creditor}: {number}.";
}

/// The word of a state (screens 1.6).
pub fn state_word(lang: Lang, state: State) -> &'static str {
    let (es, en) = match state {
        State::Received => ("Recibida", "Received"),
        State::InReview => ("En revisión", "In review"),
        State::Waiting => ("Espera su respuesta", "Waiting for you"),
        State::Appealed => ("En otra revisión", "Reviewed again"),
        State::InFavour => ("A su favor", "In your favour"),
        State::Partly => ("A su favor en parte", "Partly in your favour"),
        State::Unchanged => ("Sin cambio", "No change"),
        State::Withdrawn => ("Retirada", "Withdrawn"),
    };
    either(lang, es, en)
}

pub fn reason_word(lang: Lang, reason: Reason) -> &'static str {
    let (es, en) = match reason {
        Reason::WrongAmount => ("La cantidad o el precio no es correcto", "Wrong quantity or price"),
        Reason::NotReceived => ("No lo recibí", "I did not get it"),
        Reason::Defective => ("Llegó mal o incompleto", "It came wrong or incomplete"),
        Reason::AlreadyPaid => ("Ya lo pagué", "I already paid it"),
        Reason::NotMine => ("No lo reconozco", "I do not recognise it"),
        Reason::IdentityTheft => ("Alguien usó mis datos", "Somebody used my identity"),
        Reason::Duplicate => ("Está cobrado dos veces", "Charged twice"),
        Reason::AgreedOtherwise => ("Ya teníamos otro acuerdo", "We had agreed otherwise"),
        Reason::TimeBarred => ("Es muy antigua para cobrarse", "It is too old to be collected"),
        Reason::ServiceEnded => ("Ya había cancelado el servicio", "I had ended the service"),
        Reason::Deceased => ("El titular falleció", "The holder has died"),
        Reason::Insolvent => ("Estoy en concurso o insolvencia", "I am in insolvency"),
        Reason::Assigned => ("La deuda se cedió a otra empresa", "The debt was assigned to another company"),
        Reason::Other => ("Otro motivo", "Something else"),
    };
    either(lang, es, en)
}

/// What a step was, in a word, to its debtor or to the team.
pub fn step_word(lang: Lang, kind: StepKind, is_debtor: bool) -> &'static str {
    let (es, en) = match kind {
        StepKind::Added if !is_debtor => ("Mensaje del cliente", "Message from the customer"),
        StepKind::Replied if !is_debtor => ("Respuesta del cliente", "Answer from the customer"),
        StepKind::Appealed if !is_debtor => {
            ("El cliente pide otra revisión", "The customer asks for another review")
        }
        StepKind::Asked if !is_debtor => ("Se pidieron más datos", "More was asked for"),
        StepKind::Opened => ("Recibida", "Received"),
        StepKind::Added => ("Mensaje suyo", "Your message"),
        StepKind::Withdrawn => ("Retirada", "Withdrawn"),
        StepKind::Replied => ("Su respuesta a la decisión", "Your answer to the decision"),
        StepKind::Appealed => ("Pidió otra revisión", "You asked for another review"),
        StepKind::Taken => ("En revisión", "In review"),
        StepKind::Asked => ("Le pedimos más datos", "We asked you for more"),
        StepKind::Decided => ("Respuesta", "Answer"),
        StepKind::Fiscal => ("Comprobante fiscal", "Tax paper"),
    };
    either(lang, es, en)
}

/// What a dispute is about, in the middle of a sentence.
pub fn about_word(lang: Lang, about: About, number: &str) -> String {
    match about {
        About::Invoice => format!("{} {number}", either(lang, "la factura", "invoice")),
        About::Interest => format!("{} {number}", either(lang, "el interés de", "the interest on")),
        About::Fees => format!("{} {number}", either(lang, "los cargos de", "the fees on")),
        About::Identity => all_of_account(lang).to_owned(),
    }
}

fn either(lang: Lang, es: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
