//! What the pages about legal status say, to the team and to whoever owes.

use crate::kernel::locale::Lang;
use crate::legal::model::Kind;

crate::words! {
    heading => "Situación legal" | "Legal status";
    lead =>
        "Lo que la ley detiene de esta deuda. Se registra con lo que lo muestra, y lo levanta otra persona." |
        "What the law stops about this debt. It is set with what shows it, and lifted by somebody else.";
    stands => "Vale hoy" | "In force today";
    none_stands => "Hoy no hay ninguna." | "There is none today.";
    history => "Lo que hubo antes" | "What there was before";
    set_one => "Registrar una situación" | "Set a status";
    see_all => "Ver o cambiar" | "See or change";
    which => "¿Qué pasó?" | "What happened?";
    go_on => "Seguir" | "Continue";
    another => "Elegir otra" | "Choose another";

    deceased => "Murió el titular" | "The holder has died";
    incapacitated => "Incapaz o menor de edad" | "Incapacitated or a minor";
    insolvent => "En concurso o insolvencia" | "In insolvency";
    moratorium => "En moratoria" | "In a moratorium";
    sued => "En juicio" | "In court";
    represented => "Con abogado" | "Represented by a lawyer";
    time_barred => "Deuda prescrita" | "Time-barred debt";
    identity_contested => "Identidad en duda" | "Identity contested";
    creditors_hold => "En pausa por el acreedor" | "Held by the creditor";

    effects => "Qué cambia al registrarla" | "What changes when it is set";
    effect_interest =>
        "Desde ese día la cuenta no suma interés ni cargos, y lo que ya se cargó desde entonces se deshace." |
        "From that day the account gains no interest and no fees, and what was charged since is taken back.";
    effect_interest_runs =>
        "Si es de una sola persona y no de la deuda, el interés sigue." |
        "Where it is about one person and not the debt, interest goes on.";
    effect_contact =>
        "Nadie del equipo llama para cobrar, y la cuenta sale de la lista del día." |
        "Nobody of the team calls to collect, and the account leaves the day's list.";
    effect_agreements =>
        "No se toman promesas ni se proponen planes, y nada se cobra por sí solo." |
        "No promises are taken, no plans are proposed, and nothing is charged by itself.";
    effect_hand_on => "La deuda no se entrega a nadie más mientras lo impida." | "The debt is handed to nobody else while this stands against it.";
    effect_pay => "Quien quiera pagar puede hacerlo; nadie se lo pide." | "Whoever wishes to pay can; nobody asks them to.";
    effect_who => "Con quién se puede hablar" | "Who may be spoken to";

    who_deceased => "Solo con quien lleva la sucesión y lo muestre; a la familia no se le pide nada." | "Only whoever settles the estate and shows it; nothing is asked of the family.";
    who_incapacitated => "Solo con quien le representa por ley." | "Only whoever represents them in law.";
    who_insolvent => "Solo con quien lleva el concurso." | "Only whoever runs the insolvency.";
    who_moratorium => "Con quien le asesora; con el cliente, si él llama." | "Whoever advises them; the customer, if they call.";
    who_sued => "Con quien le defiende; lo demás se dice en el juzgado." | "Whoever defends them; the rest is said in court.";
    who_represented => "Con su abogado y nadie más, salvo que el cliente llame." | "Their lawyer and nobody else, unless the customer calls.";
    who_time_barred => "Con nadie, salvo que el cliente llame. No se le pide pagar ni reconocer la deuda." | "Nobody, unless the customer calls. They are not asked to pay or to acknowledge the debt.";
    who_identity => "Con nadie, hasta saber de quién es la deuda." | "Nobody, until it is known whose debt it is.";
    who_hold => "Con el cliente, si él llama." | "The customer, if they call.";

    about => "¿De quién es?" | "Whom is it about?";
    about_debt => "De la deuda, para todos" | "The debt, for everybody";
    about_debt_hint => "Detiene también el interés." | "It stops interest too.";
    about_person_hint => "No detiene el interés." | "It does not stop interest.";
    from => "¿Desde qué día?" | "From which day?";
    from_hint => "El día del hecho o del papel, no el de hoy. Ese día ya no suma interés." | "The day of the event or the paper, not today's. That day bears no interest.";
    until => "¿Hasta qué día? (si se sabe)" | "Until which day? (if known)";
    until_hint => "Ese día todavía vale. Si no se sabe, déjelo en blanco." | "It still holds on that day. Leave it empty if nobody knows.";
    evidence => "¿Qué lo muestra?" | "What shows it?";
    evidence_hint =>
        "El papel, su número y quién lo dio. No escriba de qué murió alguien ni de su salud." |
        "The paper, its number and who gave it. Do not write what somebody died of, nor about their health.";
    files => "Papeles (opcional)" | "Papers (optional)";
    files_hint(most: usize) => "PDF, JPG o PNG, {most} como máximo. Solo los ve el equipo." | "PDF, JPG or PNG, {most} at most. Only the team sees them.";
    set_button => "Registrar" | "Set it";

    since(day: &str) => "Desde el {day}" | "Since {day}";
    since_until(day: &str, last: &str) => "Del {day} al {last}" | "From {day} to {last}";
    set_by(name: &str, day: &str) => "La registró {name}, {day}" | "Set by {name}, {day}";
    set_by_nobody(day: &str) => "Registrada el {day}" | "Set on {day}";
    lifted_by(name: &str, day: &str) => "La levantó {name}, {day}" | "Lifted by {name}, {day}";
    of_person(name: &str) => "De {name}" | "About {name}";
    what_column => "Situación" | "Status";
    days_column => "Días" | "Days";
    shown_column => "Qué lo muestra" | "What shows it";
    who_column => "Quién" | "Who";
    lift => "Pedir que se levante" | "Ask to have it lifted";
    lift_of(what: &str) => "Levantar: {what}" | "Lift: {what}";
    lift_lead =>
        "Lo decide otra persona que dirija al equipo, y nunca quien la registró. Desde ese día la deuda vuelve a ser como cualquier otra; lo que no se cargó no se carga después." |
        "Somebody else who leads the team decides, and never whoever set it. From that day the debt is like any other again; what was not charged is not charged later.";
    lift_reason => "¿Por qué ya no vale?" | "Why does it no longer hold?";
    lift_button => "Pedir que se levante" | "Ask for it";
    lift_waits => "Espera la decisión de otra persona." | "It waits for somebody else's decision.";
    done_set => "Quedó registrada" | "It is set";
    done_set_note => "Vale desde el día que escribió." | "It holds from the day that you typed.";
    done_asked => "Se pidió que se levante" | "The lifting was asked for";
    done_asked_note => "Otra persona lo decide en Aprobaciones." | "Somebody else decides under Approvals.";
    nothing_done => "No se registró nada." | "Nothing was set.";

    words_none => "Escriba qué lo muestra o por qué" | "Write what shows it, or why";
    words_long(most: usize) => "Escriba {most} caracteres como máximo" | "Write {most} characters at most";
    day_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    ahead => "Lo que aún no pasa no detiene nada: escriba hoy o un día anterior" | "What has not happened stops nothing: enter today or an earlier day";
    too_long_ago(first: &str) => "El primer día que se acepta es el {first}" | "The first day that is taken is {first}";
    over => "Ese día ya pasó: escriba hoy o un día posterior" | "That day has passed: enter today or a later day";
    too_many_files(most: usize) => "Elija {most} papeles como máximo" | "Choose {most} papers at most";
    file_wrong(name: &str) => "No se pudo guardar {name}: PDF, JPG o PNG de 10 MB como máximo, entero y sin daño" | "{name} could not be kept: PDF, JPG or PNG of 10 MB at most, whole and unharmed";
    quota_full => "La cuenta ya guarda todos los papeles que puede" | "The account keeps as many papers as it may";
    stands_already => "Esa situación ya está registrada y vale en esos días" | "That status is set already and holds on those days";
    goes_with_handover => "Vino con la entrega de la cuenta y se levanta al recuperarla" | "It came with handing the account on, and is lifted by its recall";
    lifted_before => "Esa situación ya no vale" | "That status does not hold any more";
    already_asked => "Ya se pidió y espera la decisión de otra persona" | "It was asked already and waits for somebody else's decision";

    // What whoever owes reads: what it means for them, and never why.
    paused => "Su cuenta está en pausa" | "Your account is paused";
    paused_tail(day: &str) =>
        "Desde el {day} no suma interés ni cargos y no le llamamos para cobrar. Puede pagar si quiere." |
        "Since {day} it gains no interest and no fees, and we do not call you to collect. You can pay if you wish.";
    paused_deceased => "Lamentamos su pérdida. Hablamos de esta cuenta solo con quien lleva la sucesión, cuando pueda." | "We are sorry for your loss. We speak about this account only with whoever settles the estate, when they can.";
    paused_represented => "Hablamos de esta cuenta con quien le representa." | "We speak about this account with whoever represents you.";
    paused_insolvent => "Esta cuenta sigue el procedimiento que está en curso." | "This account follows the proceedings that are under way.";
    paused_moratorium => "Tiene un tiempo sin cobros para ordenar sus cuentas." | "You have time without collection to put your accounts in order.";
    paused_time_barred => "Por el tiempo que ha pasado no le pedimos pagar. Si paga, puede contar como reconocer la deuda." | "Because of the time that has passed we do not ask you to pay. Paying can count as acknowledging the debt.";
    paused_identity => "Estamos viendo si esta cuenta es suya." | "We are looking into whether this account is yours.";
    paused_hold => "La pusimos en pausa mientras la revisamos." | "We paused it while we look at it.";
}

