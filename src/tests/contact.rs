//! What goes outward: the decision, the log, the words.

use aldia::contact::letters::{self, Applied, Received, SignIn};
use aldia::contact::model::{
    Block, Channel, Facts, Letter, NoticeCode, NoticeCodeError, NoticeKind, Verdict, decide,
};
use aldia::contact::render::{Site, email_html, email_text, short_text};
use aldia::contact::store::{Notice, Recipient};
use aldia::contact::tone::forbidden_words;
use aldia::contact::{self, store};
use aldia::kernel::actor::Actor;
use aldia::kernel::db::Db;
use aldia::kernel::ids::{AccountId, ContactPointId, CreditorId, DebtorId, NoticeId, PersonId};
use aldia::kernel::locale::Lang;
use aldia::kernel::money::{Currency, Money};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

const LANGS: [Lang; 2] = [Lang::Es, Lang::En];
const DIGITS: &str = "482913";

#[test]
fn codes_receipts_and_answers_go_out_at_once_by_a_named_rule() {
    for (kind, rule) in [
        (NoticeKind::SignInCode, "exempt_code"),
        (NoticeKind::Receipt, "exempt_receipt"),
        (NoticeKind::Answer, "exempt_answer"),
    ] {
        let decision = decide(&Facts { kind, channel: Channel::Email, address_suspended: false });
        assert_eq!((decision.verdict, decision.rule), (Verdict::Allow, rule));
    }
}

#[test]
fn nothing_of_any_kind_goes_to_a_suspended_address() {
    for kind in NoticeKind::ALL {
        let decision = decide(&Facts { kind, channel: Channel::Sms, address_suspended: true });
        assert_eq!((decision.verdict, decision.rule), (Verdict::Deny, "address_suspended"));
    }
}

#[test]
fn a_code_is_read_however_it_was_typed() {
    for typed in ["K7QF-2M9D", "k7qf2m9d", " k7qf 2m9d ", "K7QF–2M9D", "k7qf-2m9d\n"] {
        assert_eq!(NoticeCode::parse(typed).unwrap().as_str(), "K7QF-2M9D", "{typed:?}");
    }
    assert_eq!(NoticeCode::parse(" - "), Err(NoticeCodeError::Empty));
    for typed in [
        "K7QF-2M9",
        "K7QF-2M9DD",
        "K7QF-2M9O",
        "K7QF-2M9I",
        "K7QF-2M90",
        "K7QF-2M91",
        "Ñ7QF-2M9D",
        "K7QF_2M9D",
    ] {
        assert_eq!(NoticeCode::parse(typed), Err(NoticeCodeError::Unknown), "{typed}");
    }
}

#[test]
fn a_new_code_uses_no_letter_that_looks_like_another() {
    for byte in 0..=255 {
        let code = NoticeCode::from_random([byte; 8]);
        assert!(!code.as_str().contains(['O', 'I', '0', '1']), "{code}");
        assert_eq!(NoticeCode::parse(code.as_str()).as_ref(), Ok(&code));
        assert_eq!(code.as_str().len(), 9);
    }
}

#[test]
fn a_code_is_sent_in_the_words_of_the_screens() {
    let letter = code_letter(Lang::Es);
    assert_eq!(letter.subject, "Su código para entrar");
    assert_eq!(
        letter.body[0],
        Block::Text("482913 es su código para entrar a su cuenta con Aguas del Valle. Dura 10 minutos y sirve una vez. Nadie se lo pedirá por teléfono. Si no lo pidió, no haga nada.".to_owned())
    );
    let letter = code_letter(Lang::En);
    assert_eq!(letter.subject, "Your sign-in code");
    assert_eq!(
        letter.body[0],
        Block::Text("482913 is your code to sign in to your account with Aguas del Valle. It lasts 10 minutes and works once. Nobody will ask you for it by phone. If you did not ask for it, do nothing.".to_owned())
    );
}

