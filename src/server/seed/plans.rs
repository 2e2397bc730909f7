//! What is agreed and what is proposed in the demo: Teresa keeps a plan of two payments, and the firm has asked for more
//! time than the rules give without asking.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::accounts::{Case, FIRMS, TERESAS};
use super::day;
use super::known::{self, AGUAS, TERESA, TOMAS};
use crate::kernel::db::Tx;
use crate::kernel::ids::{InvoiceId, OfferId, PersonId, PlanId};
use crate::kernel::money::{Currency, Money};
use crate::plans::schedule::{Schedule, Terms};
use crate::policies::rules::Frequency;

/// Plants both.
pub(super) async fn plant(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let kept = Terms {
        frequency: Frequency::Monthly,
        first_on: day(2026, 3, 6),
        instalments: 2,
        down_payment_minor: 0,
        discount_basis_points: 0,
    };
    let owed = Money::new(70_000, Currency::MXN);
    let asked =
        Talk { case: TERESAS, person: TERESA, name: "Teresa Núñez", words: "", begun: day(2026, 2, 21) };
    let plan = talk(tx, &asked, &[known::invoice("F-0750")], &kept, owed, "signed").await?;
    sign(tx, &asked, plan, &kept, owed).await?;
    let more_time = Terms { instalments: 12, first_on: day(2026, 3, 20), ..kept };
    let oldest: Vec<InvoiceId> = sqlx::query_scalar!(
        r#"select b.invoice_id as "id: InvoiceId" from invoice_balances b join invoices i on i.id = b.invoice_id
         where b.account_id = $1 and b.open_minor > 0 order by i.due_on, i.number limit 6"#,
        FIRMS.account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let open: i64 = sqlx::query_scalar!(
        r#"select coalesce(sum(open_minor), 0)::bigint as "open!" from invoice_balances where invoice_id = any($1)"#,
        &oldest.iter().map(|invoice| invoice.0).collect::<Vec<Uuid>>()
    )
    .fetch_one(&mut **tx)
    .await?;
    let asked = Talk {
        case: FIRMS,
        person: TOMAS,
        name: "Tomás Rocha",
        words: "La obra nos paga en marzo. Doce pagos sí los cumplimos.",
        begun: day(2026, 3, 5),
    };
    talk(tx, &asked, &oldest, &more_time, Money::new(open, Currency::MXN), "with_creditor").await?;
    Ok(())
}

/// Who asked for what, and when.
struct Talk {
    case: Case,
    person: PersonId,
    name: &'static str,
    words: &'static str,
    begun: NaiveDate,
}

async fn talk(
    tx: &mut Tx,
    of: &Talk,
    invoices: &[InvoiceId],
    terms: &Terms,
    owed: Money,
    state: &'static str,
) -> Result<PlanId, sqlx::Error> {
    let (id, case) = (PlanId::new(), &of.case);
    let closed = (state == "signed").then_some(of.begun);
    sqlx::query!(
        r#"insert into negotiations (id, account_id, debtor_id, creditor_id, currency, state, person_id, request_key, opened_at, answer_by,
           closed_at)
         values ($1, $2, $3, $4, 'MXN', $5, $6, $1, $7::date + time '17:00', case when $8::date is null then $7::date + 4 end, $8::date + time '18:00')"#,
        id.0,
        case.account.0,
        case.debtor.0,
        case.creditor.0,
        state,
        of.person.0,
        of.begun,
        closed
    )
    .execute(&mut **tx)
    .await?;
    for invoice in invoices {
        sqlx::query!(
            r#"insert into negotiation_debts (negotiation_id, invoice_id, account_id, debtor_id, creditor_id) values ($1, $2, $3, $4, $5)"#,
            id.0,
            invoice.0,
            case.account.0,
            case.debtor.0,
            case.creditor.0
        )
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query!(
        r#"insert into offers (id, negotiation_id, account_id, debtor_id, creditor_id, version, author_kind, author_id, author_name, terms,
           owed_minor, words, policy_version_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, 1, 'person', $6, $7, $8, $9, $10, $11, $12::date + time '17:00', $12::date + 14)"#,
        OfferId::new().0,
        id.0,
        case.account.0,
        case.debtor.0,
        case.creditor.0,
        of.person.0,
        of.name,
        encoded(terms)?,
        owed.minor,
        of.words,
        known::policy(AGUAS).0,
        of.begun
    )
    .execute(&mut **tx)
    .await?;
    event(tx, of, id, "propose").await?;
    Ok(id)
}

async fn sign(tx: &mut Tx, of: &Talk, id: PlanId, terms: &Terms, owed: Money) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"insert into plans (id, account_id, debtor_id, creditor_id, number, currency, offer_id, terms, rules, owed_minor, discount_minor,
           since_sequence, signed_by, signed_at, consent)
         select n.id, n.account_id, n.debtor_id, n.creditor_id, take_agreement_number(n.account_id), 'MXN', o.id, $2,
           (select parameters -> 'plans' from policy_versions where id = $3), $4, 0, last_ledger_sequence(), n.person_id, n.closed_at, '{}'
         from negotiations n join offers o on o.negotiation_id = n.id where n.id = $1"#,
        id.0,
        encoded(terms)?,
        known::policy(AGUAS).0,
        owed.minor
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        r#"insert into plan_debts (plan_id, invoice_id, account_id, debtor_id, creditor_id, principal_minor, interest_minor,
           interest_tax_minor, fees_minor, fees_tax_minor)
         select $1, invoice_id, account_id, debtor_id, creditor_id, $2, 0, 0, 0, 0 from negotiation_debts where negotiation_id = $1"#,
        id.0,
        owed.minor
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        r#"insert into plan_reliefs (id, plan_id, invoice_id, account_id, debtor_id, creditor_id, share, from_on)
         select gen_random_uuid(), plan_id, invoice_id, account_id, debtor_id, creditor_id, 0, $2 from plan_debts where plan_id = $1"#,
        id.0,
        of.begun
    )
    .execute(&mut **tx)
    .await?;
    let schedule = Schedule::of(owed, terms).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let days: Vec<NaiveDate> = schedule.instalments.iter().map(|part| part.due_on).collect();
    let amounts: Vec<i64> = schedule.instalments.iter().map(|part| part.amount.minor).collect();
    sqlx::query!(
        r#"insert into plan_parts (plan_id, revision, number, account_id, debtor_id, creditor_id, due_on, amount_minor)
         select $1, 1, place, $2, $3, $4, due_on, amount
         from unnest($5::date[], $6::bigint[]) with ordinality as part (due_on, amount, place)"#,
        id.0,
        of.case.account.0,
        of.case.debtor.0,
        of.case.creditor.0,
        &days,
        &amounts
    )
    .execute(&mut **tx)
    .await?;
    event(tx, of, id, "sign").await
}

async fn event(tx: &mut Tx, of: &Talk, id: PlanId, kind: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"insert into plan_events (id, negotiation_id, account_id, debtor_id, creditor_id, kind, actor_kind, actor_id, shown_name, words,
           happened_at)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, 'person', $6, $7, $8, $9::date + time '18:00')"#,
        id.0,
        of.case.account.0,
        of.case.debtor.0,
        of.case.creditor.0,
        kind,
        of.person.0,
        of.name,
        of.words,
        of.begun
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

fn encoded(terms: &Terms) -> Result<Value, sqlx::Error> {
    serde_json::to_value(terms).map_err(|error| sqlx::Error::Encode(error.into()))
}
