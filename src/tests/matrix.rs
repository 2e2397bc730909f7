//! Who may ask for what, generated from the route table: every route, as every kind of reader, for their own things
//! and for others'. A route that nobody thought of here is not left out; it is refused for want of an example.

use aldia::app::{Access, Route, routes};
use reqwest::Method;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use crate::support::{Browser, TestApp};

/// Somebody who asks, and what of the sample account they may see.
struct Reader {
    name: &'static str,
    browser: Browser,
    access: Option<Access>,
    owns: bool,
}

#[sqlx::test]
async fn every_route_answers_each_reader_as_the_table_says(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let mut broken = Vec::new();
    for reader in readers(&app).await {
        for route in pages_before_forms() {
            let path = example(&app.owner, &route).await;
            let status = ask(&reader.browser, &route, &path).await;
            if let Some(why) = wrong(&reader, &route, &path, status) {
                broken.push(format!("{} {} as {}: {} {why}", route.method, path, reader.name, status));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn readers(app: &TestApp) -> Vec<Reader> {
    let person = |name, browser, owns| Reader { name, browser, access: Some(Access::Person), owns };
    let staff = |name, browser, owns| Reader { name, browser, access: Some(Access::Staff), owns };
    vec![
        Reader { name: "a visitor", browser: app.browser(), access: None, owns: false },
        person("the debtor", app.signed_in("maria@example.mx").await, true),
        person("another debtor", app.signed_in("rosa@example.mx").await, false),
        person("another creditor's debtor", app.signed_in("ines@example.mx").await, false),
        staff("an agent", app.staff("daniel@aguas.example").await, true),
        staff("a supervisor", app.staff("elena@aguas.example").await, true),
        staff("an administrator", app.staff("carmen@aguas.example").await, true),
        staff("an auditor", app.staff("victor@aguas.example").await, true),
        staff("another creditor's agent", app.staff("raul@noriega.example").await, false),
    ]
}

/// The route's address with María's own things in it.
pub async fn example(owner: &PgPool, route: &Route) -> String {
    let account: uuid::Uuid = sqlx::query_scalar("select id from accounts where reference = '4471'")
        .fetch_one(owner)
        .await
        .unwrap();
    let invoice: uuid::Uuid =
        sqlx::query_scalar("select id from invoices where number = 'F-1057'").fetch_one(owner).await.unwrap();
    let payment: uuid::Uuid = sqlx::query_scalar("select id from payments where account_id = $1 limit 1")
        .bind(account)
        .fetch_one(owner)
        .await
        .unwrap();
    let id = if route.path.contains("/approvals/") {
        approval(owner, account).await
    } else if route.path.starts_with("/desk/policies/") {
        sqlx::query_scalar("select id from policy_versions where number = 4").fetch_one(owner).await.unwrap()
    } else if route.path.starts_with("/account/plans/") || route.path.starts_with("/desk/plans/") {
        plan(owner, account).await
    } else if route.path.contains("/payments/") {
        payment
    } else if route.path.contains("/invoices/") && !route.path.starts_with("/desk") {
        invoice
    } else {
        account
    };
    let path = route
        .path
        .replace("{id}", &id.to_string())
        .replace("{account}", &account.to_string())
        .replace("{invoice}", &invoice.to_string())
        .replace("{payment}", &payment.to_string());
    let path = path
        .replace("{handover}", &handover(owner, account).await.to_string())
        .replace("{report}", &reported(owner, account).await.to_string())
        .replace("{kept}", &kept_file(owner, account).await.to_string())
        .replace("{thread}", &aldia::server::seed::known::THREAD_MARIA.to_string())
        .replace("{closing}", &closing(owner, account).await.to_string())
        .replace("{member}", &aldia::server::seed::known::ELENA_SUPERVISOR.to_string())
        .replace("{complaint}", &complaint(owner, account).await.to_string())
        .replace("{dispute}", &aldia::server::seed::known::DISPUTE_A104.to_string())
        .replace("{campaign}", &campaign(owner, account).await.to_string())
        .replace("{group}", &group(owner, account).await.to_string())
        .replace("{draft}", &dispute_draft(owner, account).await.to_string())
        .replace("{books}", &format!("{}:2026-02", aldia::server::seed::known::AGUAS))
        .replace("{bank_line}", &bank_line(owner, account).await.to_string())
        .replace("{payout}", &payout(owner, account).await.to_string())
        .replace("{version}", "4")
        .replace("{token}", "nobodys-token")
        .replace("{code}", "ZZZZ-ZZZZ")
        .replace("{creditor}", "aguas-del-valle.css")
        .replace("{file}", "nothing.css");
    assert!(!path.contains('{'), "no example for {}", route.path);
    path
}

/// What María signed, with its paper.
async fn plan(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    for insert in [
        "insert into negotiations (id, account_id, debtor_id, creditor_id, currency, state, request_key, opened_at, closed_at)
         select a.id, a.id, a.debtor_id, a.creditor_id, 'MXN', 'signed', a.id, now(), now() from accounts a where a.id = $1
         on conflict do nothing",
        "insert into offers (id, negotiation_id, account_id, debtor_id, creditor_id, version, author_kind, author_id, author_name, terms,
           owed_minor, created_at, expires_at)
         select a.id, a.id, a.id, a.debtor_id, a.creditor_id, 1, 'person', p.person_id, 'María',
           '{\"frequency\":\"monthly\",\"first_on\":\"2026-03-20\",\"instalments\":1}', 100, now(), now() + interval '1 day'
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.id = $1 on conflict do nothing",
        "insert into plans (id, account_id, debtor_id, creditor_id, number, currency, offer_id, terms, rules, owed_minor, discount_minor,
           since_sequence, signed_by, signed_at, consent)
         select o.id, o.account_id, o.debtor_id, o.creditor_id, 900, 'MXN', o.id, o.terms,
           (select parameters -> 'plans' from policy_versions where number = 4 and creditor_id = o.creditor_id), 100, 0, 0, o.author_id,
           now(), '{}' from offers o where o.account_id = $1 on conflict do nothing",
        "insert into plan_parts (plan_id, revision, number, account_id, debtor_id, creditor_id, due_on, amount_minor)
         select id, 1, 1, account_id, debtor_id, creditor_id, '2026-03-20', 100 from plans where account_id = $1 on conflict do nothing",
        "insert into papers (id, account_id, debtor_id, creditor_id, kind, subject_id, number, languages, facts, code, content, sha256, created_at)
         select id, account_id, debtor_id, creditor_id, 'agreement', id, 'C-900', array['es'], sha256('x'), 'ZZZZ-ZZZY', 'x', sha256('x'),
           now() from plans where account_id = $1 on conflict do nothing",
    ] {
        sqlx::query(insert).bind(account).execute(owner).await.unwrap();
    }
    account
}

/// Offers that were made to many, of whom María was none.
async fn campaign(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into plan_campaigns (id, creditor_id, currency, selection, terms, words, request_key, opened_by, opened_at, passed_over)
         select a.id, a.creditor_id, 'MXN', '{\"late_days\":1,\"owed_from_minor\":0}',
           '{\"frequency\":\"monthly\",\"first_on\":\"2026-03-20\",\"instalments\":2}', 'x', a.id, s.staff_id, now(), 0
         from accounts a join staff_creditors s on s.creditor_id = a.creditor_id where a.id = $1 limit 1 on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// What was asked about María's account and declined, with a package all the same.
async fn handover(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    let paper = "insert into papers (id, account_id, debtor_id, creditor_id, kind, subject_id, number, languages, facts, code, content, sha256, created_at)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, 'handover', a.id, 'E-900', array['es'], sha256('x'), 'ZZZZ-ZZZX', 'x', sha256('x'), now()
         from accounts a where a.id = $1 and not exists (select from papers p where p.code = 'ZZZZ-ZZZX')";
    let handover = "insert into handovers (id, account_id, debtor_id, creditor_id, number, kind, to_name, to_contact, reason, currency, prepared_by,
           prepared_at, request_key, paper_id)
         select a.id, a.id, a.debtor_id, a.creditor_id, 'E-900', 'pre_legal', 'x', 'x', 'x', 'MXN', s.id, now(), a.id, p.id
         from accounts a join papers p on p.account_id = a.id and p.code = 'ZZZZ-ZZZX', staff s
         where a.id = $1 and s.email = 'elena@aguas.example' on conflict do nothing";
    for insert in [paper, handover] {
        sqlx::query(insert).bind(account).execute(owner).await.unwrap();
    }
    account
}

/// A group of her creditor's accounts.
async fn group(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into account_groups (id, creditor_id, name, rules, changed_by, changed_at)
         select a.id, a.creditor_id, 'x', '{\"late_from\": 1}', s.id, now() from accounts a, staff s
         where a.id = $1 and s.email = 'elena@aguas.example' on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// A conversation of María's that was closed.
async fn closing(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into closings (id, account_id, debtor_id, creditor_id, person_id, thread_id, closed_at, closed_on)
         select t.account_id, t.account_id, t.debtor_id, t.creditor_id, t.person_id, t.id, now(), '2026-03-06' from threads t
         where t.account_id = $1 limit 1 on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// Something that María complained about.
async fn complaint(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into complaints (id, account_id, debtor_id, creditor_id, number, person_id, kind, words, opened_at, opened_on, promised_on, request_key)
         select a.id, a.id, a.debtor_id, a.creditor_id, 'Q-99', p.person_id, 'other', 'x', now(), '2026-03-05', '2026-03-10', a.id
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.id = $1 on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// Something that María says that she paid.
async fn reported(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into reported_payments (id, account_id, debtor_id, creditor_id, currency, amount_minor, paid_on, means, reported_by,
           reported_at, request_key)
         select a.id, a.id, a.debtor_id, a.creditor_id, 'MXN', 100, '2026-03-05', 'cash', p.person_id, now(), a.id
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.id = $1 on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// Money that the bank of her creditor says came in.
async fn bank_line(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    let file = "insert into bank_files (id, creditor_id, name, sha256, uploaded_by, uploaded_at)
         select a.id, a.creditor_id, 'x.csv', 'x', s.id, now() from accounts a, staff s
         where a.id = $1 and s.email = 'daniel@aguas.example' on conflict do nothing";
    let line = "insert into bank_lines (id, creditor_id, file_id, booked_on, currency, amount_minor, fingerprint, state)
         select a.id, a.creditor_id, a.id, '2026-03-05', 'MXN', 100, 'x', 'unidentified' from accounts a where a.id = $1 on conflict do nothing";
    for insert in [file, line] {
        sqlx::query(insert).bind(account).execute(owner).await.unwrap();
    }
    account
}

/// What the provider paid out to her creditor.
async fn payout(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into payouts (id, creditor_id, provider_payout, currency, amount_minor, whole_minor, state, is_told, sent_at, arrives_on)
         select a.id, a.creditor_id, 'po_1', 'MXN', 100, 100, 'on_its_way', false, now(), '2026-03-06' from accounts a
         where a.id = $1 on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// A paper that belongs to her account.
async fn kept_file(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into account_files (id, account_id, debtor_id, creditor_id, name, media_type, bytes, sha256, added_by_kind, added_by, added_at)
         select a.id, a.id, a.debtor_id, a.creditor_id, 'x.pdf', 'application/pdf', 'x', 'x', 'staff', s.id, now()
         from accounts a, staff s where a.id = $1 and s.email = 'daniel@aguas.example' on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    account
}

/// A dispute that María is writing.
async fn dispute_draft(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    sqlx::query(
        "insert into dispute_drafts (id, account_id, debtor_id, creditor_id, person_id, about, fields, begun_at, expires_at)
         select a.id, a.id, a.debtor_id, a.creditor_id, p.person_id, 'identity', '[[\"reason\", \"not_mine\"]]', now(), now() + interval '99 years'
         from accounts a join parties p on p.account_id = a.id and p.role = 'principal' where a.id = $1 on conflict do nothing",
    )
    .bind(account)
    .execute(owner)
    .await
    .unwrap();
    let message = "insert into message_files (message_id, thread_id, file_id, account_id, debtor_id, creditor_id, person_id)
         select m.id, m.thread_id, f.id, m.account_id, m.debtor_id, m.creditor_id, m.person_id
         from messages m, account_files f where f.id = $1 and m.account_id = f.account_id on conflict do nothing";
    sqlx::query(message).bind(account).execute(owner).await.unwrap();
    let file = "insert into dispute_files (step_id, dispute_id, file_id, account_id, debtor_id, creditor_id, opened_by)
         select s.id, s.dispute_id, f.id, s.account_id, s.debtor_id, s.creditor_id, s.opened_by
         from dispute_steps s, account_files f where f.id = $1 and s.kind = 'opened' and s.account_id = f.account_id on conflict do nothing";
    sqlx::query(file).bind(account).execute(owner).await.unwrap();
    account
}

/// Something that Daniel asked and that waits.
async fn approval(owner: &PgPool, account: uuid::Uuid) -> uuid::Uuid {
    let filed = sqlx::query(
        "insert into approvals (id, account_id, debtor_id, creditor_id, kind, object_kind, object_id, payload, currency, measure,
           reason, asked_by_staff, asked_at)
         select $2, a.id, a.debtor_id, a.creditor_id, 'refund', 'payment', a.id, '{}', 'MXN', 1, 'x', s.id, now()
         from accounts a, staff s where a.id = $1 and s.email = 'daniel@aguas.example' on conflict do nothing",
    )
    .bind(account)
    .bind(uuid::Uuid::now_v7())
    .execute(owner)
    .await;
    filed.unwrap();
    sqlx::query_scalar("select id from approvals limit 1").fetch_one(owner).await.unwrap()
}

async fn ask(browser: &Browser, route: &Route, path: &str) -> u16 {
    let method: Method = route.method.parse().unwrap();
    let request = browser.request(method, path).header("sec-fetch-site", "same-origin");
    let request = if route.method == "POST" { request.form(&[("nothing", "")]) } else { request };
    browser.send(request).await.status
}

/// Forms come last, for some of them end the session that the pages are read in.
fn pages_before_forms() -> Vec<Route> {
    let mut routes = routes();
    routes.sort_by_key(|route| route.method == "POST");
    routes
}

/// What is wrong with the answer, if anything is.
fn wrong(reader: &Reader, route: &Route, path: &str, status: u16) -> Option<&'static str> {
    // Published terms are for everybody who has an account with their creditor, whichever account it is.
    let is_everybodys = route.path.starts_with("/account/terms/");
    let names_an_object = route.path.contains('{') && !is_everybodys;
    match route.access {
        Access::Machine | Access::Demo => (status >= 500).then_some("failed"),
        Access::Anyone => matches!(status, 401 | 403 | 500..).then_some("is for anybody"),
        Access::Person | Access::Staff if reader.access != Some(route.access) => {
            (status != 303).then_some("must lead to the door")
        }
        // A form without its fields may be refused; it must not fail, and must not reach another's things.
        _ if route.method == "POST" => {
            (!matches!(status, 303 | 403 | 404)).then_some("is no answer to a form")
        }
        _ if is_everybodys => (!matches!(status, 200 | 404)).then_some("is for who has an account"),
        _ if names_an_object && !reader.owns => (status != 404).then_some("is not theirs: it must not exist"),
        _ => (!matches!(status, 200 | 303)).then_some("is theirs"),
    }
    .filter(|_| !path.is_empty())
}
