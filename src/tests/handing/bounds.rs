//! What stands against handing an account on, and who may not.

use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_4499, ACCOUNT_5120, ELENA_SUPERVISOR};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{CARMEN, DANIEL, ELENA, handed_on, prepare, recalled, waiting};
use crate::approvals::acting;
use crate::support::TestApp;

async fn run(app: &TestApp, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&app.owner).await.unwrap();
}

/// Each thing that stands against it, the sentence that says so, and what ends it.
const AGAINST: [(&str, &str, &str); 5] = [
    (
        "insert into disputes (id, account_id, debtor_id, creditor_id, number, about, reason, currency, amount_minor, opened_by, opened_at, opened_on,
           promised_on, request_key)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, 'A-900', 'identity', 'not_mine', 'MXN', 100, p.person_id, now(), '2026-03-05',
           '2026-03-10', gen_random_uuid()
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.reference = '5120'",
        "Hay una aclaración sin terminar",
        "update disputes set state = 'withdrawn' where number = 'A-900'",
    ),
    (
        "insert into negotiations (id, account_id, debtor_id, creditor_id, currency, state, request_key, opened_at)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'MXN', 'with_creditor', id, now() from accounts where reference = '5120'",
        "Se está hablando de un plan",
        "update negotiations set state = 'withdrawn', closed_at = now()",
    ),
    (
        "insert into promises (id, account_id, debtor_id, creditor_id, person_id, shown_name, currency, amount_minor, promised_on, means, made_at, made_on)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, p.person_id, '', 'MXN', 100, '2026-03-06', 'online', now(), '2026-03-05'
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.reference = '5120'",
        "El cliente prometió pagar",
        "update promises set ended = 'cancelled', ended_at = now()",
    ),
    (
        "insert into payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, state, choice, request_key, idempotency_key, created_at,
           updated_at)
         select gen_random_uuid(), id, debtor_id, creditor_id, 'MXN', 100, 'processing', '{\"mode\":\"everything\"}', gen_random_uuid(), 'x', now(), now()
         from accounts where reference = '5120'",
        "Hay un pago en camino",
        "update payments set state = 'failed' where idempotency_key = 'x'",
    ),
    (
        "insert into reported_payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, paid_on, means, reported_by, reported_at, request_key)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, 'MXN', 100, '2026-03-05', 'cash', p.person_id, now(), a.id
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.reference = '5120'",
        "El cliente dice que ya pagó",
        "update reported_payments set state = 'declined', decline_reason = 'not_found', decided_at = now(), decided_by = (select id from staff limit 1)",
    ),
];

#[sqlx::test]
async fn nothing_is_handed_on_while_something_is_to_be_settled(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let page = format!("/desk/accounts/{ACCOUNT_5120}/hand-on?kind=agency");
    for (begins, sentence, ends) in AGAINST {
        run(&app, begins).await;
        let read = elena.get(&page).await;
        assert!(read.text().contains(sentence), "{sentence}: {}", read.text());
        assert!(read.texts("main form button").iter().all(|button| !button.contains("Pedir la entrega")));
        let refused = prepare(&elena, &[]).await;
        assert!(refused.text().contains(sentence), "{sentence}: {}", refused.text());
        run(&app, ends).await;
        let read = elena.get(&page).await;
        assert!(!read.text().contains(sentence), "{sentence} has ended: {}", read.text());
    }
    assert!(elena.get(&page).await.text().contains("Pedir la entrega"));
    // María's dispute is open in the demo; Rosa owes nothing.
    let maria = elena.get(&format!("/desk/accounts/{ACCOUNT_4471}/hand-on?kind=write_off")).await;
    assert!(maria.text().contains("Hay una aclaración sin terminar"), "{}", maria.text());
    let rosa = elena.get(&format!("/desk/accounts/{ACCOUNT_4499}/hand-on?kind=agency")).await;
    assert!(rosa.text().contains("No se debe nada"), "{}", rosa.text());
}

#[sqlx::test]
async fn a_legal_status_stands_against_what_it_protects_from(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    for (status, kinds) in [
        ("deceased", ["pre_legal", "agency"].as_slice()),
        ("moratorium", &["pre_legal", "agency"]),
        ("creditors_hold", &["pre_legal", "agency"]),
        ("sued", &["agency"]),
        ("represented", &["agency"]),
        ("identity_contested", &["pre_legal", "agency", "write_off"]),
    ] {
        sqlx::raw_sql("alter table legal_statuses disable trigger user; delete from legal_statuses; alter table legal_statuses enable trigger user")
            .execute(&app.owner)
            .await
            .unwrap();
        sqlx::query(
            "insert into legal_statuses (id, account_id, debtor_id, creditor_id, kind, evidence, from_on)
             select gen_random_uuid(), id, debtor_id, creditor_id, $2, 'x', '2026-03-01' from accounts where id = $1",
        )
        .bind(ACCOUNT_5120)
        .bind(status)
        .execute(&app.owner)
        .await
        .unwrap();
        for kind in ["pre_legal", "agency", "write_off"] {
            let read = elena.get(&format!("/desk/accounts/{ACCOUNT_5120}/hand-on?kind={kind}")).await;
            let is_stopped = read.text().contains("Su situación legal lo impide");
            assert_eq!(is_stopped, kinds.contains(&kind), "{status} and {kind}: {}", read.text());
        }
    }
}

