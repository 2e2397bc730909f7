//! Pages that are open hear what is said: at once, once, across processes and lost connections, and each its own only.

use std::time::Duration;

use aldia::server::live::STREAMS_OF_ONE;
use aldia::server::seed::known::{ACCOUNT_4471, THREAD_MARIA};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use crate::support::browser::Events;
use crate::support::{Browser, Page, TestApp};

const MARIA: &str = "maria@example.mx";
const DANIEL: &str = "daniel@aguas.example";
const SOON: Duration = Duration::from_secs(5);
/// As long as we wait to be sure that nothing comes.
const NEVER: Duration = Duration::from_millis(600);

fn own() -> String {
    format!("/live/messages?account={ACCOUNT_4471}&after=1000000")
}

fn theirs() -> String {
    format!("/live/desk?thread={THREAD_MARIA}&after=1000000")
}

async fn says(browser: &Browser, account: Uuid, words: &str) -> Page {
    let (account, key) = (account.to_string(), Uuid::now_v7().to_string());
    let form = [("account", account.as_str()), ("words", words), ("request_key", &key)];
    browser.post("/do/messages/send", &form).await
}

async fn answers(browser: &Browser, words: &str) -> Page {
    let (thread, key) = (THREAD_MARIA.to_string(), Uuid::now_v7().to_string());
    let form = [("thread", thread.as_str()), ("words", words), ("request_key", &key)];
    browser.post("/do/desk/send-message", &form).await
}

/// The last message that there is.
async fn last(owner: &PgPool) -> i64 {
    sqlx::query_scalar("select max(sequence) from messages").fetch_one(owner).await.unwrap()
}

/// The stream of a conversation from what was said last.
async fn following(browser: &Browser, path: &str, owner: &PgPool) -> Events {
    let path = path.replace("1000000", &last(owner).await.to_string());
    let events = browser.stream(&path, None).await;
    assert_eq!(events.status, 200, "{path}");
    events
}

#[sqlx::test]
async fn what_is_said_is_heard_by_its_two_sides_and_by_nobody_else(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let (rosa, raul) = (app.signed_in("rosa@example.mx").await, app.staff("raul@noriega.example").await);
    assert_eq!(rosa.stream(&own(), None).await.status, 404, "another's account");
    assert_eq!(raul.stream(&theirs(), None).await.status, 404, "another creditor's thread");
    assert_eq!(app.browser().stream(&own(), None).await.status, 303, "nobody is led to the door");
    let mut hers = following(&maria, &own(), &app.owner).await;
    let mut his = following(&daniel, &theirs(), &app.owner).await;
    let mut inbox = following(&daniel, "/live/desk?after=1000000", &app.owner).await;
    let mut strangers = following(&rosa, "/live/messages?after=1000000", &app.owner).await;
    let mut foreign = following(&raul, "/live/desk?after=1000000", &app.owner).await;
    says(&maria, ACCOUNT_4471.0, "¿Hay alguien?").await;
    let said = Some(("said".to_owned(), Some(last(&app.owner).await)));
    assert_eq!(his.next(SOON).await, said);
    assert_eq!(hers.next(SOON).await, said, "another window of hers hears it too");
    assert_eq!(inbox.next(SOON).await, Some(("changed".to_owned(), None)));
    answers(&daniel, "Sí, aquí estoy.").await;
    let answered = Some(("said".to_owned(), Some(last(&app.owner).await)));
    assert_eq!(hers.next(SOON).await, answered);
    assert_eq!(his.next(SOON).await, answered);
    assert_eq!(strangers.next(NEVER).await, None);
    assert_eq!(foreign.next(NEVER).await, None);
}

#[sqlx::test]
async fn what_only_the_team_may_know_of_does_not_stir_the_persons_page(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let mut hers = following(&maria, &own(), &app.owner).await;
    let mut his = following(&daniel, &theirs(), &app.owner).await;
    let (thread, elena) =
        (THREAD_MARIA.to_string(), aldia::server::seed::known::ELENA_SUPERVISOR.to_string());
    daniel.post("/do/desk/note-thread", &[("thread", &thread), ("note", "Ojo")]).await;
    daniel.post("/do/desk/give-thread", &[("thread", &thread), ("to", &elena)]).await;
    assert_eq!(his.next(SOON).await, Some(("changed".to_owned(), None)));
    assert_eq!(hers.next(NEVER).await, None);
    // That it was closed is for both.
    daniel.post("/do/desk/close-thread", &[("thread", &thread), ("reason", "answered")]).await;
    assert_eq!(hers.next(SOON).await, Some(("changed".to_owned(), None)));
}

