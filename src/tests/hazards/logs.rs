//! T-S9: nothing that people type, and no secret of theirs, lands in a log.

use std::io;
use std::sync::{Arc, Mutex};

use aldia::kernel::cards::masked;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tracing_subscriber::EnvFilter;

use super::{forms, send};
use crate::support::TestApp;

const CANARY: &str = "Canario-93f1-amarillo";
const CARD: &str = "4000 0566 5566 5556";

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[sqlx::test]
async fn t_s9_no_canary_and_no_card_number_lands_in_the_logs(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let logs = Kept::default();
    let told = logs.clone();
    // As a server logs, and everything that our own code has to say.
    let filter = EnvFilter::new("aldia=trace,info,stripe=error,async_stripe=error,sqlx=warn,hyper=warn");
    let subscriber =
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(move || told.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let filled = format!("{CANARY} {CARD}");
    // Into every field of every form, and into words alone, which more forms take.
    forms(&app, async |route, example| {
        let into_all = |of: &str| of != "request_key" && !of.ends_with("_key");
        let every: Vec<(String, String)> = example
            .fields
            .iter()
            .map(|(name, value)| match into_all(name) {
                true => (name.clone(), filled.clone()),
                false => (name.clone(), value.clone()),
            })
            .collect();
        let words: Vec<(String, String)> = example
            .fields
            .iter()
            .map(|(name, value)| match name.contains("words") || value.contains(' ') {
                true => (name.clone(), filled.clone()),
                false => (name.clone(), value.clone()),
            })
            .collect();
        for fields in [every, words] {
            let answer = send(&example.browser, route.path, &fields, example.file).await;
            assert!(answer.status < 500, "{}: {}", route.path, answer.status);
        }
    })
    .await;
    // At the doors, in addresses, and where nothing is.
    let nobody = app.browser();
    let password = [("email", "daniel@aguas.example"), ("password", CANARY)];
    nobody.post("/do/identity/staff-sign-in", &password).await;
    nobody.post("/do/identity/ask", &[("who", "canario@example.mx")]).await;
    for path in ["/login/link/", "/pay/", "/verify/", "/invite/", "/nowhere/"] {
        nobody.get(&format!("{path}{CANARY}?q={CANARY}")).await;
    }
    let maria = app.signed_in("maria@example.mx").await;
    maria.get(&format!("/account/invoices?search={CANARY}&account={CANARY}")).await;
    let broken =
        maria.request(reqwest::Method::POST, "/do/messages/send").header("sec-fetch-site", "same-origin");
    let broken =
        broken.header("content-type", "multipart/form-data; boundary=x").body(format!("--x\r\n{filled}"));
    assert!(maria.send(broken).await.status < 500);
    app.work().await;
    drop(guard);
    let logs = String::from_utf8(logs.0.lock().unwrap().clone()).unwrap();
    assert!(logs.lines().count() > 300, "each request has its line: {}", logs.lines().count());
    for private in [CANARY, "canario@example.mx", "maria@example.mx", CARD, "5566 5556", "400005665566"] {
        let line = logs.lines().find(|line| line.contains(private));
        assert_eq!(line, None, "{private}");
    }
    for line in logs.lines() {
        assert_eq!(masked(line), line, "a number that passes as a card's");
    }
}
