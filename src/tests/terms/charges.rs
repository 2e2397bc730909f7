//! Fees and what the law sets, as supervisors write them.

use aldia::kernel::locale::Lang;
use aldia::policies::editing::faults::{Fault, faults};
use aldia::policies::editing::fields::{Typed, closed_up, values};
use aldia::policies::editing::typed::{Understood, understand};
use aldia::policies::fees::FeeAmount;
use aldia::policies::model::Parameters;
use aldia::policies::text::OwnText;
use aldia::policies::words::editing::fault;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::ELENA;
use super::drafting::{draft, save};
use crate::support::TestApp;
use crate::support::books::day;

/// What stands in a fee's fields when it is one of 50.00 once.
fn flat(typed: &mut Typed, slot: usize, amount: &str) {
    for (stem, value) in [
        ("fee_kind", "flat"),
        ("fee_amount", amount),
        ("fee_grace", "10"),
        ("fee_times", "once"),
        ("fee_ground", "contract"),
        ("fee_reference", "contrato, cláusula 9"),
    ] {
        typed.insert(format!("{stem}{slot}"), value.to_owned());
    }
}

fn names(parameters: &Parameters) -> Vec<&str> {
    parameters.fees.iter().map(|fee| fee.rule.as_str()).collect()
}

#[test]
fn there_is_always_room_for_one_more_fee() {
    let mut parameters = Parameters::founding();
    for count in 1..=4 {
        let mut typed = values(&parameters, &OwnText::default());
        assert!(typed.contains_key(&format!("fee_kind{count}")), "{count}");
        flat(&mut typed, count, "50");
        parameters = understand(&parameters, &typed).parameters;
        assert_eq!(parameters.fees.len(), count);
    }
    assert_eq!(names(&parameters), ["2.1", "2.2", "2.3", "2.4"]);
}

#[test]
fn a_fee_keeps_its_name_when_another_goes_and_a_new_one_takes_a_free_one() {
    let mut parameters = Parameters::founding();
    let mut typed = values(&parameters, &OwnText::default());
    flat(&mut typed, 1, "50");
    flat(&mut typed, 2, "80");
    typed.insert("fee_kind3".to_owned(), "none".to_owned());
    parameters = understand(&parameters, &typed).parameters;
    // The first goes. What is kept is closed up, as `save` keeps it.
    typed.insert("fee_kind1".to_owned(), "none".to_owned());
    parameters = understand(&parameters, &typed).parameters;
    typed = closed_up(typed);
    assert_eq!(names(&parameters), ["2.2"]);
    assert_eq!(typed.get("fee_amount1").map(String::as_str), Some("80"));
    assert!(!typed.contains_key("fee_amount2"), "{typed:?}");

    flat(&mut typed, 2, "90");
    let Understood { parameters, faults, .. } = understand(&parameters, &typed);
    assert_eq!(names(&parameters), ["2.2", "2.1"]);
    assert_eq!(faults, []);
    let amounts: Vec<i64> = parameters
        .fees
        .iter()
        .map(|fee| if let FeeAmount::Flat(sums) = &fee.amount { sums[0].minor } else { 0 })
        .collect();
    assert_eq!(amounts, [8_000, 9_000]);
}

#[test]
fn rows_of_the_law_are_read_a_line_each_and_written_back_the_same() {
    let base = Parameters::founding();
    let mut typed = values(&base, &OwnText::default());
    let rates =
        "2026-04-01 2026-04-30 25.8 Superfinanciera, marzo de 2026\n\n2026-05-01 2026-05-31 26,05% Abril";
    typed.insert("legal_rates".to_owned(), rates.to_owned());
    typed.insert("legal_units".to_owned(), "2026-03-01 2026-03-31 39,245.12 SII".to_owned());
    let Understood { parameters, faults, .. } = understand(&base, &typed);
    assert_eq!(faults, []);
    let read: Vec<_> =
        parameters.legal_rates.iter().map(|row| (row.from_on, row.until_on, row.basis_points)).collect();
    assert_eq!(
        read,
        [(day(2026, 4, 1), day(2026, 4, 30), 2_580), (day(2026, 5, 1), day(2026, 5, 31), 2_605)]
    );
    assert_eq!(parameters.legal_units[0].hundredths, 3_924_512);
    let again = values(&parameters, &OwnText::default());
    assert_eq!(
        again["legal_rates"],
        "2026-04-01 2026-04-30 25.8 Superfinanciera, marzo de 2026\n2026-05-01 2026-05-31 26.05 Abril"
    );
    assert_eq!(again["legal_units"], "2026-03-01 2026-03-31 39245.12 SII");
    assert_eq!(understand(&base, &again).parameters, parameters);
}