#[sqlx::test]
async fn what_was_said_while_away_is_heard_once_after_coming_back(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let before = last(&app.owner).await;
    for words in ["Uno", "Dos", "Tres"] {
        answers(&daniel, words).await;
    }
    let after = last(&app.owner).await;
    let mut page = maria.stream(&format!("/live/messages?after={before}"), None).await;
    let mut heard = Vec::new();
    while let Some((_, id)) = page.next(NEVER).await {
        heard.push(id.unwrap());
    }
    assert_eq!(heard.len(), 3, "{heard:?}");
    assert_eq!(heard.last(), Some(&after));
    // The browser's own mark is newer than the page's.
    let mut again = maria.stream(&format!("/live/messages?after={before}"), Some(heard[1])).await;
    assert_eq!(again.next(SOON).await, Some(("said".to_owned(), Some(after))));
    assert_eq!(again.next(NEVER).await, None);
}

#[sqlx::test]
async fn another_process_hears_it_and_a_lost_connection_loses_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options.clone()).await;
    let other = TestApp::with_story(options.clone(), None).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, other.staff(DANIEL).await);
    let mut hers = following(&maria, &own(), &app.owner).await;
    answers(&daniel, "Desde el otro proceso").await;
    let said = Some(("said".to_owned(), Some(last(&app.owner).await)));
    assert_eq!(hers.next(SOON).await, said);
    // Whoever listens to the database is cut off, and something is said before it listens again.
    let own = PgPoolOptions::new().connect_with(options.username("aldia_app")).await.unwrap();
    let cut: Vec<bool> = sqlx::query_scalar(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
    )
    .fetch_all(&own)
    .await
    .unwrap();
    assert_eq!(cut, [true], "one connection listens, in the process that has a stream");
    answers(&daniel, "Mientras nadie oía").await;
    let said = Some(last(&app.owner).await);
    let mut heard = None;
    while heard.is_none() {
        let (name, id) = hers.next(SOON).await.expect("what was said is heard after all");
        heard = (name == "said").then_some(id);
    }
    assert_eq!(heard, Some(said));
    own.close().await;
}

#[sqlx::test]
async fn a_stream_ends_with_its_session_and_when_the_server_stops(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (maria, daniel) = (app.signed_in(MARIA).await, app.staff(DANIEL).await);
    let mut hers = following(&maria, &own(), &app.owner).await;
    let mut his = following(&daniel, &theirs(), &app.owner).await;
    sqlx::query("update sessions set revoked_at = now() where person_id is not null")
        .execute(&app.owner)
        .await
        .unwrap();
    answers(&daniel, "Ya no lo oye.").await;
    assert!(hers.has_ended(SOON).await);
    app.app.live.end();
    assert!(his.has_ended(SOON).await);
}

