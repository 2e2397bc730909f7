//! What the pages about links say, to those who make them and to those who pay by them.

crate::words! {
    // Making links.
    ask_heading => "Pídale a alguien que pague por usted" | "Ask somebody to pay for you";
    ask_hint =>
        "Un enlace deja pagar sin entrar a su cuenta y sin ver sus facturas." |
        "A link lets them pay without signing in and without seeing your invoices.";
    ask_lead(creditor: &str) =>
        "Quien tenga el enlace puede pagar a {creditor}. Solo ve sus iniciales, las dos últimas cifras de la cuenta y la cantidad." |
        "Whoever has the link can pay {creditor}. They only see your initials, the last two digits of the account and the amount.";
    desk_lead =>
        "Quien tenga el enlace puede pagar sin entrar. Solo ve el acreedor, las iniciales y la cantidad." |
        "Whoever has the link can pay without signing in. They only see the creditor, the initials and the amount.";
    desk_heading => "Enlaces de pago" | "Pay links";
    nothing_to_link => "No hay nada por pagar, así que un enlace no serviría." | "There is nothing to pay, so a link would be of no use.";
    what => "¿Qué se podrá pagar con él?" | "What can be paid with it?";
    what_due => "Lo que falte para estar al día" | "Whatever is left to be up to date";
    what_all => "Todo lo que se puede pagar" | "Everything that can be paid";
    what_instalment(name: &str, day: &str) =>
        "El siguiente pago del plan {name}, del {day}" | "The next instalment of plan {name}, due on {day}";
    what_late(name: &str) => "Lo atrasado del plan {name}" | "What is late of plan {name}";
    for_instalment(name: &str, day: &str) => "plan {name}, pago del {day}" | "plan {name}, instalment of {day}";
    days => "¿Hasta cuándo sirve?" | "Until when is it good?";
    days_of(days: i64) => "{days} días" | "{days} days";
    until(day: &str) => "Hasta el {day}, 23:59" | "Until {day}, 11:59 pm";
    make => "Crear enlace" | "Create link";
    what_none => "Elija qué se podrá pagar" | "Choose what can be paid with it";
    days_none => "Elija hasta cuándo sirve" | "Choose until when it is good";
    stale =>
        "Esta página estuvo abierta mucho tiempo; revise y envíe otra vez" |
        "This page was open for a long time; check and send again";
    made_heading => "Enlace creado" | "Link created";
    made => "Cópielo y envíelo a quien va a pagar:" | "Copy it and send it to whoever will pay:";
    revoked_heading => "Enlace anulado" | "Link revoked";
    revoked => "Ya nadie puede pagar con él. Lo que se pagó antes sigue pagado." | "Nobody can pay with it any more. What was paid before stays paid.";
    links => "Enlaces creados" | "Links created";
    no_links => "Aún no hay enlaces." | "No links yet.";
    what_for => "Para" | "For";
    for_account => "estar al día" | "being up to date";
    address => "Enlace" | "Link";
    made_column => "Creado" | "Created";
    made_by(who: &str, on: &str) => "{who}, {on}" | "{who}, {on}";
    by_notice => "Un aviso" | "A notice";
    good_until => "Sirve hasta" | "Good until";
    last_used => "Último uso" | "Last used";
    never_used => "Sin usar" | "Not used";
    paid_by_it => "Pagado" | "Paid";
    state => "Estado" | "State";
    state_live => "Vigente" | "Live";
    state_settled => "Pagado" | "Paid";
    state_over => "Ya no se pide" | "No longer asked for";
    state_expired => "Venció" | "Expired";
    state_revoked => "Anulado" | "Revoked";
    revoke => "Anular" | "Revoke";
    revoke_this(what: &str) => "Anular el enlace para {what}" | "Revoke the link for {what}";
    links_next =>
        "Le avisamos cuando alguien pague con un enlace. Usted ve el pago y el recibo completo en su cuenta." |
        "We tell you when somebody pays by a link. You see the payment and the full receipt on your account.";

    // Paying by one (screens 2.26, as corrected by domain-rules A26).
    pay_heading(creditor: &str) => "Pagar a {creditor}" | "Pay {creditor}";
    account_of(initials: &str, ending: &str) =>
        "Cuenta de {initials}, terminada en {ending}" | "Account of {initials}, ending {ending}";
    worked_out(day: &str) => "Calculado el {day}." | "Worked out on {day}.";
    how_much => "¿Cuánto quiere pagar?" | "How much do you want to pay?";
    this_amount => "Esta cantidad" | "This amount";
    another_amount => "Otra cantidad" | "Another amount";
    email => "Correo para el comprobante (opcional)" | "E-mail for the receipt (optional)";
    email_hint => "Lleva la cantidad, la fecha y la referencia." | "It says the amount, the date and the reference.";
    email_wrong =>
        "Escriba el correo completo, como nombre@correo.com" | "Enter the whole e-mail, like name@mail.com";
    go_and_pay => "Ir a pagar" | "Go and pay";
    nothing_charged_yet(creditor: &str) =>
        "Todavía no se cobra nada. Va a la página segura de Stripe y paga con tarjeta. Los datos de su tarjeta los recibe Stripe, no {creditor}." |
        "Nothing is charged yet. You go to Stripe's secure page and pay by card. Stripe receives your card details, not {creditor}.";
    pay_next(creditor: &str) =>
        "{creditor} verá el pago en la cuenta, y el recibo completo es para su titular." |
        "{creditor} sees the payment on the account, and the full receipt goes to its holder.";
    sign_in => "¿Es su cuenta? Entre para ver el detalle" | "Your account? Sign in for the details";
    in_flight_heading => "Ya hay un pago en proceso" | "A payment is already in process";
    in_flight =>
        "Alguien está pagando en esta cuenta. Si paga ahora, puede ser de más." |
        "Somebody is paying on this account. If you pay now, it may be too much.";
    dead_heading => "Este enlace ya no sirve" | "This link no longer works";
    dead => "Pida otro a quien se lo envió. No se cobró nada." | "Ask the sender for another. Nothing was charged.";
    paid_heading => "Ya está pagado. Gracias." | "It is already paid. Thank you.";
    paid_text => "Con este enlace no queda nada por pagar." | "There is nothing left to pay with this link.";
    over_heading => "Este pago ya no se pide" | "This payment is no longer asked for";
    over =>
        "Lo que se había acordado terminó o cambió. No se cobró nada. Pregunte a quien le envió el enlace." |
        "What had been agreed has ended or changed. Nothing was charged. Ask whoever sent you the link.";
    nothing_heading => "No hay nada por pagar hoy" | "Nothing to pay today";
    nothing => "No hace falta que haga nada." | "There is nothing for you to do.";
    balance_moved =>
        "La cantidad cambió mientras leía. Esta es la de hoy." | "The amount changed while you were reading. This is today's.";
    order_description(creditor: &str, ending: &str) =>
        "{creditor}, cuenta terminada en {ending}" | "{creditor}, account ending {ending}";

    // What became of it.
    received_heading => "Recibimos su pago" | "We received your payment";
    reference(number: &str) => "Referencia {number}" | "Reference {number}";
    received_next(creditor: &str) =>
        "{creditor} ya lo ve en la cuenta. Puede guardar o imprimir esta página." |
        "{creditor} sees it on the account now. You can keep or print this page.";
    receipt_by_email => "Si dejó su correo, ahí le llega el comprobante." | "If you left your e-mail, the receipt goes there.";
    open_next =>
        "Puede cerrar esta página y volver a ella después: aquí verá el resultado." |
        "You can close this page and come back to it later: you will see the result here.";
    ended_next => "No salió dinero por este intento." | "No money left by this attempt.";
    try_again => "Volver a intentar" | "Try again";

    // Whoever reads the payment on the account.
    paid_with_link => "Pagado con un enlace" | "Paid by a link";
    with_link => "Con un enlace" | "By a link";
}
