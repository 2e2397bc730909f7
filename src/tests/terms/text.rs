//! Words with placeholders: numbers in a text cannot disagree with what the program does.

use std::collections::BTreeMap;

use aldia::documents::store::{Issuer, issuer};
use aldia::kernel::locale::Lang;
use aldia::kernel::money::Currency;
use aldia::policies::charging::{Compounding, Ground, InterestRule, Rounding, TaxTreatment};
use aldia::policies::composing::Document;
use aldia::policies::differences::{Change, differences};
use aldia::policies::editing::faults::{Fault, faults};
use aldia::policies::editing::fields::values;
use aldia::policies::editing::typed::understand;
use aldia::policies::model::Parameters;
use aldia::policies::placeholders::Placeholder;
use aldia::policies::rates::Rate;
use aldia::policies::text::{OwnText, OwnWords, Section, TextFault};
use aldia::server::seed::known::AGUAS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{LANGS, published, sentences};
use crate::support::TestApp;
use crate::support::books::day;

fn charging() -> Parameters {
    Parameters {
        interest: Some(InterestRule {
            rule: "2".to_owned(),
            rate: Rate { basis_points: 150, per_days: 30 },
            rounding: Rounding::Once,
            tax: TaxTreatment::AsLines,
            grace_days: 5,
            compounding: Compounding::Simple,
            ground: Ground::Contract,
            ground_reference: "contrato 7".to_owned(),
        }),
        ..Parameters::founding()
    }
}

fn words(section: Section, es: &str, en: &str) -> OwnText {
    let own = OwnWords { es: es.to_owned(), en: en.to_owned() };
    OwnText(BTreeMap::from([(section, own)]))
}

fn wrong(es: &str) -> Vec<TextFault> {
    words(Section::Lateness, es, "x").faults(Section::Lateness, Lang::Es, &charging(), Currency::MXN)
}

#[test]
fn a_placeholder_reads_as_its_parameter_with_the_unit() {
    let text = words(
        Section::Lateness,
        "Tiene {grace_days} antes de que se sume {late_rate}, que es {late_rate_yearly} al año.\n\nMínimo: {minimum_payment}.",
        "You have {grace_days} before {late_rate} is added.",
    );
    let paragraphs = |lang| text.paragraphs(Section::Lateness, lang, &charging(), Currency::MXN);
    assert_eq!(
        paragraphs(Lang::Es),
        ["Tiene 5 días antes de que se sume 1.5 % cada 30 días, que es 18.25 % al año.", "Mínimo: $10.00."]
    );
    assert_eq!(paragraphs(Lang::En), ["You have 5 days before 1.5 % per 30 days is added."]);
    for lang in LANGS {
        assert!(text.faults(Section::Lateness, lang, &charging(), Currency::MXN).is_empty());
    }
}

#[test]
fn a_number_typed_where_a_parameter_exists_is_a_fault_that_names_it() {
    let bare = |number: &str, instead| vec![TextFault::BareNumber { number: number.to_owned(), instead }];
    assert_eq!(wrong("Tiene 5 días de tolerancia."), bare("5 días", Some(Placeholder::GraceDays)));
    assert_eq!(wrong("Cuesta 1.5 % cada mes."), bare("1.5 %", Some(Placeholder::LateRate)));
    assert_eq!(wrong("Pague desde $10.00."), bare("$10.00", Some(Placeholder::MinimumPayment)));
    assert_eq!(wrong("Le damos 8 días."), bare("8 días", None));
    // Hours, telephone numbers, years and streets are nobody's parameters.
    assert_eq!(wrong("De 9:00 a 18:00, al 55 5568 8722, Av. Hidalgo 210, desde 2024."), []);
}

#[test]
fn a_name_that_nobody_knows_or_that_is_not_set_is_a_fault() {
    assert_eq!(wrong("Tiene {dias_de_gracia}."), [TextFault::Unknown("dias_de_gracia".to_owned())]);
    // A brace that never closes names what follows it.
    assert_eq!(wrong("Tiene {grace_days de más"), [TextFault::Unknown("grace_days de más".to_owned())]);
    assert_eq!(wrong("La cuenta pasa a {agency}."), [TextFault::NotSet(Placeholder::Agency)]);
    assert_eq!(wrong("Evite un embargo."), [TextFault::Tone("embarg*")]);
}