#[test]
fn a_receipt_is_sent_in_the_words_of_the_screens() {
    let letter = receipt_letter(Lang::Es);
    assert_eq!(letter.subject, "Recibimos su pago, recibo R-208");
    assert_eq!(
        letter.body[0],
        Block::Text("Recibimos $3,000.00\u{a0}MXN el 6 de marzo de 2026 a las 14:32. F-1041: $2,233.00, pagada. F-1057: $767.00, quedan $1,046.50. Para estar al día faltan $1,649.50. Gracias.".to_owned())
    );
    let letter = receipt_letter(Lang::En);
    assert_eq!(letter.subject, "We received your payment, receipt R-208");
    assert_eq!(
        letter.body[0],
        Block::Text("We received $3,000.00\u{a0}MXN on 6 March 2026 at 2:32 pm. F-1041: $2,233.00, paid. F-1057: $767.00, $1,046.50 left. $1,649.50 left to be up to date. Thank you.".to_owned())
    );
}

#[test]
fn subjects_carry_no_amount_and_no_code() {
    for letter in LANGS.into_iter().flat_map(letters_in) {
        assert!(!letter.subject.contains('$') && !letter.subject.contains(DIGITS), "{}", letter.subject);
    }
}

#[test]
fn no_template_uses_a_word_that_threatens_or_shames() {
    for lang in LANGS {
        for letter in letters_in(lang) {
            for channel in [Channel::Email, Channel::Sms] {
                let text = email_text(&whole(&letter, channel, lang), &site());
                assert_eq!(forbidden_words(&letter.subject, lang), Vec::<&str>::new());
                assert_eq!(forbidden_words(&text, lang), Vec::<&str>::new(), "{text}");
            }
        }
    }
}

#[test]
fn the_tone_check_finds_whole_words_with_or_without_accents_and_capitals() {
    assert_eq!(
        forbidden_words("ÚLTIMO AVISO: evitese un embargo", Lang::Es),
        ["último aviso", "embarg*", "evítese"]
    );
    assert_eq!(forbidden_words("Puede anular el cargo; quedan 3 días.", Lang::Es), Vec::<&str>::new());
    assert_eq!(forbidden_words("Simply pay immediately.", Lang::En), ["immediate*", "simply"]);
    assert_eq!(forbidden_words("Adjusted: an unjust charge.", Lang::En), Vec::<&str>::new());
}

