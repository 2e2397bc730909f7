//! What the program's own templates say, and the pages on which they are changed.

crate::words! {
    balance => "Lo que debe hoy" | "What is owed today";
    balance_text =>
        "Hola, {name}. Para estar al día faltan {due}; el saldo total es {total}. En su página puede ver por qué, pagar todo o una parte, o decirnos si algo no es correcto." |
        "Hello {name}. {due} are missing to be up to date; the total balance is {total}. On your page you can see why, pay all or a part, or tell us if something is wrong.";
    paid => "Su pago llegó" | "Your payment arrived";
    paid_text =>
        "Hola, {name}. Su pago ya está aplicado; el recibo está en Pagos y recibos. Hoy faltan {due} para estar al día." |
        "Hello {name}. Your payment has been applied; the receipt is in Payments and receipts. Today {due} are missing to be up to date.";
    dispute => "Cómo pedir una aclaración" | "How to open a dispute";
    dispute_text =>
        "Hola, {name}. Si algo de su cuenta no es correcto, puede pedir una aclaración en Aclaraciones. Mientras la revisamos, ese dinero no se cobra ni suma interés." |
        "Hello {name}. If something on your account is wrong, you can open a dispute under Disputes. While we check, that money is not collected and gains no interest.";

    templates => "Plantillas de mensajes" | "Message templates";
    lead => "Con lo que el equipo empieza una respuesta. Cada una se lee en el idioma del cliente." | "What the team begins an answer with. Each is read in the customer's language.";
    of_creditor(creditor: &str) => "De {creditor}" | "Of {creditor}";
    only_leads => "Las cambia quien supervisa." | "Supervisors change them.";
    in_own_words => "con sus palabras" | "in your words";
    change(title: &str) => "Cambiar «{title}»" | "Change “{title}”";
    new => "Escribir otra" | "Write another";
    write => "Escribir una plantilla" | "Write a template";
    placeholders =>
        "Entre llaves van los datos de la cuenta: {name} el nombre, {due} lo que falta para estar al día, {total} el saldo, {reference} la cuenta, {creditor} el acreedor." |
        "Between braces stand the account's facts: {name} the first name, {due} what is missing to be up to date, {total} the balance, {reference} the account, {creditor} the creditor.";
    title_es => "Título en español" | "Title in Spanish";
    title_en => "Título en inglés" | "Title in English";
    text_es => "Texto en español" | "Text in Spanish";
    text_en => "Texto en inglés" | "Text in English";
    save => "Guardar" | "Save";
    retire => "Dejar de ofrecerla" | "Stop offering it";
    restore => "Volver a las palabras originales" | "Go back to the original words";
    saved => "Plantilla guardada" | "Template saved";
    restored => "Se dice otra vez con las palabras originales" | "It is said in the original words again";
    retired => "Ya no se ofrece; lo que se dijo con ella queda" | "It is no longer offered; what was said with it stays";
    title_none => "Escriba un título" | "Write a title";
    title_long => "El título pasa de 60 letras" | "The title is over 60 letters";
    text_none => "Escriba el texto" | "Write the text";
    text_long => "El texto pasa de 2000 letras" | "The text is over 2000 letters";
    placeholder(wrong: &str) => "«{wrong}» no es un dato de la cuenta" | "“{wrong}” is no fact of the account";
    tone(phrase: &str) => "Quite «{phrase}»: suena a amenaza o a papel de juzgado" | "Take out “{phrase}”: it sounds like a threat or a court paper";
}
