//! Asks a scanner of the operator's (clamd) about each file before it is kept. What the scanner says nothing about is not
//! kept: a file that nobody looked at must not reach the team's machines.

use std::io;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, UnixStream};

use crate::kernel::upload::FileFault;

/// Where a scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A host and a port.
    Tcp(String),
    /// The path of a socket.
    Unix(PathBuf),
}

/// The text is neither a host with a port nor the path of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no address of a scanner")]
pub struct ScannerAddressError;

impl FromStr for ScannerAddress {
    type Err = ScannerAddressError;

    /// Reads `127.0.0.1:3310`, `/run/clamav/clamd.ctl` or the same after `tcp:` and `unix:`.
    fn from_str(text: &str) -> Result<Self, ScannerAddressError> {
        let path = text.strip_prefix("unix:").unwrap_or(text);
        if path.starts_with('/') {
            return Ok(Self::Unix(PathBuf::from(path)));
        }
        let at = text.strip_prefix("tcp:").unwrap_or(text).trim_start_matches('/');
        let (host, port) = at.rsplit_once(':').ok_or(ScannerAddressError)?;
        let is_port = port.parse::<u16>().is_ok_and(|port| port > 0);
        if is_port && !host.is_empty() { Ok(Self::Tcp(at.to_owned())) } else { Err(ScannerAddressError) }
    }
}

/// The scanner, if the operator has one. Without one every file passes.
#[derive(Clone, Debug, Default)]
pub struct Scanner(Option<ScannerAddress>);

/// Longer than a scanner takes for the largest file that is kept; a form with several has to be answered as well.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// A part of a file at a time.
const CHUNK_BYTES: usize = 64 * 1024;
const ANSWER_BYTES_AT_MOST: u64 = 4 * 1024;

impl Scanner {
    pub fn new(address: Option<ScannerAddress>) -> Self {
        Self(address)
    }

    /// Whether a file may be kept.
    ///
    /// # Errors
    /// [`FileFault::Infected`] when the scanner found something in it, [`FileFault::Unscanned`] when the scanner did not
    /// say.
    pub async fn look_at(&self, bytes: &[u8]) -> Result<(), FileFault> {
        let Some(address) = &self.0 else { return Ok(()) };
        let answered = tokio::time::timeout(ANSWERS_WITHIN, ask(address, bytes)).await;
        match answered.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(None) => Ok(()),
            Ok(Some(found)) => {
                tracing::warn!(found, "a file was refused");
                Err(FileFault::Infected)
            }
            Err(error) => {
                tracing::error!(%error, "the scanner does not answer, and files are refused");
                Err(FileFault::Unscanned)
            }
        }
    }
}

/// What the scanner found in it, if it found anything.
async fn ask(address: &ScannerAddress, bytes: &[u8]) -> io::Result<Option<String>> {
    match address {
        ScannerAddress::Tcp(at) => converse(TcpStream::connect(at.as_str()).await?, bytes).await,
        ScannerAddress::Unix(path) => converse(UnixStream::connect(path).await?, bytes).await,
    }
}

/// Sends the file as clamd takes it (INSTREAM): each part after its length, and nothing after a length of nothing.
async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> io::Result<Option<String>> {
    let (hears, mut says) = tokio::io::split(stream);
    let sent = send(&mut says, bytes).await;
    let mut answer = Vec::new();
    let heard = BufReader::new(hears.take(ANSWER_BYTES_AT_MOST)).read_until(0, &mut answer).await;
    if answer.is_empty() {
        sent?;
        heard?;
    }
    // A scanner that stops listening midway says why before it goes.
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']).trim();
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(found) => Ok(Some(found.to_owned())),
        None if said == "OK" => Ok(None),
        None => Err(io::Error::other(format!("it answered “{said}”"))),
    }
}

async fn send(says: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    says.write_all(b"zINSTREAM\0").await?;
    for part in bytes.chunks(CHUNK_BYTES) {
        let length = u32::try_from(part.len()).map_err(io::Error::other)?;
        says.write_all(&length.to_be_bytes()).await?;
        says.write_all(part).await?;
    }
    says.write_all(&0_u32.to_be_bytes()).await?;
    says.flush().await
}
