//! The two kinds of token: signed claims that are read without asking the database, and opaque secrets of which the
//! database keeps a digest only. All times here are real time, never the demo's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::identity::keys::Keys;
use crate::identity::model::{Role, Side};
use crate::kernel::ids::SessionId;
use crate::kernel::locale::Lang;

/// How long signed claims are believed.
pub const ACCESS_LASTS: TimeDelta = TimeDelta::minutes(10);
/// How long somebody may take from one step of signing in to the next.
pub const STEP_LASTS: TimeDelta = TimeDelta::minutes(15);
/// The session is looked at in the database this often, and its last use noted.
pub const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// 256 random bits in text: a refresh token, a link in a letter, the mark of a device. The database keeps the digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn random() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// A secret that came back to us from a cookie or an address.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// What the database keeps. Nobody can guess 256 bits, so it needs no pepper.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The refresh token that follows this one, always the same, so that two tabs that exchange one token at the same
    /// time are given one answer.
    pub fn successor(&self, keys: &Keys) -> Self {
        Self(URL_SAFE_NO_PAD.encode(keys.digest("refresh successor", self.0.as_bytes())))
    }
}

/// One press of a button. What comes of it is derived from the key that the page was given, so that the same press
/// twice asks for one code and opens one session, whichever of its two answers the browser keeps.
pub struct Press {
    seed: [u8; 32],
}

impl Press {
    /// `proof` is what the press goes with: a code, a link, a member of staff. Without a key of ours each is its own.
    pub fn of(keys: &Keys, proof: &str, request_key: &str) -> Self {
        let seed = match request_key.parse::<Uuid>() {
            Ok(key) => keys.digest("press", format!("{key}:{proof}").as_bytes()),
            Err(_) => rand::random(),
        };
        Self { seed }
    }

    /// The identifier of what it makes.
    pub fn id(&self) -> Uuid {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.seed[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A secret that it gives to the browser.
    pub fn secret(&self, keys: &Keys, purpose: &str) -> Secret {
        Secret(URL_SAFE_NO_PAD.encode(keys.digest(purpose, &self.seed)))
    }
}

/// What a signed-in browser carries about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The person or the member of staff.
    pub sub: Uuid,
    pub sid: SessionId,
    aud: String,
    nbf: i64,
    exp: i64,
    /// When the database was last asked about the session; zero asks at once.
    seen: i64,
    pub name: String,
    pub lang: Lang,
    pub theme: Option<String>,
    /// Staff have one.
    pub role: Option<Role>,
    /// No trace is to stay on the device once the browser is closed.
    pub shared: bool,
    /// When the session ends whatever happens, so that its cookies can.
    until: i64,
}

/// Who is signed in, as the database knows it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub subject: Uuid,
    pub session: SessionId,
    pub name: String,
    pub lang: Lang,
    pub theme: Option<String>,
    pub role: Option<Role>,
    pub shared: bool,
    pub expires_at: chrono::DateTime<Utc>,
}

impl Access {
    /// New claims, which the first request that carries them has checked against the database.
    pub fn fresh(side: Side, profile: Profile) -> Self {
        let now = Utc::now();
        Self {
            sub: profile.subject,
            sid: profile.session,
            aud: audience(side).to_owned(),
            nbf: now.timestamp(),
            exp: (now + ACCESS_LASTS).min(profile.expires_at).timestamp(),
            seen: 0,
            name: profile.name,
            lang: profile.lang,
            theme: profile.theme,
            role: profile.role,
            shared: profile.shared,
            until: profile.expires_at.timestamp(),
        }
    }

    /// The same claims, as the database knows them now. They do not hold a second longer for it.
    pub fn seen(&self, profile: Profile) -> Self {
        let fresh =
            Self { seen: Utc::now().timestamp(), name: profile.name, lang: profile.lang, ..self.clone() };
        Self { theme: profile.theme, role: profile.role, ..fresh }
    }

    /// The same claims after the person changed how pages speak and look.
    pub fn with_preferences(&self, lang: Lang, theme: Option<&str>) -> Self {
        Self { lang, theme: theme.map(str::to_owned), ..self.clone() }
    }

    pub fn is_to_be_looked_at(&self) -> bool {
        Utc::now().timestamp() >= self.seen + SEEN_EVERY.num_seconds()
    }

    /// For how long its cookies are kept; none means until the browser is closed.
    pub fn cookie_age(&self) -> Option<TimeDelta> {
        (!self.shared).then(|| TimeDelta::seconds((self.until - Utc::now().timestamp()).max(0)))
    }

    pub fn sign(&self, keys: &Keys) -> String {
        keys.sign(self)
    }

    pub fn read(side: Side, keys: &Keys, token: &str) -> Option<Self> {
        keys.verify(audience(side), token)
    }
}

/// Where somebody stands between two steps of signing in. It names a code, whether or not anybody waits for it, so
/// strangers carry one as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The code that is being answered.
    pub sub: Uuid,
    aud: String,
    nbf: i64,
    exp: i64,
    /// The page that was wanted.
    pub next: Option<String>,
    pub shared: bool,
}

impl Step {
    pub fn new(code: Uuid, next: Option<String>) -> Self {
        let (nbf, exp) = from_now(STEP_LASTS);
        Self { sub: code, aud: STEP.to_owned(), nbf, exp, next, shared: false }
    }

    #[must_use]
    pub fn on_shared_device(self, shared: bool) -> Self {
        Self { shared, ..self }
    }

    pub fn sign(&self, keys: &Keys) -> String {
        keys.sign(self)
    }

    pub fn read(keys: &Keys, token: &str) -> Option<Self> {
        keys.verify(STEP, token)
    }
}

/// A member of staff whose password was right and whose second factor is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffStep {
    pub sub: Uuid,
    aud: String,
    nbf: i64,
    exp: i64,
    pub next: Option<String>,
    /// The second factor that is being set up, encrypted, until a code proves that an authenticator has it.
    secret: Option<String>,
}

impl StaffStep {
    pub fn new(staff: Uuid, next: Option<String>, sealed_secret: Option<&[u8]>) -> Self {
        let (nbf, exp) = from_now(STEP_LASTS);
        let secret = sealed_secret.map(|sealed| URL_SAFE_NO_PAD.encode(sealed));
        Self { sub: staff, aud: STAFF_STEP.to_owned(), nbf, exp, next, secret }
    }

    pub fn sign(&self, keys: &Keys) -> String {
        keys.sign(self)
    }

    pub fn read(keys: &Keys, token: &str) -> Option<Self> {
        keys.verify(STAFF_STEP, token)
    }

    /// The second factor that is being set up, as it was sealed.
    pub fn sealed_secret(&self) -> Option<Vec<u8>> {
        URL_SAFE_NO_PAD.decode(self.secret.as_deref()?).ok()
    }
}

const STEP: &str = "aldia step";
const STAFF_STEP: &str = "aldia staff step";

/// Who a token is for; a person's never opens the desk.
pub fn audience(side: Side) -> &'static str {
    match side {
        Side::Debtor => "aldia person",
        Side::Staff => "aldia staff",
    }
}

fn from_now(lasting: TimeDelta) -> (i64, i64) {
    let now = Utc::now();
    (now.timestamp(), (now + lasting).timestamp())
}
