//! The way through the debtor's door, as somebody goes who reads what is written to them.

use sqlx::postgres::PgPool;

use crate::support::{Browser, Page, TestApp};

/// What was last written to an address.
pub struct Letter {
    pub code: String,
    pub link: String,
    pub stop: String,
}

pub async fn last_letter(app: &TestApp, address: &str) -> Letter {
    app.work().await;
    let body: serde_json::Value =
        sqlx::query_scalar("select body from outbox where address = $1 order by created_at desc limit 1")
            .bind(address)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let text = body.to_string();
    let digits = |from: &str| from.chars().take_while(char::is_ascii_digit).collect::<String>();
    let code =
        text.match_indices(char::is_numeric).map(|(at, _)| digits(&text[at..])).find(|run| run.len() == 6);
    let path = |start: &str| {
        let at = text.find(start).unwrap();
        text[at..].chars().take_while(|c| c.is_alphanumeric() || "/-_".contains(*c)).collect::<String>()
    };
    Letter { code: code.unwrap(), link: path("/login/link/"), stop: path("/stop/") }
}

/// How many letters were written so far.
pub async fn letters(app: &TestApp) -> i64 {
    app.work().await;
    sqlx::query_scalar("select count(*) from outbox").fetch_one(&app.owner).await.unwrap()
}

/// Changes what is stored behind everybody's back.
pub async fn run(owner: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(owner).await.unwrap();
}

/// Asks for a code and answers it.
pub async fn prove_code(app: &TestApp, browser: &Browser, who: &str, shared: bool) -> Page {
    let asked = browser.post("/do/identity/ask", &[("who", who)]).await;
    assert_eq!(asked.location.as_deref(), Some("/login/code"));
    let letter = last_letter(app, who).await;
    let mut fields = vec![("code", letter.code.as_str())];
    if shared {
        fields.push(("shared", "yes"));
    }
    browser.post("/do/identity/code", &fields).await
}

/// Signs in with everything that is asked on a new device.
pub async fn sign_in(app: &TestApp, browser: &Browser, who: &str, fact: &str, shared: bool) -> Page {
    let proven = prove_code(app, browser, who, shared).await;
    assert_eq!(proven.location.as_deref(), Some("/login/code"));
    browser.post("/do/identity/fact", &[("fact", fact)]).await
}

/// A code that is not `code`.
pub fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}
