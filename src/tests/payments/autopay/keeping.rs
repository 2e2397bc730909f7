//! Cards: kept, named, chosen, removed.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{GOOD, agree, keep_card};
use crate::payments::{Payer, settle};
use crate::support::{Page, TestApp};

async fn cards(payer: &Payer) -> Page {
    payer.browser.get("/account/methods").await
}

fn method(page: &Page) -> String {
    page.attribute("form[action='/do/payments/remove-method'] input[name=method]", "value").unwrap()
}

#[sqlx::test]
async fn a_card_is_kept_where_its_payer_ticks_so_and_shown_to_nobody_else(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.pay(&app, "how=amount&amount=10").await;
    settle(&app).await;
    assert!(cards(&maria).await.text().contains("No hay tarjetas guardadas"), "nobody asked for it");

    keep_card(&app, &maria, GOOD).await;
    let page = cards(&maria).await;
    assert!(page.text().contains("Visa terminada en 4242"), "{}", page.text());
    assert!(page.text().contains("Vence 12/2034") && page.text().contains("La usual"), "{}", page.text());
    let rosa = Payer::at(&app, "rosa@example.mx", aldia::server::seed::known::ACCOUNT_4499).await;
    assert!(!cards(&rosa).await.text().contains("4242"));
    let stolen = rosa.browser.post("/do/payments/remove-method", &[("method", &method(&page))]).await;
    assert_eq!(stolen.status, 404);
    let kept: String = sqlx::query_scalar("select string_agg(row_to_json(m)::text, '') from saved_methods m")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert!(!kept.contains(GOOD), "the number never comes here");
}

#[sqlx::test]
async fn the_same_card_twice_is_kept_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    keep_card(&app, &maria, GOOD).await;
    keep_card(&app, &maria, GOOD).await;
    assert_eq!(cards(&maria).await.texts("h2").iter().filter(|name| name.contains("4242")).count(), 1);
    // The provider knows the payer by one name, whatever they keep.
    keep_card(&app, &maria, "5555555555554444").await;
    let customers: i64 = sqlx::query_scalar("select count(distinct provider_customer) from saved_methods")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(customers, 1);
}

#[sqlx::test]
async fn a_card_gets_a_name_becomes_the_usual_one_and_is_removed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    keep_card(&app, &maria, GOOD).await;
    let first = method(&cards(&maria).await);
    keep_card(&app, &maria, "5555555555554444").await;
    let label = format!("label-{first}");
    let renamed =
        maria.browser.submit("/do/payments/rename-method", &[("method", &first), (&label, "Nómina")]).await;
    assert!(renamed.text().contains("Nómina (Visa terminada en 4242)"), "{}", renamed.text());
    let long = "x".repeat(41);
    let refused =
        maria.browser.submit("/do/payments/rename-method", &[("method", &first), (&label, &long)]).await;
    assert!(refused.text().contains("40 letras"), "{}", refused.text());

    let second: String = sqlx::query_scalar("select id::text from saved_methods where last4 = '4444'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    maria.browser.post("/do/payments/usual-method", &[("method", &second)]).await;
    let removed = maria.browser.submit("/do/payments/remove-method", &[("method", &second)]).await;
    assert!(removed.text().contains("La tarjeta se quitó"), "{}", removed.text());
    assert!(
        !removed.text().contains("4444") && removed.text().contains("La usual"),
        "the other is the usual one"
    );
    settle(&app).await;
    let forgotten: i64 =
        sqlx::query_scalar("select count(*) from jobs where kind = 'forget_method' and done_at is not null")
            .fetch_one(&app.owner)
            .await
            .unwrap();
    assert_eq!(forgotten, 1, "the provider forgets it too");
}

#[sqlx::test]
async fn what_was_agreed_is_kept_word_for_word_with_when_and_from_where(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    let without = maria.browser.get(&format!("/account/autopay?account={}", maria.account())).await;
    assert!(without.text().contains("Primero guarde una tarjeta"), "{}", without.text());
    keep_card(&app, &maria, GOOD).await;
    let shown = super::text_of(&maria, "3000", "15").await;
    let read = shown.texts("main p").into_iter().find(|text| text.starts_with("Autorizo")).unwrap();
    assert!(
        read.contains("Visa terminada en 4242") && read.contains("$3,000.00") && read.contains("día 15"),
        "{read}"
    );
    let page = agree(&app, &maria, "3000").await;
    assert!(page.text().contains("Los pagos automáticos están activos"), "{}", page.text());
    let (text, version, address, agreed): (String, i32, String, bool) = sqlx::query_as(
        "select text, text_version, address, agreed_by_clock_at > now() - interval '1 minute' from autopay_mandates",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(page.text().contains(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
    assert_eq!((version, address.as_str(), agreed), (2, "127.0.0.1", true));
}

#[sqlx::test]
async fn who_types_no_cap_is_asked_again_and_nothing_is_agreed(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    keep_card(&app, &maria, GOOD).await;
    for (cap, sentence) in [("", "Escriba el tope"), ("mucho", "con números"), ("1", "o más")] {
        let page = super::text_of(&maria, cap, "due").await;
        assert!(page.text().contains(sentence), "{cap}: {}", page.text());
    }
    let agreed: i64 =
        sqlx::query_scalar("select count(*) from autopay_mandates").fetch_one(&app.owner).await.unwrap();
    assert_eq!(agreed, 0);
}
