//! Saying that one read the terms: what is kept, and that nobody can keep it for another or change it later.

use aldia::server::seed::known::{ACCOUNT_4471, AGUAS, MARIA as MARIA_ID, policy};
use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::drafting::actor;
use super::{ELENA, MARIA};
use crate::support::{Browser, Page, TestApp, change_terms};

/// The form on the page of the terms, with the box ticked or not.
pub fn form(page: &Page, ticked: bool) -> Vec<(String, String)> {
    let hidden = ["account", "version", "shown"].map(|name| {
        let value = page.attribute(&format!("main input[name={name}]"), "value").unwrap_or_default();
        (name.to_owned(), value)
    });
    let read = ticked.then(|| ("read".to_owned(), "yes".to_owned()));
    hidden.into_iter().chain(read).collect()
}

async fn send(browser: &Browser, form: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit("/do/policies/accept-terms", &fields).await
}

async fn count(app: &TestApp, table: &'static str) -> i64 {
    let count = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(&app.owner).await.unwrap()
}

#[sqlx::test]
async fn what_was_read_is_kept_word_for_word_and_shown_to_both_sides(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = maria.get("/account/terms").await;
    let unticked = send(&maria, &form(&page, false)).await;
    assert!(unticked.text().contains("Marque que leyó las reglas"), "{}", unticked.text());
    assert_eq!(count(&app, "policy_acceptances").await, 0);

    let kept = send(&maria, &form(&page, true)).await;
    assert!(kept.text().contains("Guardamos que leyó las reglas"), "{}", kept.text());
    assert!(
        kept.texts("main input[name=read]").is_empty()
            && kept.attribute("main input[name=read]", "id").is_none()
    );
    let (content, sha256, address): (String, Vec<u8>, String) = sqlx::query_as(
        "select t.content, a.text_sha256, a.address from policy_acceptances a join policy_texts t on t.sha256 = a.text_sha256",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(content.contains("18.25 % al año"), "{content}");
    assert_eq!(Sha256::digest(&content).to_vec(), sha256);
    assert!(address.contains("127.0.0.1"), "{address}");
    let audited = "audit_events where verb = 'accept' and object_kind = 'policy_version'";
    assert_eq!(count(&app, audited).await, 1);

    // The same press again changes nothing.
    send(&maria, &form(&page, true)).await;
    assert_eq!(count(&app, "policy_acceptances").await, 1);
    let desk = app.staff(ELENA).await.get(&format!("/desk/accounts/{ACCOUNT_4471}/terms")).await.text();
    assert!(desk.contains("María López, el viernes 6 de marzo de 2026 a las"), "{desk}");
    let print: String = hex::encode(&sha256).chars().take(4).collect();
    assert!(desk.contains(&format!("Huella del texto: {print}")), "{desk}");
}

#[sqlx::test]
async fn terms_that_changed_while_they_were_read_are_read_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = maria.get("/account/terms").await;
    change_terms(
        &app.owner,
        "update policy_versions set parameters = jsonb_set(parameters, '{dispute_answer_days}', '12')",
    )
    .await;
    let answer = send(&maria, &form(&page, true)).await;
    assert!(answer.text().contains("Las reglas cambiaron mientras las leía."), "{}", answer.text());
    assert_eq!(count(&app, "policy_acceptances").await, 0);
}

#[sqlx::test]
async fn nobody_is_asked_where_the_creditor_does_not_ask(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let ines = app.signed_in("ines@example.mx").await;
    let page = ines.get("/account/terms").await;
    assert!(!page.text().contains("¿Leyó las reglas?"), "{}", page.text());
    let account = sqlx::query_scalar::<_, Uuid>(
        "select account_id from parties p join persons n on n.id = p.person_id where n.name like 'Inés%'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let sent =
        ines.post("/do/policies/accept-terms", &[("account", &account.to_string()), ("read", "yes")]).await;
    assert_eq!(sent.status, 404);
    // Nor for somebody else's account.
    let sent = ines
        .post("/do/policies/accept-terms", &[("account", &ACCOUNT_4471.to_string()), ("read", "yes")])
        .await;
    assert_eq!(sent.status, 404);
}

#[sqlx::test]
async fn the_database_keeps_an_acceptance_ones_own_and_as_it_was(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let page = maria.get("/account/terms").await;
    send(&maria, &form(&page, true)).await;
    for change in ["update policy_acceptances set address = 'x'", "delete from policy_texts"] {
        let refused = sqlx::query(change).execute(&app.owner).await.unwrap_err();
        let constraint = refused.as_database_error().unwrap().constraint().unwrap_or_default().to_owned();
        assert!(constraint.ends_with("is_append_only"), "{constraint}");
    }
    // A member of the team cannot say it for her.
    let actor = actor(&app, ELENA).await;
    let mut tx = app.db.begin(actor).await.unwrap();
    let forged = sqlx::query(
        "insert into policy_acceptances (id, account_id, debtor_id, creditor_id, person_id, version_id, text_sha256, language, accepted_at,
           address, device, means)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, $2, $3, t.sha256, 'es', now(), 'x', 'x', 'portal'
         from accounts a, policy_texts t where a.id = $1",
    )
    .bind(ACCOUNT_4471)
    .bind(MARIA_ID)
    .bind(policy(AGUAS))
    .execute(&mut *tx)
    .await
    .unwrap_err();
    let constraint = forged.as_database_error().unwrap().constraint().map(str::to_owned);
    assert_eq!(constraint.as_deref(), Some("policy_acceptances_in_own_name"));
}
