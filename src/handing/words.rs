//! What the pages about handing on say, to the team and to whoever owes.

use crate::handing::model::{Against, Kind, State};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::legal;

crate::words! {
    heading => "Entregas" | "Handed on";
    lead =>
        "Cuentas en manos de otros: con quién están, desde cuándo y con qué se entregaron." |
        "Accounts in others' hands: with whom they are, since when, and what went with them.";
    tab_standing => "Entregadas" | "Handed on";
    tab_asked => "Por decidir" | "To decide";
    tab_recalled => "Recuperadas" | "Recalled";
    tab_candidates => "90 días o más" | "90 days or more";
    candidates_lead =>
        "Cuentas con algo vencido hace 90 días o más, sin plan, aclaración, promesa, situación legal ni entrega. Entregarlas no es obligación: primero piense si falta hablar." |
        "Accounts with something past due for 90 days or more, without a plan, a dispute, a promise, a legal status or a hand-over. Nobody has to hand them on: think first whether talking is still missing.";
    none => "No hay ninguna." | "There are none.";
    number_column => "Entrega" | "Hand-over";
    customer => "Cliente" | "Customer";
    what => "Qué es" | "What it is";
    to => "A quién" | "To whom";
    contact => "Cómo se le encuentra" | "How to reach them";
    since_column => "Desde" | "Since";
    age_column => "Días" | "Days";
    state_column => "Estado" | "State";
    open_column => "Por pagar" | "Open";
    open_then => "Por pagar ese día" | "Open on that day";
    oldest_column => "Lo más antiguo venció" | "Oldest due day";
    days_late(days: i32) => "{days} días" | "{days} days";

    pre_legal => "Con abogados, antes de ir a juicio" | "With lawyers, before court";
    pre_legal_hint => "Se sigue pagando y acordando aquí." | "It is still paid and agreed here.";
    agency => "Con una agencia de cobranza" | "With a collection agency";
    agency_hint => "Ya no se paga aquí; nosotros dejamos de cobrarla." | "It is no longer paid here; we stop collecting it.";
    write_off => "Castigo en nuestros libros" | "Written off in our books";
    write_off_hint => "Se sigue debiendo y se puede pagar; dejamos de cobrarla." | "It is still owed and can be paid; we stop collecting it.";
    state_asked => "Espera a otra persona" | "Waits for somebody else";
    state_standing => "Entregada" | "Handed on";
    state_declined => "No aprobada" | "Declined";
    state_recalled => "Recuperada" | "Recalled";

    hand_on => "Entregar la cuenta" | "Hand the account on";
    choose_lead => "Elija a manos de quién va. Nada cambia todavía." | "Choose into whose hands it goes. Nothing changes yet.";
    which => "¿A manos de quién?" | "Into whose hands?";
    go_on => "Seguir" | "Continue";
    another => "Elegir otra" | "Choose another";
    blocked => "Todavía no se puede entregar" | "It cannot be handed on yet";
    blocked_lead => "Primero hay que resolver esto:" | "This has to be settled first:";
    now_and_then => "Qué cambia" | "What changes";
    today_column => "Hoy" | "Today";
    then_column => "Después" | "Afterwards";
    row_owed => "Lo que debe el cliente" | "What the customer owes";
    row_books => "En nuestros libros" | "In our books";
    row_pay => "Pagar aquí" | "Paying here";
    row_interest => "Interés y cargos" | "Interest and fees";
    row_collects => "Quién cobra" | "Who collects";
    row_agreements => "Planes, promesas y pagos automáticos" | "Plans, promises and automatic payments";
    row_told => "El cliente" | "The customer";
    yes => "Sí" | "Yes";
    no => "No" | "No";
    stays => "No cambia" | "No change";
    stays_less_today => "Lo mismo, sin el interés de hoy" | "The same, without today's interest";
    run => "Corren" | "They run";
    stop => "Se detienen" | "They stop";
    we => "Nosotros" | "We do";
    nobody => "Nadie" | "Nobody";
    they => "A quien se entrega" | "Whoever it goes to";
    possible => "Se pueden" | "Possible";
    not_possible => "No se pueden" | "Not possible";
    as_claim(open: Money) => "{open} por cobrar" | "{open} receivable";
    as_lost(open: Money) => "{open} en castigos" | "{open} in write-offs";
    told_here => "Lo lee aquí y recibe un aviso de quién la lleva" | "Reads it here and is told who holds it";
    reads_on => "Sigue leyendo todo" | "Reads everything as before";
    package => "Con qué se entrega" | "What goes with it";
    package_lead(entries: i64, papers: i64, disputes: i64, contacts: i64) =>
        "Un archivo sellado: {entries} asientos, {papers} documentos, {disputes} aclaraciones, las partes, los consentimientos y la cuenta de {contacts} contactos. Lo que se marcó como no seguro no va." |
        "A sealed archive: {entries} entries, {papers} documents, {disputes} disputes, the parties, the consents and the count of {contacts} contacts. What was marked unsafe is not in it.";
    to_name => "¿A quién se entrega?" | "To whom does it go?";
    to_name_hint => "El nombre completo del despacho o la agencia. El cliente lo lee." | "The full name of the firm or agency. The customer reads it.";
    to_contact => "¿Cómo se le encuentra?" | "How are they reached?";
    to_contact_hint => "Teléfono, correo y dirección. El cliente los lee." | "Telephone, e-mail and address. The customer reads them.";
    reason => "¿Por qué?" | "Why?";
    reason_hint => "Lo lee quien decide; el cliente no." | "Whoever decides reads it; the customer does not.";
    ask_button => "Pedir la entrega" | "Ask to hand it on";
    ask_next =>
        "Otra persona lo decide. Hasta entonces no cambia nada y nadie recibe nada." |
        "Somebody else decides. Until then nothing changes and nobody receives anything.";
    done_asked => "La entrega espera la decisión de otra persona" | "Handing it on waits for somebody else's decision";
    done_asked_note => "Hasta entonces no cambia nada." | "Nothing changes until then.";
    nothing_done => "No se pidió nada." | "Nothing was asked.";
    decide_link => "Ver lo que espera" | "See what waits";

    one_heading(number: &str) => "Entrega {number}" | "Hand-over {number}";
    prepared_by => "La preparó" | "Prepared by";
    decided_by => "La aprobó" | "Approved by";
    code => "Código del paquete" | "Code of the package";
    download => "Descargar el paquete" | "Download the package";
    download_hint =>
        "Queda escrito quién lo descargó. Quien lo reciba puede compararlo en /verify con su código." |
        "It is written down who downloads it. Whoever receives it can compare it at /verify by its code.";
    recalled_by => "La recuperó" | "Recalled by";
    recalled_why => "Por qué se recuperó" | "Why it was recalled";
    recall => "Recuperar la cuenta" | "Recall the account";
    recall_lead =>
        "La cuenta vuelve a nosotros: se paga aquí, corre el interés desde ese día y se le avisa al cliente. Lo castigado vuelve a por cobrar. Lo decide otra persona." |
        "The account comes back to us: it is paid here, interest runs from that day, and the customer is told. What was written off is receivable again. Somebody else decides.";
    recall_reason => "¿Por qué vuelve?" | "Why does it come back?";
    recall_button => "Pedir que vuelva" | "Ask to have it back";
    recall_waits => "La recuperación espera la decisión de otra persona." | "The recall waits for somebody else's decision.";

    against_asked => "Una entrega de esta cuenta espera ya una decisión." | "A hand-over of this account waits for a decision already.";
    against_handed => "La cuenta ya está en manos de otros." | "The account is in others' hands already.";
    against_dispute => "Hay una aclaración sin terminar: respóndala antes." | "A dispute is still open: answer it first.";
    against_plan => "Hay un plan en curso y se está cumpliendo o se puede cumplir." | "A plan is in force, and is being kept or can be.";
    against_talk => "Se está hablando de un plan: respóndale al cliente antes." | "A plan is being talked about: answer the customer first.";
    against_promise => "El cliente prometió pagar y su día no ha pasado." | "The customer promised to pay and the day has not passed.";
    against_in_flight => "Hay un pago en camino: espere a saber si llegó." | "A payment is on its way: wait until it is known whether it came.";
    against_reported => "El cliente dice que ya pagó: búsquelo antes." | "The customer says that they have paid: look for it first.";
    against_review => "Un banco revisa un pago de esta cuenta." | "A bank reviews a payment of this account.";
    against_legal(what: &str) => "Su situación legal lo impide: {what}." | "Its legal status stands against it: {what}.";
    against_nothing => "No se debe nada." | "Nothing is owed.";

    words_none => "Escríbalo" | "Write it";
    words_long(most: &str) => "Escriba {most} caracteres como máximo" | "Write {most} characters at most";
    stands_against => "Ya no se puede entregar: lea por qué" | "It can no longer be handed on: read why";
    already_asked => "Ya se pidió y espera la decisión de otra persona" | "It was asked already and waits for somebody else's decision";
    stale => "La página era vieja; revise y envíe otra vez" | "The page was old; look through it and send it again";

    // What whoever owes reads.
    banner_pre_legal(name: &str) => "Su cuenta la lleva ahora {name}" | "{name} now handles your account";
    banner_pre_legal_text(day: &str, name: &str, contact: &str) =>
        "Desde el {day}. Hable con {name}: {contact}. Aquí puede seguir pagando, acordando y leyendo todo." |
        "Since {day}. Speak to {name}: {contact}. Here you can still pay, agree and read everything.";
    banner_agency(name: &str) => "Su cuenta la cobra ahora {name}" | "{name} now collects your account";
    banner_agency_text(day: &str, name: &str, contact: &str) =>
        "Desde el {day}. Pague y hable con {name}: {contact}. Para que no pague dos veces, aquí ya no se paga. Todo lo anterior se sigue leyendo aquí, y aquí puede aclarar lo que no esté bien." |
        "Since {day}. Pay and speak to {name}: {contact}. So that you do not pay twice, it is no longer paid here. Everything up to now can still be read here, and here you can contest what is not right.";
    banner_write_off(creditor: &str) => "{creditor} dejó de cobrarle esta cuenta" | "{creditor} no longer collects this account";
    banner_write_off_text(day: &str) =>
        "Desde el {day} no suma interés y no le llamamos. Lo que debe no cambió: puede pagarlo aquí si quiere, y leer todo como antes." |
        "Since {day} it gains no interest and we do not call you. What you owe has not changed: you can pay it here if you wish, and read everything as before.";
    of_account(reference: &str) => "Cuenta {reference}. " | "Account {reference}. ";
    closed => "Esta cuenta ya no se paga aquí" | "This account is no longer paid here";
    closed_text(name: &str, contact: &str) =>
        "La cobra {name}: {contact}. Si paga aquí y allá, pagaría dos veces." |
        "{name} collects it: {contact}. Paying here and there you would pay twice.";
    closed_back => "Volver a mi cuenta" | "Back to my account";

    mail_subject(creditor: &str) => "{creditor}: quién lleva su cuenta" | "{creditor}: who handles your account";
    mail_pre_legal(creditor: &str, name: &str, day: &str, contact: &str) =>
        "Desde el {day} {name} lleva la cuenta que tiene con {creditor}. Puede hablarle: {contact}. En el portal puede seguir pagando y leyendo todo." |
        "Since {day} {name} handles the account that you have with {creditor}. You can reach them: {contact}. In the portal you can still pay and read everything.";
    mail_agency(creditor: &str, name: &str, day: &str, contact: &str) =>
        "Desde el {day} {name} cobra la cuenta que tiene con {creditor}. Pague y hable con {name}: {contact}. En el portal ya no se paga, y se sigue leyendo todo." |
        "Since {day} {name} collects the account that you have with {creditor}. Pay and speak to {name}: {contact}. It is no longer paid in the portal, where everything can still be read.";
    mail_write_off(creditor: &str, day: &str) =>
        "Desde el {day} {creditor} dejó de cobrarle esta cuenta. Lo que debe no cambió y no suma más interés. Si quiere, puede pagarlo en el portal." |
        "Since {day} {creditor} no longer collects this account. What you owe has not changed and gains no more interest. You can pay it in the portal if you wish.";
    mail_recalled(creditor: &str, name: &str, day: &str) =>
        "Desde el {day} {creditor} vuelve a llevar su cuenta, y ya no {name}. Pague y hable con {creditor} en el portal." |
        "Since {day} {creditor} handles your account again, and {name} no longer does. Pay and speak to {creditor} in the portal.";
    mail_recalled_to_books(creditor: &str, day: &str) =>
        "Desde el {day} {creditor} vuelve a cobrar esta cuenta. Lo que debe se lee en el portal, y ahí puede pagarlo o acordar cómo." |
        "Since {day} {creditor} collects this account again. What you owe can be read in the portal, where you can pay it or agree how.";
    mail_read => "Ver mi cuenta" | "See my account";

    cover_note => "Capital, interés y cargos." | "Principal, interest and fees.";
    cover_files => "Qué contiene este archivo" | "What this archive holds";
    cover_file => "Archivo y huella" | "File and fingerprint";
    cover_bytes => "Bytes" | "Bytes";
    cover_check =>
        "Cada archivo tiene su huella SHA-256 aquí y en manifest.json. El archivo entero se compara con el código de esta hoja en la dirección que lleva. Los datos son personales: úselos solo para esta cuenta." |
        "Each file has its SHA-256 fingerprint here and in manifest.json. The whole archive is compared by the code of this sheet at the address on it. The data are personal: use them for this account only.";
}

