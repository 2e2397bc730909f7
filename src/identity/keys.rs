//! The secrets of an installation, made from one file of random bytes. The file holds blocks of 64 bytes: the first
//! founds it, and a further one, appended, becomes the one that signs and encrypts while the earlier ones still read.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

const BLOCK: usize = 64;
const NONCE: usize = 24;
const KEY_MARK: usize = 4;

/// Keys for tokens, digests and encrypted columns. Cheap to clone; prints as nothing.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    /// From the founding block alone: digests that are stored must never change.
    pepper: [u8; 32],
    /// The newest first.
    rings: Vec<Ring>,
}

/// What is made from one block.
struct Ring {
    signing: EncodingKey,
    verifying: DecodingKey,
    cipher: XChaCha20Poly1305,
    /// Stands before what this ring encrypted, so that the right one decrypts it.
    mark: [u8; KEY_MARK],
}

/// Why the secret file cannot be used; one sentence that names the setting.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("ALDIA_SECRET_FILE names {}, which is not there; make it once with `head -c 64 /dev/urandom > FILE` and keep it safe", .0.display())]
    Missing(PathBuf),
    #[error("ALDIA_SECRET_FILE names {}, which others may read; run `chmod 600` on it", .0.display())]
    Readable(PathBuf),
    #[error("ALDIA_SECRET_FILE names {}, which must hold 64 random bytes, or a multiple of it", .0.display())]
    Malformed(PathBuf),
    #[error("ALDIA_SECRET_FILE names {}, which cannot be used: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

/// It was not encrypted with a key of ours for this purpose, or was changed since.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was stored cannot be decrypted with the keys of this installation")]
pub struct Undecipherable;

impl Keys {
    /// Reads the secret file. Where there is none and `may_make`, makes it; otherwise that is an error, for a second
    /// file would make every stored secret unreadable.
    ///
    /// # Errors
    /// One sentence that names what is wrong with the file.
    pub fn load_or_make(path: &Path, may_make: bool) -> Result<Self, KeysError> {
        let io = |error| KeysError::Io { path: path.to_owned(), error };
        if may_make && !path.exists() {
            make(path).map_err(io)?;
        }
        let bytes = fs::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => KeysError::Missing(path.to_owned()),
            _ => io(error),
        })?;
        if fs::metadata(path).map_err(io)?.permissions().mode() & 0o077 != 0 {
            return Err(KeysError::Readable(path.to_owned()));
        }
        Self::from_secret(&bytes).ok_or_else(|| KeysError::Malformed(path.to_owned()))
    }

    /// Keys that are the same in every test.
    pub fn for_tests() -> Self {
        Self::from_secret(&[7; BLOCK]).expect("one block is enough")
    }

    /// Keys from the content of a secret file.
    pub fn from_secret(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() || !bytes.len().is_multiple_of(BLOCK) {
            return None;
        }
        let rings = bytes.chunks(BLOCK).rev().map(Ring::new).collect();
        Some(Self(Arc::new(Inner { pepper: derive(&bytes[..BLOCK], "pepper"), rings })))
    }

    /// Encrypts with the newest key. `about` names what it is and whose, and must be said again to decrypt, so that a
    /// stored value cannot be moved to another row.
    pub fn encrypt(&self, about: &str, plain: &[u8]) -> Vec<u8> {
        let ring = &self.0.rings[0];
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: plain, aad: about.as_bytes() };
        let sealed = ring
            .cipher
            .encrypt(XNonce::from_slice(&nonce), payload)
            .expect("only a text of 256 GiB cannot be encrypted");
        [&ring.mark[..], &nonce, &sealed].concat()
    }

    /// # Errors
    /// When it was changed, belongs elsewhere, or its key is gone.
    pub fn decrypt(&self, about: &str, sealed: &[u8]) -> Result<Vec<u8>, Undecipherable> {
        let (mark, rest) = sealed.split_at_checked(KEY_MARK).ok_or(Undecipherable)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or(Undecipherable)?;
        let ring = self.0.rings.iter().find(|ring| ring.mark == mark).ok_or(Undecipherable)?;
        let payload = Payload { msg: text, aad: about.as_bytes() };
        ring.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| Undecipherable)
    }

    /// A digest that nobody without the secret file can make or guess backwards: of codes, known facts and details
    /// typed, which are all too short for a plain one.
    pub fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let mut mac = hmac(&self.0.pepper);
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// Signs claims. They must hold `exp`, `nbf`, `aud` and `sub`, or they are never read again.
    pub fn sign<Claims: Serialize>(&self, claims: &Claims) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.0.rings[0].signing)
            .expect("claims are plain data and the key fits the algorithm")
    }

    /// Reads claims that we signed for `audience` and that hold now, or nothing.
    pub fn verify<Claims: DeserializeOwned>(&self, audience: &str, token: &str) -> Option<Claims> {
        let mut wanted = Validation::new(Algorithm::HS256);
        wanted.set_required_spec_claims(&["exp", "nbf", "aud", "sub"]);
        wanted.set_audience(&[audience]);
        wanted.validate_nbf = true;
        // The clocks of two nodes may differ by this many seconds.
        wanted.leeway = 5;
        self.0
            .rings
            .iter()
            .find_map(|ring| jsonwebtoken::decode(token, &ring.verifying, &wanted).ok())
            .map(|token| token.claims)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Ring {
    fn new(block: &[u8]) -> Self {
        let signing = derive(block, "signing");
        let mark = derive(block, "mark");
        Self {
            signing: EncodingKey::from_secret(&signing),
            verifying: DecodingKey::from_secret(&signing),
            cipher: XChaCha20Poly1305::new(&derive(block, "encryption").into()),
            mark: [mark[0], mark[1], mark[2], mark[3]],
        }
    }
}

/// Writes a new file beside and links it into place, so that of two processes that start together one wins and
/// neither reads half a file.
fn make(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let written = file.write_all(&random_block()).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

fn random_block() -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..32].copy_from_slice(&rand::random::<[u8; 32]>());
    block[32..].copy_from_slice(&rand::random::<[u8; 32]>());
    block
}

/// One key a purpose from one block, as HKDF's second step does it.
fn derive(block: &[u8], purpose: &str) -> [u8; 32] {
    let mut mac = hmac(block);
    mac.update(b"aldia ");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as Mac>::new_from_slice(key).expect("a key of any length will do")
}
