//! Paying without signing in: what a link shows and to whom, what it takes, and who is told.

use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{books_agree, credit_minor, open_minor, row, until};
use crate::support::{Browser, Page, TestApp};

pub const MARIA: &str = "maria@example.mx";
pub const DANIEL: &str = "daniel@aguas.example";
/// What no guest may read of account 4471.
const OWN: [&str; 9] =
    ["María", "López", "4471", "F-1041", "F-1057", "F-1063", "F-1070", "6,149", "aclaración"];

/// A link as its maker has it.
pub struct Link {
    pub id: String,
    pub path: String,
}

/// What the page that makes links sends.
pub fn make_fields(what: &str) -> Vec<(String, String)> {
    let key = Uuid::now_v7().to_string();
    let account = ACCOUNT_4471.to_string();
    [("account", account.as_str()), ("what", what), ("days", "15"), ("request_key", &key)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// Makes a link on María's account, as one of hers does.
pub async fn make(browser: &Browser, what: &str) -> Link {
    let fields = make_fields(what);
    let page = browser.submit("/do/payments/make-link", &borrowed(&fields)).await;
    latest(&page)
}

/// The link that a page lists first.
pub fn latest(page: &Page) -> Link {
    assert_eq!(page.status, 200, "{}", page.text());
    let address = page.texts("code.address").into_iter().next().expect("a link");
    let (_, token) = address.rsplit_once("/pay/").unwrap();
    Link { id: page.attribute("input[name=link]", "value").unwrap(), path: format!("/pay/{token}") }
}

/// What a guest sends who pays what is asked for and leaves no address.
pub fn form(page: &Page) -> Vec<(String, String)> {
    assert_eq!(page.status, 200, "{}", page.text());
    let hidden = |name: &str| {
        let selector = format!("form[action='/do/payments/pay-link'] input[name={name}]");
        (name.to_owned(), page.attribute(&selector, "value").unwrap())
    };
    let mut fields: Vec<_> = ["token", "shown", "request_key"].map(hidden).to_vec();
    fields.push(("how".to_owned(), "everything".to_owned()));
    fields
}

fn with(mut fields: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in more {
        fields.retain(|(kept, _)| kept != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

pub fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Presses the button of the guest's page; answers where that leads.
pub async fn press(guest: &Browser, fields: &[(String, String)]) -> String {
    let answer = guest.post("/do/payments/pay-link", &borrowed(fields)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location.unwrap()
}

/// Pays at the provider; answers the page of the payment once it is posted.
pub async fn pay(app: &TestApp, guest: &Browser, fields: &[(String, String)]) -> Page {
    let checkout = press(guest, fields).await;
    assert!(checkout.contains("/dev/stripe/checkout/cs_"), "{checkout}");
    let back = at_the_provider(guest, &checkout).await;
    until(app, guests_payment(&back), "succeeded").await;
    guest.get(&back).await
}

async fn at_the_provider(guest: &Browser, checkout: &str) -> String {
    guest.post(&format!("{checkout}/pay"), &[("outcome", "pay")]).await.location.unwrap()
}

fn guests_payment(address: &str) -> Uuid {
    let (_, id) = address.rsplit_once("/payments/").unwrap();
    id.split('?').next().unwrap().parse().unwrap()
}

fn assert_shows_nothing_more(page: &Page) {
    for secret in OWN {
        assert!(!page.html.contains(secret), "{secret}: {}", page.html);
    }
}

/// Every letter that was written: to whom, its subject and its words.
async fn letters(app: &TestApp) -> Vec<(String, String, String)> {
    app.work().await;
    sqlx::query_as("select address, subject, body::text from outbox order by address")
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_stranger_pays_by_a_link_and_the_debtor_is_told(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let link = make(&maria, "account").await;
    let guest = app.browser();
    let page = guest.get(&link.path).await;
    assert_eq!(page.texts("h1"), ["Pagar a Aguas del Valle"]);
    assert!(page.text().contains("Cuenta de M•••• L••••, terminada en 71"), "{}", page.text());
    assert!(page.text().contains("$4,649.50 MXN") && page.text().contains("Calculado el 6 de marzo."));
    assert_shows_nothing_more(&page);

    let paid = pay(&app, &guest, &with(form(&page), &[("email", "Vecina@Example.mx")])).await;
    let text = paid.text();
    assert!(text.contains("Recibimos su pago") && text.contains("$4,649.50 MXN"), "{text}");
    assert!(text.contains("6 de marzo de 2026") && text.contains("Referencia R-208"), "{text}");
    assert_shows_nothing_more(&paid);
    books_agree(&app.owner).await;
    assert_eq!(open_minor(&app.owner, "F-1041").await, 0);
    assert_eq!(open_minor(&app.owner, "F-1063").await, 30_000, "what is contested was paid");
    assert_eq!(open_minor(&app.owner, "F-1070").await, 150_000, "what was not due was paid");

    let letters = letters(&app).await;
    let [(debtor, subject, full), (neighbour, plain_subject, plain)] = letters.as_slice() else {
        panic!("{letters:?}")
    };
    assert_eq!((debtor.as_str(), subject.as_str()), (MARIA, "Alguien pagó en su cuenta, recibo R-208"));
    assert!(full.contains("Alguien pagó en su cuenta con un enlace de pago."), "{full}");
    assert!(full.contains("F-1041: $2,233.00, pagada.") && full.contains("/account/payments/"), "{full}");
    assert_eq!(
        (neighbour.as_str(), plain_subject.as_str()),
        ("vecina@example.mx", "Su pago a Aguas del Valle")
    );
    assert!(plain.contains("$4,649.50") && plain.contains("Referencia R-208."), "{plain}");
    for secret in OWN.into_iter().chain(["/account"]) {
        assert!(!plain.contains(secret), "{secret}: {plain}");
    }
    let kept: i64 =
        sqlx::query_scalar("select count(*) from guest_receipts").fetch_one(&app.owner).await.unwrap();
    assert_eq!(kept, 0, "the guest's address is kept for nothing");

    // The debtor and the team see it as a payment of the account, and that a link was used.
    let list = maria.get("/account/payments").await;
    assert!(list.text().contains("Pagado con un enlace"), "{}", list.text());
    let seen = maria.get(&format!("/account/payments/{}", payments(&app).await[0])).await;
    assert!(seen.text().contains("Recibo R-208") && seen.text().contains("F-1041"), "{}", seen.text());
    let links = maria.get("/account/pay/links").await;
    assert!(links.text().contains("Pagado $4,649.50"), "{}", links.text());
    let desk = app.staff(DANIEL).await.get("/desk/payments").await;
    assert!(desk.text().contains("Pagado con un enlace"), "{}", desk.text());
    // Whoever opens the link again has nothing left to pay.
    let again = app.browser().get(&link.path).await;
    assert_eq!((again.status, again.texts("h1")), (200, vec!["Ya está pagado. Gracias.".to_owned()]));
    assert_shows_nothing_more(&again);
}

/// Payments that were made by links, the oldest first.
async fn payments(app: &TestApp) -> Vec<Uuid> {
    sqlx::query_scalar("select id from payments where pay_link_id is not null order by created_at, id")
        .fetch_all(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn every_dead_link_gives_the_same_answer(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let (expired, revoked) = (make(&maria, "account").await, make(&maria, "account").await);
    maria.post("/do/payments/revoke-link", &[("link", &revoked.id)]).await;
    let guest = app.browser();
    let stale = form(&guest.get(&expired.path).await);
    sqlx::query("update pay_links set expires_at = timestamptz '2026-03-05 12:00Z', made_at = timestamptz '2026-03-01 00:00Z' where id = $1::uuid")
        .bind(&expired.id)
        .execute(&app.owner)
        .await
        .unwrap();
    let mut answers = Vec::new();
    for path in [
        "/pay/nobodys",
        &expired.path,
        &revoked.path,
        "/pay/nobodys/payments/0195e0d0-0000-7000-8000-000000000000",
    ] {
        let page = guest.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text().contains("Este enlace ya no sirve"), "{}", page.text());
        assert!(page.text().contains("Pida otro a quien se lo envió. No se cobró nada."), "{}", page.text());
        answers.push(page.texts("main"));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    // Who has the page open from before is led there too, and nothing is charged.
    assert_eq!(press(&guest, &stale).await, expired.path);
    assert!(payments(&app).await.is_empty());
}

#[sqlx::test]
async fn a_link_for_an_invoice_takes_that_and_never_what_is_contested(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let link = make(&maria, &invoice("F-1063").to_string()).await;
    let guest = app.browser();
    let page = guest.get(&link.path).await;
    assert!(page.text().contains("$603.00 MXN"), "{}", page.text());
    assert_shows_nothing_more(&page);
    let more = with(form(&page), &[("how", "amount"), ("amount", "603.01"), ("email", "nadie")]);
    let back = press(&guest, &more).await;
    let wrong = guest.get(&back).await;
    assert_eq!(wrong.texts("#email-error"), ["Error: Escriba el correo completo, como nombre@correo.com"]);
    let more = with(more, &[("email", "")]);
    let wrong = guest.get(&press(&guest, &more).await).await;
    assert_eq!(wrong.texts("#amount-error"), ["Error: Lo más que puede pagar es $603.00"]);
    assert_shows_nothing_more(&wrong);
    // A part of it leaves the rest to be paid by the same link.
    pay(&app, &guest, &with(form(&page), &[("how", "amount"), ("amount", "200")])).await;
    assert_eq!(open_minor(&app.owner, "F-1063").await, 70_300);
    let rest = guest.get(&link.path).await;
    assert!(rest.text().contains("$403.00 MXN"), "{}", rest.text());
    pay(&app, &guest, &form(&rest)).await;
    assert_eq!(open_minor(&app.owner, "F-1063").await, 30_000);
    assert_eq!(guest.get(&link.path).await.texts("h1"), ["Ya está pagado. Gracias."]);
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn one_link_has_one_open_page(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let link = make(&app.signed_in(MARIA).await, "account").await;
    let (one, other) = (app.browser(), app.browser());
    let (here, there) = (form(&one.get(&link.path).await), form(&other.get(&link.path).await));
    let checkout = press(&one, &here).await;
    assert_eq!(press(&one, &here).await, checkout, "the same press");
    assert_eq!(press(&other, &there).await, checkout, "somebody else, for the same");
    assert_eq!(payments(&app).await.len(), 1);
    // Another amount closes the page before: nobody can pay both.
    let part = with(form(&other.get(&link.path).await), &[("how", "amount"), ("amount", "100")]);
    let second = press(&other, &part).await;
    assert_ne!(second, checkout);
    let ids = payments(&app).await;
    assert_eq!(row(&app.owner, ids[0]).await.state, "abandoned");
    let refused = one.post(&format!("{checkout}/pay"), &[("outcome", "pay")]).await;
    assert!(!refused.location.is_some_and(|to| to.contains("returned")), "a closed page was paid");
    let back = at_the_provider(&other, &second).await;
    until(&app, ids[1], "succeeded").await;
    assert!(other.get(&back).await.text().contains("$100.00 MXN"));
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn two_guests_at_once_have_one_page_open(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let link = make(&app.signed_in(MARIA).await, "account").await;
    let guests = [app.browser(), app.browser(), app.browser()];
    let [a, b, c] = guests.each_ref();
    let (fa, fb, fc) =
        (form(&a.get(&link.path).await), form(&b.get(&link.path).await), form(&c.get(&link.path).await));
    let (a, b, c) = tokio::join!(press(a, &fa), press(b, &fb), press(c, &fc));
    assert!(a == b && b == c, "{a} {b} {c}");
    assert_eq!(payments(&app).await.len(), 1);
}

#[sqlx::test]
async fn who_pays_while_money_is_on_its_way_is_warned(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let link = make(&maria, "account").await;
    let guest = app.browser();
    let page = guest.get(&link.path).await;
    assert!(!page.text().contains("Ya hay un pago en proceso"));
    press(&guest, &form(&page)).await;
    sqlx::query("update payments set state = 'processing' where pay_link_id is not null")
        .execute(&app.owner)
        .await
        .unwrap();
    let warned = app.browser().get(&link.path).await;
    assert!(warned.text().contains("Si paga ahora, puede ser de más."), "{}", warned.text());
    assert_shows_nothing_more(&warned);
    let debtor = maria.get("/account/pay").await;
    assert!(debtor.text().contains("Ya hay un pago de $4,649.50 en proceso."), "{}", debtor.text());
}

#[sqlx::test]
async fn the_truth_about_money_outlives_the_link(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let link = make(&maria, "account").await;
    let guest = app.browser();
    let checkout = press(&guest, &form(&guest.get(&link.path).await)).await;
    let id = payments(&app).await[0];
    let here = format!("{}/payments/{id}", link.path);
    let waiting = guest.get(&here).await;
    assert!(waiting.text().contains("Su pago de $4,649.50 está sin terminar"), "{}", waiting.text());
    assert_shows_nothing_more(&waiting);
    let seen = format!("/live{here}?seen=created-true");
    assert_eq!(guest.get(&seen).await.status, 204);
    maria.post("/do/payments/revoke-link", &[("link", &link.id)]).await;
    at_the_provider(&guest, &checkout).await;
    until(&app, id, "succeeded").await;
    assert_eq!(guest.get(&seen).await.status, 200);
    assert!(guest.get(&here).await.text().contains("Recibimos su pago"));
    assert_eq!(guest.get(&link.path).await.status, 404);
    // By another link it is not to be had.
    let other = make(&maria, &invoice("F-1070").to_string()).await;
    assert_eq!(guest.get(&format!("{}/payments/{id}", other.path)).await.status, 404);
}

#[sqlx::test]
async fn who_leaves_the_payment_page_is_told_that_nothing_was_charged(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let link = make(&app.signed_in(MARIA).await, "account").await;
    let guest = app.browser();
    press(&guest, &form(&guest.get(&link.path).await)).await;
    let id = payments(&app).await[0];
    let here = format!("{}/payments/{id}", link.path);
    guest.get(&format!("{here}?left=1")).await;
    until(&app, id, "abandoned").await;
    let page = guest.get(&here).await;
    assert!(page.text().contains("Salió de la página de pago antes de terminar."), "{}", page.text());
    assert_eq!(page.attribute("main a.button", "href"), Some(link.path));
}

#[sqlx::test]
async fn what_a_guest_paid_too_much_is_for_the_team_to_return(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = super::Payer::maria(&app).await;
    let link = make(&maria.browser, &invoice("F-1057").to_string()).await;
    let guest = app.browser();
    let checkout = press(&guest, &form(&guest.get(&link.path).await)).await;
    // While they are at the provider, María pays the same invoice herself.
    maria.pay(&app, &format!("how=invoices&invoice={}", invoice("F-1057"))).await;
    let back = at_the_provider(&guest, &checkout).await;
    until(&app, guests_payment(&back), "succeeded").await;
    assert_eq!(credit_minor(&app.owner, ACCOUNT_4471).await, 181_350);
    let desk = app.staff(DANIEL).await.get("/desk").await;
    assert!(desk.text().contains("Quien pagó con un enlace pagó de más"), "{}", desk.text());
    books_agree(&app.owner).await;
}

#[sqlx::test]
async fn an_amount_that_moved_is_shown_again_before_it_is_charged(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = super::Payer::maria(&app).await;
    let link = make(&maria.browser, "account").await;
    let guest = app.browser();
    let before = form(&guest.get(&link.path).await);
    maria.pay(&app, "how=amount&amount=1000").await;
    let page = guest.get(&press(&guest, &before).await).await;
    assert!(page.text().contains("La cantidad cambió mientras leía."), "{}", page.text());
    assert!(page.text().contains("$3,649.50 MXN"), "{}", page.text());
    assert!(payments(&app).await.is_empty());
}

#[sqlx::test]
async fn a_link_cannot_be_pressed_without_end(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let link = make(&app.signed_in(MARIA).await, "account").await;
    let guest = app.browser();
    let wrong = with(form(&guest.get(&link.path).await), &[("how", "amount"), ("amount", "x")]);
    for _ in 0..30 {
        press(&guest, &wrong).await;
    }
    assert_eq!(guest.post("/do/payments/pay-link", &borrowed(&wrong)).await.status, 429);
}

#[sqlx::test]
async fn who_reads_english_pays_by_a_link_in_english(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let link = make(&app.signed_in(MARIA).await, "account").await;
    let guest = app.browser().in_english();
    let page = guest.get(&link.path).await;
    assert!(page.text().contains("Account of M•••• L••••, ending 71"), "{}", page.text());
    let paid = pay(&app, &guest, &with(form(&page), &[("email", "a@b.mx")])).await;
    assert!(paid.text().contains("We received your payment") && paid.text().contains("Reference R-208"));
    let english = letters(&app).await.into_iter().find(|(to, ..)| to == "a@b.mx").unwrap();
    assert_eq!(english.1, "Your payment to Aguas del Valle");
}
