//! The texts of the page that turns the demo's clock.

crate::words! {
    title => "El reloj de la demostración" | "The demo's clock";
    turned => "El día está puesto a mano y no avanza solo; la hora sí." | "The day was set by hand and stands still; the hour runs on.";
    real => "El día es el de hoy." | "The day is today's.";
    day => "Poner otro día" | "Set another day";
    turn => "Poner este día" | "Set this day";
    next_day => "Día siguiente" | "Next day";
    real_day => "Volver al día de hoy" | "Back to today";
    next =>
        "Saldos, intereses y vencimientos se calculan con ese día. Las sesiones y los códigos siguen la hora real." |
        "Balances, interest and due dates go by that day. Sessions and codes keep real time.";
    day_wrong => "Escriba un día que exista en ese mes" | "Enter a day that this month has";
    month_wrong => "Escriba el mes con número o nombre" | "Enter the month as a number or a name";
    year_wrong => "Escriba el año con 4 cifras" | "Enter the year with 4 digits";
}
