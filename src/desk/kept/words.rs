//! What kept views say.

use crate::kernel::locale::Lang;
use crate::ui::words as frame;

crate::words! {
    heading => "Mis vistas" | "My views";
    lead => "Listas como a usted le gusta verlas. Solo usted las ve." | "Lists as you like to see them. Only you see these.";
    none => "No ha guardado ninguna vista." | "You have kept no view.";
    keep => "Guardar esta vista" | "Keep this view";
    keep_lead(list: &str) =>
        "Guarda lo que ahora se muestra en «{list}», para volver con un enlace." |
        "Keeps what is shown now in “{list}”, to come back by a link.";
    keep_button => "Guardar" | "Keep it";
    change => "Quitar vistas" | "Remove views";
    name => "Nombre" | "Name";
    which_list => "Lista" | "List";
    forget => "Quitar" | "Remove";
    remove(name: &str) => "Quitar «{name}»" | "Remove “{name}”";
    group => "Un grupo" | "A group";
    dropped => "La vista se quitó." | "The view is removed.";
    dropped_text => "La lista sigue donde estaba." | "The list stays where it was.";
    name_empty => "Escriba un nombre" | "Enter a name";
    name_long(most: usize) => "Escriba {most} caracteres como máximo" | "Enter {most} characters at most";
    name_taken => "Otra vista de esta lista ya se llama así" | "Another view of this list has that name";
    views_full(most: i64) =>
        "De una lista se guardan {most} vistas: quite una antes" | "You keep {most} views of a list: remove one first";
}

/// What the list at an address is called.
pub fn list(lang: Lang, page: &str) -> String {
    match page {
        "/desk" => frame::today(lang),
        "/desk/accounts" => frame::accounts(lang),
        "/desk/disputes" => frame::disputes(lang),
        "/desk/messages" => frame::messages(lang),
        "/desk/audit" => frame::audit(lang),
        _ => group(lang),
    }
    .to_owned()
}
