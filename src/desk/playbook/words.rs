//! What the guide says of itself, and its own articles.

crate::words! {
    heading => "Guía" | "Playbook";
    lead => "Qué responder y qué se puede ofrecer, según lo que pasa." | "What to answer and what can be offered, by what is going on.";
    guide => "Guía para responder" | "What to answer";
    which => "De quién" | "Whose";
    article => "Artículo" | "Article";
    version => "Versión" | "Version";
    version_own(number: i32) => "versión {number}" | "version {number}";
    version_usual => "texto de fábrica" | "the program's own text";
    read => "Su lectura" | "Your reading";
    read_yes => "Leída" | "Read";
    read_no => "Por leer" | "To be read";
    who_has_not => "Quién no la ha leído" | "Who has not read it";
    everybody_has => "Todos la han leído" | "Everybody has read it";
    policy(number: i32) => "Reglas publicadas, versión {number}" | "Published rules, version {number}";
    i_have_read => "La leí" | "I have read it";
    have_read_thanks => "Usted leyó esta versión." | "You have read this version.";
    write => "Escribir otra versión" | "Write another version";
    write_lead => "Todo el equipo la tiene que leer de nuevo. Las anteriores se guardan." | "The whole team has to read it anew. Earlier ones are kept.";
    title_es => "Título en español" | "Title in Spanish";
    body_es => "Texto en español" | "Text in Spanish";
    title_en => "Título en inglés" | "Title in English";
    body_en => "Texto en inglés" | "Text in English";
    publish => "Publicar esta versión" | "Publish this version";
    published => "La versión quedó publicada." | "The version is published.";
    published_text => "El equipo la ve desde ahora." | "The team sees it from now.";
    written_by(name: &str, day: &str) => "La escribió {name}, {day}." | "Written by {name}, {day}.";
    text_empty => "Escriba este texto" | "Write this text";
    text_long => "El texto es demasiado largo" | "The text is too long";
    text_tone(phrase: &str) => "Quite «{phrase}»: suena a amenaza o a papel de juzgado" | "Take out “{phrase}”: it sounds like a threat or a court paper";

    cannot_pay => "No puede pagar" | "They cannot pay";
    cannot_pay_body =>
        "Dé las gracias por decirlo. Pregunte cuánto puede y desde cuándo; no pregunte por qué.\n\nOfrezca, en este orden: pagar una parte hoy; una promesa hasta treinta días, que detiene llamadas y recordatorios; un plan dentro de las reglas, que se acepta en el momento. Si nada cabe, pida que lo proponga en su página: lo decide una persona, y tiene respuesta en la fecha que ahí dice.\n\nNo diga qué pasará si no paga, más allá de lo que las reglas publicadas dicen." |
        "Thank them for saying so. Ask how much they can pay and from when; do not ask why.\n\nOffer, in this order: a part today; a promise of up to thirty days, which stops calls and reminders; a plan within the rules, which is accepted at once. If none fits, ask them to propose it on their page: a person decides, and they have an answer by the date it shows.\n\nDo not say what will happen if they do not pay, beyond what the published rules say.";
    says_paid => "Dice que ya pagó" | "They say they have paid";
    says_paid_body =>
        "Créale mientras se busca. Pida el día, el importe y el banco, la clave de rastreo o el ticket; que los registre en Pagar, Ya pagué, con una foto si la tiene.\n\nMire en Banco si llegó dinero sin dueño con ese importe. Mientras se aclara no insista en cobrar ese monto.\n\nSi no aparece, dígalo con la fecha en que se buscó y qué falta para encontrarlo." |
        "Believe them while it is looked for. Ask for the day, the amount and the bank, the tracking key or the ticket; they record it under Pay, I have paid already, with a photo if they have one.\n\nLook under Bank whether money without an owner came in with that amount. Do not press for it until it is cleared up.\n\nIf it is not found, say so with the date on which it was looked for and what is missing to find it.";
    disputes => "No está de acuerdo" | "They do not agree";
    disputes_body =>
        "No discuta por teléfono quién tiene razón. Explique que puede aclararlo en su página, en Aclaraciones: ese dinero queda en pausa, sin interés ni recordatorios, y hay una fecha de respuesta.\n\nEscriba lo que dijo en una nota, sin opinar. Lo que no contesta sigue por pagar, y puede pagarlo aparte.\n\nSi dice que la deuda no es suya, no pida datos de otra persona: abra la aclaración de identidad." |
        "Do not argue on the telephone about who is right. Explain that they can contest it on their page, under Disputes: that money is on pause, without interest or reminders, and there is a date for the answer.\n\nWrite down what they said in a note, without an opinion. What they do not contest is still to pay, and can be paid apart.\n\nIf they say the debt is not theirs, do not ask for anybody else's details: open the dispute about identity.";
    angry => "Está molesto" | "They are angry";
    angry_body =>
        "Deje hablar. Repita en una frase lo que pidió, y diga qué puede hacer usted y para cuándo.\n\nSi se queja de cómo se le trató, es una queja y no una aclaración: se registra aparte y la responde quien supervisa.\n\nSi insulta o amenaza, despídase con respeto, anótelo y avise a quien supervisa. Usted no tiene que seguir en la llamada." |
        "Let them speak. Repeat in one sentence what they asked for, and say what you can do and by when.\n\nIf they complain about how they were treated, that is a complaint and not a dispute: it is kept apart and answered by a supervisor.\n\nIf they insult or threaten, say goodbye with respect, note it and tell a supervisor. You do not have to stay on the call.";
    hardship => "Pasa por un mal momento" | "They are going through a hard time";
    hardship_body =>
        "No pregunte por su salud, su familia ni sus razones, y no las escriba. Pregunte qué le sirve: más tiempo, cartas en letra grande, hablar por medio de alguien de confianza, que no se le llame.\n\nRegistre solo lo que necesita, con su permiso. Diga dónde hay orientación gratuita que no es nuestra.\n\nSi alguien dice que la persona murió, está hospitalizada o en concurso, detenga el cobro y avise hoy a quien supervisa." |
        "Do not ask about their health, family or reasons, and do not write them down. Ask what helps: more time, letters in large print, speaking through somebody they trust, not being called.\n\nKeep only what they need, with their permission. Say where there is free advice that is not ours.\n\nIf somebody says that the person has died, is in hospital or insolvent, stop collecting and tell a supervisor today.";
}
