//! What goes outward: the rules and words, the log, the way to a mail server.

mod foreign_server;
mod guard;
mod log;
mod pages;
mod sending;
mod smtp_server;
mod words;

use aldia::contact;
use aldia::contact::letters::{self, Applied, Left, Received, SignIn};
use aldia::contact::model::{Block, Channel, Letter, NoticeKind};
use aldia::contact::store::{Notice, Recipient};
use aldia::kernel::actor::Actor;
use aldia::kernel::db::Db;
use aldia::kernel::ids::{AccountId, ContactPointId, CreditorId, DebtorId, NoticeId, PersonId};
use aldia::kernel::locale::Lang;
use aldia::kernel::money::{Currency, Money};
use chrono::NaiveDate;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

const LANGS: [Lang; 2] = [Lang::Es, Lang::En];
const DIGITS: &str = "482913";

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
        left: Left::ToBeUpToDate(pesos(164_950)),
        path: "/account/payments/019a0000-0000-7000-8000-000000000208",
    };
    letters::payment_received(&received, lang)
}
