//! What the pages about promises say.

use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::promises::model::{Means, Standing};

crate::words! {
    heading => "Decir cuándo pagaré" | "Say when I will pay";
    link_hint => "Usted pone el día, hasta 30 días" | "You set the day, up to 30 days";
    heading_waiting => "Su promesa de pago" | "Your promise to pay";
    lead =>
        "Mientras llega ese día no le llamamos ni le enviamos recordatorios de cobro por esta cuenta. Los intereses no se detienen." |
        "Until that day we do not call you or send reminders about this account. Interest does not stop.";
    rights =>
        "Ante la ley, prometer un pago puede contar como reconocer la deuda. Si no está de acuerdo con ella, primero aclárela." |
        "In law, promising to pay can count as acknowledging the debt. If you do not agree with it, contest it first.";
    contest => "No estoy de acuerdo con algo" | "I do not agree with something";
    amount(currency: &str) => "¿Cuánto va a pagar? ({currency})" | "How much will you pay? ({currency})";
    amount_hint(most: Money) => "Por pagar y sin aclaración: {most}" | "To pay and not contested: {most}";
    on => "¿Qué día, a más tardar?" | "By which day?";
    on_hint(last: &str) => "Hasta el {last}" | "Until {last}";
    means => "¿Cómo piensa pagar?" | "How do you mean to pay?";
    online => "Aquí, con tarjeta" | "Here, by card";
    store => "En efectivo, en una tienda" | "In cash, at a shop";
    transfer => "Con una transferencia" | "By transfer";
    cash => "En nuestras oficinas" | "At our office";
    make => "Prometer este pago" | "Promise this payment";
    note => "Anotar la promesa" | "Note the promise";
    move_it => "Cambiar la promesa" | "Change the promise";
    keep_as_is => "Dejarla como está" | "Leave it as it is";

    open_promise(day: &str) => "Su promesa de pago, a más tardar el {day}" | "Your promise to pay, by {day}";
    waiting_heading(amount: Money, day: &str) => "Prometió {amount} a más tardar el {day}" | "You promised {amount} by {day}";
    waiting_heading_theirs(amount: Money, day: &str) => "Prometió {amount} a más tardar el {day}" | "They promised {amount} by {day}";
    paid_so_far(paid: Money) => "Pagado desde entonces: {paid}" | "Paid since: {paid}";
    nothing_yet => "Aún no hay pagos desde entonces." | "No payments since then yet.";
    chasing_rests => "Hasta ese día no hay llamadas ni recordatorios de cobro." | "Until that day there are no calls or reminders.";
    noted_by(name: &str) => "La anotó {name}, por lo que usted dijo." | "{name} noted it, from what you said.";
    noted_by_team(name: &str) => "La anotó {name}" | "Noted by {name}";
    made_by_debtor => "La hizo el cliente" | "Made by the customer";
    pay_now => "Pagar ahora" | "Pay now";
    change_day => "Cambiar el día o la cantidad" | "Change the day or the amount";
    change_once => "Se puede cambiar una vez." | "It can be changed once.";
    cancel => "Retirar la promesa" | "Take the promise back";
    made_done => "Gracias. Su promesa quedó anotada." | "Thank you. Your promise is noted.";
    cancelled_done => "La promesa quedó retirada." | "The promise was taken back.";
    see_note => "No cambió nada más." | "Nothing else has changed.";
    read_below => "Abajo está cuándo vence y qué puede cambiar." | "Below is when it ends and what you can change.";
    nothing_to_promise => "No hay nada por pagar que se pueda prometer." | "There is nothing to pay that could be promised.";
    may_not => "Usted puede ver esta cuenta, pero no prometer por ella." | "You can see this account, but not promise for it.";

    history => "Promesas" | "Promises";
    none => "No hay promesas." | "There are no promises.";
    made_column => "Hecha el" | "Made on";
    by_column => "Para el" | "By";
    amount_column => "Cantidad" | "Amount";
    paid_column => "Pagado" | "Paid";
    who_column => "Quién" | "Who";
    state_column => "Estado" | "State";
    customer_column => "Cliente" | "Customer";

    state_waiting => "En espera" | "Waiting";
    state_kept => "Cumplida" | "Kept";
    state_part_kept => "Cumplida en parte" | "Kept in part";
    state_broken => "No cumplida" | "Not kept";
    state_moved => "Cambiada" | "Changed";
    state_cancelled => "Retirada" | "Taken back";

    desk_heading => "Anotar una promesa" | "Note a promise";
    desk_lead =>
        "Anote lo que el cliente dijo. Recibe un aviso y puede cambiarla o retirarla. Hasta ese día no se le llama." |
        "Note what the customer said. They are told, and can change it or take it back. Until that day they are not called.";
    list_heading => "Promesas" | "Promises";
    list_lead => "De los últimos 30 días y las que vienen, por su día. Nadie las palomea: se leen de los pagos." | "Of the last 30 days and those to come, by their day. Nobody ticks them off: they are read from the payments.";
    list_none => "No hay promesas de estos días." | "There are no promises of these days.";

    amount_empty => "Escriba la cantidad" | "Enter the amount";
    amount_not_number => "Escriba la cantidad con números" | "Enter the amount in figures";
    amount_zero => "Escriba una cantidad mayor que cero" | "Enter an amount above zero";
    too_much(most: &str) => "Lo más que se puede prometer es {most}" | "The most that can be promised is {most}";
    day_wrong => "Escriba una fecha que exista" | "Enter a date that exists";
    not_ahead => "Elija un día después de hoy; hoy mismo puede pagar" | "Choose a day after today; today you can simply pay";
    too_far(last: &str) => "El último día que se puede prometer es el {last}" | "The last day that can be promised is {last}";
    means_none => "Elija cómo piensa pagar" | "Choose how you mean to pay";
    one_waits => "Ya hay una promesa en espera" | "Another promise is waiting already";
    moved_before => "Esta promesa ya se cambió o terminó" | "This promise was changed before or has ended";
    barred =>
        "Por la situación legal de esta cuenta aquí no se toman promesas. Puede pagar si quiere." |
        "Because of this account's legal status no promises are taken here. You can pay if you wish.";
    nothing_promised => "No se anotó nada." | "Nothing was noted.";

    mail_subject(creditor: &str) => "{creditor}: anotamos su promesa de pago" | "{creditor}: we noted your promise to pay";
    mail_text(creditor: &str, amount: Money, day: &str) =>
        "{creditor} anotó, por lo que usted dijo, que pagará {amount} a más tardar el {day}. Si no es así, retírela o cámbiela en el portal." |
        "From what you said, {creditor} noted that you will pay {amount} by {day}. If that is not so, take it back or change it in the portal.";
    mail_read => "Ver mi promesa" | "See my promise";
}

/// How somebody means to pay.
pub fn means_text(lang: Lang, of: Means) -> &'static str {
    match of {
        Means::Online => online(lang),
        Means::Store => store(lang),
        Means::Transfer => transfer(lang),
        Means::Cash => cash(lang),
    }
}

/// What became of a promise.
pub fn state_text(lang: Lang, of: Standing) -> &'static str {
    match of {
        Standing::Waiting => state_waiting(lang),
        Standing::Kept => state_kept(lang),
        Standing::PartKept => state_part_kept(lang),
        Standing::Broken => state_broken(lang),
        Standing::Moved => state_moved(lang),
        Standing::Cancelled => state_cancelled(lang),
    }
}
