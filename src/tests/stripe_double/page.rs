//! The checkout page as a browser without JavaScript meets it.

use aldia::kernel::locale::Lang;
use aldia::payments::gateway::{Gateway, PaymentStatus};
use chrono::TimeDelta;
use scraper::{Html, Selector};

use super::stage::{Stage, counted};

#[tokio::test]
async fn the_page_says_that_it_is_a_test_what_is_paid_and_where_to_go_back() {
    let stage = Stage::new().await;
    let (order, checkout) = stage.open_checkout().await;
    let seen = stage.visit(&checkout.redirect_url).await;
    assert_eq!(seen.status, 200);
    let page = Html::parse_document(&seen.body);
    assert_eq!(text(&page, "title"), "Pago de prueba");
    assert!(text(&page, ".banner").contains("no se cobra nada"));
    assert_eq!(text(&page, "h1"), order.description);
    assert_eq!(text(&page, ".amount"), "$3,000.00\u{a0}MXN");
    assert_eq!(attribute(&page, "main a", "href"), order.cancel_url);
    assert_eq!(attribute(&page, "html", "lang"), "es-MX");
    assert!(seen.body.contains("lucia@example.com"));
}

#[tokio::test]
async fn the_page_speaks_the_language_of_the_order() {
    let stage = Stage::new().await;
    let mut order = stage.order();
    order.lang = Lang::En;
    let checkout = stage.gateway.create_checkout(&order).await.unwrap();
    let page = Html::parse_document(&stage.visit(&checkout.redirect_url).await.body);
    assert_eq!(text(&page, "title"), "Test payment");
    assert_eq!(attribute(&page, "html", "lang"), "en");
}

#[tokio::test]
async fn the_pages_need_nothing_that_a_strict_policy_forbids() {
    let stage = Stage::new().await;
    let (_, open) = stage.open_checkout().await;
    let (_, asked) = stage.open_checkout().await;
    let (_, paid) = stage.paid_checkout().await;
    stage.type_card(&asked, "4000002500003155").await;
    for address in [
        open.redirect_url.clone(),
        format!("{}/confirm", asked.redirect_url),
        paid.redirect_url.clone(),
        format!("{}checkout/cs_test_nothing", stage.base),
    ] {
        let body = stage.visit(&address).await.body;
        for forbidden in ["<script", "<style", " style=", " onclick=", "<img", "http-equiv", "<iframe"] {
            assert!(!body.contains(forbidden), "{forbidden} in {address}");
        }
        assert!(body.contains("<link rel=\"stylesheet\" href=\"/dev/stripe/checkout.css\""));
    }
    let stylesheet = stage.visit(&format!("{}checkout.css", stage.base)).await;
    assert_eq!(stylesheet.status, 200);
    assert!(!stylesheet.body.contains("url("));
}

#[tokio::test]
async fn paying_leads_to_the_success_page_with_the_sessions_name_in_it() {
    let stage = Stage::new().await;
    let (order, checkout) = stage.open_checkout().await;
    let seen = stage.type_card(&checkout, " 4242-4242 4242 4242 ").await;
    let success = order.success_url.replace("{CHECKOUT_SESSION_ID}", &checkout.provider_id);
    assert_eq!((seen.status, seen.location), (303, Some(success)));
}

#[tokio::test]
async fn pressing_the_button_many_times_charges_once() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    let address = format!("{}/pay", checkout.redirect_url);
    let press = || stage.submit(&address, &[("outcome", "pay")]);
    let (a, b, c, d) = tokio::join!(press(), press(), press(), press());
    for seen in [&a, &b, &c, &d] {
        assert_eq!((seen.status, &seen.location), (303, &a.location));
    }
    let kinds = counted(stage.arrived_kinds(4).await);
    assert_eq!(kinds["charge.succeeded"], 1);
    assert_eq!(kinds["checkout.session.completed"], 1);

    let first = stage.read(&checkout).await;
    stage.submit(&address, &[("outcome", "decline")]).await;
    assert_eq!(stage.read(&checkout).await, first, "what is paid stays paid");
    let page = stage.visit(&checkout.redirect_url).await;
    assert!(page.body.contains("Este pago ya está hecho") && !page.body.contains("<form"));
}

