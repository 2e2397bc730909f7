//! The settings, read once at start from the environment (DESIGN 11). A wrong one stops the start with one sentence
//! that names it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use url::{Host, Url};

use crate::kernel::failpoints::Failpoint;
use crate::kernel::scanning::ScannerAddress;

/// Everything that differs between one installation and another.
#[derive(Clone, Debug)]
pub struct Config {
    pub address: SocketAddr,
    /// Origin in links, cookies and the cross-site check; without a trailing slash.
    pub public_url: String,
    pub environment: Environment,
    pub data_dir: PathBuf,
    pub cluster_dir: Option<PathBuf>,
    /// The runtime role's address; none means the private cluster.
    pub database_url: Option<String>,
    pub migrate_database_url: Option<String>,
    pub secret_file: PathBuf,
    pub site_dir: PathBuf,
    pub stripe: Stripe,
    pub smtp_url: Option<String>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    pub metrics_address: Option<SocketAddr>,
    /// Who looks at files before they are kept.
    pub scanner: Option<ScannerAddress>,
    /// Where the process is to die, to see what it leaves behind; in a demo only.
    pub die_at: Option<Failpoint>,
}

/// The first creditor's account at the payment provider.
#[derive(Clone)]
pub struct Stripe {
    /// None in the demo means the provider's double.
    pub secret_key: Option<String>,
    pub webhook_secrets: Vec<String>,
    pub api_base: Option<String>,
    /// Where its hosted page lies: the one origin outside that a form may lead to.
    pub checkout_origin: String,
}

impl std::fmt::Debug for Stripe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stripe").field("api_base", &self.api_base).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Invented people, messages kept instead of sent, a clock that can be turned: never reachable from outside.
    Demo,
    Production,
}

impl Environment {
    pub fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Production => "production",
        }
    }
}

