//! From a file of the creditor's books to a paid invoice: the people in it sign in and pay.

use aldia::imports::command::run;
use aldia::kernel::ids::AccountId;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Payer, books_agree, open_minor};
use crate::imports::support::{TempFile, file, for_northwind};
use crate::support::door::{prove_code, sign_in};
use crate::support::{Page, TestApp};

const MARTA: &str = "marta@example.mx";

fn books(person: &str) -> String {
    file(&[
        person,
        "party: account_ref=A-1, person_ref=H-1, role=principal",
        "invoice: invoice_number=F-1, account_ref=A-1, issued_on=2026-01-10, due_on=2026-02-10, total=580.00, currency=MXN",
    ])
}

async fn import(app: &TestApp, person: &str) {
    let file = TempFile::new(books(person));
    let report = run(&app.db, &app.app.keys, for_northwind(&file)).await.unwrap();
    assert!(report.accepted(), "{:?}", report.rejected);
}

fn is_refused(answer: &Page) -> bool {
    answer.location.as_deref().is_some_and(|location| location.starts_with("/login/code?draft="))
}

#[sqlx::test]
async fn a_person_of_an_imported_file_signs_in_and_pays(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::with_story(options, None).await;
    import(&app, "person: person_ref=H-1, name=Marta Ruiz, email=marta@example.mx").await;
    // The creditor that the import founded has terms of its own.
    let terms: Vec<(i32, bool)> =
        sqlx::query_as("select number, published_at is not null from policy_versions")
            .fetch_all(&app.owner)
            .await
            .unwrap();
    assert_eq!(terms, [(1, true)]);
    let browser = app.browser();
    assert_eq!(sign_in(&app, &browser, MARTA, "F-1", false).await.location.as_deref(), Some("/account"));
    let account: AccountId =
        sqlx::query_scalar("select id from accounts").fetch_one(&app.owner).await.unwrap();
    let marta = Payer { browser, account };
    assert!(marta.browser.get("/account").await.text().contains("$580.00"));
    let refused = marta.review("how=amount&amount=9.99").await;
    assert_eq!(refused.texts("#amount-error"), ["Error: La cantidad mínima es $10.00"]);
    let receipt = marta.pay(&app, "how=everything").await;
    assert!(receipt.text().contains("Recibimos su pago"), "{}", receipt.text());
    assert_eq!(open_minor(&app.owner, "F-1").await, 0);
    books_agree(&app.owner).await;
    // The same file once more founds nothing and publishes nothing.
    import(&app, "person: person_ref=H-1, name=Marta Ruiz, email=marta@example.mx").await;
    let versions: i64 =
        sqlx::query_scalar("select count(*) from policy_versions").fetch_one(&app.owner).await.unwrap();
    assert_eq!(versions, 1);
}

#[sqlx::test]
async fn each_known_fact_of_a_file_opens_the_account_and_a_corrected_one_takes_its_place(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    const FACTS: &str = "person: person_ref=H-1, name=Marta Ruiz, email=marta@example.mx, tax_id=RUMA800101AB1, postal_code=50 100, birth_on=1980-01-01";
    let app = TestApp::with_story(options, None).await;
    import(&app, FACTS).await;
    let asks = |kind: &'static str| {
        let owner = app.owner.clone();
        async move {
            sqlx::query("update creditors set known_fact = $1").bind(kind).execute(&owner).await.unwrap();
            sqlx::raw_sql("delete from rate_limits; delete from known_fact_tries")
                .execute(&owner)
                .await
                .unwrap();
        }
    };
    asks("tax_id_end").await;
    let browser = app.browser();
    assert!(is_refused(&sign_in(&app, &browser, MARTA, "0ab1", false).await), "a wrong one opens nothing");
    let browser = app.browser();
    assert_eq!(sign_in(&app, &browser, MARTA, "1ab1", false).await.location.as_deref(), Some("/account"));
    asks("postal_code").await;
    let browser = app.browser();
    assert_eq!(sign_in(&app, &browser, MARTA, "50100", false).await.location.as_deref(), Some("/account"));
    asks("birth_date").await;
    let browser = app.browser();
    prove_code(&app, &browser, MARTA, false).await;
    let born = [("fact_day", "1"), ("fact_month", "1"), ("fact_year", "1980")];
    let known = browser.post("/do/identity/fact", &born).await;
    assert_eq!(known.location.as_deref(), Some("/account"));

    // Digests only: nothing of it can be read where it is kept.
    let kept: Vec<Vec<u8>> =
        sqlx::query_scalar("select fact_hash from known_facts").fetch_all(&app.owner).await.unwrap();
    assert_eq!(kept.iter().map(Vec::len).collect::<Vec<_>>(), [32, 32, 32]);
    import(&app, &FACTS.replace("50 100", "50 200")).await;
    asks("postal_code").await;
    let browser = app.browser();
    assert!(is_refused(&sign_in(&app, &browser, MARTA, "50100", false).await));
    let browser = app.browser();
    assert_eq!(sign_in(&app, &browser, MARTA, "50200", false).await.location.as_deref(), Some("/account"));
}
