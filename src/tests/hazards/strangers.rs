//! T-S3: nobody does anything to what is another's. Reading is walked by `matrix`; this walks the forms, each filled in
//! as whoever may send it would.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::{forms, send};
use crate::support::TestApp;

/// What somebody does about themselves, whoever they are, or before anybody knows who they are.
const ONES_OWN: [&str; 2] = ["/do/identity/", "/do/policies/accept-terms"];

#[sqlx::test]
async fn t_s3_a_form_about_anothers_things_changes_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    // Whoever may do the most at the other creditor.
    sqlx::query("update staff set role = 'administrator' where email = 'raul@noriega.example'")
        .execute(&app.owner)
        .await
        .unwrap();
    let (walked, broken) = (std::cell::Cell::new(0), std::cell::RefCell::new(Vec::new()));
    forms(&app, async |route, example| {
        let stranger = match example.actor {
            "person" => app.signed_in("ines@example.mx").await,
            "staff" => app.staff("raul@noriega.example").await,
            _ => return,
        };
        walked.set(walked.get() + 1);
        let before: i64 = sqlx::query_scalar("select coalesce(max(sequence), 0) from audit_events")
            .fetch_one(&app.owner)
            .await
            .unwrap();
        let answer = send(&stranger, route.path, &example.fields, example.file).await;
        // Whatever was done was done to things of the stranger's own creditor and account, or to nothing.
        let done: Vec<(String, String, Uuid)> = sqlx::query_as(
            "select e.verb, e.object_kind, e.object_id from audit_events e
             where e.sequence > $1 and e.actor_id in (select id from staff where email = 'raul@noriega.example'
                 union all select person_id from contact_points where address = 'ines@example.mx')
               and e.creditor_id is not null and e.creditor_id not in (
                 select w.creditor_id from staff_creditors w join staff s on s.id = w.staff_id where s.email = 'raul@noriega.example')",
        )
        .bind(before)
        .fetch_all(&app.owner)
        .await
        .unwrap();
        let location = answer.location.clone().unwrap_or_default();
        let is_a_name = |(name, value): &(String, String)| name != "request_key" && Uuid::parse_str(value).is_ok();
        let names_nothing = !example.fields.iter().any(is_a_name);
        let is_own = names_nothing || ONES_OWN.iter().any(|own| route.path.starts_with(own));
        // Whoever names another's thing is told that there is none.
        let is_refused = matches!(answer.status, 403 | 404) || location.contains("draft=");
        if !done.is_empty() || answer.status >= 500 || !(is_refused || is_own) {
            broken.borrow_mut().push(format!("{}: {} {location} {done:?}", route.path, answer.status));
        }
    })
    .await;
    let broken = broken.into_inner();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(walked.get() > 80, "{}", walked.get());
}
