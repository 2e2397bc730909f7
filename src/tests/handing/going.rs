//! What handing on changes, and what goes with it.

use aldia::server::seed::known::ACCOUNT_5120;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::archive::unpacked;
use super::{
    CARMEN, DANIEL, ELENA, SUSAN, TODAYS_INTEREST, handed_on, in_book, open, prepare, sound, waiting,
};
use crate::support::TestApp;

#[sqlx::test]
async fn what_an_agency_collects_is_told_read_on_and_no_longer_paid_here(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let susan = app.signed_in(SUSAN).await;
    let link = crate::payments::Payer::at(&app, SUSAN, ACCOUNT_5120).await;
    let owed = open(&app).await;
    let before = susan.get("/account").await;
    assert!(before.text().contains("Pay"), "{}", before.text());
    prepare(&app.staff(ELENA).await, &[]).await;
    let decision = app.staff(CARMEN).await.get(&format!("/desk/approvals/{}", waiting(&app).await)).await;
    for sentence in
        ["Entregar una cuenta con", "Cobranza Justa, S.C.", "Pagar aquí Sí No", "Quién cobra Nosotros"]
    {
        assert!(decision.text().contains(sentence), "{sentence}: {}", decision.text());
    }
    app.staff(CARMEN).await.post("/do/desk/approve", &[("approval", &waiting(&app).await)]).await;
    assert_eq!(open(&app).await, owed - TODAYS_INTEREST, "what is owed stays owed");
    for page in
        ["/account", "/account/invoices", "/account/payments", "/account/disputes", "/account/messages"]
    {
        let read = susan.get(page).await;
        assert_eq!(read.status, 200, "{page}");
        let text = read.text();
        assert!(text.contains("Cobranza Justa, S.C. now collects your account"), "{page}: {text}");
        assert!(text.contains("Tel. 722 555 0199"), "{page}: {text}");
        assert!(!text.contains("sin respuesta"), "the reason is the team's");
    }
    let closed = susan.get(&format!("/account/pay?account={ACCOUNT_5120}")).await;
    assert!(closed.text().contains("This account is no longer paid here"), "{}", closed.text());
    let started: i64 =
        sqlx::query_scalar("select count(*) from payments").fetch_one(&app.owner).await.unwrap();
    let account = ACCOUNT_5120.to_string();
    let form = [
        ("account", account.as_str()),
        ("how", "everything"),
        ("request_key", &uuid::Uuid::now_v7().to_string()),
    ];
    let refused = link.browser.submit("/do/payments/start", &form).await;
    assert!(refused.text().contains("This account is no longer paid here"), "{}", refused.text());
    let after: i64 = sqlx::query_scalar("select count(*) from payments").fetch_one(&app.owner).await.unwrap();
    assert_eq!(after, started);
    let told: Vec<String> = sqlx::query_scalar(
        "select address from outbox where subject like '%who handles your account%' order by address",
    )
    .fetch_all(&app.owner)
    .await
    .unwrap();
    assert_eq!(told, [SUSAN]);
    let desk = app.staff(DANIEL).await.get(&format!("/desk/accounts/{ACCOUNT_5120}")).await;
    assert!(desk.text().contains("E-1 Cobranza Justa, S.C."), "{}", desk.text());
    assert!(desk.text().contains("la situación legal de la cuenta lo impide"), "{}", desk.text());
    sound(&app).await;
}

#[sqlx::test]
async fn with_lawyers_it_is_paid_here_as_before(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    handed_on(&app, "pre_legal").await;
    let susan = app.signed_in(SUSAN).await;
    let home = susan.get("/account").await;
    assert!(home.text().contains("Cobranza Justa, S.C. now handles your account"), "{}", home.text());
    let pay = susan.get(&format!("/account/pay?account={ACCOUNT_5120}")).await;
    assert!(!pay.text().contains("no longer paid here"), "{}", pay.text());
    let statuses: i64 =
        sqlx::query_scalar("select count(*) from legal_statuses").fetch_one(&app.owner).await.unwrap();
    assert_eq!(statuses, 0, "interest and agreements go on");
}

/// Domain-rules A4, B18: the creditor's books only.
#[sqlx::test]
async fn what_is_written_off_is_lost_in_the_books_and_still_owed(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let owed = open(&app).await - TODAYS_INTEREST;
    handed_on(&app, "write_off").await;
    assert_eq!(open(&app).await, owed);
    assert_eq!(
        (in_book(&app, "write_offs").await, in_book(&app, "write_off_allowance").await),
        (owed, -owed)
    );
    let home = app.signed_in(SUSAN).await.get("/account").await;
    assert!(home.text().contains("Aguas del Valle no longer collects this account"), "{}", home.text());
    assert!(home.text().contains("What you owe has not changed"), "{}", home.text());
    let pay = app.signed_in(SUSAN).await.get(&format!("/account/pay?account={ACCOUNT_5120}")).await;
    assert!(!pay.text().contains("no longer paid here"), "who wishes to pay can: {}", pay.text());
    sound(&app).await;
}

