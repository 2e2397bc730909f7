//! What the pages of the team say.

use crate::identity::model::Role;
use crate::kernel::locale::Lang;

crate::words! {
    heading => "Equipo" | "Team";
    lead => "Quién trabaja con usted, y qué tiene a su cargo." | "Who works with you, and what each is trusted with.";
    name => "Nombre" | "Name";
    email => "Correo de trabajo" | "Work e-mail";
    role => "Puesto" | "Role";
    creditors => "Acreedores" | "Creditors";
    speaks => "Idiomas en que atiende" | "Languages they work in";
    state => "Estado" | "State";
    state_active => "Activo" | "Active";
    state_invited(day: &str) => "Invitado, hasta el {day}" | "Invited, until {day}";
    state_no_link => "Sin acceso: su enlace venció" | "No access: the link has expired";
    state_left(day: &str) => "Dejó el equipo el {day}" | "Left the team on {day}";

    agent => "Agente" | "Agent";
    supervisor => "Supervisión" | "Supervisor";
    administrator => "Administración" | "Administrator";
    auditor => "Auditoría: lee todo, no cambia nada" | "Auditor: reads all, changes nothing";

    invite => "Invitar a alguien" | "Invite somebody";
    invite_lead =>
        "Recibe un enlace que sirve una vez, por tres días: con él pone su contraseña y su segundo factor." |
        "They get a link that works once, for three days: with it they set their password and second factor.";
    invite_button => "Enviar la invitación" | "Send the invitation";
    invited(name: &str) => "Se invitó a {name}." | "{name} is invited.";
    invited_text => "El enlace va en camino a su correo." | "The link is on its way to their e-mail.";

    you => "Usted" | "You";
    own_page => "Nadie cambia lo que tiene a su cargo: pídalo a otra persona que administre." | "Nobody changes what they are trusted with: ask another administrator.";
    only_administrators => "Solo quien administra cambia estos datos." | "Only administrators change these.";
    of_other_creditors => "También trabaja para acreedores que no son suyos; decide quien los administra." | "They also work for creditors that are not yours; whoever administers those decides.";
    change => "Qué tiene a su cargo" | "What they are trusted with";
    change_hint => "Si cambia el puesto o los acreedores, tiene que entrar otra vez." | "If the role or the creditors change, they have to sign in again.";
    change_button => "Guardar" | "Save";
    changed => "Quedó guardado." | "Saved.";
    changed_text => "Vale desde ahora." | "It holds from now.";

    limits(currency: &str) => "Hasta dónde decide sin otra persona ({currency})" | "How far they decide alone ({currency})";
    limits_lead => "Lo que quede vacío lo aprueba siempre otra persona." | "Whatever is left empty another person always approves.";
    limit_free(what: &str) => "{what}: sin límite" | "{what}: no limit";
    limit_refund => "Devolver dinero" | "Refund money";
    limit_adjustment => "Descontar al responder una aclaración" | "Take off in answering a dispute";
    limit_waiver => "Condonar intereses y cargos" | "Waive interest and fees";
    limit_write_off => "Dar de baja" | "Write off";
    limit_manual_payment => "Registrar un pago a mano" | "Record a payment by hand";
    limit_discount => "Descuento en un plan (%)" | "Discount in a plan (%)";
    limit_term => "Días más allá de las reglas" | "Days beyond the rules";
    limits_button => "Guardar los límites" | "Save the limits";

    reset => "Perdió su segundo factor o su contraseña" | "They lost their second factor or password";
    reset_lead =>
        "Compruebe por otro medio que es quien dice ser. Lo que usaba para entrar deja de valer ahora, y recibe un enlace para empezar de nuevo." |
        "Make sure some other way that they are who they say. What they signed in with ends now, and they get a link to begin anew.";
    reset_button => "Enviar un enlace nuevo" | "Send a new link";
    reset_done => "Se envió un enlace nuevo." | "A new link was sent.";
    reset_done_text => "Lo anterior ya no sirve." | "What was before is of no more use.";

    leave => "Deja el equipo" | "They leave the team";
    leave_lead => "Sale de todas sus sesiones ahora. Lo que atiende pasa a quien usted elija." | "They are signed out everywhere now. What they deal with goes to whom you choose.";
    leave_to => "¿A quién pasa lo que atiende?" | "Who takes over what they deal with?";
    leave_to_nobody => "A nadie: queda sin asignar" | "Nobody: it stays unassigned";
    leave_button(name: &str) => "Dar de baja a {name}" | "Let {name} go";
    left(count: &str) => "Dejó el equipo. Pasaron {count} asuntos." | "They left the team. {count} matters were passed on.";
    left_text => "Ya no puede entrar." | "They cannot sign in any more.";

    name_empty => "Escriba el nombre" | "Enter the name";
    name_long(most: usize) => "Escriba {most} caracteres como máximo" | "Enter {most} characters at most";
    email_wrong => "Escriba un correo, como nombre@ejemplo.mx" | "Enter an e-mail, such as name@example.com";
    email_taken => "Alguien ya usa ese correo" | "Somebody uses that e-mail already";
    role_none => "Elija un puesto" | "Choose a role";
    speaks_none => "Elija al menos un idioma" | "Choose at least one language";
    creditors_none => "Elija al menos un acreedor" | "Choose at least one creditor";
    limit_wrong => "Escriba un número, o déjelo vacío" | "Enter a number, or leave it empty";
    not_yours => "Eso lo decide otra persona que administre" | "Another administrator decides that";
    heir_wrong => "Elija a alguien del equipo" | "Choose somebody of the team";
    nothing_changed => "No se cambió nada." | "Nothing was changed.";

    mail_subject(creditor: &str) => "Su acceso a la mesa de {creditor}" | "Your access to the desk of {creditor}";
    mail_text(name: &str, creditor: &str) =>
        "Hola, {name}. Con este enlace pone su contraseña y su segundo factor para entrar a la mesa de {creditor}. Sirve una vez, por tres días. Si no lo esperaba, no lo abra y avise a quien administra." |
        "Hello {name}. With this link you set your password and second factor to sign in to the desk of {creditor}. It works once, for three days. If you did not expect it, do not open it and tell an administrator.";
    mail_link => "Entrar al equipo" | "Join the team";
}

/// A role and what it may do.
pub fn role_text(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Agent => agent(lang),
        Role::Supervisor => supervisor(lang),
        Role::Administrator => administrator(lang),
        Role::Auditor => auditor(lang),
    }
}
