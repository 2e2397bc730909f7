//! What somebody reads who looks for an amount that they can keep up.

use crate::kernel::money::Money;

crate::words! {
    link => "¿No sabe cuánto? Calcúlelo" | "Not sure how much? Work it out";
    heading => "Cuánto puede pagar con calma" | "How much you can pay calmly";
    lead => "Bastan dos respuestas aproximadas. No pedimos comprobantes ni preguntamos por qué." | "Two rough answers are enough. We ask for no papers and do not ask why.";
    comes_in => "¿Cuánto entra en su casa al mes?" | "How much comes in each month?";
    goes_out => "¿Cuánto tiene que gastar al mes?" | "How much must go out each month?";
    goes_out_hint => "Casa, comida, luz, transporte, escuela, salud y otras deudas." | "Home, food, light, transport, school, health and other debts.";
    less_than(until: Money) => "Menos de {until}" | "Less than {until}";
    between(from: Money, until: Money) => "De {from} a {until}" | "From {from} to {until}";
    more_than(from: Money) => "Más de {from}" | "More than {from}";
    work_out => "Calcular" | "Work it out";
    could_keep(amount: Money) => "Podría pagar unos {amount} al mes" | "You could pay about {amount} a month";
    why_half => "Es la mitad de lo que le queda: así también alcanza cuando algo sale mal." | "It is half of what is left: so it works when something goes wrong too.";
    try_it(amount: Money) => "Ver un plan de {amount}" | "See a plan of {amount}";
    nothing_left => "Ahora no le queda nada" | "Nothing is left over now";
    no_plan_now => "Un plan que no se puede cumplir no ayuda a nadie. Esto sí se puede:" | "A plan that cannot be kept helps nobody. This can be done:";
    pause(phone: &str) => "Pedir una pausa a una persona: {phone}." | "Ask a person for a pause: {phone}.";
    advice(body: &str) => "Consejo gratuito, que no viene del acreedor: {body}." | "Free advice, not from the creditor: {body}.";
    token_payment => "Pagar algo pequeño, si puede, para que baje el interés" | "Pay something small, if you can, so that interest falls";
    kept_nowhere => "Lo que contesta aquí no se guarda ni lo ve nadie." | "What you answer here is not kept, and nobody sees it.";
}