#[test]
fn the_html_of_an_email_says_what_its_text_says() {
    for lang in LANGS {
        for letter in letters_in(lang) {
            let blocks = whole(&letter, Channel::Email, lang);
            let text = email_text(&blocks, &site());
            let html = email_html(&letter.subject, &blocks, &site(), lang);
            let shown = scraper::Html::parse_document(&html);
            let body = shown.select(&scraper::Selector::parse("body").unwrap()).next().unwrap();
            let squeeze =
                |text: &str| text.replace(':', " ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(squeeze(&body.text().collect::<Vec<_>>().join(" ")), squeeze(&text));
            assert!(!html.contains("<img") && !html.contains("<script"), "{html}");
        }
    }
}

#[test]
fn a_name_that_holds_markup_is_only_text_in_an_email() {
    let sign_in = SignIn { creditor: "</title><script>alert(1)</script> & \"Co\"", code: DIGITS, link: None };
    let letter = letters::sign_in_code(&sign_in, Lang::En);
    let html = email_html(&letter.subject, &whole(&letter, Channel::Email, Lang::En), &site(), Lang::En);
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn a_text_message_fits_into_two_segments_and_ends_with_what_a_phone_fills_in() {
    for lang in LANGS {
        for letter in letters_in(lang) {
            let text = short_text(&whole(&letter, Channel::Sms, lang), &site());
            assert!(sms_segments(&text) <= 2, "{} segments: {text}", sms_segments(&text));
        }
        let text = short_text(&whole(&code_letter(lang), Channel::Sms, lang), &site());
        assert_eq!(text.lines().last(), Some("@pagos.aguasdelvalle.mx #482913"));
    }
}

#[test]
fn every_notice_names_its_creditor_its_account_its_code_and_a_way_to_say_wrong_person() {
    for (lang, account, stop) in
        [(Lang::Es, "cuenta 4471", "No soy esta persona"), (Lang::En, "account 4471", "I am not this person")]
    {
        for letter in letters_in(lang) {
            for channel in [Channel::Email, Channel::Sms] {
                let text = email_text(&whole(&letter, channel, lang), &site());
                for part in ["Aguas del Valle", "K7QF-2M9D", stop, "https://pagos.aguasdelvalle.mx/stop/a1b2"]
                {
                    assert!(text.contains(part), "{part}: {text}");
                }
                assert!(text.to_lowercase().contains(account), "{text}");
            }
        }
    }
}

#[sqlx::test]
async fn the_log_keeps_the_decision_with_its_rule_version_and_facts(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    room.send(room.receipt()).await;
    let (decision, rule, version, facts): (String, String, i32, serde_json::Value) =
        sqlx::query_as("select decision, rule, rules_version, facts from notices where sent_at is null")
            .fetch_one(&room.owner)
            .await
            .unwrap();
    assert_eq!((decision.as_str(), rule.as_str(), version), ("allow", "exempt_receipt", 1));
    assert_eq!(
        facts,
        serde_json::json!({ "kind": "receipt", "channel": "email", "address_suspended": false })
    );
}

#[sqlx::test]
async fn the_digits_of_a_code_stand_in_the_outbox_only(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    room.send(room.code()).await;
    for table in ["notices", "jobs", "audit_events", "tasks"] {
        let found: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "select exists (select from {table} t where t::text like '%{DIGITS}%')"
        )))
        .fetch_one(&room.owner)
        .await
        .unwrap();
        assert!(!found, "the digits stand in {table}");
    }
    let body: serde_json::Value =
        sqlx::query_scalar("select body from outbox").fetch_one(&room.owner).await.unwrap();
    assert!(body.to_string().contains(DIGITS));
}

#[sqlx::test]
async fn every_notice_has_one_job_and_a_code_of_its_own(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let mut sent = Vec::new();
    for _ in 0..3 {
        sent.push(room.send(room.receipt()).await);
    }
    let payloads: Vec<serde_json::Value> =
        sqlx::query_scalar("select payload from jobs where kind = 'send_notice' order by id")
            .fetch_all(&room.owner)
            .await
            .unwrap();
    let expected: Vec<_> = sent.iter().map(|id| serde_json::json!({ "notice": id })).collect();
    assert_eq!(payloads, expected);
    let codes: i64 = sqlx::query_scalar(
        "select count(distinct code) from notices where code ~ '^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$'",
    )
    .fetch_one(&room.owner)
    .await
    .unwrap();
    assert_eq!(codes, 3);
}

#[sqlx::test]
async fn a_notice_of_a_transaction_that_did_not_commit_leaves_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    let mut tx = room.db.begin(Actor::System("test")).await.unwrap();
    contact::send(&mut tx, room.receipt()).await.unwrap();
    tx.rollback().await.unwrap();
    for table in ["notices", "outbox", "jobs"] {
        assert_eq!(room.count(table).await, 0, "{table}");
    }
}

#[sqlx::test]
async fn a_suspended_address_gets_a_denied_line_in_the_log_and_no_words(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let room = Room::open(options).await;
    sqlx::query("update contact_points set suspended_at = now()").execute(&room.owner).await.unwrap();
    room.send(room.code()).await;
    let (decision, rule): (String, String) =
        sqlx::query_as("select decision, rule from notices").fetch_one(&room.owner).await.unwrap();
    assert_eq!((decision.as_str(), rule.as_str()), ("deny", "address_suspended"));
    assert_eq!((room.count("outbox").await, room.count("jobs").await), (0, 0));
}

