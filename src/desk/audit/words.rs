//! What the pages of the trail say.

use crate::kernel::locale::Lang;

crate::words! {
    heading => "Auditoría" | "Audit";
    lead =>
        "Quién leyó o hizo qué, y cuándo. Nadie puede cambiarlo ni borrarlo." |
        "Who read or did what, and when. Nobody can change or delete it.";
    not_for_agents =>
        "La leen quienes supervisan, administran o auditan." |
        "Supervisors, administrators and auditors read it.";
    filter => "Filtrar" | "Filter";
    who => "Quién" | "Who";
    everybody => "Todos" | "Everybody";
    customers => "Clientes" | "Customers";
    portal => "El portal" | "The portal";
    visitor => "Alguien sin sesión" | "Somebody not signed in";
    verb => "Qué hizo" | "What was done";
    every_verb => "Todo" | "Everything";
    account => "Cuenta" | "Account";
    account_hint => "Su referencia, como 4471" | "Its reference, such as 4471";
    from => "Desde el día" | "From the day";
    until => "Hasta el día" | "Until the day";
    show => "Mostrar" | "Show";
    csv => "Descargar lo mostrado" | "Download what is shown";
    none => "No hay nada que coincida." | "Nothing matches.";
    older => "Ver lo anterior" | "See what came before";
    at => "Cuándo" | "When";
    object => "Qué cosa" | "Which thing";
    account_unknown => "No hay una cuenta suya con esa referencia" | "No account of yours has that reference";
    day_wrong => "Escriba una fecha que exista" | "Enter a date that exists";

    looks_heading => "Quién del equipo vio su cuenta" | "Who of the team looked at your account";
    looks_none => "Nadie del equipo ha visto su cuenta." | "Nobody of the team has looked at your account.";
    looked => "La abrió para atenderla" | "Opened it to work on it";
    viewed => "La vio como usted la ve" | "Viewed it as you see it";
    times(count: i64) => "{count} veces" | "{count} times";
    once => "1 vez" | "Once";
    day => "Día" | "Day";
    what => "Qué" | "What";
    often => "Cuántas veces" | "How often";
}

/// The verbs that can be filtered by, each with its words. Others are shown by the word that the trail keeps.
pub const VERBS: [(&str, &str, &str); 55] = [
    ("read", "Abrió la cuenta", "Opened the account"),
    ("view_as_debtor", "La vio como cliente", "Viewed as the customer"),
    ("read_trail", "Leyó la auditoría", "Read the audit"),
    ("export_trail", "Descargó la auditoría", "Downloaded the audit"),
    ("export", "Descargó una tabla", "Downloaded a table"),
    ("make", "Hizo", "Made"),
    ("retire", "Retiró", "Retired"),
    ("keep", "Guardó una vista", "Kept a view"),
    ("drop", "Quitó una vista", "Removed a view"),
    ("sign_in", "Entró", "Signed in"),
    ("accept_password", "Contraseña correcta", "Right password"),
    ("end_session", "Cerró una sesión", "Ended a session"),
    ("refuse_password", "Contraseña equivocada", "Wrong password"),
    ("refuse_second_factor", "Segundo factor equivocado", "Wrong second factor"),
    ("take", "Tomó", "Took"),
    ("give", "Dio a otra persona", "Gave to somebody else"),
    ("leave", "Dejó", "Gave back"),
    ("snooze", "Pospuso", "Put off"),
    ("weigh", "Ordenó las cuentas", "Put accounts in order"),
    ("log", "Registró", "Logged"),
    ("promise", "Anotó una promesa", "Noted a promise"),
    ("note", "Escribió una nota", "Wrote a note"),
    ("tag", "Puso una etiqueta", "Added a tag"),
    ("untag", "Quitó una etiqueta", "Removed a tag"),
    ("say", "Escribió un mensaje", "Wrote a message"),
    ("close", "Cerró", "Closed"),
    ("send", "Envió un aviso", "Sent a notice"),
    ("sent", "Salió un aviso", "A notice left"),
    ("remind", "Recordó un pago", "Reminded of a payment"),
    ("start", "Inició un pago", "Started a payment"),
    ("record", "Registró un pago", "Recorded a payment"),
    ("ask_approval", "Pidió aprobación", "Asked for approval"),
    ("approve", "Aprobó", "Approved"),
    ("decline", "No aprobó", "Declined"),
    ("refund", "Devolvió dinero", "Refunded money"),
    ("waive", "Condonó", "Waived"),
    ("set_status", "Registró la situación legal", "Set the legal status"),
    ("lift_status", "Levantó la situación legal", "Lifted the legal status"),
    ("prepare", "Preparó la entrega", "Prepared the hand-over"),
    ("hand_on", "Aprobó la entrega", "Approved the hand-over"),
    ("recall", "Recuperó la cuenta", "Recalled the account"),
    ("download", "Descargó", "Downloaded"),
    ("draft", "Empezó un borrador", "Began a draft"),
    ("change", "Cambió", "Changed"),
    ("publish", "Publicó", "Published"),
    ("invite", "Invitó", "Invited"),
    ("join", "Entró al equipo", "Joined the team"),
    ("limit", "Cambió límites", "Changed limits"),
    ("reset_sign_in", "Renovó el acceso", "Renewed the access"),
    ("let_go", "Dio de baja", "Let go"),
    ("enrol_second_factor", "Preparó su segundo factor", "Set up their second factor"),
    ("change_preferences", "Cambió sus ajustes", "Changed their settings"),
    ("answer_call", "Leyó una nota que le llamaba", "Read a note that called them"),
    ("acknowledge", "Confirmó una lectura", "Confirmed a reading"),
    ("prepare_statement", "Pidió un estado de cuenta", "Ordered a statement"),
];

/// A verb in words.
pub fn verb_text(lang: Lang, verb: &str) -> String {
    let found = VERBS.iter().find(|(name, ..)| *name == verb);
    match (found, lang) {
        (Some((_, es, _)), Lang::Es) => (*es).to_owned(),
        (Some((.., en)), Lang::En) => (*en).to_owned(),
        (None, _) => verb.replace('_', " "),
    }
}

/// A thing in words, where it is one that people speak of.
pub fn object_text(lang: Lang, kind: &str) -> String {
    let (es, en) = match kind {
        "account" => ("cuenta", "account"),
        "session" => ("sesión", "session"),
        "staff" => ("alguien del equipo", "somebody of the team"),
        "person" => ("persona", "person"),
        "notice" => ("aviso", "notice"),
        "payment" => ("pago", "payment"),
        "dispute" => ("aclaración", "dispute"),
        "thread" | "message" => ("conversación", "conversation"),
        "promise" | "promise_due" | "promise_broken" => ("promesa", "promise"),
        "plan" | "proposal" => ("plan", "plan"),
        "call" => ("llamada", "call"),
        "task" => ("tarea", "task"),
        "approval" => ("aprobación", "approval"),
        "policy_version" => ("reglas", "rules"),
        "legal_status" => ("situación legal", "legal status"),
        "handover" => ("entrega de cuenta", "hand-over"),
        "refund" => ("devolución", "refund"),
        "creditor" => ("acreedor", "creditor"),
        "group" => ("grupo", "group"),
        "desk_view" => ("vista", "view"),
        "worklist" => ("lista de trabajo", "work list"),
        "bank_line" => ("depósito", "deposit"),
        other => return other.replace('_', " "),
    };
    match lang {
        Lang::Es => es.to_owned(),
        Lang::En => en.to_owned(),
    }
}
