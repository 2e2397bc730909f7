//! What the pages about needs say.

use crate::kernel::locale::Lang;
use crate::needs::model::NeedKind;

crate::words! {
    heading => "Lo que usted necesita" | "What you need";
    link_hint => "Letra grande, solo cartas, más tiempo, otro idioma" | "Large print, letters only, more time, another language";
    lead =>
        "Díganos qué le ayuda a tratar con nosotros. No preguntamos por qué." |
        "Tell us what helps you deal with us. We do not ask why.";
    who_reads =>
        "Lo lee el equipo de quienes le cobran, solo para atenderle. Puede quitarlo cuando quiera." |
        "The team of those you owe reads it, only to deal with you. You can take it away at any time.";
    none => "No ha dicho que necesite algo." | "You have not said that you need anything.";
    add => "Decir qué necesito" | "Say what I need";
    which => "¿Qué necesita?" | "What do you need?";

    large_print => "Letra grande" | "Large print";
    large_print_does =>
        "Estados de cuenta, recibos, cartas y convenios se imprimen más grandes." |
        "Statements, receipts, letters and agreements are printed larger.";
    letters_only => "Solo cartas" | "Letters only";
    letters_only_does =>
        "No le llamamos ni le escribimos por correo o mensaje; solo los códigos que usted pida." |
        "We do not call, e-mail or text you; only codes that you ask for.";
    named_helper => "Alguien habla por mí" | "Somebody speaks for me";
    named_helper_does => "El equipo puede hablar con esta persona." | "The team may talk with this person.";
    helper_label => "Nombre de quien habla por la persona, si alguien lo hace" | "Name of who speaks for the person, if somebody does";
    more_time => "Más tiempo para contestar" | "More time to answer";
    more_time_does =>
        "Las propuestas de plan que le haga el equipo valen el doble de días, hasta el día del primer pago." |
        "Plans that the team offers you stand for twice as many days, up to the day of the first payment.";
    other_language => "Otro idioma" | "Another language";
    other_language_does =>
        "El equipo busca a quien lo hable. Las páginas siguen en español o inglés." |
        "The team finds somebody who speaks it. Pages stay in Spanish or English.";
    interpreter => "Intérprete" | "Interpreter";
    interpreter_does => "El equipo habla con usted con un intérprete." | "The team talks with you through an interpreter.";
    text_relay => "Llamadas con texto" | "Text relay";
    text_relay_does => "El equipo llama por el servicio de retransmisión." | "The team calls through the relay service.";

    language => "Idioma, si pidió otro o un intérprete" | "Language, if you asked for another or an interpreter";
    language_any => "Elija uno" | "Choose one";
    months => "¿Por cuánto tiempo?" | "For how long?";
    months_count(months: u32) => "{months} meses" | "{months} months";
    months_hint => "Antes de que termine le preguntamos si sigue igual." | "Before it ends we ask whether it still holds.";
    consent_own =>
        "Acepto que lo guarden y lo usen para atenderme" |
        "I agree that you keep it and use it to deal with me";
    consent => "Su permiso" | "Your consent";
    save => "Guardar" | "Save";

    until(day: &str) => "vale hasta el {day}" | "good until {day}";
    asked_again(day: &str) => "termina el {day}: pregunte si sigue igual" | "ends on {day}: ask whether it still holds";
    asked_again_own(day: &str) =>
        "Termina el {day}. Si sigue igual, dígalo otra vez abajo." | "It ends on {day}. If it still holds, say so again below.";
    said_by_own(day: &str) => "lo dijo usted el {day}" | "you said so on {day}";
    noted_by_own(name: &str, day: &str) => "lo anotó {name} el {day}, porque usted lo dijo" | "{name} noted it on {day}, because you said so";
    said_by(day: &str) => "lo dijo en el portal el {day}" | "said so in the portal on {day}";
    noted_by(name: &str, how: &str, day: &str) => "lo anotó {name} el {day} ({how})" | "noted by {name} on {day} ({how})";
    end => "Ya no lo necesito" | "I no longer need it";
    end_theirs => "Ya no lo necesita" | "They no longer need it";
    only_they_end => "Solo la persona lo quita, en el portal." | "Only the person takes it away, in the portal.";
    said_done => "Quedó guardado" | "It is saved";
    said_done_text => "Desde ahora lo tomamos en cuenta." | "From now on we take it into account.";
    ended_done => "Quedó quitado" | "It is taken away";
    ended_done_text => "Ya no lo tomamos en cuenta." | "We no longer take it into account.";

    speaks_for(name: &str) => "Puede hablar por la persona: {name}" | "May speak for the person: {name}";
    in_language(kind: &str, language: &str) => "{kind}: {language}" | "{kind}: {language}";

    // At the desk.
    desk_heading => "Lo que necesitan" | "What they need";
    desk_note => "Anotar lo que necesita" | "Note what they need";
    desk_lead =>
        "Solo si la persona lo pide y acepta que se guarde. No pregunte ni anote por qué." |
        "Only if the person asks for it and agrees that it is kept. Do not ask or note why.";
    desk_none => "No han dicho que necesiten algo." | "They have not said that they need anything.";
    person => "¿Quién lo necesita?" | "Who needs it?";
    which_theirs => "¿Qué necesita?" | "What do they need?";
    consent_theirs =>
        "La persona lo pidió y acepta que se guarde y se use para atenderla" |
        "The person asked for it and agrees that it is kept and used to deal with them";
    consent_of => "Su permiso" | "Their consent";

    kind_none => "Elija qué necesita" | "Choose what is needed";
    language_none => "Elija el idioma" | "Choose the language";
    helper_none => "Escriba el nombre de quien habla por la persona" | "Enter the name of who speaks for the person";
    helper_no_name =>
        "Escriba solo un nombre, de 2 a 80 letras" | "Enter a name only, of 2 to 80 letters";
    months_none => "Elija por cuánto tiempo" | "Choose for how long";
    consent_none => "Sin su permiso no se guarda" | "Without consent it is not kept";
    person_none => "Elija quién lo necesita" | "Choose who needs it";
}

