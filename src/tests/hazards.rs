//! The named security tests of hazards T1.4 that belong to what people write and send: T-S1, T-S3, T-S8 and T-S9. Each
//! walks every form that there is, by the examples of the trail, so that a new form is walked too.

mod files;
mod logs;
mod strangers;
mod typed;

use aldia::app::{Route, routes};

use crate::support::{Browser, Page, TestApp};
use crate::trail::Example;

/// Every form that changes something, as whoever may send it would; and then they do, for some of the forms that follow need
/// what it made.
async fn forms(app: &TestApp, walk: impl AsyncFn(&Route, &Example)) {
    for route in routes().iter().filter(|route| route.method == "POST" && route.path.starts_with("/do/")) {
        sqlx::raw_sql("delete from rate_limits").execute(&app.owner).await.unwrap();
        let example = crate::trail::example(app, route.path).await.expect(route.path);
        walk(route, &example).await;
        send(&example.browser, route.path, &example.fields, example.file).await;
    }
}

/// Posts a form as it stands, with its file where it has one.
async fn send(browser: &Browser, path: &str, fields: &[(String, String)], file: Option<&str>) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    match file {
        Some(text) => browser.post_file(path, &fields, ("file", "file.csv", text.as_bytes())).await,
        None => browser.post(path, &fields).await,
    }
}
