//! Who stands surety sees what concerns them, pays no more than they signed for, and learns nothing else of the account.

use aldia::kernel::actor::Actor;
use aldia::kernel::ids::{PersonId, SessionId};
use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{Payer, books_agree, open_minor, payment_in, row, started, until};
use crate::support::{Page, TestApp};

const ALBERTO: &str = "alberto@example.mx";
/// What a guarantor must never read: what else is open, billed or paid on F-1041 and on the account.
const DEBTORS_OWN: [&str; 9] =
    ["2,233", "3,200", "2,200", "1,000", "F-1057", "F-1063", "F-1070", "4,649", "6,149"];

fn pay_address(choice: &str) -> String {
    format!("/account/pay/review?guarantee={}&{choice}", invoice("F-1041"))
}

fn assert_only_what_concerns_them(page: &Page) {
    for secret in DEBTORS_OWN {
        assert!(!page.text().contains(secret), "{secret}: {}", page.text());
    }
}

/// Reviews, presses and pays; answers the page of the payment once it is posted.
async fn pay(app: &TestApp, alberto: &Payer, choice: &str) -> Page {
    let review = alberto.browser.get(&pay_address(choice)).await;
    assert_eq!(review.status, 200, "{}", review.text());
    assert_only_what_concerns_them(&review);
    let checkout = alberto.press(&review).await.location.unwrap();
    let back = alberto.at_the_provider(&checkout, "pay").await;
    until(app, payment_in(&back), "succeeded").await;
    alberto.browser.get(&back).await
}

#[sqlx::test]
async fn a_guarantor_pays_what_they_signed_for_and_it_is_the_debtors_payment(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, ALBERTO, ACCOUNT_4471).await;
    let page = alberto.browser.get("/account").await;
    assert!(page.texts("a").contains(&"Pagar $2,000.00".to_owned()), "{}", page.text());
    let receipt = pay(&app, &alberto, "how=everything").await;
    let text = receipt.text();
    assert!(text.contains("Usted pagó como aval."), "{text}");
    assert!(text.contains("F-1041 $2,000.00 $0.00"), "{text}");
    assert!(text.contains("Como aval, hoy no se le puede pedir nada más."), "{text}");
    assert_only_what_concerns_them(&receipt);

    // The invoice got it, and nothing else did.
    assert_eq!(open_minor(&app.owner, "F-1041").await, 23_300);
    books_agree(&app.owner).await;
    // They answered for 2,000.00 once: the 233.00 that are left are not theirs.
    let page = alberto.browser.get(&format!("/account/invoices/{}", invoice("F-1041"))).await;
    assert_eq!(page.texts(".amount-number"), ["$0.00 MXN"]);
    assert!(page.text().contains("Ya pagó $2,000.00 de eso."), "{}", page.text());
    assert!(page.texts("main a[href*='/account/pay']").is_empty(), "{}", page.text());
    let review = alberto.browser.get(&pay_address("how=everything")).await;
    assert!(review.text().contains("No hay nada por pagar hoy."), "{}", review.text());

    // The debtor and the team see who paid.
    let maria = app.signed_in("maria@example.mx").await;
    let list = maria.get("/account/payments").await;
    assert!(list.text().contains("Pagó Alberto López, aval"), "{}", list.text());
    let id = started(&app.owner).await[0].id;
    let seen = maria.get(&format!("/account/payments/{id}")).await.text();
    assert!(seen.contains("Pagó Alberto López, aval") && seen.contains("F-1041 $2,000.00 $233.00"), "{seen}");
    let daniel = app.staff("daniel@aguas.example").await;
    for path in [
        "/desk/payments".to_owned(),
        format!("/desk/payments/{id}"),
        format!("/desk/accounts/{ACCOUNT_4471}/payments"),
    ] {
        let page = daniel.get(&path).await;
        assert!(page.text().contains("Pagó Alberto López, aval"), "{path}: {}", page.text());
    }
}

#[sqlx::test]
async fn nobody_reads_that_a_guarantor_paid_before_they_did(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, ALBERTO, ACCOUNT_4471).await;
    let review = alberto.browser.get(&pay_address("how=everything")).await;
    alberto.press(&review).await;
    let list = app.staff("daniel@aguas.example").await.get("/desk/payments").await.text();
    assert!(list.contains("Alberto López, aval") && !list.contains("Pagó Alberto"), "{list}");
}

#[sqlx::test]
async fn the_receipt_goes_to_the_guarantor_and_says_nothing_of_the_rest(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, ALBERTO, ACCOUNT_4471).await;
    pay(&app, &alberto, "how=amount&amount=500").await;
    app.work().await;
    let letters: Vec<(String, String)> =
        sqlx::query_as("select address, body::text from outbox").fetch_all(&app.owner).await.unwrap();
    let [(address, body)] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(address, ALBERTO);
    assert!(body.contains("F-1041: $500.00."), "{body}");
    assert!(body.contains("Como aval, hoy se le pueden pedir $1,500.00."), "{body}");
    for secret in DEBTORS_OWN.into_iter().chain(["1,733", "al día"]) {
        assert!(!body.contains(secret), "{secret}: {body}");
    }
}