/// The sentence for an error.
pub fn wrong(lang: Lang, code: &str) -> &'static str {
    match code {
        "kind_none" => kind_none(lang),
        "language_none" => language_none(lang),
        "helper_none" => helper_none(lang),
        "helper_no_name" => helper_no_name(lang),
        "months_none" => months_none(lang),
        "person_none" => person_none(lang),
        _ => consent_none(lang),
    }
}

/// A need in two or three words.
pub fn kind_text(lang: Lang, kind: NeedKind) -> &'static str {
    match kind {
        NeedKind::LargePrint => large_print(lang),
        NeedKind::LettersOnly => letters_only(lang),
        NeedKind::NamedHelper => named_helper(lang),
        NeedKind::MoreTime => more_time(lang),
        NeedKind::OtherLanguage => other_language(lang),
        NeedKind::Interpreter => interpreter(lang),
        NeedKind::TextRelay => text_relay(lang),
    }
}

/// What comes of it.
pub fn kind_does(lang: Lang, kind: NeedKind) -> &'static str {
    match kind {
        NeedKind::LargePrint => large_print_does(lang),
        NeedKind::LettersOnly => letters_only_does(lang),
        NeedKind::NamedHelper => named_helper_does(lang),
        NeedKind::MoreTime => more_time_does(lang),
        NeedKind::OtherLanguage => other_language_does(lang),
        NeedKind::Interpreter => interpreter_does(lang),
        NeedKind::TextRelay => text_relay_does(lang),
    }
}

/// A language by its code.
pub fn tongue(lang: Lang, code: &str) -> &'static str {
    let (es, en) = match code {
        "es" => ("español", "Spanish"),
        "en" => ("inglés", "English"),
        "lsm" => ("lengua de señas mexicana", "Mexican sign language"),
        "nah" => ("náhuatl", "Nahuatl"),
        "yua" => ("maya", "Maya"),
        "mix" => ("mixteco", "Mixtec"),
        "zap" => ("zapoteco", "Zapotec"),
        "tzh" => ("tseltal", "Tseltal"),
        "tzo" => ("tsotsil", "Tsotsil"),
        "oto" => ("otomí", "Otomi"),
        "pt" => ("portugués", "Portuguese"),
        "fr" => ("francés", "French"),
        "de" => ("alemán", "German"),
        "zh" => ("chino", "Chinese"),
        _ => ("árabe", "Arabic"),
    };
    match lang {
        Lang::Es => es,
        Lang::En => en,
    }
}

/// A need with its language or its name, as the team reads it.
pub fn whole(lang: Lang, kind: NeedKind, language: Option<&str>, helper: Option<&str>) -> String {
    match (language, helper) {
        (Some(code), _) => in_language(lang, kind_text(lang, kind), tongue(lang, code)),
        (None, Some(name)) => speaks_for(lang, name),
        (None, None) => kind_text(lang, kind).to_owned(),
    }
}
