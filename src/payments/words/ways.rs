//! What is said of ways to pay: of each before it is chosen, and of what is left to do after.

use crate::kernel::money::Money;

crate::words! {
    // Choosing (screens 2.10).
    how_to_pay => "¿Cómo quiere pagar?" | "How do you want to pay?";
    by_card => "Tarjeta" | "Card";
    by_card_hint =>
        "Sin comisión. Cuenta al momento. Su banco puede pedirle que confirme." |
        "No fee. It counts at once. Your bank may ask you to confirm.";
    by_oxxo => "Efectivo en OXXO" | "Cash at OXXO";
    by_oxxo_hint(until: &str) =>
        "Sale un comprobante para pagar hasta el {until}. OXXO puede cobrar una comisión en caja y lo confirma al día hábil siguiente." |
        "You get a voucher to pay until {until}. OXXO may charge a fee at the till, and confirms it the next working day.";
    by_spei => "Transferencia SPEI" | "SPEI transfer";
    by_spei_hint =>
        "Le damos una CLABE para transferir desde su banco. Llega de minutos a 1 día hábil; su banco puede cobrar una comisión." |
        "We give you a CLABE to transfer to from your bank. It arrives in minutes to 1 working day; your bank may charge a fee.";
    by_sepa => "Cargo en cuenta (SEPA)" | "SEPA direct debit";
    by_sepa_hint =>
        "Sin comisión. Se cobra de su cuenta y el banco tarda hasta 5 días hábiles en confirmarlo." |
        "No fee. It is taken from your account, and the bank takes up to 5 working days to confirm it.";
    quote_good => "Si lo paga a tiempo, cuenta desde hoy: esta cantidad no cambia." | "If you pay in time, it counts from today: this amount does not change.";
    quote_good_until(until: &str) =>
        "Si llega a más tardar el {until}, cuenta desde hoy: esta cantidad no cambia." |
        "If it arrives by {until}, it counts from today: this amount does not change.";
    counts_when_confirmed => "Cuenta el día en que nos lo confirman." | "It counts on the day on which it is confirmed to us.";
    counts_when_sent => "Cuenta desde el día en que lo autoriza." | "It counts from the day on which you authorise it.";
    counts_when_cleared => "Cuenta el día en que el banco lo confirma." | "It counts on the day on which the bank confirms it.";
    method_not_offered_heading => "Elija otro medio" | "Choose another way to pay";
    method_not_offered =>
        "Ese medio no recibe esta cantidad. No se cobró nada." | "That way does not take this amount. Nothing was charged.";

    // What is left to do (2.13).
    voucher_heading(amount: Money) => "Pague {amount} en OXXO" | "Pay {amount} at OXXO";
    voucher(until: &str) =>
        "Muestre esta referencia en la caja a más tardar el {until}. OXXO puede cobrar una comisión. Lo confirmamos al día hábil siguiente." |
        "Show this reference at the till by {until}. OXXO may charge a fee. We confirm it the next working day.";
    until_there(day: &str, hour: &str, place: &str) => "{day}, {hour} (hora de {place})" | "{day}, {hour} ({place} time)";
    mexico_city => "Ciudad de México" | "Mexico City";
    voucher_reference => "Referencia" | "Reference";
    pay_by => "A más tardar" | "By";
    see_voucher => "Ver o imprimir el comprobante" | "See or print the voucher";
    voucher_next =>
        "Cuando OXXO nos avise, aquí verá su recibo. Si vence sin pago, puede sacar otro." |
        "When OXXO tells us, you see your receipt here. If it expires unpaid, you can get another.";
    transfer_heading(amount: Money) => "Transfiera {amount}" | "Transfer {amount}";
    transfer_to(reference: &str) =>
        "Hágalo desde su banco con estos datos. Use esta CLABE solo para su cuenta {reference}." |
        "Do it from your bank with these details. Use this CLABE only for your account {reference}.";
    short_heading(arrived: Money, missing: Money) =>
        "Llegaron {arrived}; faltan {missing}" | "{arrived} arrived; {missing} missing";
    short =>
        "Envíe lo que falta a la misma CLABE. Lo que llegó está seguro; el pago se aplica cuando esté completo." |
        "Send the rest to the same CLABE. What arrived is safe; the payment is applied once it is complete.";
    clabe => "CLABE" | "CLABE";
    bank => "Banco" | "Bank";
    payee => "Beneficiario" | "Payee";
    to_send => "Cantidad por enviar" | "Amount to send";
    has_arrived => "Ya llegó" | "Has arrived";
    transfer_next =>
        "Suele verse aquí en minutos; a veces tarda 1 día hábil. Si envía de más, lo que sobre queda a su favor." |
        "It is usually seen here within minutes; sometimes it takes 1 working day. If you send too much, what is over stays as your credit.";
    over_heading(amount: Money) => "Recibimos {amount} de más" | "We received {amount} too much";
    over =>
        "Quedan a su favor. Puede usarlos en su próxima factura o pedir que se los devolvamos." |
        "They are your credit. You can use them for your next invoice or ask for them back.";
    debit(on: &str, by: &str) =>
        "Su banco lo recibió el {on}. Suele confirmarlo a más tardar el {by}. No pague otra vez." |
        "Your bank has it since {on}. It usually confirms by {by}. Do not pay again.";
    debit_next =>
        "Si su banco no lo paga, aquí se lo decimos y puede pagar de otra forma." |
        "If your bank does not pay it, we say so here and you can pay another way.";
    in_flight_voucher_heading => "Comprobante de OXXO por pagar" | "OXXO voucher to pay";
    in_flight_voucher(amount: Money, until: &str) =>
        "Hay un comprobante de OXXO por {amount}, que se puede pagar hasta el {until}. Si se paga además de otra forma, lo que sobre queda a favor." |
        "There is an OXXO voucher for {amount}, good until {until}. If it is also paid another way, what is over stays as credit.";
    in_flight_transfer_heading => "Transferencia en camino" | "Transfer on its way";
    in_flight_transfer(missing: Money) =>
        "Faltan por llegar {missing} de una transferencia. Si se paga además de otra forma, lo que sobre queda a favor." |
        "{missing} of a transfer have yet to arrive. If it is also paid another way, what is over stays as credit.";

    // What came to nothing.
    declined_debit(last4: &str) =>
        "Su banco no pagó el cargo en la cuenta terminada en {last4}. No salió dinero. Su banco puede decirle el motivo." |
        "Your bank did not pay the debit of the account ending {last4}. No money left. Your bank can tell you why.";
    voucher_expired_heading => "El comprobante venció sin pago" | "The voucher expired unpaid";
    voucher_expired =>
        "No nos ha llegado un pago con esta referencia. Si pagó en la tienda, envíenos el ticket." |
        "No payment has reached us with this reference. If you paid in the shop, send us the slip.";
    another_voucher => "Sacar otro comprobante" | "Get another voucher";
}
