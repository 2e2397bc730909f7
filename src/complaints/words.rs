//! What the pages about complaints say.

use crate::complaints::model::{Kind, Outcome};
use crate::kernel::locale::Lang;

crate::words! {
    complaints => "Quejas" | "Complaints";
    complain => "Presentar una queja" | "Make a complaint";
    lead =>
        "Una queja es sobre cómo le tratamos. Si no está de acuerdo con lo que debe, pida una aclaración: ese dinero espera mientras la revisamos." |
        "A complaint is about how we treat you. If you disagree with what you owe, open a dispute: that money waits while we check.";
    to_disputes => "Pedir una aclaración" | "Open a dispute";
    what_about => "¿De qué se queja?" | "What is your complaint about?";
    tell => "Cuéntenos qué pasó" | "Tell us what happened";
    tell_hint => "Cuándo fue y con quién, si lo sabe. La lee una persona supervisora." | "When it was and with whom, if you know. A supervisor reads it.";
    send => "Enviar la queja" | "Send the complaint";
    sent => "Queja recibida" | "Complaint received";
    sent_next(number: &str, by: &str) =>
        "Es la {number}. Una persona supervisora le responde a más tardar el {by}. Quejarse no cambia nada de su cuenta." |
        "It is {number}. A supervisor answers by {by}. Complaining changes nothing on your account.";
    or_go_to(body: &str) => "También puede acudir a {body}." | "You can also go to {body}.";
    yours => "Sus quejas" | "Your complaints";
    one(number: &str, kind: &str) => "{number}: {kind}" | "{number}: {kind}";
    opened_on(day: &str) => "Presentada el {day}." | "Made on {day}.";
    promised_by(day: &str) => "Respondemos a más tardar el {day}." | "We answer by {day}.";
    answered_on(day: &str, name: &str, outcome: &str) => "{outcome}. Respondió {name} el {day}:" | "{outcome}. Answered by {name} on {day}:";
    kind_none => "Elija de qué se queja" | "Choose what it is about";
    words_none => "Cuéntenos qué pasó" | "Tell us what happened";
    words_long => "Es demasiado largo; quite una parte" | "It is too long; take out a part";
    stale => "Esta página estuvo abierta mucho tiempo; revise y envíe otra vez" | "This page was open for a long time; check and send again";
    tone(phrase: &str) => "Quite «{phrase}»: suena a amenaza o a papel de juzgado" | "Take out “{phrase}”: it sounds like a threat or a court paper";

    // The desk.
    register => "Registro de quejas" | "Register of complaints";
    register_lead => "Las responde quien supervisa. No detienen ningún cobro: eso lo hace una aclaración." | "Supervisors answer them. They stop no collection: a dispute does.";
    register_empty => "No hay quejas." | "No complaints.";
    month(month: &str) => "Solo {month}" | "Only {month}";
    all_months => "Todos los meses" | "All months";
    as_table => "Descargar el registro (CSV)" | "Download the register (CSV)";
    file_name => "quejas" | "complaints";
    number => "Número" | "Number";
    who => "Quién" | "Who";
    account => "Cuenta" | "Account";
    kind_column => "Sobre" | "About";
    opened => "Presentada" | "Made";
    promised => "Prometida" | "Promised";
    answered => "Respondida" | "Answered";
    outcome_column => "Resultado" | "Outcome";
    not_yet => "Aún no" | "Not yet";
    late(day: &str) => "{day}, atrasada" | "{day}, late";
    heading(number: &str) => "Queja {number}" | "Complaint {number}";
    whose_right => "¿Tiene razón?" | "Are they right?";
    outcome_none => "Elija si tiene razón" | "Choose whether they are right";
    your_answer => "Respuesta para el cliente" | "Answer to the customer";
    your_answer_hint => "Diga qué revisó, qué encontró y qué cambia. Se responde una sola vez." | "Say what you checked, what you found and what changes. It is answered once.";
    answer => "Responder" | "Answer";
    only_leads => "La responde quien supervisa." | "A supervisor answers it.";

    mail_subject(number: &str) => "Respuesta a su queja {number}" | "Answer to your complaint {number}";
    mail_text(creditor: &str, number: &str) =>
        "{creditor} respondió su queja {number}. Aquí puede leer la respuesta." |
        "{creditor} has answered your complaint {number}. You can read the answer here.";
    mail_read => "Leerlo" | "Read it";
    mail_taken_subject(number: &str) => "Anotamos su queja {number}" | "We wrote down your complaint {number}";
    mail_taken(creditor: &str, number: &str) =>
        "{creditor} anotó la queja {number} que hizo por teléfono. Aquí puede ver qué se anotó y para cuándo hay respuesta." |
        "{creditor} wrote down complaint {number}, which you made by telephone. You can see here what was written down and by when it is answered.";
    letter => "Descargar la respuesta" | "Download the answer";
    letter_answer => "Qué respondemos" | "Our answer";
    letter_disagree => "Si no está de acuerdo" | "If you disagree";
    by_telephone(name: &str) => "Por teléfono; la anotó {name}." | "By telephone; written down by {name}.";
    take => "Anotar una queja por teléfono" | "Write down a complaint by telephone";
    take_lead => "Lea en voz alta lo que anota. El cliente lo ve en su cuenta y recibe un aviso." | "Read aloud what you write down. The customer sees it on their account and gets a notice.";
    who_calls => "¿Quién llama?" | "Who is calling?";
    caller_none => "Elija quién llama" | "Choose who is calling";
    heard => "Qué dice" | "What they say";
    heard_hint => "Con sus palabras: cuándo fue y con quién." | "In their words: when it was and with whom.";
    take_now => "Anotar la queja" | "Write it down";
    find_account => "Para anotar una queja por teléfono, abra la cuenta de quien llama." | "To write down a complaint by telephone, open the caller's account.";
}

pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    let (es, en) = match kind {
        Kind::Treatment => ("El trato que recibí", "How I was treated"),
        Kind::Contact => ("Cuándo, dónde o cuánto me contactan", "When, where or how often I am contacted"),
        Kind::NoAnswer => ("No me responden a tiempo", "I am not answered in time"),
        Kind::WrongInformation => ("Me dieron información equivocada", "I was given wrong information"),
        Kind::Privacy => ("El uso de mis datos", "How my data is used"),
        Kind::Other => ("Otra cosa", "Something else"),
    };
    either(lang, es, en)
}

pub fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    let (es, en) = match outcome {
        Outcome::Upheld => ("Con razón", "Upheld"),
        Outcome::Partly => ("Con razón en parte", "Partly upheld"),
        Outcome::NotUpheld => ("Sin razón", "Not upheld"),
    };
    either(lang, es, en)
}

fn either(lang: Lang, es: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}
