//! From the outbox to a mail server, over SMTP.

use std::sync::{Arc, Mutex};

use aldia::contact::jobs::{SendError, send_notice};
use aldia::contact::mail::{CarryError, Mailer};
use aldia::contact::model::Channel;
use aldia::kernel::ids::NoticeId;
use chrono::{TimeDelta, Utc};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::smtp_server::SmtpServer;
use super::{DIGITS, Room};

const PUBLIC_URL: &str = "https://pagos.aguasdelvalle.mx";

#[sqlx::test]
async fn an_email_arrives_with_its_words_in_both_forms(_: PgPoolOptions, options: PgConnectOptions) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.code()).await;
    send(&room, &production(&server), id).await.unwrap();
    let delivered = server.delivered();
    let [mail] = delivered.as_slice() else { panic!("{} messages", delivered.len()) };
    assert_eq!(mail.to, [Room::ADDRESS]);
    assert_eq!(mail.from, "avisos@pagos.aguasdelvalle.mx");
    assert_eq!(mail.header("From"), "\"Aguas del Valle\" <avisos@pagos.aguasdelvalle.mx>");
    assert_eq!(mail.header("Message-ID"), format!("<{id}@pagos.aguasdelvalle.mx>"));
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    let token = stop_path(&mail.part("text/plain"));
    for form in ["text/plain", "text/html"] {
        let words = mail.part(form);
        assert!(
            words.contains("482913 es su código para entrar a su cuenta con Aguas del Valle."),
            "{words}"
        );
        assert!(words.contains("https://pagos.aguasdelvalle.mx/login/link/t0k3n"), "{words}");
        assert!(words.contains(&token), "{words}");
    }
}

#[sqlx::test]
async fn outside_the_demo_the_words_are_gone_once_they_are_sent(_: PgPoolOptions, options: PgConnectOptions) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.code()).await;
    send(&room, &production(&server), id).await.unwrap();
    assert_eq!(room.count("notices where sent_at is not null and failure is null").await, 1);
    assert_eq!(room.count("outbox where body is null").await, 1);
    assert_eq!(room.count(&format!("outbox o where o::text like '%{DIGITS}%'")).await, 0);
}

#[sqlx::test]
async fn nothing_of_a_notice_lands_in_the_logs_however_much_they_tell(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let logs = Logs::default();
    let told = logs.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || told.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let id = room.send(room.code()).await;
    let mailer = production(&server);
    server.refuse_next("554 5.7.1 <lucia@ejemplo.mx>: 482913 looks like spam");
    let refused = send(&room, &mailer, id).await.unwrap_err();
    tracing::warn!(error = %refused, "a job failed");
    send(&room, &mailer, id).await.unwrap();
    drop(guard);
    let logs = String::from_utf8(logs.0.lock().unwrap().clone()).unwrap();
    assert!(logs.contains("the mail server answers 554"), "{logs}");
    for private in [DIGITS, Room::ADDRESS, "t0k3n", "/stop/"] {
        assert!(!logs.contains(private), "{private}: {logs}");
    }
}

#[sqlx::test]
async fn a_job_that_runs_twice_sends_once(_: PgPoolOptions, options: PgConnectOptions) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.receipt()).await;
    let mailer = production(&server);
    for _ in 0..2 {
        send(&room, &mailer, id).await.unwrap();
    }
    assert_eq!(server.tries(), 1);
}

#[sqlx::test]
async fn a_notice_that_the_mail_server_does_not_take_waits_and_is_tried_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.receipt()).await;
    let mailer = production(&server);
    for answer in ["451 4.7.1 come again", "554 5.7.1 <lucia@ejemplo.mx>: not from you"] {
        server.refuse_next(answer);
        let refused = send(&room, &mailer, id).await;
        let Err(SendError::Carrier(CarryError::Later(_))) = refused else { panic!("{refused:?}") };
        assert!(
            !refused.unwrap_err().to_string().contains("lucia"),
            "an address in an error lands in the log"
        );
        assert_eq!(room.count("notices where sent_at is null and failed_at is null").await, 1);
    }
    send(&room, &mailer, id).await.unwrap();
    assert_eq!(server.delivered().len(), 1);
    assert_eq!(room.count("notices where sent_at is not null").await, 1);
}

#[sqlx::test]
async fn a_notice_waits_while_no_mail_server_answers(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let id = room.send(room.receipt()).await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mailer = mailer(&format!("smtp://{nobody}"), false);
    assert!(matches!(send(&room, &mailer, id).await, Err(SendError::Carrier(CarryError::Later(_)))));
    assert_eq!(room.count("notices where sent_at is null and failed_at is null").await, 1);
}

#[sqlx::test]
async fn an_address_at_which_nobody_is_gets_nothing_more_and_the_team_hears_of_it(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.receipt()).await;
    server.refuse_next("550 5.1.1 no such mailbox");
    let mailer = production(&server);
    send(&room, &mailer, id).await.unwrap();
    send(&room, &mailer, id).await.unwrap();
    assert_eq!(server.tries(), 1);
    assert_eq!(room.count("notices where failed_at is not null and failure = 'address_refused'").await, 1);
    assert_eq!(room.count("contact_points where suspended_at is not null").await, 1);
    assert_eq!(room.count("tasks where kind = 'address_refused'").await, 1);
}