#[tokio::test]
async fn a_declined_card_is_said_at_the_field_and_can_be_followed_by_another() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    for (number, words) in [
        ("4000 0000 0000 0002", "El banco rechazó la tarjeta"),
        ("4000 0000 0000 9995", "no tiene fondos suficientes"),
        ("4111 1111 1111 1111", "No es una tarjeta de prueba"),
    ] {
        let seen = stage.type_card(&checkout, number).await;
        assert_eq!(seen.status, 303);
        let body = stage.visit(&format!("{}{}", origin(&stage), seen.location.unwrap())).await.body;
        let page = Html::parse_document(&body);
        assert!(text(&page, "[role=alert]").contains(words), "{number}");
        assert!(attribute(&page, "#card", "aria-describedby").contains("problem"));
        assert!(!body.contains(&number.replace(' ', "")), "no number is shown again");
    }
    stage.submit(&format!("{}/pay", checkout.redirect_url), &[("outcome", "decline")]).await;
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::Open);
    stage.submit(&format!("{}/pay", checkout.redirect_url), &[("outcome", "pay")]).await;
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::Succeeded);
}

#[tokio::test]
async fn what_is_no_card_number_is_said_and_nothing_is_tried() {
    let stage = Stage::new().await;
    let (_, checkout) = stage.open_checkout().await;
    for typed in ["", "hola", "4242", "4242 4242 4242 4243", "</input><script>", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"]
    {
        let seen = stage.type_card(&checkout, typed).await;
        let body = stage.visit(&format!("{}{}", origin(&stage), seen.location.unwrap())).await.body;
        assert!(body.contains("Escriba un número de tarjeta de prueba."), "{typed}");
    }
    assert_eq!(stage.read(&checkout).await.payment_intent, None);
}

#[tokio::test]
async fn a_card_that_asks_for_it_is_charged_only_once_confirmed() {
    let stage = Stage::new().await;
    let (order, checkout) = stage.open_checkout().await;
    let confirm = format!("{}/confirm", checkout.redirect_url);

    let asked = stage.type_card(&checkout, "4000 0025 0000 3155").await;
    assert!(asked.location.unwrap().ends_with("/confirm"));
    assert!(stage.visit(&confirm).await.body.contains("$3,000.00"));
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::RequiresAction);

    let refused = stage.submit(&confirm, &[("decision", "no")]).await;
    let body = stage.visit(&format!("{}{}", origin(&stage), refused.location.unwrap())).await.body;
    assert!(body.contains("No se confirmó con el banco"));
    let open = stage.read(&checkout).await;
    assert_eq!(open.status, PaymentStatus::Open);
    assert_eq!(open.failure_code.as_deref(), Some("payment_intent_authentication_failure"));

    stage.type_card(&checkout, "4000 0025 0000 3155").await;
    let success = order.success_url.replace("{CHECKOUT_SESSION_ID}", &checkout.provider_id);
    for _ in 0..2 {
        let agreed = stage.submit(&confirm, &[("decision", "yes")]).await;
        assert_eq!(agreed.location.as_deref(), Some(success.as_str()));
    }
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::Succeeded);
    assert_eq!(stage.visit(&confirm).await.status, 303, "there is nothing left to confirm");
}

#[tokio::test]
async fn an_expired_page_takes_no_money_and_says_so() {
    let stage = Stage::new().await;
    let (order, checkout) = stage.open_checkout().await;
    stage.type_card(&checkout, "4000002500003155").await;
    stage.let_pass(TimeDelta::hours(2));
    stage.type_card(&checkout, "4242424242424242").await;
    stage.submit(&format!("{}/confirm", checkout.redirect_url), &[("decision", "yes")]).await;
    let seen = stage.visit(&checkout.redirect_url).await;
    assert_eq!(seen.status, 410);
    assert!(seen.body.contains("No se cobró nada."));
    assert_eq!(attribute(&Html::parse_document(&seen.body), "a", "href"), order.cancel_url);
    assert_eq!(stage.read(&checkout).await.status, PaymentStatus::Expired);
}

#[tokio::test]
async fn an_address_without_a_checkout_is_not_found() {
    let stage = Stage::new().await;
    let nothing = format!("{}checkout/cs_test_nothing", stage.base);
    assert_eq!(stage.visit(&nothing).await.status, 404);
    assert_eq!(stage.visit(&format!("{nothing}/confirm")).await.status, 404);
    assert_eq!(stage.submit(&format!("{nothing}/pay"), &[("outcome", "pay")]).await.status, 404);
    assert_eq!(stage.submit(&format!("{nothing}/confirm"), &[("decision", "yes")]).await.status, 404);
}

fn text(page: &Html, selector: &str) -> String {
    let element = page.select(&Selector::parse(selector).unwrap()).next();
    element.unwrap_or_else(|| panic!("{selector} is not on the page")).text().collect()
}

fn attribute(page: &Html, selector: &str, name: &str) -> String {
    let element = page.select(&Selector::parse(selector).unwrap()).next();
    let element = element.unwrap_or_else(|| panic!("{selector} is not on the page"));
    element.attr(name).unwrap_or_default().to_owned()
}

fn origin(stage: &Stage) -> &str {
    stage.base.trim_end_matches("/dev/stripe/")
}
