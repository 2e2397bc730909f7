//! What is asked, and what the team reads of it.

use crate::kernel::locale::Lang;
use crate::opinions::model::{Answer, Closed};

crate::words! {
    question => "¿Cómo le fue con nosotros?" | "How was it with us?";
    lead(what: &str) => "Sobre {what}. Una sola pregunta; nadie se la hará otra vez." | "About {what}. One question only; nobody will ask it again.";
    line => "Algo que quiera agregar (opcional)" | "Anything to add (optional)";
    line_hint => "Lo lee el equipo. No cambia nada de su cuenta." | "The team reads it. It changes nothing on your account.";
    send => "Responder" | "Answer";
    answer_none => "Elija cómo le fue" | "Choose how it was";
    line_long => "Es demasiado largo; quite una parte" | "It is too long; take out a part";
    thanks => "Gracias por responder" | "Thank you for answering";
    your_answer(answer: &str) => "Usted respondió: {answer}." | "You answered: {answer}.";
    mail_ask => "¿Cómo le fue con nosotros? Una pregunta" | "How was it with us? One question";
    the_dispute(number: &str) => "la aclaración {number}" | "dispute {number}";
    the_plan(name: &str) => "el convenio {name}" | "plan {name}";
    the_conversation => "su conversación con el equipo" | "your conversation with the team";

    // The desk.
    opinions => "Opiniones de los clientes" | "What customers say";
    desk_lead => "Se pregunta una vez, cuando se cierra una aclaración, un convenio o una conversación." | "Asked once, when a dispute, a plan or a conversation closes.";
    none_yet => "Aún no se ha cerrado nada." | "Nothing has closed yet.";
    by_month => "Por mes" | "By month";
    month => "Mes" | "Month";
    asked => "Preguntados" | "Asked";
    answered => "Respondieron" | "Answered";
    share_good => "Bien, de cada 100" | "Good, of every 100";
    latest => "Las últimas" | "The latest";
    no_answers => "Nadie ha respondido aún." | "Nobody has answered yet.";
    who => "Quién" | "Who";
    about => "Sobre" | "About";
    answer => "Respuesta" | "Answer";
    words => "Lo que agregó" | "What they added";
    on => "Cuándo" | "When";
    said(answer: &str, on: &str) => "El cliente dice que le fue: {answer} ({on})." | "The customer says that it was: {answer} ({on}).";
    asked_on(on: &str) => "Se le preguntó cómo le fue el {on}; aún no responde." | "They were asked how it was on {on}; no answer yet.";
    dash => "—" | "—";
}

/// The answer in a word.
pub fn answer_word(lang: Lang, answer: Answer) -> &'static str {
    let (es, en) = match answer {
        Answer::Good => ("Bien", "Good"),
        Answer::Fair => ("Más o menos", "Fair"),
        Answer::Bad => ("Mal", "Bad"),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}

/// What it was about, in the middle of a sentence.
pub fn closed_word(lang: Lang, closed: Closed, number: Option<&str>) -> String {
    let number = number.unwrap_or_default();
    match closed {
        Closed::Dispute(_) => the_dispute(lang, number),
        Closed::Plan(_) => the_plan(lang, number),
        Closed::Conversation(_) => the_conversation(lang).to_owned(),
    }
}
