//! What files of tables say beside what their pages do.

crate::words! {
    take_along(most: u64) => "Descargar la tabla, hasta {most} filas" | "Download the table, up to {most} rows";
    currency => "Moneda" | "Currency";
    reference => "Referencia" | "Reference";
    customer => "Cliente" | "Customer";
    amount => "Monto" | "Amount";
    method => "Medio de pago" | "Paid with";
    decided_on => "Decidida el" | "Decided on";
    refunded => "Devuelto" | "Refunded";
    tracking_key => "Clave de rastreo" | "Tracking key";
    left_on => "Dejó el equipo el" | "Left the team on";
    number => "Número" | "Number";
}