#[sqlx::test]
async fn no_more_is_taken_than_they_signed_for(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, ALBERTO, ACCOUNT_4471).await;
    let page = alberto.browser.get(&pay_address("how=amount&amount=2000.01")).await;
    assert_eq!(page.texts("#amount-error"), ["Error: Lo más que puede pagar es $2,000.00"]);
    assert_only_what_concerns_them(&page);
    let cards = page.texts(".choice-card");
    assert_eq!(cards.len(), 2, "{cards:?}");
    // A form that names more, or another's invoice, starts nothing.
    let shown = alberto.browser.get(&pay_address("how=everything")).await;
    let mut fields = super::fields(&shown);
    for (name, value) in &mut fields {
        if name == "guarantee" {
            *value = invoice("F-1057").to_string();
        }
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(alberto.browser.post("/do/payments/start", &fields).await.status, 404);
    assert!(started(&app.owner).await.is_empty());
    // Part by part it comes to no more either.
    pay(&app, &alberto, "how=amount&amount=1,200").await;
    pay(&app, &alberto, "how=everything").await;
    let amounts: Vec<i64> = started(&app.owner).await.iter().map(|row| row.amount_minor).collect();
    assert_eq!(amounts, [120_000, 80_000]);
}

#[sqlx::test]
async fn what_happened_to_the_invoice_is_told_up_to_what_they_answer_for(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, ALBERTO, ACCOUNT_4471).await;
    let path = format!("/account/invoices/{}", invoice("F-1041"));
    let before = alberto.browser.get(&path).await;
    let rows = before.texts("main tbody tr");
    assert!(rows.len() >= 2 && rows[0].contains("Factura emitida $2,000.00"), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("Pago recibido")), "{rows:?}");
    assert_only_what_concerns_them(&before);
    pay(&app, &alberto, "how=amount&amount=1,500").await;
    let after = alberto.browser.get(&path).await;
    let last = after.texts("main tbody tr").pop().unwrap();
    assert!(last.contains("Su pago como aval $500.00"), "{last}");
    assert_only_what_concerns_them(&after);
    let list = alberto.browser.get("/account/payments").await;
    assert_eq!(list.texts("main tbody tr").len(), 1);
    assert!(list.text().contains("$1,500.00"), "{}", list.text());
}

#[sqlx::test]
async fn the_debtors_own_payments_are_not_the_guarantors_to_see(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let maria = Payer::maria(&app).await;
    maria.pay(&app, "how=amount&amount=300").await;
    let id = started(&app.owner).await[0].id;
    let alberto = app.signed_in(ALBERTO).await;
    assert_eq!(alberto.get(&format!("/account/payments/{id}")).await.status, 404);
    assert_eq!(alberto.get(&format!("/live/payments/{id}?seen=x")).await.status, 404);
    assert!(alberto.get("/account/payments").await.text().contains("Aún no hay pagos."));
    // Not in the database either: of the ledger only the transactions of the invoice that they answer for.
    let (person, session): (Uuid, Uuid) =
        sqlx::query_as("select s.person_id, s.id from sessions s join contact_points c on c.person_id = s.person_id where c.address = $1")
            .bind(ALBERTO)
            .fetch_one(&app.owner)
            .await
            .unwrap();
    let actor = Actor::Person { person: PersonId(person), session: SessionId(session) };
    let mut tx = app.db.begin(actor).await.unwrap();
    let [own, others, payments]: [i64; 3] = {
        let count = |sql: &'static str| sqlx::query_scalar::<_, i64>(sql);
        let own = count("select count(*) from ledger_transactions").fetch_one(&mut *tx).await.unwrap();
        let others = count(
            "select count(*) from ledger_entries where invoice_id is distinct from (select id from invoices)",
        )
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        let payments = count("select count(*) from payments").fetch_one(&mut *tx).await.unwrap();
        [own, others, payments]
    };
    assert!(own > 0);
    assert_eq!((others, payments), (0, 0));
}

#[sqlx::test]
async fn who_only_sees_what_they_guarantee_is_offered_no_payment(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    sqlx::query("update parties set may = 'see' where role = 'guarantor'").execute(&app.owner).await.unwrap();
    let alberto = app.signed_in(ALBERTO).await;
    assert!(alberto.get("/account").await.texts("a[href*='/account/pay/review']").is_empty());
    assert_eq!(alberto.get(&pay_address("how=everything")).await.status, 403);
}

#[sqlx::test]
async fn a_declined_payment_of_a_guarantor_can_be_tried_again(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let alberto = Payer::at(&app, ALBERTO, ACCOUNT_4471).await;
    let review = alberto.browser.get(&pay_address("how=amount&amount=700")).await;
    let checkout = alberto.press(&review).await.location.unwrap();
    // Who leaves the provider's page and presses again is led back to the same payment.
    assert_eq!(alberto.press(&review).await.location.as_deref(), Some(checkout.as_str()));
    let id = started(&app.owner).await[0].id;
    let page = alberto.browser.get(&format!("/account/payments/{id}?left=1")).await;
    until(&app, id, "abandoned").await;
    assert_only_what_concerns_them(&page);
    let page = alberto.browser.get(&format!("/account/payments/{id}")).await;
    let again = page.attribute("main a[href*='/account/pay/review']", "href").unwrap();
    let review = alberto.browser.get(&again).await;
    assert!(review.text().contains("Ir a pagar $700.00"), "{}", review.text());
    assert_eq!(row(&app.owner, id).await.receipt_number, None);
}