#[sqlx::test]
async fn one_reader_has_so_many_streams_and_no_more(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (maria, rosa) = (app.signed_in(MARIA).await, app.signed_in("rosa@example.mx").await);
    let mut open = Vec::new();
    for _ in 0..STREAMS_OF_ONE {
        open.push(following(&maria, &own(), &app.owner).await);
    }
    assert_eq!(maria.stream(&own(), None).await.status, 429);
    assert_eq!(rosa.stream("/live/messages", None).await.status, 200, "others have theirs");
    open.pop();
    for _ in 0..50 {
        if maria.stream(&own(), None).await.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("a place is given back");
}

/// How many conversations are open on both sides.
const LIVE: usize = 50;
const ROUNDS: usize = 3;
const EACH: usize = 3;
/// After the first round everything that is kept for good is there.
const MAY_GROW_KILOBYTES: u64 = 24 * 1024;

/// A conversation that is open on both sides, and what was heard of it.
struct Open {
    person: Browser,
    account: Uuid,
    thread: Uuid,
    sides: [Events; 2],
    heard: [Vec<i64>; 2],
}

impl Open {
    /// She writes while others of the two hundred write to whom nobody listens; both sides hear all of hers and nothing else.
    async fn writes_and_is_heard(&mut self, owner: &PgPool) {
        for number in 0..EACH {
            let said = says(&self.person, self.account, &format!("Mensaje {number}")).await;
            assert_eq!(said.status, 303);
            sqlx::query(QUIET).bind(self.thread).execute(owner).await.unwrap();
        }
        let kept: Vec<i64> =
            sqlx::query_scalar("select sequence from messages where thread_id = $1 order by sequence")
                .bind(self.thread)
                .fetch_all(owner)
                .await
                .unwrap();
        for (events, heard) in self.sides.iter_mut().zip(&mut self.heard) {
            while heard.len() < kept.len() {
                let (name, id) = events.next(Duration::from_secs(30)).await.expect("everything is heard");
                heard.extend(id.filter(|_| name == "said"));
            }
            assert_eq!(*heard, kept, "in order, each once, and nobody else's");
        }
    }

    async fn hears_nothing_twice(&mut self) {
        for events in &mut self.sides {
            while let Some((name, _)) = events.next(Duration::from_millis(50)).await {
                assert_ne!(name, "said", "nothing twice");
            }
        }
    }
}

/// Two hundred conversations, of which fifty are open on both sides while everybody writes.
#[sqlx::test]
async fn in_a_storm_nothing_is_lost_doubled_or_heard_by_another_and_memory_stays(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let accounts = crowd(&app.owner).await;
    // Nobody may have more than twelve streams, so that it takes five at the desk.
    let team = [DANIEL, "elena@aguas.example", "carmen@aguas.example", "victor@aguas.example", FIFTH];
    let mut desks = Vec::new();
    for one in team {
        desks.push(app.staff(one).await);
    }
    let mut open = Vec::new();
    for (number, (account, thread)) in accounts.iter().take(LIVE).enumerate() {
        let person = app.signed_in(&format!("storm-{number}@example.mx")).await;
        let hers = person.stream(&format!("/live/messages?account={account}"), None).await;
        let his = desks[number % team.len()].stream(&format!("/live/desk?thread={thread}"), None).await;
        assert_eq!((hers.status, his.status), (200, 200));
        let (account, thread) = (*account, *thread);
        open.push(Open { person, account, thread, sides: [hers, his], heard: [vec![], vec![]] });
    }
    let mut kilobytes = Vec::new();
    for _ in 0..ROUNDS {
        let writing = open.iter_mut().map(|one| one.writes_and_is_heard(&app.owner));
        futures_util::future::join_all(writing).await;
        kilobytes.push(resident_kilobytes());
    }
    futures_util::future::join_all(open.iter_mut().map(Open::hears_nothing_twice)).await;
    let spoken: i64 = sqlx::query_scalar(
        "select count(distinct t.id) from threads t join messages m on m.thread_id = t.id
         join persons p on p.id = t.person_id where p.name like 'Storm%'",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let heard: usize = open.iter().flat_map(|one| &one.heard).map(Vec::len).sum();
    println!("{spoken} conversations, {} streams, {heard} heard, resident kB {kilobytes:?}", 2 * LIVE);
    assert_eq!((spoken, heard), (200, 2 * LIVE * (1 + ROUNDS * EACH)));
    let grown = kilobytes[ROUNDS - 1].saturating_sub(kilobytes[0]);
    assert!(grown < MAY_GROW_KILOBYTES, "memory grew by {grown} kB: {kilobytes:?}");
}

const FIFTH: &str = "quinta@aguas.example";

const QUIET: &str = "insert into messages (id, thread_id, account_id, debtor_id, creditor_id, person_id, by_kind, by_id, words, sent_at, request_key)
  select gen_random_uuid(), t.id, t.account_id, t.debtor_id, t.creditor_id, t.person_id, 'person', t.person_id, 'x', now(), gen_random_uuid()
  from threads t join persons p on p.id = t.person_id where p.name like 'Storm%' and t.id <> $1
    and not exists (select from contact_points c where c.person_id = p.id) order by random() limit 3";

/// Two hundred people with an account and a conversation each; those who will listen can sign in, and so can one more agent.
/// Their accounts and threads, in order.
async fn crowd(owner: &PgPool) -> Vec<(Uuid, Uuid)> {
    let made = format!(
        "create temp table crowd as select n, gen_random_uuid() person, gen_random_uuid() debtor, gen_random_uuid() account, gen_random_uuid() thread
           from generate_series(0, 199) n;
         insert into persons (id, name) select person, 'Storm ' || n from crowd;
         insert into debtors (id, kind, name) select debtor, 'person', 'Storm ' || n from crowd;
         insert into accounts (id, debtor_id, creditor_id, reference, currency, opened_on)
           select account, debtor, (select creditor_id from accounts where id = '{ACCOUNT_4471}'), 'S' || n, 'MXN', '2026-01-01' from crowd;
         insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on)
           select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, c.person, 'principal', 'manage', '2026-01-01' from crowd c join accounts a on a.id = c.account;
         insert into contact_points (id, person_id, kind, address)
           select gen_random_uuid(), person, 'email', 'storm-' || n || '@example.mx' from crowd where n < {LIVE};
         insert into threads (id, account_id, debtor_id, creditor_id, person_id, last_at, opened_at)
           select c.thread, a.id, a.debtor_id, a.creditor_id, c.person, now(), now() from crowd c join accounts a on a.id = c.account;
         insert into messages (id, thread_id, account_id, debtor_id, creditor_id, person_id, by_kind, by_id, words, sent_at, request_key)
           select gen_random_uuid(), t.id, t.account_id, t.debtor_id, t.creditor_id, t.person_id, 'person', t.person_id, 'Hola', now(), gen_random_uuid()
           from crowd c join threads t on t.id = c.thread;
         insert into staff (id, email, name, role, language, password_hash)
           select gen_random_uuid(), '{FIFTH}', 'Quinta Persona', 'agent', 'es', password_hash from staff where email = '{DANIEL}';
         insert into staff_creditors (staff_id, creditor_id)
           select s.id, a.creditor_id from staff s, accounts a where s.email = '{FIFTH}' and a.id = '{ACCOUNT_4471}'"
    );
    let mut connection = owner.acquire().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(made)).execute(&mut *connection).await.unwrap();
    sqlx::query_as("select account, thread from crowd order by n").fetch_all(&mut *connection).await.unwrap()
}

fn resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}
