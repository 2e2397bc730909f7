//! A form that may hold files. What is too large is read to its end and not kept, so that the words beside it come back;
//! what may be kept has been shown to the scanner, if there is one, before a handler sees it.

use axum::extract::{FromRef, FromRequest, Multipart, Request};
use axum::http::header;
use axum_extra::extract::Form;

use crate::kernel::cards::masked_field;
use crate::kernel::scanning::Scanner;
use crate::kernel::web::Refusal;

/// The largest file that is kept.
pub const FILE_BYTES_AT_MOST: usize = 10 * 1024 * 1024;
/// The largest form that is read at all.
pub const UPLOAD_BYTES_AT_MOST: usize = 64 * 1024 * 1024;
const TEXT_BYTES_AT_MOST: usize = 64 * 1024;
const FIELDS_AT_MOST: usize = 200;
const NAME_LETTERS_AT_MOST: usize = 120;

/// What a form held.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    fields: Vec<(String, String)>,
    files: Vec<Sent>,
}

/// What came in a field for a file.
#[derive(Clone, Debug)]
struct Sent {
    field: String,
    /// What it was called where it came from.
    name: String,
    file: Result<File, FileFault>,
}

/// A file as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    /// Of a paper or a picture, told by what is in it and not by what it is called.
    pub media_type: Option<&'static str>,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({:?}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("larger than what is kept")]
    TooLarge,
    #[error("of a type that is not kept")]
    Type,
    #[error("without anything in it")]
    Empty,
    /// It begins like a paper or a picture, and is not a whole one.
    #[error("incomplete or broken")]
    Broken,
    #[error("a picture of more points than are read")]
    TooManyPixels,
    #[error("of harm to whoever opens it")]
    Infected,
    /// There is a scanner, and it did not say.
    #[error("not looked at by the scanner")]
    Unscanned,
}

impl FileFault {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "file_large",
            Self::Type => "file_type",
            Self::Empty => "file_empty",
            Self::Broken => "file_bad",
            Self::TooManyPixels => "file_pixels",
            Self::Infected => "file_infected",
            Self::Unscanned => "file_unscanned",
        }
    }
}

impl Upload {
    /// The first text under a name, without the space around it; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Every text under a name.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Every text but the key of the form: what a draft keeps.
    pub fn words(&self) -> Vec<(String, String)> {
        self.fields.iter().filter(|(name, _)| name != "request_key").cloned().collect()
    }

    /// The first file under a name, whatever it is, if one was sent.
    pub fn file(&self, name: &str) -> Option<Result<&File, FileFault>> {
        let sent = self.files.iter().find(|sent| sent.field == name)?;
        Some(sent.file.as_ref().map_err(|fault| *fault))
    }

    /// The same, which must be a paper or a picture of a type that is kept.
    pub fn paper(&self, name: &str) -> Option<Result<&File, FileFault>> {
        let file = self.file(name)?;
        Some(file.and_then(|file| if file.media_type.is_some() { Ok(file) } else { Err(FileFault::Type) }))
    }

    /// Every file under a name with what it was called; each must be a paper or a picture of a type that is kept.
    pub fn papers(&self, name: &str) -> Vec<(&str, Result<&File, FileFault>)> {
        let sent = self.files.iter().filter(|sent| sent.field == name);
        sent.map(|sent| {
            let file = match &sent.file {
                Ok(file) if file.bytes.is_empty() => Err(FileFault::Empty),
                Ok(file) if file.media_type.is_none() => Err(FileFault::Type),
                Ok(file) => Ok(file),
                Err(fault) => Err(*fault),
            };
            (sent.name.as_str(), file)
        })
        .collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload
where
    Scanner: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let mut upload = Self::read(request, state).await?;
        upload.show_to(&Scanner::from_ref(state)).await;
        Ok(upload)
    }
}

/// A form whose files are read and forgotten: nobody will ever open them, so no scanner is asked.
#[derive(Clone, Debug, Default)]
pub struct ReadOnly(pub Upload);

impl<S: Send + Sync> FromRequest<S> for ReadOnly {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Upload::read(request, state).await.map(Self)
    }
}

impl Upload {
    /// What the scanner refuses is as if it had never come; what nobody looked at as well.
    async fn show_to(&mut self, scanner: &Scanner) {
        let mut answers = true;
        for sent in &mut self.files {
            let Ok(file) = &sent.file else { continue };
            // Whoever does not answer is not waited for again in the same form.
            let looked = if answers { scanner.look_at(&file.bytes).await } else { Err(FileFault::Unscanned) };
            if let Err(fault) = looked {
                answers = fault != FileFault::Unscanned;
                sent.file = Err(fault);
            }
        }
    }

    async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
            let Form(fields) = form.map_err(|_| Refusal::NotFound)?;
            return Ok(Self { fields, files: Vec::new() });
        }
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| Refusal::NotFound)?;
        let mut upload = Self::default();
        // A form that breaks off was not sent whole: there is nothing to carry out.
        while let Some(mut part) = parts.next_field().await.map_err(|_| Refusal::NotFound)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(plain_name);
            let is_full = upload.fields.len() + upload.files.len() >= FIELDS_AT_MOST;
            let most = if file_name.is_some() { FILE_BYTES_AT_MOST } else { TEXT_BYTES_AT_MOST };
            let mut bytes = Vec::new();
            let mut is_over = is_full;
            while let Some(chunk) = part.chunk().await.map_err(|_| Refusal::NotFound)? {
                is_over |= bytes.len() + chunk.len() > most;
                if is_over {
                    bytes = Vec::new();
                } else {
                    bytes.extend_from_slice(&chunk);
                }
            }
            let mut keep = |field: String, name: String, file| upload.files.push(Sent { field, name, file });
            match file_name {
                // A field for a file that was left empty is sent without a name and without bytes.
                Some(file_name) if file_name.is_empty() && bytes.is_empty() && !is_over => {}
                Some(file_name) if is_over => keep(name, file_name, Err(FileFault::TooLarge)),
                Some(file_name) => {
                    let media_type = media_type(&bytes);
                    keep(name, file_name.clone(), Ok(File { name: file_name, media_type, bytes }));
                }
                None if is_over => {}
                None => {
                    let text = masked_field(&name, &String::from_utf8_lossy(&bytes));
                    upload.fields.push((name, text));
                }
            }
        }
        Ok(upload)
    }
}

/// What begins like one of the types that are kept is of that type; whatever else it is called, it is not.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 3] =
        [(b"%PDF-", "application/pdf"), (b"\xFF\xD8\xFF", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png")];
    KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

/// The last part of what may be a path on somebody's own device, without anything that a header or a page would read
/// as more than a name.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control() && !"\"<>;".contains(*c)).take(NAME_LETTERS_AT_MOST).collect()
}
