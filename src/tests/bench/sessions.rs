//! What memory sessions cost: ten thousand people sign in over HTTP, each from a browser of their own with a code and a
//! known fact, and open their account. Codes are read from the database rather than from the mailbox page.

use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sqlx::PgPool;
use tokio::process::Child;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::load::Target;
use crate::process::resident_bytes;
use crate::stage::{Outcome, Stage};
use crate::support::Browser;
use crate::table::{Figure, bytes};

const BYTES_A_SESSION_AT_MOST: i64 = 2048;
const BROWSERS_AT_ONCE: usize = 8;
const STARTS_WITHIN: Duration = Duration::from_secs(60);
const LETTER_WITHIN: Duration = Duration::from_secs(30);

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let (people, rest) =
        if stage.quick { (40, Duration::from_secs(1)) } else { (10_000, Duration::from_secs(10)) };
    let portal = Portal::start(stage).await?;
    let owner = stage.owner("aldia").await?;
    plant(&owner, people).await?;
    sleep(rest).await;
    let idle = portal.resident()?;
    portal.sign_in(&owner, 1..=people / 2).await?;
    sleep(rest).await;
    let halfway = portal.resident()?;
    portal.sign_in(&owner, people / 2 + 1..=people).await?;
    sleep(rest).await;
    let full = portal.resident()?;
    let open: i64 = sqlx::query_scalar(
        "select count(*) from sessions s join contact_points c on c.person_id = s.person_id
         where s.revoked_at is null and c.address like '%@bench.example'",
    )
    .fetch_one(&owner)
    .await?;
    if open != i64::from(people) {
        return Err(format!("{open} sessions are open instead of {people}").into());
    }
    let a_session = (full - idle) / i64::from(people);
    let later = (full - halfway) / i64::from(people - people / 2);
    Ok(vec![
        Figure::judged(
            "memory of the server, a session",
            format!("{a_session} B"),
            "<= 2048 B",
            a_session <= BYTES_A_SESSION_AT_MOST,
            format!(
                "VmRSS of `aldia serve`, worker included, after {people} sign-ins over HTTP less when idle and unasked; \
                 the second half of them alone: {later} B"
            ),
        ),
        Figure::told(
            "memory of the server",
            bytes(full.unsigned_abs()),
            format!("VmRSS after that; {} when idle", bytes(idle.unsigned_abs())),
        ),
    ])
}

/// `aldia serve` as a process of its own.
struct Portal {
    child: Child,
    address: SocketAddr,
}

impl Portal {
    async fn start(stage: &Stage) -> Outcome<Self> {
        // Seeding hashes passwords and leaves the process larger than it need be, which would hide what sessions add.
        stage.aldia(&["seed"]).stderr(Stdio::null()).status().await?;
        // Free a moment ago, and nobody else is to start anything while this measures.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = stage.path("serve.log");
        let child = stage
            .aldia(&["serve"])
            .env("ALDIA_ADDR", address.to_string())
            .env("ALDIA_PUBLIC_URL", format!("http://localhost:{}", address.port()))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .spawn()?;
        let portal = Self { child, address };
        let began = Instant::now();
        let ready = Target::get(address, "/readyz", &[]);
        while let Err(error) = ready.body().await {
            if began.elapsed() > STARTS_WITHIN {
                let log = std::fs::read_to_string(&log).unwrap_or_default();
                let last = log.lines().last().unwrap_or_default();
                return Err(format!("the server did not start: {error} {last}").into());
            }
            sleep(Duration::from_millis(100)).await;
        }
        Ok(portal)
    }

    fn resident(&self) -> Outcome<i64> {
        let id = self.child.id().ok_or("the server has ended")?;
        Ok(i64::try_from(resident_bytes(id)?)?)
    }

    /// Signs in everybody of these, a few at a time.
    async fn sign_in(&self, owner: &PgPool, people: std::ops::RangeInclusive<u32>) -> Outcome<()> {
        let (next, last) = (Arc::new(AtomicU32::new(*people.start())), *people.end());
        let mut browsers = JoinSet::new();
        for _ in 0..BROWSERS_AT_ONCE {
            let (next, owner, url) = (next.clone(), owner.clone(), format!("http://{}", self.address));
            browsers.spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number > last {
                        return Outcome::Ok(());
                    }
                    sign_in(&url, &owner, number).await?;
                }
            });
        }
        while let Some(browser) = browsers.join_next().await {
            browser??;
        }
        Ok(())
    }
}

async fn sign_in(url: &str, owner: &PgPool, number: u32) -> Outcome<()> {
    let browser = Browser::new(url);
    let who = format!("person{number}@bench.example");
    browser.get("/login").await;
    expect(&browser, "/do/identity/ask", ("who", &who), "/login/code").await?;
    let code = code_for(owner, &who).await?;
    expect(&browser, "/do/identity/code", ("code", &code), "/login/code").await?;
    expect(&browser, "/do/identity/fact", ("fact", &format!("BENCH-{number}")), "/account").await?;
    let account = browser.get("/account").await;
    if account.status != 200 {
        return Err(format!("the account of {who} was answered with {}", account.status).into());
    }
    Ok(())
}

/// Posts one field, which must lead there.
async fn expect(browser: &Browser, path: &str, field: (&str, &str), to: &str) -> Outcome<()> {
    let answer = browser.post(path, &[field]).await;
    if answer.location.as_deref() == Some(to) {
        return Ok(());
    }
    Err(format!("{path} was answered with {} to {:?}", answer.status, answer.location).into())
}

/// The six digits in the letter that the server's worker wrote.
async fn code_for(owner: &PgPool, who: &str) -> Outcome<String> {
    let began = Instant::now();
    while began.elapsed() < LETTER_WITHIN {
        let body: Option<serde_json::Value> =
            sqlx::query_scalar("select body from outbox where address = $1")
                .bind(who)
                .fetch_optional(owner)
                .await?;
        if let Some(body) = body {
            let text = body.to_string();
            let code = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6);
            return Ok(code.ok_or("a letter without a code")?.to_owned());
        }
        sleep(Duration::from_millis(10)).await;
    }
    Err(format!("no code was sent to {who}").into())
}

/// Each with an account and one invoice, whose number is what they know.
async fn plant(owner: &PgPool, people: u32) -> Outcome<()> {
    const CREDITOR: &str = "00000000-0000-7000-8000-0000000be9c4";
    const SQL: &str = "
        insert into creditors (id, name, slug, legal_name, payee_name) values ('{creditor}', 'Bench', 'bench', 'Bench', 'BENCH');
        create temporary table numbered on commit drop as
          select n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series(1, {people}) n;
        insert into debtors (id, kind, name) select id, 'person', 'Persona ' || n from numbered;
        insert into accounts (id, debtor_id, creditor_id, reference, currency, opened_on)
          select id, id, '{creditor}', 'B' || n, 'MXN', '2025-01-01' from numbered;
        insert into persons (id, name) select id, 'Persona ' || n from numbered;
        insert into contact_points (id, person_id, kind, address)
          select id, id, 'email', 'person' || n || '@bench.example' from numbered;
        insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on)
          select id, id, id, '{creditor}', id, 'principal', 'manage', '2025-01-01' from numbered;
        insert into invoices (id, account_id, debtor_id, creditor_id, number, issued_on, due_on, currency, total_minor)
          select id, id, id, '{creditor}', 'BENCH-' || n, '2025-01-01', '2025-01-31', 'MXN', 0 from numbered";
    let sql = SQL.replace("{creditor}", CREDITOR).replace("{people}", &people.to_string());
    let mut transaction = owner.begin().await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}
