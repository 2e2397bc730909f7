//! The team's passwords: argon2id with 19 MiB and two passes (OWASP), away from the runtime's threads and only as many
//! at a time as there are processors, or fifty sign-ins would take a gigabyte and stall everything else.

use std::sync::LazyLock;

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Longer input is nobody's password, and would only be work.
pub const PASSWORD_BYTES_AT_MOST: usize = 512;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Why a password could not be hashed or checked; never that it was wrong.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("the password's digest: {0}")]
    Hash(argon2::password_hash::Error),
    #[error("the password's thread: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

/// Digests a password for keeping.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let salt = SaltString::generate(&mut OsRng);
    Ok(argon2()?.hash_password(password.as_bytes(), &salt)?.to_string())
}

/// As [`hash`], on a thread of its own.
pub async fn hash_apart(password: String) -> Result<String, PasswordError> {
    let _seat = SEATS.acquire().await.ok();
    tokio::task::spawn_blocking(move || hash(&password)).await?
}

/// Whether this is the password. Without a digest, for somebody whom we do not know, it takes just as long and is not.
pub async fn verify(digest: Option<String>, password: String) -> Result<bool, PasswordError> {
    let _seat = SEATS.acquire().await.ok();
    tokio::task::spawn_blocking(move || verify_now(digest, &password)).await?
}

impl From<argon2::password_hash::Error> for PasswordError {
    fn from(error: argon2::password_hash::Error) -> Self {
        Self::Hash(error)
    }
}

static SEATS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)));

/// What strangers' passwords are compared with.
static NOBODYS: LazyLock<Result<String, PasswordError>> = LazyLock::new(|| hash("nobody's password"));

fn verify_now(digest: Option<String>, password: &str) -> Result<bool, PasswordError> {
    let is_known = digest.is_some();
    let digest = match (digest, NOBODYS.as_ref()) {
        (Some(digest), _) => digest,
        (None, Ok(nobodys)) => nobodys.clone(),
        (None, Err(_)) => return Ok(false),
    };
    let fits = password.len() <= PASSWORD_BYTES_AT_MOST;
    let password = if fits { password } else { "" };
    let matches = argon2()?.verify_password(password.as_bytes(), &PasswordHash::new(&digest)?).is_ok();
    Ok(matches && is_known && fits)
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(argon2::password_hash::Error::from)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