#[sqlx::test]
async fn a_visitor_can_cause_a_notice_and_read_none(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
    let mut notice = room.code();
    notice.account = None;
    contact::send(&mut tx, notice).await.unwrap();
    for table in ["notices", "outbox"] {
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    tx.commit().await.unwrap();
    assert_eq!(
        (room.count("notices").await, room.count("outbox").await, room.count("jobs").await),
        (1, 1, 1)
    );
}

#[sqlx::test]
async fn nobody_sends_about_an_account_that_they_do_not_see(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
    let refused = contact::send(&mut tx, room.receipt()).await;
    assert!(matches!(refused, Err(sqlx::Error::RowNotFound)), "{refused:?}");
}

#[sqlx::test]
async fn wrong_person_suspends_the_address_and_opens_one_task(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    room.send(room.receipt()).await;
    let token = room.stop_token().await;
    for _ in 0..2 {
        let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
        store::report_wrong_person(&mut tx, &token).await.unwrap();
        tx.commit().await.unwrap();
    }
    let suspended: bool =
        sqlx::query_scalar("select suspended_at is not null from contact_points where id = $1")
            .bind(room.point.0)
            .fetch_one(&room.owner)
            .await
            .unwrap();
    assert!(suspended);
    let tasks: Vec<(String, String, Option<uuid::Uuid>, Option<uuid::Uuid>)> =
        sqlx::query_as("select kind, about_kind, about_id, account_id from tasks")
            .fetch_all(&room.owner)
            .await
            .unwrap();
    let expected =
        ("wrong_person".to_owned(), "contact_point".to_owned(), Some(room.point.0), Some(room.account.0));
    assert_eq!(tasks, [expected]);
}

#[sqlx::test]
async fn a_made_up_stop_link_changes_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let room = Room::open(options).await;
    room.send(room.receipt()).await;
    let mut tx = room.db.begin(Actor::Visitor).await.unwrap();
    store::report_wrong_person(&mut tx, "AAAAAAAAAAAAAAAAAAAAAA").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(room.count("tasks").await, 0);
    assert_eq!(room.count("contact_points where suspended_at is not null").await, 0);
}

/// One creditor, one account, one person with one e-mail address.
struct Room {
    owner: PgPool,
    db: Db,
    creditor: CreditorId,
    account: AccountId,
    person: PersonId,
    point: ContactPointId,
}

impl Room {
    const ADDRESS: &str = "lucia@ejemplo.mx";

    async fn open(options: PgConnectOptions) -> Self {
        let owner = PgPool::connect_with(options.clone()).await.unwrap();
        let db = Db::new(PgPoolOptions::new().connect_with(options.username("aldia_app")).await.unwrap());
        let room = Self {
            owner,
            db,
            creditor: CreditorId::new(),
            account: AccountId::new(),
            person: PersonId::new(),
            point: ContactPointId::new(),
        };
        room.found().await;
        room
    }