#[test]
fn words_in_one_language_only_are_missing_in_the_other() {
    let text = words(Section::Plans, "Proponga lo que pueda.", " ");
    let wrong = |lang| text.faults(Section::Plans, lang, &charging(), Currency::MXN);
    assert_eq!(wrong(Lang::Es), []);
    assert_eq!(wrong(Lang::En), [TextFault::Missing]);
    assert_eq!(text.faults(Section::Payment, Lang::En, &charging(), Currency::MXN), []);
}

#[sqlx::test]
async fn the_terms_of_the_demo_are_whole_and_read_the_same_from_their_own_form(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let all = published(&app).await;
    assert_eq!(all.iter().map(|one| one.policy.number).collect::<Vec<_>>(), [4, 3]);
    for one in &all {
        let understood = understand(&one.policy.parameters, &values(&one.policy.parameters, &one.text));
        assert_eq!(understood.parameters, one.policy.parameters);
        assert_eq!(understood.text, one.text);
        assert_eq!(faults(&understood, one.policy.in_force_from), []);
        let issuer = aguas(&app).await;
        for lang in LANGS {
            let document = Document::of(lang, &issuer, &one.policy.parameters, &one.text, Currency::MXN);
            let said = sentences(&document);
            assert!(said.iter().all(|sentence| !sentence.contains(['{', '}'])), "{said:#?}");
            assert!(document.parts.iter().all(|part| !part.sentences.is_empty()));
        }
    }
}

#[sqlx::test]
async fn what_changed_is_told_sentence_by_sentence(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let issuer = aguas(&app).await;
    let documents: Vec<Document> = published(&app)
        .await
        .iter()
        .map(|one| Document::of(Lang::En, &issuer, &one.policy.parameters, &one.text, Currency::MXN))
        .collect();
    let changed = differences(&documents[1], &documents[0]);
    let sections: Vec<&str> = changed.iter().map(|section| section.section.code()).collect();
    assert_eq!(sections, ["procedure", "plans", "disputes"]);
    let change =
        |before: &str, now: &str| Change { before: Some(before.to_owned()), now: Some(now.to_owned()) };
    assert_eq!(
        changed[0].changes,
        [
            change(
                "At least 3 days before the due date: an advance notice.",
                "At least 5 days before the due date: an advance notice."
            ),
            change(
                "60 days after the due date: a person writes to you with options.",
                "45 days after the due date: a person writes to you with options."
            ),
        ]
    );
    assert!(changed[1].changes.iter().any(|change| change.before.is_none()), "{:#?}", changed[1]);
    assert_eq!(differences(&documents[0], &documents[0]), []);
}

#[test]
fn an_absurd_value_is_told_at_its_field() {
    let parameters = charging();
    let mut typed = values(&parameters, &OwnText::default());
    let mut put = |name: &str, value: &str| typed.insert(name.to_owned(), value.to_owned());
    put("rate", "mucho");
    put("grace", "400");
    put("per_days", "");
    put("person", "3");
    put("reminder", "5");
    put("ground_reference", "");
    put("minimum_MXN", "diez");
    put("words_es_plans", "Solo en español");
    let understood = understand(&parameters, &typed);
    // What could not be understood leaves the parameter alone.
    assert_eq!(understood.parameters.amounts[0].minimum_payment_minor, 0);
    let rate = |parameters: &Parameters| parameters.interest.as_ref().map(|rule| rule.rate.basis_points);
    assert_eq!(rate(&understood.parameters), rate(&parameters), "nobody is shown the effect of no interest");
    let found = faults(&understood, day(2026, 3, 16));
    let at = |field: &str| found.iter().find(|one| one.field == field).map(|one| one.fault.clone());
    assert_eq!(at("rate"), Some(Fault::NotPercent));
    assert_eq!(at("per_days"), Some(Fault::Needed));
    assert_eq!(at("grace"), Some(Fault::Refused("is more than a year")));
    assert_eq!(at("person"), Some(Fault::Refused("comes before the first reminder")));
    assert_eq!(at("minimum_MXN"), Some(Fault::NotAmount));
    assert_eq!(at("words_en_plans"), Some(Fault::Text(Lang::En, TextFault::Missing)));
    // Under whose law lateness is charged for is not said, and what needs that law is not looked at before it is.
    assert_eq!(at("jurisdiction"), Some(Fault::Refused("is needed where lateness is charged for")));
}

async fn aguas(app: &TestApp) -> Issuer {
    let mut tx = app.system().await;
    issuer(&mut tx, AGUAS).await.unwrap()
}
