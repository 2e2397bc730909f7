//! What the demo's people contest.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::day;
use super::known::{self, DANIEL_AGENT, DISPUTE_A104, MARIA};
use crate::kernel::db::Tx;
use crate::kernel::ids::{DisputeStepId, HoldId};

/// María contests the technical visit on invoice F-1063.
pub(super) async fn plant(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let (opened_on, promised_on) = (day(2026, 2, 23), day(2026, 3, 9));
    let (line, words) = (
        known::invoice("F-1063"),
        "Nadie vino el 3 de febrero. Ese día estuve en casa y el medidor no se tocó; tengo la foto de la lectura.",
    );
    sqlx::query!(
        "insert into disputes (id, account_id, debtor_id, creditor_id, number, about, invoice_id, reason, currency, amount_minor, opened_by,
           opened_at, opened_on, promised_on, state, owner_id, request_key)
         select $1, i.account_id, i.debtor_id, i.creditor_id, 'A-104', 'invoice', i.id, 'not_received', i.currency, 30000, $3, $4, $5, $6,
           'in_review', $7, $1
         from invoices i where i.id = $2",
        DISPUTE_A104.0,
        line.0,
        MARIA.0,
        at(opened_on, 10),
        opened_on,
        promised_on,
        DANIEL_AGENT.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into holds (id, account_id, debtor_id, creditor_id, invoice_id, line_id, dispute_id, dispute_number, amount_minor, opened_on,
           promised_on)
         select $1, account_id, debtor_id, creditor_id, invoice_id, id, $2, 'A-104', 30000, $3, $4
         from invoice_lines where invoice_id = $5 and position = 2",
        HoldId::new().0,
        DISPUTE_A104.0,
        opened_on,
        promised_on,
        line.0
    )
    .execute(&mut **tx)
    .await?;
    for (kind, by_kind, by, name, words, on) in [
        ("opened", "person", MARIA.0, "", words, opened_on),
        ("taken", "staff", DANIEL_AGENT.0, "Daniel", "", opened_on + Days::new(2)),
    ] {
        sqlx::query!(
            "insert into dispute_steps (id, dispute_id, account_id, debtor_id, creditor_id, opened_by, kind, by_kind, by_id, shown_name, words,
               happened_at, happened_on)
             select $1, d.id, d.account_id, d.debtor_id, d.creditor_id, d.opened_by, $3, $4, $5, $6, $7, $8, $9
             from disputes d where d.id = $2",
            DisputeStepId::new().0,
            DISPUTE_A104.0,
            kind,
            by_kind,
            by,
            name,
            words,
            at(on, 11),
            on
        )
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query!(
        "insert into document_counters (creditor_id, kind, last_number) values ($1, 'dispute', 104), ($1, 'adjustment', 21)",
        known::AGUAS.0
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// An hour of a morning in Mexico City.
fn at(on: NaiveDate, hour: u32) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(i64::from(hour) + 6)
}
