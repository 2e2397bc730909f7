//! What happens when a bank says no.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{
    ASKS_EACH_TIME, EMPTY_LATER, STOLEN_LATER, charged, charges, day, letters, maria_agrees, on, stands,
};
use crate::payments::{books_are_sound, links};
use crate::support::TestApp;

#[sqlx::test]
async fn a_declined_charge_is_tried_on_the_days_that_were_promised_and_then_no_more(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = maria_agrees(&app, EMPTY_LATER, "20000").await;
    for (tries, date) in [(1, day(3, 9)), (2, day(3, 12)), (3, day(3, 17)), (4, day(3, 24))] {
        on(&app, date - chrono::Days::new(1)).await;
        on(&app, date).await;
        let state = if tries == 4 { "given_up" } else { "waiting" };
        let first = charges(&app.owner).await.into_iter().next().unwrap();
        assert_eq!(first, stands("F-1041", state, tries), "on {date}");
    }
    on(&app, day(4, 20)).await;
    assert_eq!(charges(&app.owner).await.first(), Some(&stands("F-1041", "given_up", 4)));
    assert_eq!(charged(&app.owner).await, (0, 0));
    let told = letters(&app.owner).await;
    let declined: Vec<&String> =
        told.iter().filter(|letter| letter.contains("F-1041") && letter.contains("no aceptó")).collect();
    assert_eq!(declined.len(), 4, "{told:?}");
    assert!(declined[0].contains("12 de marzo") && declined[0].contains("/pay/"), "{}", declined[0]);
    assert!(declined[3].contains("no lo intentamos más"), "{}", declined[3]);
    let page = maria.browser.get("/account/payments").await;
    assert!(page.text().contains("No se cobró"), "{}", page.text());
    books_are_sound(&app).await;
}

#[sqlx::test]
async fn a_bank_that_wants_to_hear_from_the_holder_sends_them_a_link_and_is_not_asked_again(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, ASKS_EACH_TIME, "20000").await;
    on(&app, day(3, 9)).await;
    assert_eq!(charges(&app.owner).await.first(), Some(&stands("F-1041", "needs_person", 1)));
    on(&app, day(3, 20)).await;
    assert_eq!(charges(&app.owner).await.first(), Some(&stands("F-1041", "needs_person", 1)));
    let told = letters(&app.owner).await;
    let letter =
        told.iter().find(|letter| letter.contains("usted confirme") && letter.contains("F-1041")).unwrap();
    let at = letter.find("/pay/").unwrap();
    let path: String = letter[at..].chars().take_while(|c| *c != '"').collect();
    let guest = app.browser();
    let page = guest.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(!links::form(&page).is_empty(), "it can be paid there: {}", page.text());
}

#[sqlx::test]
async fn a_card_that_was_reported_stolen_is_asked_once(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    maria_agrees(&app, STOLEN_LATER, "20000").await;
    on(&app, day(3, 9)).await;
    on(&app, day(3, 12)).await;
    assert!(charges(&app.owner).await.iter().all(|(_, state, tries)| state == "given_up" && *tries == 1));
}
