//! What the test pages say.

use crate::words;

words! {
    title => "Pago de prueba" | "Test payment";
    banner => "Esto es una prueba: no se cobra nada y no debe escribir una tarjeta verdadera."
        | "This is a test: nothing is charged, and you should not enter a real card.";
    instead_of => "Esta página ocupa el lugar de la página segura de Stripe."
        | "This page stands in for Stripe's secure page.";
    email => "Correo" | "E-mail";
    card_number => "Número de tarjeta" | "Card number";
    card_hint => "4242\u{a0}4242\u{a0}4242\u{a0}4242 paga, 4000\u{a0}0000\u{a0}0000\u{a0}0002 se rechaza, 4000\u{a0}0025\u{a0}0000\u{a0}3155 pide confirmar."
        | "4242\u{a0}4242\u{a0}4242\u{a0}4242 pays, 4000\u{a0}0000\u{a0}0000\u{a0}0002 is declined, 4000\u{a0}0025\u{a0}0000\u{a0}3155 asks you to confirm.";
    pay(amount: &str) => "Pagar {amount}" | "Pay {amount}";
    or_choose => "O elija qué pasa" | "Or choose what happens";
    choose_pay => "El banco acepta" | "The bank accepts";
    choose_decline => "El banco rechaza" | "The bank declines";
    choose_confirm => "El banco pide confirmar" | "The bank asks you to confirm";
    oxxo_lead => "Se hace un comprobante y se paga en la tienda." | "A voucher is made and paid in the shop.";
    make_voucher => "Sacar el comprobante" | "Get the voucher";
    spei_lead => "Se muestran los datos para transferir." | "The details for a transfer are shown.";
    make_transfer => "Ver los datos para transferir" | "See where to transfer";
    sepa_lead => "Se cobra de una cuenta de prueba que termina en 3000." | "A test account ending 3000 is debited.";
    make_debit => "Autorizar el cargo" | "Authorise the debit";
    waiting => "Lo que falta por llegar" | "What has yet to arrive";
    waiting_lead => "Lo que en la realidad pasa en las tiendas y los bancos." | "What happens in shops and banks in reality.";
    nothing_waits => "No falta nada por llegar." | "Nothing has yet to arrive.";
    waits_no_more => "Esto ya no está pendiente." | "This no longer waits.";
    voucher_of(amount: &str) => "Comprobante de OXXO por {amount}" | "OXXO voucher for {amount}";
    shop_takes => "Se paga en la tienda" | "It is paid in the shop";
    voucher_lapses => "Vence sin pago" | "It expires unpaid";
    transfer_of(amount: &str) => "Transferencia SPEI de {amount}" | "SPEI transfer of {amount}";
    still_missing(amount: &str) => "Faltan {amount}" | "{amount} missing";
    how_much_arrives => "Cantidad que llega" | "Amount that arrives";
    transfer_arrives => "Llega la transferencia" | "The transfer arrives";
    debit_of(amount: &str) => "Cargo SEPA de {amount}" | "SEPA debit of {amount}";
    debit_clears => "El banco paga" | "The bank pays";
    debit_fails => "El banco no paga" | "The bank does not pay";
    returns => "Dinero de vuelta" | "Money back";
    returns_lead =>
        "Lo que en la realidad deciden los bancos y los titulares de las tarjetas." |
        "What banks and card holders decide in reality.";
    no_charges => "Todavía no se ha cobrado nada." | "Nothing has been charged yet.";
    charge_line(amount: &str, last4: &str) => "Cobro de {amount}, tarjeta {last4}" | "Charge of {amount}, card {last4}";
    refund_line(amount: &str, status: &str) => "Devolución de {amount}: {status}" | "Refund of {amount}: {status}";
    dispute_line(amount: &str, status: &str) => "Contracargo de {amount}: {status}" | "Chargeback of {amount}: {status}";
    holder_contests => "El titular no lo reconoce" | "The holder contests it";
    bank_asks => "El banco solo pregunta" | "The bank only asks";
    refund_arrives => "Llega" | "It arrives";
    refund_comes_back => "Regresa" | "It comes back";
    dispute_won => "Gana el comercio" | "The merchant wins";
    dispute_lost => "Gana el titular" | "The holder wins";
    payouts => "Dinero para el comercio" | "Money for the merchant";
    payouts_lead =>
        "Stripe lo envía según su calendario; aquí, cuando usted lo pide. Luego usted hace de banco." |
        "Stripe sends it by its calendar; here, when you ask for it. Then you play the bank.";
    nothing_held => "Stripe no tiene dinero del comercio." | "Stripe holds no money of the merchant.";
    held_line(amount: &str) => "En la cuenta de Stripe, después de comisiones: {amount}" | "Held at Stripe, after fees: {amount}";
    pay_out => "Enviar al banco" | "Send to the bank";
    payout_line(amount: &str, status: &str) => "Liquidación de {amount}: {status}" | "Payout of {amount}: {status}";
    payout_arrives => "Llega al banco" | "The bank has it";
    payout_comes_back => "El banco la devuelve" | "The bank sends it back";
    bank_says => "El archivo del banco diría:" | "The bank's file would say:";
    go_back => "Volver sin pagar" | "Go back without paying";
    no_number => "Escriba un número de tarjeta de prueba." | "Enter a test card number.";
    declined => "El banco rechazó la tarjeta. No se cobró nada; puede probar con otra."
        | "The bank declined the card. Nothing was charged; you can try another one.";
    declined_funds => "La tarjeta no tiene fondos suficientes. No se cobró nada; puede probar con otra."
        | "The card does not have enough money. Nothing was charged; you can try another one.";
    declined_expired => "La tarjeta está vencida. No se cobró nada; puede probar con otra."
        | "The card has expired. Nothing was charged; you can try another one.";
    declined_unconfirmed => "No se confirmó con el banco. No se cobró nada; puede volver a intentar."
        | "It was not confirmed with the bank. Nothing was charged; you can try again.";
    declined_real => "No es una tarjeta de prueba. No se cobró nada y el número no se guardó."
        | "That is not a test card. Nothing was charged and the number was not kept.";
    confirm_title => "Confirmar con el banco" | "Confirm with the bank";
    confirm_lead(amount: &str) => "Su banco quiere saber si el pago de {amount} es suyo (3-D Secure, de prueba)."
        | "Your bank wants to know whether the payment of {amount} is yours (3-D Secure, a test).";
    confirm_yes => "Sí, es mío" | "Yes, it is mine";
    confirm_no => "No lo confirmo" | "I do not confirm it";
    paid_title => "Este pago ya está hecho" | "This payment is done";
    paid_next => "Continuar" | "Continue";
    expired_title => "Esta página ya venció" | "This page has expired";
    expired_lead => "No se cobró nada." | "Nothing was charged.";
    unknown_title => "No hay ningún pago en esta dirección" | "There is no payment at this address";
    unknown_lead => "Los pagos de prueba se olvidan cuando se reinicia el servidor."
        | "Test payments are forgotten when the server starts again.";
}