#[sqlx::test]
async fn a_mailbox_that_is_only_unwilling_is_not_suspended(_: PgPoolOptions, options: PgConnectOptions) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.receipt()).await;
    server.refuse_next("550 5.7.1 policy");
    send(&room, &production(&server), id).await.unwrap();
    assert_eq!(room.count("notices where failure = 'address_refused'").await, 1);
    assert_eq!(room.count("contact_points where suspended_at is not null").await, 0);
}

#[sqlx::test]
async fn an_address_suspended_while_its_notice_waited_gets_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.code()).await;
    sqlx::query("update contact_points set suspended_at = now()").execute(&room.owner).await.unwrap();
    send(&room, &production(&server), id).await.unwrap();
    assert_eq!(server.tries(), 0);
    assert_eq!(room.count("notices where failure = 'address_suspended'").await, 1);
    assert_eq!(room.count("outbox where body is not null").await, 0);
}

#[sqlx::test]
async fn a_code_that_ran_out_while_the_mail_server_was_away_is_not_sent(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let mut notice = room.code();
    notice.good_until = Some(Utc::now() - TimeDelta::seconds(1));
    let id = room.send(notice).await;
    send(&room, &production(&server), id).await.unwrap();
    assert_eq!(server.tries(), 0);
    assert_eq!(room.count("notices where failure = 'expired'").await, 1);
    assert_eq!(room.count("outbox where body is not null").await, 0);
}

#[sqlx::test]
async fn a_text_message_without_a_carrier_is_recorded_as_not_sent(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(text_message(&room)).await;
    send(&room, &production(&server), id).await.unwrap();
    assert_eq!(room.count("notices where sent_at is null and failure = 'no_carrier'").await, 1);
    assert_eq!(room.count("outbox where body is not null").await, 0);
}

#[sqlx::test]
async fn the_demo_keeps_emails_and_text_messages_with_their_words(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    let demo = Mailer::new(None, "http://localhost:3000", true).unwrap();
    for notice in [room.code(), text_message(&room)] {
        let id = room.send(notice).await;
        send(&room, &demo, id).await.unwrap();
    }
    assert_eq!(room.count("notices where sent_at is not null").await, 2);
    assert_eq!(room.count("outbox where body is not null").await, 2);
}

#[test]
fn a_mail_server_that_would_see_our_password_in_clear_is_refused() {
    let refused = |url: &str| Mailer::new(Some(url), PUBLIC_URL, false).err().map(|error| error.to_string());
    for url in ["smtp://user:secret@mail.example.mx", "smtp://user:secret@mail.example.mx?tls=opportunistic"]
    {
        let sentence = refused(url).unwrap();
        assert!(sentence.starts_with("SMTP_URL") && !sentence.contains("secret"), "{sentence}");
    }
    for url in [
        "smtps://user:secret@mail.example.mx",
        "smtp://user:secret@mail.example.mx?tls=required",
        "smtp://user:secret@127.0.0.1:2525",
        "smtp://mail.internal:25",
        "smtps://mail.example.mx?from=cobranza@example.mx",
    ] {
        assert_eq!(refused(url), None, "{url}");
    }
    for url in ["mail.example.mx", "http://mail.example.mx", "smtps://mail.example.mx?from=nobody"] {
        assert!(refused(url).unwrap().starts_with("SMTP_URL"), "{url}");
    }
}

#[sqlx::test]
async fn the_operator_says_from_which_address_mail_comes(_: PgPoolOptions, options: PgConnectOptions) {
    let (room, server) = (Room::open(options).await, SmtpServer::start().await);
    let id = room.send(room.receipt()).await;
    let mailer = mailer(&format!("{}?from=cobranza@aguasdelvalle.mx", server.url), false);
    send(&room, &mailer, id).await.unwrap();
    assert_eq!(server.delivered()[0].from, "cobranza@aguasdelvalle.mx");
}

pub(super) async fn send(room: &Room, mailer: &Mailer, id: NoticeId) -> Result<(), SendError> {
    send_notice(&room.db, mailer, json!({ "notice": id })).await
}

fn production(server: &SmtpServer) -> Mailer {
    mailer(&server.url, false)
}

pub(super) fn mailer(smtp_url: &str, is_demo: bool) -> Mailer {
    Mailer::new(Some(smtp_url), PUBLIC_URL, is_demo).unwrap()
}

fn text_message(room: &Room) -> aldia::contact::store::Notice {
    let mut notice = room.code();
    notice.to.channel = Channel::Sms;
    notice.to.address = "+525512345678".to_owned();
    notice
}

/// The address of "I am not this person", as it stands in the text.
fn stop_path(text: &str) -> String {
    let start = text.find("/stop/").unwrap();
    text[start..].split_whitespace().next().unwrap().to_owned()
}

/// Everything that was logged.
#[derive(Clone, Default)]
struct Logs(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