#[test]
fn a_row_that_cannot_be_read_is_told_by_its_line_and_what_stood_before_stays() {
    let mut base = Parameters::founding();
    let mut typed = values(&base, &OwnText::default());
    typed.insert("legal_rates".to_owned(), "2026-04-01 2026-04-30 25.80 Superfinanciera".to_owned());
    base = understand(&base, &typed).parameters;
    for wrong in ["2026-04-31 2026-04-30 25 X", "abril 25", "2026-04-01 2026-04-30 mucho X"] {
        typed.insert("legal_rates".to_owned(), format!("2026-05-01 2026-05-31 26 Y\n{wrong}"));
        let Understood { parameters, faults, .. } = understand(&base, &typed);
        assert_eq!(faults.len(), 1, "{wrong}");
        assert_eq!((faults[0].field.as_str(), &faults[0].fault), ("legal_rates", &Fault::NotRow(2)));
        assert_eq!(parameters.legal_rates, base.legal_rates);
        assert!(fault(Lang::En, &faults[0].fault, "").starts_with("Line 2 cannot be read"));
    }
}

#[test]
fn a_row_that_says_nothing_sensible_is_refused_in_the_readers_language() {
    let base = Parameters::founding();
    for (row, sentence) in [
        ("2026-04-30 2026-04-01 25 X", "Termina antes de empezar"),
        ("2026-04-01 2026-04-30 25", "Falta quién lo publicó"),
        ("2026-04-01 2026-04-30 1000.01 X", "Debe estar entre 0 y 1,000 por ciento"),
    ] {
        let mut typed = values(&base, &OwnText::default());
        typed.insert("legal_rates".to_owned(), row.to_owned());
        let found = faults(&understand(&base, &typed), day(2026, 3, 16));
        let at = found.iter().find(|one| one.field == "legal_rates").unwrap_or_else(|| panic!("{row}"));
        assert_eq!(fault(Lang::Es, &at.fault, ""), sentence);
    }
}

#[sqlx::test]
async fn a_supervisor_writes_what_the_law_published_and_may_charge_under_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let id = draft(&app, &elena).await;
    // The program knows what Colombia sets for March, and 1.5 % per 30 days is within it.
    let known = save(&elena, &id, "lateness", &[("jurisdiction", "CO")]).await.text();
    assert!(known.contains("Así se puede publicar."), "{known}");
    // What a supervisor writes stands before that.
    let row = "2026-03-01 2026-12-31 10 Superfinanciera";
    let above = save(&elena, &id, "lateness", &[("legal_rates", row)]).await.text();
    assert!(above.contains("Pasa de lo que permite la ley"), "{above}");
    assert!(above.contains("2026-03-01 2026-12-31 10 Superfinanciera"), "what was typed stands: {above}");
    let row = "2026-03-01 2026-12-31 26 Superfinanciera";
    let within = save(&elena, &id, "lateness", &[("legal_rates", row)]).await.text();
    assert!(within.contains("Así se puede publicar."), "{within}");
}

#[sqlx::test]
async fn a_new_fee_costs_nothing_on_invoices_that_were_promised_none(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let id = draft(&app, &elena).await;
    let fee = [
        ("fee_kind1", "flat"),
        ("fee_amount1", "25.00"),
        ("fee_grace1", "0"),
        ("fee_times1", "every"),
        ("fee_every1", "7"),
        ("fee_ground1", "contract"),
        ("fee_reference1", "contrato, cláusula 9"),
    ];
    let saved = save(&elena, &id, "lateness", &fee).await;
    assert!(saved.text().contains("Así se puede publicar."), "{}", saved.text());
    let after = elena.get(&format!("/desk/policies/{id}")).await.text();
    assert!(after.contains("Una factura que sigue sin pagarse"), "{after}");
    assert!(after.contains("y lo mismo con este borrador."), "{after}");
}
