//! What groups of accounts say.

use crate::desk::groups::model::{DAYS_AT_MOST, Rules};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

crate::words! {
    heading => "Grupos" | "Groups";
    lead =>
        "Cuentas que deben de la misma manera, por reglas que cualquiera puede leer. Quién entra se mira cada vez." |
        "Accounts that owe in the same way, by rules that anybody can read. Who is in one is looked up each time.";
    none => "Todavía no hay grupos." | "There are no groups yet.";
    name => "Nombre" | "Name";
    name_hint => "En sus palabras, como «Más de un mes, sin plan»" | "In your own words, such as “Over a month, no plan”";
    rules => "Reglas" | "Rules";
    creditor => "Acreedor" | "Creditor";
    last_change => "Último cambio" | "Last change";
    changed_by(name: &str) => "Lo dejó así {name}." | "Left so by {name}.";
    make => "Hacer un grupo" | "Make a group";
    make_button => "Guardar el grupo" | "Keep the group";
    change => "Cambiar sus reglas" | "Change its rules";
    change_button => "Guardar los cambios" | "Keep the changes";
    retire => "Retirar el grupo" | "Retire the group";
    retire_lead => "Deja de usarse. A las cuentas no les pasa nada." | "It is no longer used. Nothing happens to the accounts.";
    leads_only => "Los hacen y cambian quienes supervisan." | "Supervisors make and change them.";
    preview => "Ver a quiénes toma" | "See whom it takes in";
    work_on => "Trabajarlo en la lista de hoy" | "Work on it in today's list";
    for_whom => "¿A quiénes toma?" | "Whom does it take in?";
    for_whom_hint =>
        "Lo que deje vacío no excluye a nadie. No hay reglas por edad, sexo, salud, origen ni otra cosa de la persona." |
        "What you leave empty leaves nobody out. There are no rules by age, sex, health, origin or anything else about the person.";

    late_from => "Días de atraso, desde" | "Days late, from";
    late_to => "Días de atraso, hasta" | "Days late, to";
    currency => "Moneda" | "Currency";
    any_currency => "Cualquiera" | "Any";
    owed_from => "Vencido, desde" | "Overdue, from";
    owed_to => "Vencido, hasta" | "Overdue, to";
    broken_from => "Promesas sin cumplir en un año, al menos" | "Promises not kept in a year, at least";
    pays_from => "Días que tarda en pagar, desde" | "Days it takes to pay, from";
    pays_to => "Días que tarda en pagar, hasta" | "Days it takes to pay, to";
    pays_hint => "Promedio desde que se factura; cuentan quienes pagaron tres facturas o más" | "On average from the day of the invoice; of those who paid three invoices or more";
    dispute => "Aclaración abierta" | "Open dispute";
    plan => "Plan de pagos" | "Payment plan";
    either => "Da igual" | "Either way";
    with => "Con" | "With one";
    without => "Sin" | "Without";
    language => "Idioma en que se le escribe" | "Language they are written to in";
    any_language => "Cualquiera" | "Any";
    tag => "Etiqueta" | "Tag";

    rule_late(from: i32, to: i32) => "de {from} a {to} días de atraso" | "{from} to {to} days late";
    rule_late_from(days: i32) => "{days} días de atraso o más" | "{days} days late or more";
    rule_late_to(days: i32) => "hasta {days} días de atraso" | "up to {days} days late";
    rule_owed(from: Money, to: Money) => "vencido de {from} a {to}" | "overdue {from} to {to}";
    rule_owed_from(amount: Money) => "vencido desde {amount}" | "overdue from {amount}";
    rule_owed_to(amount: Money) => "vencido hasta {amount}" | "overdue up to {amount}";
    rule_currency(code: &str) => "en {code}" | "in {code}";
    rule_broken(count: i32) => "{count} promesas sin cumplir o más en un año" | "{count} promises not kept or more in a year";
    rule_pays(from: i32, to: i32) => "paga en {from} a {to} días" | "pays in {from} to {to} days";
    rule_pays_from(days: i32) => "paga en {days} días o más" | "pays in {days} days or more";
    rule_pays_to(days: i32) => "paga en {days} días o menos" | "pays in {days} days or less";
    rule_dispute => "con aclaración abierta" | "with an open dispute";
    rule_no_dispute => "sin aclaración abierta" | "without an open dispute";
    rule_plan => "con plan" | "with a plan";
    rule_no_plan => "sin plan" | "without a plan";
    rule_language(name: &str) => "se le escribe en {name}" | "written to in {name}";
    rule_tag(tag: &str) => "con la etiqueta «{tag}»" | "tagged “{tag}”";

    would_none => "No toma a ninguna cuenta." | "It takes in no account.";
    sum_one(due: &str) => "1 cuenta, {due} vencidos" | "1 account, {due} overdue";
    sum_many(count: i64, due: &str) => "{count} cuentas, {due} vencidos" | "{count} accounts, {due} overdue";
    empty => "Hoy nadie cumple estas reglas." | "Nobody meets these rules today.";
    empty_search => "Ninguna de sus cuentas coincide." | "None of its accounts match.";
    search => "Buscar en el grupo" | "Search in the group";
    search_button => "Buscar" | "Search";
    customer => "Cliente" | "Customer";
    reference => "Referencia" | "Reference";
    overdue => "Vencido" | "Overdue";
    days_late => "Días de atraso" | "Days late";
    oldest => "Lo más antiguo venció" | "The oldest was due";

    made => "El grupo quedó guardado." | "The group is kept.";
    changed => "Las reglas quedaron guardadas." | "The rules are kept.";
    below => "Abajo está quién lo forma hoy." | "Who is in it today stands below.";
    retired => "El grupo se retiró." | "The group is retired.";
    retired_text => "Ya no aparece en la lista." | "It no longer stands in the list.";

    name_empty => "Escriba un nombre" | "Enter a name";
    name_long(most: usize) => "Escriba {most} caracteres como máximo" | "Enter {most} characters at most";
    name_taken => "Otro grupo ya se llama así" | "Another group has that name";
    number_wrong(most: &str) => "Escriba un número entero de 0 a {most}" | "Enter a whole number from 0 to {most}";
    range_wrong => "Escriba un número que no sea menor que el primero" | "Enter a number that is not below the first";
    owed_wrong => "Escriba una cantidad, como 1,000.00" | "Enter an amount, such as 1,000.00";
    owed_currency => "Elija la moneda de esta cantidad" | "Choose the currency of this amount";
    tag_wrong => "Escriba una etiqueta de 30 caracteres como máximo" | "Enter a tag of 30 characters at most";
    rules_none => "Ponga al menos una regla" | "Set at least one rule";
}