#[sqlx::test]
async fn whoever_takes_it_is_named_and_the_reason_given(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let elena = app.staff(ELENA).await;
    let (name, contact, words) = ("n".repeat(121), "c".repeat(301), "r".repeat(1001));
    for (field, value, sentence) in [
        ("to_name", " ", "Escríbalo"),
        ("to_name", name.as_str(), "Escriba 120 caracteres como máximo"),
        ("to_contact", "", "Escríbalo"),
        ("to_contact", contact.as_str(), "Escriba 300 caracteres como máximo"),
        ("reason", "", "Escríbalo"),
        ("reason", words.as_str(), "Escriba 1000 caracteres como máximo"),
    ] {
        let refused = prepare(&elena, &[(field, value)]).await;
        assert!(refused.text().contains(sentence), "{field}: {}", refused.text());
    }
    // What was typed stays, and just within its bounds it is taken.
    let kept = prepare(&elena, &[("reason", "")]).await;
    assert_eq!(kept.values("input[name=to_name]"), ["Cobranza Justa, S.C."]);
    let most = [("to_name", &name[1..]), ("to_contact", &contact[1..]), ("reason", &words[1..])];
    assert!(prepare(&elena, &most).await.text().contains("espera la decisión de otra persona"));
}

#[sqlx::test]
async fn only_who_leads_the_team_prepares_it_and_another_decides(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    for who in [DANIEL, "victor@aguas.example"] {
        let browser = app.staff(who).await;
        assert_eq!(prepare(&browser, &[]).await.status, 403, "{who}");
        let page = browser.get(&format!("/desk/accounts/{ACCOUNT_5120}/hand-on?kind=agency")).await;
        assert!(!page.text().contains("Pedir la entrega"), "{who}");
    }
    assert_eq!(prepare(&app.staff("raul@noriega.example").await, &[]).await.status, 403);
    let elena = app.staff(ELENA).await;
    prepare(&elena, &[]).await;
    let approval = waiting(&app).await;
    let approve = [("approval", approval.as_str())];
    let own = elena.submit("/do/desk/approve", &approve).await;
    assert!(own.text().contains("Usted lo pidió; decide otra persona"), "{}", own.text());
    let agent = app.staff(DANIEL).await.submit("/do/desk/approve", &approve).await;
    assert!(agent.text().contains("Es más de lo que usted puede aprobar"), "{}", agent.text());
    let again = prepare(&app.staff(CARMEN).await, &[]).await;
    assert!(again.text().contains("Una entrega de esta cuenta espera ya una decisión"), "{}", again.text());
    // Declined, it can be prepared anew.
    let declined = [("approval", approval.as_str()), ("reason", "Hay que hablar antes")];
    app.staff(CARMEN).await.post("/do/desk/decline", &declined).await;
    assert!(prepare(&elena, &[]).await.text().contains("espera la decisión de otra persona"));
}

#[sqlx::test]
async fn two_who_decide_at_once_hand_it_on_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query("update staff set role = 'supervisor' where email = $1")
        .bind(DANIEL)
        .execute(&app.owner)
        .await
        .unwrap();
    let (daniel, carmen) = (app.staff(DANIEL).await, app.staff(CARMEN).await);
    prepare(&app.staff(ELENA).await, &[]).await;
    let approval = waiting(&app).await;
    let form = [("approval", approval.as_str())];
    let (one, other) =
        tokio::join!(daniel.post("/do/desk/approve", &form), carmen.post("/do/desk/approve", &form));
    let refused =
        [one, other].iter().filter(|page| page.location.as_deref().unwrap().contains("draft=")).count();
    assert_eq!(refused, 1);
    let packages: i64 = sqlx::query_scalar("select count(*) from papers where kind = 'handover'")
        .fetch_one(&app.owner)
        .await
        .unwrap();
    assert_eq!(packages, 1);
}

#[sqlx::test]
async fn what_changed_meanwhile_stops_the_approval(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    prepare(&app.staff(ELENA).await, &[]).await;
    run(&app, AGAINST[2].0).await;
    let approval = waiting(&app).await;
    let late = app.staff(CARMEN).await.submit("/do/desk/approve", &[("approval", &approval)]).await;
    assert!(late.text().contains("Ya no se puede hacer como se pidió"), "{}", late.text());
    let state: String =
        sqlx::query_scalar("select state from handovers").fetch_one(&app.owner).await.unwrap();
    assert_eq!(state, "asked");
}

#[sqlx::test]
async fn nobody_hands_on_or_rewrites_around_the_second_person(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let handover = handed_on(&app, "agency").await;
    recalled(&app, &handover).await;
    for change in ["update handovers set to_name = 'x'", "update handovers set state = 'standing'"] {
        let refused = sqlx::query(change).execute(&app.owner).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().constraint(), Some("handovers_stay"), "{change}");
    }
    prepare(&app.staff(ELENA).await, &[]).await;
    let mut tx = acting(&app, ELENA_SUPERVISOR).await;
    let alone = sqlx::query(
        "update handovers set state = 'standing', decided_at = now(), handed_on = '2026-03-06', open_minor = 1,
           paper_id = (select id from papers limit 1) where state = 'asked'",
    )
    .execute(&mut *tx)
    .await
    .unwrap_err();
    assert_eq!(alone.as_database_error().unwrap().constraint(), Some("handovers_decided_by_second"));
}
