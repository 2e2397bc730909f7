//! The team's second factor: a code of six digits that an authenticator makes anew every 30 seconds (RFC 6238), from a
//! secret that is encrypted wherever it is kept.

use chrono::Utc;
use qrcode::{Color, QrCode};
use totp_rs::{Builder, Secret as SharedSecret, Totp};

use crate::identity::keys::Keys;
use crate::kernel::ids::StaffId;

/// The name under which authenticators list it.
const ISSUER: &str = "Al Dia";
const SECRET_BYTES: usize = 20;

/// A secret that we and an authenticator share.
pub struct SecondFactor(Totp);

impl SecondFactor {
    /// A new secret for whoever has this address.
    pub fn random(email: &str) -> Option<Self> {
        Self::of(email, &rand::random::<[u8; SECRET_BYTES]>())
    }

    /// From the bytes of a secret; none if they are too few.
    pub fn of(email: &str, secret: &[u8]) -> Option<Self> {
        let totp = Builder::new()
            .with_secret(SharedSecret::from(secret.to_vec()))
            .with_issuer(Some(ISSUER))
            .with_account_name(email.replace(':', ""));
        totp.build().ok().map(Self)
    }

    /// From the text that people type into an authenticator.
    pub fn from_text(email: &str, base32: &str) -> Option<Self> {
        Self::of(email, SharedSecret::try_from_base32(base32).ok()?.as_ref())
    }

    /// As it is kept: encrypted, and bound to the one whose it is.
    pub fn seal(&self, keys: &Keys, staff: StaffId) -> Vec<u8> {
        keys.encrypt(&about(staff), self.0.secret().as_ref())
    }

    /// As it was kept.
    pub fn open(keys: &Keys, staff: StaffId, email: &str, sealed: &[u8]) -> Option<Self> {
        Self::of(email, &keys.decrypt(&about(staff), sealed).ok()?)
    }

    /// The 30-second step whose code this is, if it is that of now or of the one before or after.
    pub fn step_of(&self, digits: &str) -> Option<u64> {
        self.0.check(digits, u64::try_from(Utc::now().timestamp()).ok()?)
    }

    /// The code of a moment, for tests and for whoever demonstrates.
    pub fn code_at(&self, unix_seconds: u64) -> String {
        self.0.generate(unix_seconds).to_string()
    }

    /// The secret in groups of four, for those who cannot scan a picture.
    pub fn text(&self) -> String {
        let text = self.0.secret().to_base32();
        let groups: Vec<&str> =
            text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        groups.join(" ")
    }

    /// The address that an authenticator takes.
    pub fn url(&self) -> Option<String> {
        self.0.to_url().ok()
    }

    /// The address as a picture.
    pub fn picture(&self) -> Option<Picture> {
        let code = QrCode::new(self.url()?).ok()?;
        let width = code.width();
        let path = code
            .to_colors()
            .iter()
            .enumerate()
            .filter(|(_, color)| **color == Color::Dark)
            .map(|(place, _)| format!("M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET))
            .collect();
        Some(Picture { width: width + 2 * QUIET, path })
    }
}

/// The light rim that scanners need, in modules.
const QUIET: usize = 4;

/// A picture to scan: a square this many modules wide, and the path that draws its dark ones.
pub struct Picture {
    pub width: usize,
    pub path: String,
}

fn about(staff: StaffId) -> String {
    format!("second factor of {staff}")
}