/// Every rule that is set, each in a line.
pub fn rule_lines(lang: Lang, rules: &Rules) -> Vec<String> {
    let money = |minor: i64| rules.currency.map(|currency| Money::new(minor, currency));
    let late = match (rules.late_from, rules.late_to) {
        (Some(from), Some(to)) => Some(rule_late(lang, from, to)),
        (Some(from), None) => Some(rule_late_from(lang, from)),
        (None, to) => to.map(|to| rule_late_to(lang, to)),
    };
    let owed = match (rules.owed_from.and_then(money), rules.owed_to.and_then(money)) {
        (Some(from), Some(to)) => Some(rule_owed(lang, from, to)),
        (Some(from), None) => Some(rule_owed_from(lang, from)),
        (None, to) => to.map(|to| rule_owed_to(lang, to)),
    };
    let pays = match (rules.pays_from, rules.pays_to) {
        (Some(from), Some(to)) => Some(rule_pays(lang, from, to)),
        (Some(from), None) => Some(rule_pays_from(lang, from)),
        (None, to) => to.map(|to| rule_pays_to(lang, to)),
    };
    let either = |is: Option<bool>, yes: &'static str, no: &'static str| {
        is.map(|is| if is { yes } else { no }.to_owned())
    };
    let lines = [
        late,
        owed,
        rules.currency.map(|currency| rule_currency(lang, currency.code())),
        rules.broken_from.map(|count| rule_broken(lang, count)),
        pays,
        either(rules.has_dispute, rule_dispute(lang), rule_no_dispute(lang)),
        either(rules.has_plan, rule_plan(lang), rule_no_plan(lang)),
        rules.language.map(|of| rule_language(lang, of.name())),
        rules.tag.as_deref().map(|tag| rule_tag(lang, tag)),
    ];
    lines.into_iter().flatten().collect()
}

/// The sentence for what was wrong.
pub fn sentence(lang: Lang, code: &str, args: &[String]) -> String {
    let most = args.first().cloned().unwrap_or_else(|| DAYS_AT_MOST.to_string());
    match code {
        "name_empty" => name_empty(lang).to_owned(),
        "name_long" => name_long(lang, crate::desk::groups::model::NAME_AT_MOST),
        "name_taken" => name_taken(lang).to_owned(),
        "range_wrong" => range_wrong(lang).to_owned(),
        "owed_wrong" => owed_wrong(lang).to_owned(),
        "owed_currency" => owed_currency(lang).to_owned(),
        "tag_wrong" => tag_wrong(lang).to_owned(),
        "rules_none" => rules_none(lang).to_owned(),
        _ => number_wrong(lang, &most),
    }
}
