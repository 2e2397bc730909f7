//! The search box of every page.

use aldia::desk::finding::model::Asked;
use aldia::server::seed::known::{self, ACCOUNT_4471, AGUAS, DISPUTE_A104};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{DANIEL, RAUL};
use crate::support::{Browser, TestApp};

async fn find(browser: &Browser, words: &str) -> crate::support::Page {
    let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    browser.get(&format!("/desk/find?q={words}")).await
}

#[test]
fn what_was_typed_is_read_as_each_thing_writes_itself() {
    let asked = Asked::parse("  r-208 ");
    assert_eq!((asked.number.as_str(), asked.receipt, asked.plan), ("R-208", Some(208), None));
    assert_eq!(Asked::parse("c-12").plan, Some(12));
    assert_eq!(Asked::parse("R-").receipt, None);
    assert_eq!(Asked::parse("55 1234 0001").addresses.last().map(String::as_str), Some("+525512340001"));
    assert_eq!(Asked::parse("1234567").addresses.len(), 1, "too short for a telephone");
    assert_eq!(Asked::parse(&"x".repeat(300)).words.len(), 200);
}

#[sqlx::test]
async fn an_exact_number_leads_straight_to_what_bears_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, raul) = (app.staff(DANIEL).await, app.staff(RAUL).await);
    let invoice = known::invoice("F-1057");
    for (words, href) in [
        ("4471", format!("/desk/accounts/{ACCOUNT_4471}")),
        ("f-1057", format!("/desk/accounts/{ACCOUNT_4471}/invoices/{invoice}")),
        (" a-104 ", format!("/desk/disputes/{DISPUTE_A104}")),
        ("R-171", format!("/desk/payments/{}", known::payment(AGUAS, 171))),
    ] {
        assert_eq!(find(&daniel, words).await.location, Some(href.clone()), "{words}");
        let others = find(&raul, words).await;
        assert_eq!(others.location, None, "{words} is another team's");
        assert!(others.text().contains("No hay nada con"), "{words}: {}", others.text());
    }
    assert_eq!(find(&daniel, "").await.location.as_deref(), Some("/desk/accounts"));
    for (sql, words) in [
        ("update payments set source_reference = 'TRF-9' where receipt_number = 171", "trf-9"),
        ("update payments set provider_payment = 'pi_171' where receipt_number = 171", "pi_171"),
    ] {
        sqlx::raw_sql(sql).execute(&app.owner).await.unwrap();
        let location = find(&daniel, words).await.location;
        assert_eq!(location, Some(format!("/desk/payments/{}", known::payment(AGUAS, 171))), "{words}");
    }
}

#[sqlx::test]
async fn words_find_accounts_and_addresses_find_people(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let maria = find(&daniel, "maria@example.mx").await;
    assert_eq!(maria.texts("main h2"), ["Cuentas", "Personas"], "{}", maria.text());
    assert!(maria.text().contains("María López"));
    let phone = find(&daniel, "55 1234 0001").await;
    assert_eq!(phone.texts("main h2"), ["Cuentas", "Personas"]);
    let name = find(&daniel, "lópez").await;
    assert_eq!(
        (name.texts("main h2"), name.texts("main tbody th")),
        (vec!["Cuentas".to_owned()], vec!["María López".to_owned()])
    );
    let nobody = find(&daniel, "</textarea><script>").await;
    assert!(nobody.text().contains("No hay nada con"), "{}", nobody.text());
    assert!(find(&app.staff(RAUL).await, "maria@example.mx").await.texts("main tbody th").is_empty());
    // Two things with one number are both listed.
    sqlx::raw_sql("update accounts set reference = 'A-104' where reference = '4480'")
        .execute(&app.owner)
        .await
        .unwrap();
    let both = find(&daniel, "A-104").await;
    assert_eq!(
        (both.location.clone(), both.texts("main h2")),
        (None, vec!["Cuentas".to_owned(), "Aclaraciones".to_owned()])
    );
}

#[sqlx::test]
async fn the_box_stands_on_every_page_of_the_desk(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    for page in ["/desk", "/desk/groups", "/desk/keys", "/desk/views", "/desk/payments", "/desk/find?q=nadie"]
    {
        let found = daniel.get(page).await;
        assert_eq!(found.attribute("form.desk-search", "action").as_deref(), Some("/desk/find"), "{page}");
        assert!(found.attribute("#desk-search", "name").is_some(), "{page}");
    }
}