/// What a hand-over is called.
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::PreLegal => pre_legal(lang),
        Kind::Agency => agency(lang),
        Kind::WriteOff => write_off(lang),
    }
}

/// What it means, in a line.
pub fn hint(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::PreLegal => pre_legal_hint(lang),
        Kind::Agency => agency_hint(lang),
        Kind::WriteOff => write_off_hint(lang),
    }
}

/// How it stands.
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Asked => state_asked(lang),
        State::Standing => state_standing(lang),
        State::Declined => state_declined(lang),
        State::Recalled => state_recalled(lang),
    }
}

/// What stands against it, as a sentence.
pub fn against(lang: Lang, against: Against) -> String {
    match against {
        Against::Asked => against_asked(lang).to_owned(),
        Against::Handed => against_handed(lang).to_owned(),
        Against::Dispute => against_dispute(lang).to_owned(),
        Against::Plan => against_plan(lang).to_owned(),
        Against::Talk => against_talk(lang).to_owned(),
        Against::Promise => against_promise(lang).to_owned(),
        Against::InFlight => against_in_flight(lang).to_owned(),
        Against::Reported => against_reported(lang).to_owned(),
        Against::Review => against_review(lang).to_owned(),
        Against::Legal(kind) => against_legal(lang, &legal::words::kind(lang, kind).to_lowercase()),
        Against::Nothing => against_nothing(lang).to_owned(),
    }
}
