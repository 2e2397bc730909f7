//! The texts of signing in, of settings, and of "I am not this person".

use crate::identity::model::{FactKind, Role};
use crate::kernel::locale::Lang;

crate::words! {
    cards => "Tarjeta para pagos automáticos" | "Card for automatic payments";
    cards_kept => "Tarjetas guardadas" | "Kept cards";
    cards_autopay => "Pagos automáticos" | "Automatic payments";

    // Sign-in (screens 2.2).
    sign_in_title => "Entrar a su cuenta" | "Sign in to your account";
    who_label => "Correo, teléfono o número de referencia" | "E-mail, phone or reference number";
    who_hint => "La referencia está en su factura o carta." | "The reference is on your invoice or letter.";
    send_code => "Enviarme un código" | "Send me a code";
    who_next
        => "Si ese dato está en una cuenta, el código llega en un minuto."
        | "If that detail is on an account, the code arrives within a minute.";
    who_empty => "Escriba su correo, teléfono o referencia" | "Enter your e-mail, phone or reference";
    who_email
        => "Escriba el correo completo, como nombre@correo.mx"
        | "Enter the whole e-mail, like name@mail.com";
    who_phone
        => "El teléfono lleva 10 dígitos, como 55 1234 5678"
        | "A phone number has 10 digits, like 55 1234 5678";
    who_rate(hour: &str)
        => "Ya enviamos 3 códigos. Puede pedir otro a las {hour}."
        | "We sent 3 codes. You can ask again at {hour}.";
    session_over_heading => "Cerramos su sesión por seguridad" | "We signed you out for safety";
    session_over => "Entre otra vez y siga donde estaba." | "Sign in again and go on where you were.";
    session_reused
        => "La llave de su sesión se usó en dos lugares a la vez. Si no fue usted, entre, abra Ajustes y cierre las demás sesiones."
        | "The key of your session was used in two places at once. If that was not you, sign in, open Settings and sign out all others.";
    staff_session_reused
        => "La llave de su sesión se usó en dos lugares a la vez. Si no fue usted, entre y cierre las demás sesiones."
        | "The key of your session was used in two places at once. If that was not you, sign in and sign out all others.";

    // The code (screens 2.3).
    code_title => "Escriba el código" | "Enter the code";
    code_lead
        => "Si el dato está en una cuenta, enviamos 6 dígitos. Duran 10 minutos."
        | "If the detail is on an account, we sent 6 digits. They last 10 minutes.";
    code_label => "Código de 6 dígitos" | "6-digit code";
    go_on => "Continuar" | "Continue";
    shared_device => "Este teléfono es compartido" | "This phone is shared";
    shared_device_hint
        => "No guardamos nada en él y la sesión se cierra antes."
        | "We keep nothing on it, and you are signed out sooner.";
    shared_device_legend => "Este equipo" | "This device";
    code_missing => "No me llegó" | "It did not arrive";
    code_missing_text => "Revise los correos no deseados." | "Check your junk mail.";
    another_code => "Enviar otro código" | "Send another code";
    another_detail => "Usar otro dato" | "Use another detail";
    code_next
        => "Después verá su cuenta; la primera vez pedimos un dato más."
        | "Then you see your account; the first time we ask one more detail.";
    otp_format => "El código tiene 6 dígitos" | "The code has 6 digits";
    otp_wrong(tries: &str)
        => "Ese código no coincide. {tries}"
        | "That code does not match. {tries}";
    otp_expired => "Ese código ya venció. Pida otro." | "That code has expired. Ask for another.";
    otp_spent
        => "Se acabaron los intentos de este código. Pida otro."
        | "No tries left for this code. Ask for another.";
    link_used
        => "Este enlace ya se usó o venció. Le enviamos otro si lo pide aquí."
        | "This link was used or has expired. Ask here for another.";
    one_try_left => "Queda 1 intento." | "1 try left.";
    tries_left(n: &str) => "Quedan {n} intentos." | "{n} tries left.";

    // The link in the letter.
    link_title => "Entrar a su cuenta" | "Sign in to your account";
    link_lead(name: &str) => "Este enlace abre la cuenta de {name}." | "This link opens the account of {name}.";
    link_button => "Entrar" | "Sign in";
    link_next
        => "El enlace sirve una vez; se usa al presionar el botón, no antes."
        | "The link works once; it is used when you press the button, not before.";

    // The known fact (screens 2.4).
    fact_title => "Un dato para cuidar su cuenta" | "One detail to protect your account";
    fact_lead
        => "Se pide en cada equipo nuevo. Así es más difícil que otra persona lo vea."
        | "Asked on a new device, so that it is harder for somebody else to see it.";
    fact_invoice => "Número de una de sus facturas" | "Number of one of your invoices";
    fact_invoice_hint => "Está arriba en la factura en papel." | "It is at the top of the paper invoice.";
    fact_tax_id => "Últimos 4 caracteres de su RFC" | "Last 4 characters of your tax ID (RFC)";
    fact_postal_code => "Código postal" | "Postcode";
    fact_birth_date => "Fecha de nacimiento" | "Date of birth";
    fact_birth_date_hint => "Por ejemplo, 20 3 1980" | "For example, 20 3 1980";
    fact_button => "Ver mi cuenta" | "See my account";
    fact_next => "Al continuar verá su saldo." | "When you continue you see your balance.";
    fact_empty => "Escriba el dato" | "Enter the detail";
    fact_date
        => "Escriba día, mes y año de su nacimiento"
        | "Enter the day, month and year of your birth";
    fact_wrong(creditor: &str, tries: &str)
        => "No coincide con el dato de {creditor}. {tries}"
        | "It does not match what {creditor} has. {tries}";
    locked_title => "No pudimos comprobarlo" | "We could not check it";
    locked_call(creditor: &str, phone: &str)
        => "Por hoy ya no se puede intentar aquí. Llame a {creditor} al {phone}: una persona le ayuda. No se agrega ningún cargo."
        | "It cannot be tried here any more today. Call {creditor} on {phone}: a person will help. No charge is added.";
    locked_ask(creditor: &str)
        => "Por hoy ya no se puede intentar aquí. Pregunte a {creditor}: una persona le ayuda. No se agrega ningún cargo."
        | "It cannot be tried here any more today. Ask {creditor}: a person will help. No charge is added.";

    // Leaving.
    sign_out_title => "Salir de su cuenta" | "Sign out of your account";
    sign_out_lead
        => "Cerramos la sesión de este equipo. La próxima vez pedirá un código nuevo."
        | "We end the session on this device. Next time it needs a new code.";
    sign_out => "Salir" | "Sign out";

    // "I am not this person", under every notice.
    stop_title => "¿Este aviso no es para usted?" | "Is this notice not for you?";
    stop_lead
        => "Si usted no es la persona a quien escribimos, dejamos de escribir a esta dirección o teléfono desde ahora. No le pedimos ningún dato."
        | "If you are not the person we wrote to, we stop writing to this address or phone from now on. We ask you for nothing.";
    stop_button => "No soy esta persona" | "I am not this person";
    stop_next
        => "Una persona revisa el dato. Si lo presionó por error, avise a quien le escribió."
        | "A person checks the detail. If you pressed it by mistake, tell whoever wrote to you.";
    stopped_title => "Gracias por avisar" | "Thank you for telling us";
    stopped_text
        => "Desde ahora no escribimos a esa dirección o teléfono."
        | "From now on we do not write to that address or phone.";

    keys => "Teclado" | "Keyboard";
    keys_link => "Ver los atajos, y encenderlos o apagarlos" | "See the shortcuts, and switch them on or off";

    // The desk's door.
    staff_title => "Entrar a la mesa" | "Sign in to the desk";
    staff_email => "Correo de trabajo" | "Work e-mail";
    staff_password => "Contraseña" | "Password";
    staff_email_empty => "Escriba su correo de trabajo" | "Enter your work e-mail";
    staff_password_empty => "Escriba su contraseña" | "Enter your password";
    staff_wrong
        => "El correo o la contraseña no coinciden"
        | "The e-mail or the password does not match";
    staff_next
        => "Después pedimos el código de su aplicación de autenticación."
        | "Then we ask for the code of your authenticator app.";
    totp_title => "Escriba el código de su aplicación" | "Enter the code of your app";
    totp_lead
        => "Está en su aplicación de autenticación y cambia cada 30 segundos."
        | "It is in your authenticator app and changes every 30 seconds.";
    totp_wrong
        => "Ese código no coincide o ya se usó. Espere al siguiente."
        | "That code does not match or was used. Wait for the next one.";
    totp_button => "Entrar" | "Sign in";
    start_again => "Empezar de nuevo" | "Start again";
    join_title => "Entre al equipo" | "Join the team";
    join_lead(name: &str, email: &str) =>
        "Hola, {name}. Entrará con {email} y la contraseña que ponga aquí." |
        "Hello {name}. You will sign in with {email} and the password that you set here.";
    join_password => "Su contraseña nueva" | "Your new password";
    join_password_hint(least: usize) =>
        "{least} caracteres o más. Unas cuantas palabras sueltas son fáciles de recordar." |
        "{least} characters or more. A few unrelated words are easy to remember.";
    join_password_short => "Escriba una contraseña de 12 caracteres o más" | "Enter a password of 12 characters or more";
    join_next =>
        "Después prepara la aplicación que le da un código cada vez que entre." |
        "Next you set up the app that gives you a code each time you sign in.";
    enrol_title => "Active su segundo factor" | "Set up your second factor";
    enrol_lead
        => "Escanee la imagen con una aplicación de autenticación, o escriba en ella la clave. Luego escriba aquí el código que muestra."
        | "Scan the picture with an authenticator app, or type the key into it. Then enter here the code it shows.";
    enrol_picture => "Imagen para la aplicación de autenticación" | "Picture for the authenticator app";
    enrol_key => "Clave" | "Key";
    enrol_button => "Activar y entrar" | "Set up and sign in";
    enrol_next
        => "Desde ahora cada entrada pide un código de esa aplicación."
        | "From now on each sign-in asks for a code of that app.";
    step_over
        => "Pasó mucho tiempo. Escriba otra vez su correo y contraseña."
        | "It took too long. Enter your e-mail and password again.";

    // Settings (screens 2.25).
    settings_title => "Ajustes" | "Settings";
    sessions_title => "Ajustes y sesiones" | "Settings and sessions";
    saved => "Guardado" | "Saved";
    saved_text => "Vale desde ahora." | "It holds from now.";
    language_and_theme => "Idioma y tema" | "Language and theme";
    language => "Idioma" | "Language";
    theme => "Tema" | "Theme";
    theme_light => "Claro" | "Light";
    theme_dark => "Oscuro" | "Dark";
    theme_device => "Como mi equipo" | "Like my device";
    save => "Guardar" | "Save";
    choice_unknown => "Elija una de las opciones" | "Choose one of the options";
    addresses => "Correo y teléfono" | "E-mail and phone";
    address_email => "Correo" | "E-mail";
    address_phone => "Teléfono" | "Phone";
    address_suspended => "en pausa: no escribimos ahí" | "on hold: we do not write there";
    addresses_none => "No tenemos correo ni teléfono suyos." | "We have no e-mail or phone of yours.";
    addresses_change
        => "Aquí le enviamos códigos, recibos y avisos."
        | "We send codes, receipts and notices here.";
    change_email => "Cambiar su correo" | "Change your e-mail";
    change_phone => "Cambiar su teléfono" | "Change your phone";
    add_email => "Agregar un correo" | "Add an e-mail";
    add_phone => "Agregar un teléfono" | "Add a phone";
    address_now(address: &str) => "Ahora le escribimos a {address}." | "We write to you at {address} now.";
    new_email => "Correo nuevo" | "New e-mail";
    new_email_hint => "Por ejemplo, nombre@correo.mx" | "For example, name@mail.com";
    new_phone => "Teléfono nuevo" | "New phone";
    new_phone_hint => "10 dígitos, como 55 1234 5678" | "10 digits, like 55 1234 5678";
    address_empty => "Escriba el dato nuevo" | "Enter the new one";
    address_same => "Ya le escribimos ahí. Escriba otro." | "We already write to you there. Enter another.";
    address_next_email
        => "Le enviamos un código a ese correo. Nada cambia hasta que lo escriba aquí."
        | "We send a code to that e-mail. Nothing changes until you enter it here.";
    address_next_phone
        => "Le enviamos un código a ese teléfono. Nada cambia hasta que lo escriba aquí."
        | "We send a code to that phone. Nothing changes until you enter it here.";
    address_code_lead(address: &str)
        => "Enviamos 6 dígitos a {address}. Duran 10 minutos."
        | "We sent 6 digits to {address}. They last 10 minutes.";
    address_confirm => "Confirmar" | "Confirm";
    code_missing_phone
        => "Revise que el número esté bien escrito."
        | "Check that the number is right.";
    address_code_next
        => "Desde entonces le escribimos ahí, y avisamos al anterior. Sus sesiones siguen abiertas."
        | "From then on we write to you there, and we tell the old one. You stay signed in everywhere.";
    grants => "Sus permisos en cada cuenta" | "Your access to each account";
    grants_account => "Cuenta" | "Account";
    grants_role => "Usted es" | "You are";
    grants_may => "Puede" | "You may";
    grants_until => "Hasta" | "Until";
    grants_no_end => "Sin fecha límite" | "No end date";
    grants_none => "No tiene permiso en ninguna cuenta." | "You have access to no account.";
    role_principal => "Titular" | "Account holder";
    role_joint_debtor => "Titular junto con otra persona" | "Joint account holder";
    role_guarantor => "Aval" | "Guarantor";
    role_representative => "Representante" | "Representative";
    role_executor => "Albacea" | "Executor";
    role_helper => "Quien ayuda" | "Helper";
    may_see => "Ver" | "See";
    may_pay => "Ver y pagar" | "See and pay";
    may_negotiate => "Ver, pagar y negociar" | "See, pay and negotiate";
    may_manage => "Ver, pagar, negociar y dar permisos" | "See, pay, negotiate and give access";
    devices => "Equipos con sesión" | "Signed-in devices";
    device_unnamed => "Equipo sin nombre" | "Unnamed device";
    device_here => "este equipo" | "this device";
    device_shared => "compartido" | "shared";
    device_seen(when: &str) => "usado el {when}" | "used on {when}";
    device_sign_out => "Cerrar esa sesión" | "Sign that one out";
    devices_sign_out_others => "Cerrar las demás" | "Sign out all others";
    devices_only_this => "Solo este equipo." | "Only this device.";
    devices_next
        => "Al cerrarla, ese equipo pedirá un código nuevo."
        | "Once signed out, that device needs a new code.";
    staff_devices_next
        => "Al cerrarla, ese equipo pedirá contraseña y código."
        | "Once signed out, that device needs password and code.";
}