#[sqlx::test]
async fn a_write_off_is_decided_within_the_limit_for_it(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let owed = open(&app).await;
    prepare(&app.staff(CARMEN).await, &[("kind", "write_off")]).await;
    let approval = waiting(&app).await;
    for (most, sentence) in [(owed - 1, "Es más de lo que usted puede aprobar"), (owed, "Aprobada")] {
        sqlx::query("update staff_limits set at_most = $1 where kind = 'write_off' and staff_id = (select id from staff where email = $2)")
            .bind(most)
            .bind(ELENA)
            .execute(&app.owner)
            .await
            .unwrap();
        let answer = app.staff(ELENA).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
        assert!(answer.text().contains(sentence), "{most}: {}", answer.text());
    }
}

#[sqlx::test]
async fn the_package_holds_what_is_known_and_can_be_checked(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let handover = handed_on(&app, "agency").await;
    let daniel = app.staff(DANIEL).await;
    let page = daniel.get(&format!("/desk/handing/{handover}")).await;
    let href = page.attribute("main a[href$='package.zip']", "href").unwrap();
    let bytes = daniel.file(&href).await.bytes;
    let files = unpacked(&bytes);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "cover.pdf",
        "account.json",
        "invoices.csv",
        "entries.csv",
        "disputes.csv",
        "consents.csv",
        "contacts.csv",
        "parties.csv",
        "documents.csv",
        "manifest.json",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    let content = |name: &str| files.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert!(content("cover.pdf").starts_with(b"%PDF"));
    let parties = String::from_utf8(content("parties.csv")).unwrap();
    assert!(parties.contains("Susan Parker"), "{parties}");
    let entries = String::from_utf8(content("entries.csv")).unwrap();
    let count: i64 = sqlx::query_scalar("select count(*) from ledger_entries where account_id = $1")
        .bind(ACCOUNT_5120)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(i64::try_from(entries.lines().count()).unwrap(), count + 1);
    // Every file but the manifest and the cover is in the manifest with its digest.
    let manifest: Value = serde_json::from_slice(&content("manifest.json")).unwrap();
    for listed in manifest["files"].as_array().unwrap() {
        let digest = hex::encode(Sha256::digest(content(listed["path"].as_str().unwrap())));
        assert_eq!(listed["sha256"].as_str().unwrap(), digest, "{listed}");
    }
    assert_eq!(manifest["files"].as_array().unwrap().len(), files.len() - 2);
    // Anybody compares the whole at its code.
    let code = manifest["code"].as_str().unwrap().to_owned();
    let visitor = app.browser();
    let checked = visitor.post_file(&format!("/verify/{code}"), &[], ("file", "E-1.zip", &bytes)).await;
    assert!(checked.text().contains("coincide") || checked.text().contains("auténtic"), "{}", checked.text());
    let other = visitor.post_file(&format!("/verify/{code}"), &[], ("file", "E-1.zip", b"otro")).await;
    assert!(other.text().contains("huella"), "{}", other.text());
    let taken: i64 = sqlx::query_scalar(
        "select count(*) from audit_events where verb = 'download' and object_kind = 'handover'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert_eq!(taken, 1, "who took it is written down");
    // Nobody who owes reads it, nor another creditor's team.
    assert_eq!(app.staff("raul@noriega.example").await.get(&href).await.status, 404);
    app.signed_in(SUSAN).await;
    let seen: i64 = {
        let session: uuid::Uuid = sqlx::query_scalar(
            "select id from sessions where person_id is not null order by created_at desc limit 1",
        )
        .fetch_one(&app.owner)
        .await
        .unwrap();
        let actor = aldia::kernel::actor::Actor::Person {
            person: aldia::server::seed::known::SUSAN,
            session: aldia::kernel::ids::SessionId(session),
        };
        let mut tx = app.db.begin(actor).await.unwrap();
        sqlx::query_scalar("select count(*) from papers where kind = 'handover'")
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    };
    assert_eq!(seen, 0);
}

#[sqlx::test]
async fn accounts_late_for_ninety_days_are_those_to_think_about(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let listed = async |due: &str| {
        sqlx::query("update invoices set due_on = $2::date where account_id = $1")
            .bind(ACCOUNT_5120)
            .bind(due)
            .execute(&app.owner)
            .await
            .unwrap();
        elena.get("/desk/handing?show=candidates").await.text().contains("Susan Parker")
    };
    // 6 March is the ninetieth day after 6 December.
    assert!(listed("2025-12-06").await);
    assert!(!listed("2025-12-07").await);
    assert!(listed("2025-12-06").await);
    prepare(&elena, &[]).await;
    assert!(!listed("2025-12-06").await, "it is under way");
    let asked = elena.get("/desk/handing?show=asked").await;
    assert!(asked.texts("tbody tr")[0].contains("Susan Parker"), "{}", asked.text());
}
