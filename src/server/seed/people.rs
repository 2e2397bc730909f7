//! The creditors, their teams, and the people of the demo with their addresses.

use super::known::{
    AGUAS, ALBERTO, ANNA, CARMEN_ADMINISTRATOR, DANIEL_AGENT, ELENA_SUPERVISOR, INES, JORGE, LUCIA, MARIA,
    NORIEGA, PEDRO, RAUL_AGENT, ROSA, SUSAN, TERESA, TOMAS, VICTOR_AUDITOR,
};
use super::{Secret, SeedError, SignIn, terms};
use crate::identity::keys::Keys;
use crate::identity::passwords;
use crate::identity::second_factor::SecondFactor;
use crate::identity::store;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{ContactPointId, CreditorId, PersonId, StaffId};

const PASSWORD: &str = "agua clara 2026";
/// Twenty bytes, as an authenticator takes them.
const TOTP_KEY: &str = "ALDIADEMOALDIADEMOALDIADEMO23456";

type TeamMember = (StaffId, &'static str, &'static str, &'static str, CreditorId);

const TEAMS: [TeamMember; 5] = [
    (DANIEL_AGENT, "Daniel Ortiz", "daniel@aguas.example", "agent", AGUAS),
    (ELENA_SUPERVISOR, "Elena Ríos", "elena@aguas.example", "supervisor", AGUAS),
    (CARMEN_ADMINISTRATOR, "Carmen Soto", "carmen@aguas.example", "administrator", AGUAS),
    (VICTOR_AUDITOR, "Víctor Luna", "victor@aguas.example", "auditor", AGUAS),
    (RAUL_AGENT, "Raúl Peña", "raul@noriega.example", "agent", NORIEGA),
];

/// Who may go how far alone: in centavos, hundredths of a per cent, and days. `None` is as far as they like.
type Limits = [(&'static str, &'static str, Option<i64>); 7];
const LIMITS: [(StaffId, Limits); 4] = [
    (DANIEL_AGENT, limits(Some(50_000), Some(0), Some(500), Some(31), Some(10_000), Some(500_000))),
    (RAUL_AGENT, limits(Some(50_000), Some(0), Some(500), Some(15), Some(10_000), Some(500_000))),
    (
        ELENA_SUPERVISOR,
        limits(Some(1_000_000), Some(500_000), Some(2_000), Some(92), Some(500_000), Some(5_000_000)),
    ),
    (CARMEN_ADMINISTRATOR, limits(None, None, None, None, None, None)),
];

const fn limits(
    refund: Option<i64>,
    write_off: Option<i64>,
    discount: Option<i64>,
    term: Option<i64>,
    waiver: Option<i64>,
    manual_payment: Option<i64>,
) -> Limits {
    [
        ("refund", "MXN", refund),
        ("write_off", "MXN", write_off),
        ("discount", "", discount),
        ("term", "", term),
        ("waiver", "MXN", waiver),
        ("manual_payment", "MXN", manual_payment),
        // What somebody may give back they may take off.
        ("adjustment", "MXN", refund),
    ]
}

/// Everybody of the demo who can sign in.
pub const SIGN_INS: &[SignIn] = &[
    person("María López", "three invoices past due, one line in dispute", "maria@example.mx", "F-1057"),
    person("Lucía Campos", "bookkeeper of a firm with forty invoices", "lucia@example.mx", "F-0640"),
    person("Tomás Rocha", "the owner of that firm", "tomas@example.mx", "F-0640"),
    person("Susan Parker", "reads English", "susan@example.com", "F-0720"),
    person("Jorge Medina", "200.00 in credit, telephone only", "5512340006", "F-0731"),
    person("Rosa Aguilar", "paid up", "rosa@example.mx", "F-0742"),
    person("Teresa Núñez", "part paid", "teresa@example.mx", "F-0750"),
    person("Pedro Salas", "owes that together with Teresa", "pedro@example.mx", "F-0750"),
    person("Alberto López", "guarantor of F-1041 up to 2,000.00", "alberto@example.mx", "F-1041"),
    person("Inés Robles", "customer of Papelería Noriega", "ines@example.mx", "N-0210"),
    person("Anna Weber", "owes in euros, in Madrid", "anna@example.com", "N-0215"),
    staff("Daniel Ortiz", "agent, Aguas del Valle", "daniel@aguas.example"),
    staff("Elena Ríos", "supervisor, Aguas del Valle", "elena@aguas.example"),
    staff("Carmen Soto", "administrator, Aguas del Valle", "carmen@aguas.example"),
    staff("Víctor Luna", "auditor, Aguas del Valle", "victor@aguas.example"),
    staff("Raúl Peña", "agent, Papelería Noriega", "raul@noriega.example"),
];

/// Sets up the teams' authenticators with the key that `aldia serve` prints. Apart from the rest, because the key is
/// kept encrypted with what only this installation has; who has an authenticator already keeps it.
pub async fn hand_out_authenticators(db: &Db, keys: &Keys) -> Result<(), SeedError> {
    let mut tx = db.begin(Actor::System("seed")).await?;
    for (staff, _, email, _, _) in TEAMS {
        let factor = SecondFactor::from_text(email, TOTP_KEY).expect("the demo's key is long enough");
        store::enrol_second_factor(&mut tx, staff, &factor.seal(keys, staff)).await?;
    }
    Ok(tx.commit().await?)
}

pub(super) async fn plant(tx: &mut Tx) -> Result<(), SeedError> {
    plant_creditors(tx).await?;
    terms::plant(tx).await?;
    // All share one password, so it is hashed once.
    let password = passwords::hash(PASSWORD)?;
    for member in TEAMS {
        plant_staff(tx, member, &password).await?;
    }
    for (staff, limits) in LIMITS {
        plant_limits(tx, staff, limits).await?;
    }
    for (id, name, language, email, phone) in [
        (MARIA, "María López", "es", Some("maria@example.mx"), Some("+525512340001")),
        (ALBERTO, "Alberto López", "es", Some("alberto@example.mx"), None),
        (TOMAS, "Tomás Rocha", "es", Some("tomas@example.mx"), Some("+527225550140")),
        (LUCIA, "Lucía Campos", "es", Some("lucia@example.mx"), None),
        (SUSAN, "Susan Parker", "en", Some("susan@example.com"), Some("+525512340005")),
        (JORGE, "Jorge Medina", "es", None, Some("+525512340006")),
        (ROSA, "Rosa Aguilar", "es", Some("rosa@example.mx"), Some("+525512340007")),
        (TERESA, "Teresa Núñez", "es", Some("teresa@example.mx"), Some("+525512340008")),
        (PEDRO, "Pedro Salas", "es", Some("pedro@example.mx"), None),
        (INES, "Inés Robles", "es", Some("ines@example.mx"), Some("+525512340010")),
        (ANNA, "Anna Weber", "es", Some("anna@example.com"), None),
    ] {
        plant_person(tx, id, name, language, email, phone).await?;
    }
    Ok(())
}

const fn person(
    name: &'static str,
    story: &'static str,
    address: &'static str,
    known_fact: &'static str,
) -> SignIn {
    SignIn { name, story, address, secret: Secret::KnownFact(known_fact) }
}

const fn staff(name: &'static str, story: &'static str, address: &'static str) -> SignIn {
    SignIn { name, story, address, secret: Secret::Password { password: PASSWORD, totp_key: TOTP_KEY } }
}

async fn plant_creditors(tx: &mut Tx) -> Result<(), sqlx::Error> {
    for (id, name, slug, legal_name, address, phone, accent) in [
        (
            AGUAS,
            "Aguas del Valle",
            "aguas-del-valle",
            "Aguas del Valle, S.A. de C.V.",
            "Av. Hidalgo 210, Toluca, Estado de México",
            "722 555 0134",
            None,
        ),
        (
            NORIEGA,
            "Papelería Noriega",
            "papeleria-noriega",
            "Papelería Noriega, S.A. de C.V.",
            "Calle Morelos 18, Metepec, Estado de México",
            "722 555 0177",
            Some("#5A3E8C"),
        ),
    ] {
        sqlx::query!(
            "select found_creditor($1, $2, $3, $4, 'es', 'America/Mexico_City', 'MX')",
            id.0,
            name,
            slug,
            legal_name
        )
        .fetch_one(&mut **tx)
        .await?;
        sqlx::query!(
            "select describe_creditor($1, $2, $3, 'Profeco', 'Profeco, Teléfono del Consumidor 55 5568 8722', $4, $5, true, 'invoice_reference')",
            id.0,
            address,
            phone,
            legal_name,
            accent
        )
        .fetch_one(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn plant_staff(
    tx: &mut Tx,
    (id, name, email, role, creditor): TeamMember,
    password_hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into staff (id, name, email, role, password_hash) values ($1, $2, $3, $4, $5)",
        id.0,
        name,
        email,
        role,
        password_hash
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("insert into staff_creditors (staff_id, creditor_id) values ($1, $2)", id.0, creditor.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn plant_limits(tx: &mut Tx, staff: StaffId, limits: Limits) -> Result<(), sqlx::Error> {
    for (kind, currency, at_most) in limits {
        sqlx::query!(
            "insert into staff_limits (staff_id, kind, currency, at_most) values ($1, $2, $3, $4)",
            staff.0,
            kind,
            currency,
            at_most
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn plant_person(
    tx: &mut Tx,
    id: PersonId,
    name: &str,
    language: &str,
    email: Option<&str>,
    phone: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into persons (id, name, language) values ($1, $2, $3)", id.0, name, language)
        .execute(&mut **tx)
        .await?;
    for (kind, address) in [("email", email), ("phone", phone)] {
        let Some(address) = address else { continue };
        sqlx::query!(
            "insert into contact_points (id, person_id, kind, address, verified_at) values ($1, $2, $3, $4, $5)",
            ContactPointId::new().0,
            id.0,
            kind,
            address,
            tx.now()
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