/// How many tries are left, in words.
pub fn tries(lang: Lang, n: &str) -> String {
    if n == "1" { one_try_left(lang).to_owned() } else { tries_left(lang, n) }
}

/// What a known fact is called.
pub fn fact(kind: FactKind, lang: Lang) -> &'static str {
    match kind {
        FactKind::InvoiceReference => fact_invoice(lang),
        FactKind::TaxIdEnd => fact_tax_id(lang),
        FactKind::PostalCode => fact_postal_code(lang),
        FactKind::BirthDate => fact_birth_date(lang),
    }
}

/// What a party is to an account.
pub fn party_role(code: &str, lang: Lang) -> &'static str {
    match code {
        "principal" => role_principal(lang),
        "joint_debtor" => role_joint_debtor(lang),
        "guarantor" => role_guarantor(lang),
        "representative" => role_representative(lang),
        "executor" => role_executor(lang),
        _ => role_helper(lang),
    }
}

/// What a party may do on an account.
pub fn party_may(code: &str, lang: Lang) -> &'static str {
    match code {
        "pay" => may_pay(lang),
        "negotiate" => may_negotiate(lang),
        "manage" => may_manage(lang),
        _ => may_see(lang),
    }
}

/// What a member of the team is called.
pub fn staff_role(role: Role, lang: Lang) -> &'static str {
    match (role, lang) {
        (Role::Auditor, Lang::Es) => "Auditoría",
        (Role::Auditor, Lang::En) => "Auditor",
        (Role::Agent, Lang::Es) => "Agente",
        (Role::Agent, Lang::En) => "Agent",
        (Role::Supervisor, Lang::Es) => "Supervisión",
        (Role::Supervisor, Lang::En) => "Supervisor",
        (Role::Administrator, Lang::Es) => "Administración",
        (Role::Administrator, Lang::En) => "Administrator",
    }
}