/// One sentence that names the setting and what is wrong with it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl Config {
    /// Reads the settings through `get` (the environment, or a test's own).
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let data_dir = PathBuf::from(get("ALDIA_DATA_DIR").unwrap_or(".data".into()));
        let config = Self {
            address: parsed(&get, "ALDIA_ADDR", "an address with a port, as 127.0.0.1:3000")?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000))),
            public_url: public_url(get("ALDIA_PUBLIC_URL"))?,
            environment: match get("ALDIA_ENV").as_deref() {
                None | Some("demo") => Environment::Demo,
                Some("production") => Environment::Production,
                Some(other) => {
                    return Err(refuse(format!("ALDIA_ENV is “{other}”; it can be demo or production")));
                }
            },
            secret_file: get("ALDIA_SECRET_FILE").map_or(data_dir.join("secrets"), PathBuf::from),
            site_dir: get("ALDIA_SITE_DIR").map_or(PathBuf::from("target/site"), PathBuf::from),
            cluster_dir: get("ALDIA_CLUSTER_DIR").map(PathBuf::from),
            database_url: get("DATABASE_URL"),
            migrate_database_url: get("MIGRATE_DATABASE_URL"),
            stripe: Stripe {
                secret_key: get("STRIPE_SECRET_KEY"),
                webhook_secrets: list(get("STRIPE_WEBHOOK_SECRETS")),
                api_base: get("STRIPE_API_BASE"),
                checkout_origin: get("STRIPE_CHECKOUT_ORIGIN")
                    .unwrap_or("https://checkout.stripe.com".into()),
            },
            smtp_url: get("SMTP_URL"),
            trusted_proxies: list(get("ALDIA_TRUSTED_PROXIES"))
                .iter()
                .map(|proxy| {
                    proxy.parse().map_err(|_| {
                        refuse(format!("ALDIA_TRUSTED_PROXIES holds “{proxy}”, which is no IP address"))
                    })
                })
                .collect::<Result<_, _>>()?,
            metrics_address: parsed(&get, "ALDIA_METRICS_ADDR", "an address with a port, as 127.0.0.1:9100")?,
            scanner: parsed(
                &get,
                "ALDIA_CLAMD",
                "a host with a port, as 127.0.0.1:3310, or the path of a socket, as /run/clamav/clamd.ctl",
            )?,
            die_at: match get("ALDIA_DIE_AT") {
                Some(name) => Some(
                    Failpoint::parse(&name)
                        .ok_or_else(|| refuse(format!("ALDIA_DIE_AT is “{name}”, which is no failpoint")))?,
                ),
                None => None,
            },
            data_dir,
        };
        config.checked()
    }

    pub fn is_demo(&self) -> bool {
        self.environment == Environment::Demo
    }

    /// The host of the public address, as pages print it for people to compare.
    pub fn domain(&self) -> &str {
        self.public_url.split("://").nth(1).unwrap_or(&self.public_url)
    }

    fn checked(self) -> Result<Self, ConfigError> {
        let url = Url::parse(&self.public_url).map_err(|_| refuse("ALDIA_PUBLIC_URL is no address"))?;
        if url.scheme() == "http" && !is_localhost(&url) {
            return Err(refuse(
                "ALDIA_PUBLIC_URL is http on another host than localhost; browsers keep no secure cookie there, so it must be https",
            ));
        }
        match self.environment {
            Environment::Demo => self.checked_demo(&url),
            Environment::Production => self.checked_production(&url),
        }
    }

    /// The demo shows every sign-in code to whoever asks, so nobody outside this machine may reach it.
    fn checked_demo(self, url: &Url) -> Result<Self, ConfigError> {
        if !self.address.ip().is_loopback() {
            return Err(refuse(
                "ALDIA_ADDR is reachable from outside, and ALDIA_ENV is demo: set ALDIA_ENV=production or listen on 127.0.0.1",
            ));
        }
        if !is_localhost(url) {
            return Err(refuse(
                "ALDIA_PUBLIC_URL is not localhost, and ALDIA_ENV is demo: set ALDIA_ENV=production",
            ));
        }
        if self.stripe.secret_key.as_deref().is_some_and(is_live_key) {
            return Err(refuse(
                "STRIPE_SECRET_KEY is a live key, and ALDIA_ENV is demo: use a test key or set ALDIA_ENV=production",
            ));
        }
        Ok(self)
    }

    fn checked_production(self, url: &Url) -> Result<Self, ConfigError> {
        if url.scheme() != "https" {
            return Err(refuse("ALDIA_PUBLIC_URL must be the https address that people type, in production"));
        }
        if !self.secret_file.is_file() {
            return Err(refuse(format!(
                "ALDIA_SECRET_FILE names {}, which is not there; make it once with `head -c 64 /dev/urandom > FILE` and keep it safe",
                self.secret_file.display()
            )));
        }
        if self.stripe.secret_key.is_none() {
            return Err(refuse("STRIPE_SECRET_KEY is not set; the provider's double is for the demo only"));
        }
        if self.stripe.webhook_secrets.is_empty() {
            return Err(refuse("STRIPE_WEBHOOK_SECRETS is not set, so no payment could ever be confirmed"));
        }
        if self.die_at.is_some() {
            return Err(refuse("ALDIA_DIE_AT is set; a production server is not made to die"));
        }
        if self.smtp_url.is_none() {
            return Err(refuse("SMTP_URL is not set, so nobody could be sent a sign-in code"));
        }
        Ok(self)
    }
}

fn refuse(sentence: impl Into<String>) -> ConfigError {
    ConfigError(sentence.into())
}

fn parsed<T: std::str::FromStr>(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    what: &str,
) -> Result<Option<T>, ConfigError> {
    get(name)
        .map(|text| text.parse().map_err(|_| refuse(format!("{name} is “{text}”; it must be {what}"))))
        .transpose()
}

fn list(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn public_url(text: Option<String>) -> Result<String, ConfigError> {
    let text = text.unwrap_or("http://localhost:3000".into());
    let url = Url::parse(&text).map_err(|_| {
        refuse(format!("ALDIA_PUBLIC_URL is “{text}”; it must be an address as https://pagos.example.mx"))
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.path() != "/" || url.query().is_some() {
        return Err(refuse(format!(
            "ALDIA_PUBLIC_URL is “{text}”; it must be an origin alone, as https://pagos.example.mx"
        )));
    }
    Ok(url.origin().ascii_serialization())
}

fn is_localhost(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn is_live_key(key: &str) -> bool {
    key.starts_with("sk_live_") || key.starts_with("rk_live_")
}