    async fn found(&self) {
        let debtor = DebtorId::new();
        for statement in [
            format!(
                "insert into creditors (id, name, slug, legal_name, payee_name) values ('{}', 'Aguas del Valle', 'aguas', 'Aguas del Valle SA de CV', 'Aguas del Valle')",
                self.creditor
            ),
            format!("insert into debtors (id, kind, name) values ('{debtor}', 'person', 'Lucía Márquez')"),
            format!(
                "insert into accounts (id, debtor_id, creditor_id, reference, currency, opened_on) values ('{}', '{debtor}', '{}', '4471', 'MXN', '2025-01-01')",
                self.account, self.creditor
            ),
            format!("insert into persons (id, name) values ('{}', 'Lucía Márquez')", self.person),
            format!(
                "insert into contact_points (id, person_id, kind, address) values ('{}', '{}', 'email', '{}')",
                self.point,
                self.person,
                Self::ADDRESS
            ),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&self.owner).await.unwrap();
        }
    }

    fn receipt(&self) -> Notice {
        self.notice(NoticeKind::Receipt, receipt_letter(Lang::Es))
    }

    fn code(&self) -> Notice {
        self.notice(NoticeKind::SignInCode, code_letter(Lang::Es))
    }

    fn notice(&self, kind: NoticeKind, words: Letter) -> Notice {
        Notice {
            kind,
            to: Recipient {
                person: Some(self.person),
                contact_point: Some(self.point),
                channel: Channel::Email,
                address: Self::ADDRESS.to_owned(),
            },
            creditor: self.creditor,
            account: Some(self.account),
            lang: Lang::Es,
            words,
            good_until: None,
        }
    }

    async fn send(&self, notice: Notice) -> NoticeId {
        let mut tx = self.db.begin(Actor::System("test")).await.unwrap();
        let id = contact::send(&mut tx, notice).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn count(&self, from: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {from}")))
            .fetch_one(&self.owner)
            .await
            .unwrap()
    }

    /// The token in the link "I am not this person" of the latest notice.
    async fn stop_token(&self) -> String {
        let body: serde_json::Value =
            sqlx::query_scalar("select body from outbox order by notice_id desc limit 1")
                .fetch_one(&self.owner)
                .await
                .unwrap();
        let blocks: Vec<Block> = serde_json::from_value(body).unwrap();
        blocks
            .iter()
            .find_map(|block| match block {
                Block::Link { path, .. } => path.strip_prefix("/stop/").map(str::to_owned),
                _ => None,
            })
            .unwrap()
    }
}

fn letters_in(lang: Lang) -> [Letter; 2] {
    [code_letter(lang), receipt_letter(lang)]
}

fn code_letter(lang: Lang) -> Letter {
    letters::sign_in_code(
        &SignIn { creditor: "Aguas del Valle", code: DIGITS, link: Some("/login/link/t0k3n") },
        lang,
    )
}

fn receipt_letter(lang: Lang) -> Letter {
    let pesos = |minor| Money::new(minor, Currency::MXN);
    let received = Received {
        creditor: "Aguas del Valle",
        receipt: "R-208",
        amount: pesos(300_000),
        received_at: NaiveDate::from_ymd_opt(2026, 3, 6).unwrap().and_hms_opt(14, 32, 0).unwrap(),
        applied: &[
            Applied { invoice: "F-1041", amount: pesos(223_300), left: pesos(0) },
            Applied { invoice: "F-1057", amount: pesos(76_700), left: pesos(104_650) },
        ],
        credit: pesos(0),
        to_be_up_to_date: pesos(164_950),
        path: "/account/payments/019a0000-0000-7000-8000-000000000208",
    };
    letters::payment_received(&received, lang)
}

/// The letter with its foot, as it is sent.
fn whole(letter: &Letter, channel: Channel, lang: Lang) -> Vec<Block> {
    let foot = letters::Foot {
        sender: "Aguas del Valle",
        reference: Some("4471"),
        code: "K7QF-2M9D",
        stop: "/stop/a1b2c3d4e5f6g7h8i9j0kl",
    };
    letter.clone().blocks(channel, letters::foot(&foot, channel.is_short(), lang))
}

fn site() -> Site {
    Site::new("https://pagos.aguasdelvalle.mx".parse().unwrap())
}

/// How many messages a network makes of a text: 160 letters of the basic alphabet, or 70 where any letter lies outside
/// it; a little less each when it takes several.
fn sms_segments(text: &str) -> usize {
    const BASIC: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà \n";
    let basic = text.chars().all(|letter| letter.is_ascii_alphanumeric() || BASIC.contains(letter));
    let (one, several) = if basic { (160, 153) } else { (70, 67) };
    let letters = text.chars().count();
    if letters <= one { 1 } else { letters.div_ceil(several) }
}
