//! What the team reads about payouts.

use crate::kernel::money::Money;

crate::words! {
    heading => "Liquidaciones de Stripe" | "Payouts from Stripe";
    lead =>
        "Lo que Stripe cobró, menos sus comisiones y lo que regresó, se envía al banco. Aquí se ve qué contiene cada envío y en qué abono llegó." |
        "What Stripe took, less its fees and what went back, is sent to the bank. Here you see what each payout holds and in which deposit it arrived.";
    none => "Stripe todavía no ha enviado dinero al banco." | "Stripe has not sent money to the bank yet.";
    arrives => "Llega" | "Arrives";
    state => "Estado" | "State";
    gross => "Cobrado" | "Gross";
    refunds => "Devoluciones" | "Refunds";
    disputes => "Contracargos" | "Chargebacks";
    fees => "Comisiones" | "Fees";
    others => "Otros" | "Other";
    net => "Neto" | "Net";
    bank => "Banco" | "Bank";
    creditor => "Acreedor" | "Creditor";
    on_its_way => "En camino" | "On its way";
    paid => "Enviada" | "Paid out";
    failed => "No la aceptó el banco" | "Not taken by the bank";
    seen(day: &str) => "Abono del {day}" | "Deposit of {day}";
    not_seen => "Aún no se ve en el banco" | "Not yet seen in the bank";
    back_at_provider => "Volvió a Stripe" | "Back at Stripe";
    payout_of(net: Money) => "Liquidación de {net}" | "Payout of {net}";
    name => "Clave de Stripe" | "Stripe's name for it";
    trace => "Clave en el banco" | "Key at the bank";
    sent => "Enviada el" | "Sent on";
    of_whole(whole: Money) =>
        "Es la parte de este acreedor en un envío de {whole}." |
        "It is this creditor's share of a payout of {whole}.";
    why_failed(code: &str) => "El banco no la aceptó ({code}). El dinero volvió a Stripe y sale con el siguiente envío." |
        "The bank did not take it ({code}). The money is back at Stripe and goes out with the next payout.";
    sums => "De lo cobrado a lo que llega" | "From what was taken to what arrives";
    holds => "Lo que contiene" | "What it holds";
    what => "Qué es" | "What it is";
    customer => "Cliente" | "Customer";
    date => "Fecha" | "Date";
    amount => "Importe" | "Amount";
    fee => "Comisión" | "Fee";
    kind_charge => "Cobro" | "Charge";
    kind_refund => "Devolución" | "Refund";
    kind_refund_back => "Devolución que regresó" | "Refund that came back";
    kind_dispute => "Contracargo" | "Chargeback";
    kind_dispute_back => "Contracargo ganado" | "Chargeback won";
    kind_returned => "Envío que el banco no aceptó" | "Payout that the bank did not take";
    kind_fee => "Comisión de Stripe" | "Fee of Stripe's";
    kind_other => "Otro movimiento" | "Another movement";
    not_ours => "No es un pago de este portal: queda por identificar" | "No payment of this portal: it waits without an owner";
    untold_next =>
        "Alguien la pidió a mano en Stripe, que entonces no detalla su contenido: las comisiones no se conocen." |
        "Somebody ordered it by hand at Stripe, which then does not list what it holds: the fees are not known.";
    not_seen_heading => "Aún no se ve en el banco" | "Not yet seen in the bank";
    not_seen_next =>
        "Cuando suba los movimientos de su banco, el abono de esta cantidad se le sugerirá." |
        "When you upload your bank's movements, the deposit of this amount will be suggested.";
    may_be => "Estos abonos por identificar son de la misma cantidad:" | "These deposits without an owner are of the same amount:";
    upload => "Subir movimientos del banco" | "Upload the bank's movements";
    on_its_way_next => "Stripe la da por enviada cuando el banco la recibe." | "Stripe calls it paid once the bank has it.";
}
