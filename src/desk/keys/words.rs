//! What the list of keys says.

crate::words! {
    heading => "Atajos del teclado" | "Keyboard shortcuts";
    lead =>
        "No valen mientras escribe en un campo, ni con Ctrl, Alt o ⌘. Todo se puede hacer también con Tab y Enter." |
        "They do nothing while you type in a field, nor with Ctrl, Alt or ⌘. Everything can be done with Tab and Enter too.";
    key => "Tecla" | "Key";
    what => "Qué hace" | "What it does";
    find => "Ir al buscador" | "Go to the search box";
    down => "Fila siguiente" | "Next row";
    up => "Fila anterior" | "Previous row";
    open => "Abrir la fila" | "Open the row";
    tick => "Marcar la fila, o quitarle la marca" | "Tick the row, or untick it";
    take_next => "En la lista de hoy: tomar lo siguiente" | "In today's list: take the next one";
    parts => "Las partes de lo que está abierto, como Resumen o Facturas" | "The parts of what is open, such as Summary or Invoices";
    show => "Ver esta lista" | "See this list";
    go(place: &str) => "Ir a {place}" | "Go to {place}";
    yours => "En su sesión" | "For you";
    are_on => "Los atajos están encendidos." | "Shortcuts are on.";
    are_off => "Los atajos están apagados." | "Shortcuts are off.";
    switch_off => "Apagar los atajos" | "Switch shortcuts off";
    switch_on => "Encender los atajos" | "Switch shortcuts on";
    set_text => "Vale en todos sus dispositivos." | "It holds on all your devices.";
    close => "Cerrar" | "Close";
}
