//! What the running program holds. Handlers never see it whole: each takes the parts it needs.

use std::sync::Arc;

use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::contact::mail::Mailer;
use crate::identity::keys::Keys;
use crate::identity::middleware::Gate;
use crate::kernel::db::Db;
use crate::kernel::scanning::Scanner;
use crate::payments::autopay::pace::Pace;
use crate::payments::gateway::Gateway;
use crate::payments::stripe::webhook::WebhookSecrets;
use crate::server::assets::Assets;
use crate::server::config::Config;
use crate::server::limits::Limits;
use crate::server::live::Live;

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub db: Db,
    pub keys: Keys,
    pub gate: Gate,
    pub assets: Assets,
    pub gateway: Arc<dyn Gateway>,
    /// How fast cards are charged by themselves.
    pub pace: Pace,
    pub webhook_secrets: WebhookSecrets,
    pub mailer: Mailer,
    pub limits: Arc<Limits>,
    /// Looks at files before they are kept.
    pub scanner: Scanner,
    /// What pages that are open are told.
    pub live: Live,
    pub metrics: PrometheusHandle,
}

macro_rules! parts {
    ($($part:ty: $field:ident),+ $(,)?) => {$(
        impl FromRef<App> for $part {
            fn from_ref(app: &App) -> Self {
                app.$field.clone()
            }
        }
    )+};
}

parts! {
    Arc<Config>: config,
    Db: db,
    Keys: keys,
    Gate: gate,
    Assets: assets,
    Arc<dyn Gateway>: gateway,
    WebhookSecrets: webhook_secrets,
    Mailer: mailer,
    Arc<Limits>: limits,
    Live: live,
    Scanner: scanner,
    PrometheusHandle: metrics,
}
