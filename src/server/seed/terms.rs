//! The published terms of the demo's creditors: late interest of 1.5 % per 30 days at Aguas del Valle, whose version 4
//! replaced version 3 on 1 January 2026, and none at Papelería Noriega.

use chrono::NaiveDate;

use super::day;
use super::known::{self, AGUAS, NORIEGA};
use crate::kernel::db::Tx;
use crate::kernel::ids::{CreditorId, PolicyVersionId};
use crate::policies::caps::Jurisdiction;
use crate::policies::charging::{Compounding, Ground, InterestRule, Rounding, TaxTreatment};
use crate::policies::model::Parameters;
use crate::policies::rates::Rate;
use crate::policies::rules::{Allowances, ByPerson, DiscountTier, Frequency, HandOff, PlanRules, Procedure};
use crate::policies::text::{OwnText, OwnWords, Section};

/// Plants every version, the oldest first.
pub(super) async fn plant(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let (third, fourth) = (known::policy_before(AGUAS), known::policy(AGUAS));
    publish(tx, third, AGUAS, 3, day(2025, 1, 1), &aguas_before(), &aguas_words(false)).await?;
    publish(tx, fourth, AGUAS, 4, day(2026, 1, 1), &aguas(), &aguas_words(true)).await?;
    publish(tx, known::policy(NORIEGA), NORIEGA, 1, day(2025, 1, 1), &noriega(), &noriega_words()).await
}

fn aguas() -> Parameters {
    let mut parameters = Parameters {
        jurisdiction: Some(Jurisdiction::Mx),
        interest: Some(InterestRule {
            rule: "2".to_owned(),
            rate: Rate { basis_points: 150, per_days: 30 },
            rounding: Rounding::Once,
            tax: TaxTreatment::AsLines,
            grace_days: 0,
            compounding: Compounding::Simple,
            ground: Ground::Contract,
            ground_reference: "contrato de suministro, cláusula 9".to_owned(),
        }),
        dispute_answer_days: 14,
        procedure: Procedure {
            notice_days_before: Some(5),
            reminder_days_after: Some(5),
            reminder_every_days: Some(14),
            person_days_after: Some(45),
            hand_off: Some(HandOff {
                days_after: 90,
                notice_days: 15,
                to: "Despacho Lara y Asociados".to_owned(),
            }),
        },
        asks_acceptance: true,
        plans: Some(PlanRules {
            instalments_from: 2,
            instalments_to: 6,
            longest_months: 6,
            first_payment_days: 15,
            frequencies: vec![Frequency::Monthly, Frequency::Fortnightly],
            interest_stops: true,
            grace_days: 7,
            discounts: vec![DiscountTier { basis_points: 500, within_days: 10, payments: 1 }],
            allowances: Allowances { moves: 1, move_days: 14, skips: 1 },
            by_person: Some(ByPerson {
                instalments_to: 12,
                longest_months: 12,
                discount_basis_points: 1_000,
            }),
            ..PlanRules::default()
        }),
        ..Parameters::founding()
    };
    for amounts in &mut parameters.amounts {
        amounts.smallest_instalment_minor = 50_000;
    }
    parameters
}

/// The year before: answers took longer, plans were shorter, and nobody was asked to say that they had read anything.
fn aguas_before() -> Parameters {
    let now = aguas();
    Parameters {
        dispute_answer_days: 20,
        procedure: Procedure {
            notice_days_before: Some(3),
            person_days_after: Some(60),
            ..now.procedure.clone()
        },
        asks_acceptance: false,
        plans: now.plans.clone().map(|plans| PlanRules {
            instalments_to: 4,
            longest_months: 4,
            discounts: Vec::new(),
            by_person: None,
            ..plans
        }),
        ..now
    }
}

fn noriega() -> Parameters {
    Parameters { jurisdiction: Some(Jurisdiction::Mx), ..Parameters::founding() }
}

fn aguas_words(is_latest: bool) -> OwnText {
    let mut words = vec![
        (
            Section::Payment,
            "Cada factura dice hasta qué día está a tiempo. Si no le alcanza para toda, pague desde {minimum_payment}: cada pago baja el interés desde el día siguiente.",
            "Each invoice says until which day it is in time. If you cannot pay all of it, pay from {minimum_payment} on: each payment lowers the interest from the next day.",
        ),
        (
            Section::Procedure,
            "Antes de que su cuenta pase a {agency} le escribe una persona, no una máquina, y se puede acordar un plan hasta el último día.",
            "Before your account goes to {agency} a person writes to you, not a machine, and a plan can be agreed until the last day.",
        ),
        (
            Section::Disputes,
            "Mande una foto o el recibo si los tiene; si no los tiene, también se revisa. La respuesta llega en {dispute_days} o antes.",
            "Send a photo or the receipt if you have them; if you have none we check all the same. The answer comes in {dispute_days} or sooner.",
        ),
        (
            Section::Privacy,
            "Guardamos lo que hace falta para cobrar y responder, y nada se vende. Puede pedir una copia de sus datos, o que se corrijan, por un mensaje.",
            "We keep what is needed to collect and to answer, and nothing is sold. You can ask for a copy of your data, or to have them corrected, by a message.",
        ),
    ];
    if is_latest {
        words.push((
            Section::Plans,
            "El plan de {instalments_from} a {instalments_to} pagos se acuerda aquí mismo, sin llamar. Si necesita más tiempo, proponga lo que pueda pagar.",
            "A plan of {instalments_from} to {instalments_to} instalments is agreed right here, without a call. If you need more time, propose what you can pay.",
        ));
    }
    own_text(&words)
}

fn noriega_words() -> OwnText {
    own_text(&[(
        Section::Privacy,
        "Somos una papelería de barrio: si algo no cuadra, pase al mostrador o escriba.",
        "We are a stationer's round the corner: if something does not add up, come to the counter or write.",
    )])
}

fn own_text(words: &[(Section, &str, &str)]) -> OwnText {
    let each = |(section, es, en): &(Section, &str, &str)| {
        (*section, OwnWords { es: (*es).to_owned(), en: (*en).to_owned() })
    };
    OwnText(words.iter().map(each).collect())
}

async fn publish(
    tx: &mut Tx,
    id: PolicyVersionId,
    creditor: CreditorId,
    number: i32,
    in_force_from: NaiveDate,
    parameters: &Parameters,
    text: &OwnText,
) -> Result<(), sqlx::Error> {
    let encoded = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    let parameters = serde_json::to_value(parameters).map_err(encoded)?;
    let text = serde_json::to_value(text).map_err(encoded)?;
    sqlx::query!(
        "insert into policy_versions (id, creditor_id, number, in_force_from, published_at, parameters, text)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        creditor.0,
        number,
        in_force_from,
        tx.now(),
        parameters,
        text
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
