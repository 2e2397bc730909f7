//! Examples of forms about plans: proposed, signed, bent, answered and offered.

use aldia::kernel::ids::PlanId;
use aldia::plans::schedule::Terms;
use aldia::policies::rules::Frequency;
use aldia::server::seed::known::{ACCOUNT_4471, invoice};
use uuid::Uuid;

use super::{ELENA, Example, MARIA, fields, person, staff};
use crate::plans::{day, flow, monthly, signing};
use crate::support::TestApp;

/// Plans of the past due invoices, and proposals about the one that is not due.
pub async fn about_plans(app: &TestApp, path: &str) -> Option<Example> {
    let maria = app.signed_in(MARIA).await;
    Some(match path {
        "/do/plans/propose" => {
            let key = Uuid::now_v7().to_string();
            let form = flow::with(flow::question("4"), &[("way", "as-asked"), ("request_key", &key)]);
            person(maria, form, "propose", "plan")
        }
        "/do/plans/refuse" => {
            let agreement = flow::propose(&maria, "4", "as-asked").await;
            person(maria, fields([("plan", &id_in(&agreement))]), "refuse", "plan")
        }
        "/do/plans/ask-code" => {
            let agreement = flow::propose(&maria, "4", "as-asked").await;
            let page = maria.get(&agreement).await;
            let value = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
            let form = fields([
                ("plan", value("plan").as_str()),
                ("offer", value("offer").as_str()),
                ("owed", value("owed").as_str()),
                ("read", "yes"),
            ]);
            person(maria, form, "ask_agreement_code", "plan")
        }
        "/do/plans/sign" => {
            let agreement = flow::propose(&maria, "4", "as-asked").await;
            let page = flow::ask_code(&maria, &agreement).await;
            let sent = maria.get(&page).await.attribute("input[name=sent]", "value").unwrap();
            let code = code_to_sign(app).await;
            let form = fields([("plan", &id_in(&agreement)), ("sent", &sent), ("code", &code)]);
            person(maria, form, "sign", "plan")
        }
        "/do/plans/move" => {
            let plan = kept(app).await.to_string();
            let form = [
                ("plan", plan.as_str()),
                ("part", "1"),
                ("to_day", "25"),
                ("to_month", "3"),
                ("to_year", "2026"),
            ];
            person(maria, fields(form), "move", "plan")
        }
        "/do/plans/skip" => {
            let plan = kept(app).await.to_string();
            person(maria, fields([("plan", plan.as_str()), ("part", "2")]), "skip", "plan")
        }
        _ => return answered(app, path).await,
    })
}

/// What the team answers and offers.
async fn answered(app: &TestApp, path: &str) -> Option<Example> {
    Some(match path {
        "/do/desk/answer-plan" => {
            let plan = asked(app).await;
            let elena = app.staff(ELENA).await;
            let page = elena.get(&format!("/desk/plans/{plan}")).await;
            let offer = page.attribute("input[name=offer]", "value").unwrap();
            let plan = plan.to_string();
            let form = [
                ("plan", plan.as_str()),
                ("offer", offer.as_str()),
                ("decision", "decline"),
                ("reason", "too_long"),
                ("words", "No alcanza."),
            ];
            staff(elena, fields(form), "decline", "plan")
        }
        "/do/desk/offer-plan" => {
            let (account, of) = (ACCOUNT_4471.to_string(), invoice("F-1070").to_string());
            let form = [
                ("account", account.as_str()),
                ("invoice", of.as_str()),
                ("count", "2"),
                ("frequency", "monthly"),
                ("first_day", "20"),
                ("first_month", "3"),
                ("first_year", "2026"),
                ("words", "Le proponemos dos pagos."),
            ];
            staff(app.staff(ELENA).await, fields(form), "counter", "plan")
        }
        "/do/desk/open-plan-campaign" => {
            let form = [
                ("late", "1"),
                ("count", "3"),
                ("frequency", "monthly"),
                ("first_day", "20"),
                ("first_month", "3"),
                ("first_year", "2026"),
                ("words", "Le proponemos unos pagos."),
            ];
            staff(app.staff(ELENA).await, fields(form), "open", "plan_campaign")
        }
        _ => return None,
    })
}

/// María's plan, signed by an earlier example or now.
async fn kept(app: &TestApp) -> PlanId {
    let found = sqlx::query_scalar("select id from plans where ended_at is null limit 1")
        .fetch_optional(&app.owner)
        .await
        .unwrap();
    match found {
        Some(plan) => plan,
        None => signing::six_payments(app).await,
    }
}

/// A proposal that waits for the team.
async fn asked(app: &TestApp) -> PlanId {
    let weekly = Terms { frequency: Frequency::Weekly, ..monthly(2, day(2026, 3, 10)) };
    let proposal = aldia::plans::store::negotiating::Proposal {
        invoices: vec![invoice("F-1070")],
        ..signing::proposal(weekly)
    };
    let mut tx = app.db.begin(signing::maria(app).await).await.unwrap();
    let (plan, _) = signing::put(&mut tx, &proposal).await.unwrap();
    tx.commit().await.unwrap();
    plan
}

/// The digits of the last letter that signs; work of earlier examples may have written others since.
async fn code_to_sign(app: &TestApp) -> String {
    app.work().await;
    let letter: String = sqlx::query_scalar(
        "select body::text from outbox where address = $1 and body::text like '%firmar%' order by created_at desc limit 1",
    )
    .bind(MARIA)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let runs = letter.split(|letter: char| !letter.is_ascii_digit());
    runs.into_iter().find(|run| run.len() == 6).unwrap().to_owned()
}

fn id_in(path: &str) -> String {
    path.split('/').nth(3).unwrap().split('?').next().unwrap().to_owned()
}
