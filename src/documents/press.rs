//! The press: sets a paper as a PDF. Typst runs inside this process on two fonts of our own, without a file system,
//! packages, a clock or the network; all that stands on a paper reaches it as one piece of JSON.

use std::sync::{Arc, LazyLock};

use serde::Serialize;
use tokio::sync::Semaphore;
use typst::comemo;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::documents::model::{Paper, Stamp};

/// Why no paper came out.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    #[error("the typesetter refused the paper: {0}")]
    Refused(String),
    #[error("the typesetter broke off")]
    BrokeOff(#[from] tokio::task::JoinError),
    #[error("the paper cannot be handed over: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// Sets the paper with its stamp. One at a time in this process, since a long one takes a lot of memory (DECISIONS A1.16),
/// and away from the threads that answer requests. The same paper gives the same bytes.
pub async fn print(paper: &Paper, stamp: &Stamp) -> Result<Vec<u8>, PressError> {
    let copy = serde_json::to_vec(&Copy { paper, stamp })?;
    let turn = TURN.acquire().await;
    let printed = tokio::task::spawn_blocking(move || set(copy)).await;
    drop(turn);
    printed?
}

static TURN: Semaphore = Semaphore::const_new(1);
static ROOM: LazyLock<Arc<Room>> = LazyLock::new(|| Arc::new(Room::furnish()));

const LAYOUT: &str = include_str!("paper.typ");
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../public/fonts/PublicSans-Regular.ttf"),
    include_bytes!("../../public/fonts/PublicSans-Bold.ttf"),
];

#[derive(Serialize)]
struct Copy<'a> {
    #[serde(flatten)]
    paper: &'a Paper,
    stamp: &'a Stamp,
}

fn set(copy: Vec<u8>) -> Result<Vec<u8>, PressError> {
    let world = OnePaper { room: ROOM.clone(), copy: Bytes::new(copy) };
    let printed = typst::compile::<PagedDocument>(&world)
        .output
        .and_then(|document| {
            // Neither a date nor the typesetter's version: nothing that would differ from one print to the next.
            let options = PdfOptions { creator: Smart::Custom(None), ..PdfOptions::default() };
            typst_pdf::pdf(&document, &options)
        })
        .map_err(|faults| PressError::Refused(sentence(&faults)));
    // What Typst remembers between runs holds names and amounts, and grows.
    comemo::evict(0);
    printed
}

fn sentence(faults: &[SourceDiagnostic]) -> String {
    faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ")
}

/// What is the same for every paper.
struct Room {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    layout: Source,
    copy: FileId,
}

impl Room {
    fn furnish() -> Self {
        let fonts: Vec<Font> = FONTS.into_iter().filter_map(|font| Font::new(Bytes::new(font), 0)).collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            layout: Source::new(file("/paper.typ"), LAYOUT.to_owned()),
            copy: file("/copy.json"),
        }
    }
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our own two names are paths");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// The room with one paper in it, which is all that Typst can see.
struct OnePaper {
    room: Arc<Room>,
    copy: Bytes,
}

impl World for OnePaper {
    fn library(&self) -> &LazyHash<Library> {
        &self.room.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.room.book
    }

    fn main(&self) -> FileId {
        self.room.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.room.layout.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.room.copy { Ok(self.copy.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.room.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
