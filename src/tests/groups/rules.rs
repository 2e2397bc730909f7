//! Each rule of a group takes in whom it says, just inside and just outside of its bounds.

use aldia::desk::groups::model::{Rules, RulesForm};
use aldia::desk::groups::words::rule_lines;
use aldia::kernel::locale::Lang;
use aldia::kernel::money::Currency;
use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, ELENA};
use crate::disputes::answering::day;
use crate::support::{Browser, TestApp};

const PESOS: [Currency; 1] = [Currency::MXN];

/// How many accounts rules would take in.
async fn count(elena: &Browser, query: &str) -> i64 {
    let page = elena.get(&format!("/desk/groups/new?preview=yes&{query}")).await;
    let said = page.texts(".group-sum").concat();
    assert!(!said.is_empty(), "{query}: {}", page.text());
    said.split_whitespace().next().and_then(|count| count.parse().ok()).unwrap_or(0)
}

#[test]
fn rules_are_read_as_they_were_written_and_told_in_words() {
    let form = RulesForm {
        late_from: "30".to_owned(),
        late_to: " 60 ".to_owned(),
        owed_from: "1,000".to_owned(),
        dispute: "no".to_owned(),
        language: "en".to_owned(),
        tag: " Visita  larga ".to_owned(),
        ..RulesForm::default()
    };
    let rules = form.rules(&PESOS).unwrap();
    assert_eq!(rules.currency, Some(Currency::MXN), "an amount is of the only currency that there is");
    assert_eq!((rules.owed_from, rules.owed_to), (Some(100_000), None));
    assert_eq!(rules.tag.as_deref(), Some("visita larga"));
    assert_eq!(
        rule_lines(Lang::En, &rules),
        [
            "30 to 60 days late",
            "overdue from $1,000.00",
            "in MXN",
            "without an open dispute",
            "written to in English",
            "tagged “visita larga”",
        ]
    );
    let kept = serde_json::to_value(&rules).unwrap();
    assert_eq!(serde_json::from_value::<Rules>(kept).unwrap(), rules);
    let again = RulesForm::of(aldia::server::seed::known::AGUAS, String::new(), String::new(), &rules);
    assert_eq!(again.rules(&PESOS).unwrap(), rules, "the form shows what the group is");
    let two = [Currency::MXN, Currency::EUR];
    let errors = form.rules(&two).unwrap_err();
    assert_eq!((errors[0].field.as_str(), errors[0].code.as_str()), ("owed_from", "owed_currency"));
}

#[sqlx::test]
async fn each_rule_takes_in_whom_it_says(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    // María owes 4,649.50 that is past due since 4 February, and contests something else.
    for (query, accounts) in [
        ("late_from=30&late_to=30", 1),
        ("late_from=31&late_to=42", 0),
        ("late_from=43&late_to=43", 1),
        ("owed_from=4649.50&owed_to=4649.50", 1),
        ("owed_from=4649.51&owed_to=4650", 0),
        ("owed_from=4649&owed_to=4649.49", 0),
        ("owed_to=0", 2),
        ("currency=MXN&owed_from=0", 6),
        ("dispute=yes", 1),
        ("dispute=no", 5),
        ("plan=yes", 0),
        ("plan=no", 6),
        ("language=en", 1),
        ("language=es", 5),
        ("tag=visita", 0),
        ("broken_from=1", 0),
        ("broken_from=0", 6),
        ("pays_from=28&pays_to=28", 1),
        ("pays_from=29", 0),
        ("pays_to=27", 1),
        ("pays_from=0", 2),
    ] {
        assert_eq!(count(&elena, query).await, accounts, "{query}");
    }
    let account = ACCOUNT_4471.to_string();
    daniel.post("/do/desk/tag-account", &[("account", &account), ("tag", "Visita")]).await;
    assert_eq!(count(&elena, "tag=visita").await, 1);
    assert_eq!(count(&elena, "tag=visita&dispute=no").await, 0, "all rules hold at once");
    crate::promises::make(&app.signed_in(crate::disputes::MARIA).await, &[]).await;
    crate::worklist::turn(&app, day(2026, 3, 13)).await;
    let elena = app.staff(ELENA).await;
    assert_eq!(count(&elena, "broken_from=1").await, 0, "its day is not over");
    crate::worklist::turn(&app, day(2026, 3, 14)).await;
    let elena = app.staff(ELENA).await;
    assert_eq!(count(&elena, "broken_from=1").await, 1);
    assert_eq!(count(&elena, "broken_from=2").await, 0);
}