/// What a kind is called.
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Deceased => deceased(lang),
        Kind::Incapacitated => incapacitated(lang),
        Kind::Insolvent => insolvent(lang),
        Kind::Moratorium => moratorium(lang),
        Kind::Sued => sued(lang),
        Kind::Represented => represented(lang),
        Kind::TimeBarred => time_barred(lang),
        Kind::IdentityContested => identity_contested(lang),
        Kind::CreditorsHold => creditors_hold(lang),
    }
}

/// With whom the team may speak meanwhile.
pub fn who(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Deceased => who_deceased(lang),
        Kind::Incapacitated => who_incapacitated(lang),
        Kind::Insolvent => who_insolvent(lang),
        Kind::Moratorium => who_moratorium(lang),
        Kind::Sued => who_sued(lang),
        Kind::Represented => who_represented(lang),
        Kind::TimeBarred => who_time_barred(lang),
        Kind::IdentityContested => who_identity(lang),
        Kind::CreditorsHold => who_hold(lang),
    }
}

/// What whoever owes reads of it.
pub fn pause(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Deceased => paused_deceased(lang),
        Kind::Incapacitated | Kind::Represented => paused_represented(lang),
        Kind::Insolvent | Kind::Sued => paused_insolvent(lang),
        Kind::Moratorium => paused_moratorium(lang),
        Kind::TimeBarred => paused_time_barred(lang),
        Kind::IdentityContested => paused_identity(lang),
        Kind::CreditorsHold => paused_hold(lang),
    }
}
