//! Static files. `aldia assets` gathers them into a site folder once, named by what they hold and compressed;
//! `aldia serve` reads that folder at start and answers from memory.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The list of style files, one a line, in the order in which the browser must read them.
const STYLE_ORDER: &str = "order.txt";
const MANIFEST: &str = "manifest.json";
const NAMED_BY_CONTENT: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NAMED_BY_CONVENTION: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// What `aldia assets` reads and where it writes.
#[derive(Clone, Debug, clap::Args)]
pub struct Sources {
    /// Folder of style sheets with their order.txt
    #[arg(long, default_value = "style")]
    pub style: PathBuf,
    /// Folder of files served as they are
    #[arg(long, default_value = "public")]
    pub public: PathBuf,
    /// Folder that wasm-bindgen wrote; without it the site has no islands
    #[arg(long)]
    pub pkg: Option<PathBuf>,
    /// Folder to fill
    #[arg(long, default_value = "target/site")]
    pub out: PathBuf,
}

/// The table of contents of a site folder: the name a page asks for, and the file that answers.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Manifest {
    pub files: BTreeMap<String, Entry>,
}

/// One file of the site. Sizes are for people who watch them; the server does not need them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Entry {
    pub file: String,
    pub raw_bytes: usize,
    pub brotli_bytes: Option<usize>,
}

/// Why static files could not be gathered or read.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} is no list of static files: {source}", path.display())]
    Manifest { path: PathBuf, source: serde_json::Error },
    #[error("{} is not named in {STYLE_ORDER}", path.display())]
    StyleWithoutPlace { path: PathBuf },
    #[error("no content type is known for {}", path.display())]
    UnknownType { path: PathBuf },
    #[error("{} holds script snippets, which the site does not serve", path.display())]
    Snippets { path: PathBuf },
}

/// Gathers style, public files and the browser's code into `sources.out`, and removes what is no longer needed.
///
/// # Errors
/// Names the file that could not be read or written, or that has no place in the site.
pub fn gather(sources: &Sources) -> Result<Manifest, AssetsError> {
    let mut originals = BTreeMap::from([("aldia.css".to_owned(), style_sheet(&sources.style)?)]);
    for (name, path) in files_below(&sources.public)? {
        originals.insert(name, read(&path)?);
    }
    if let Some(pkg) = &sources.pkg {
        originals.extend(browser_code(pkg)?);
    }

    fs::create_dir_all(&sources.out).map_err(|source| write_error(&sources.out, source))?;
    let mut manifest = Manifest::default();
    for (name, content) in originals {
        let entry = store(&sources.out, &name, &content)?;
        manifest.files.insert(name, entry);
    }
    write_manifest(&sources.out, &manifest)?;
    remove_strangers(&sources.out, &manifest)?;
    Ok(manifest)
}

/// The static files of a running server. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    shelf: Arc<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    file_of_name: HashMap<String, String>,
    assets: HashMap<String, Asset>,
}

#[derive(Debug)]
struct Asset {
    content_type: &'static str,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Assets {
    /// Reads a folder that [`gather`] filled.
    ///
    /// # Errors
    /// Names the file that is missing or unreadable.
    pub fn load(site: &Path) -> Result<Self, AssetsError> {
        let path = site.join(MANIFEST);
        let manifest: Manifest =
            serde_json::from_slice(&read(&path)?).map_err(|source| AssetsError::Manifest { path, source })?;
        let mut shelf = Shelf::default();
        for (name, entry) in manifest.files {
            shelf.assets.insert(entry.file.clone(), Asset::load(site, &entry.file)?);
            shelf.file_of_name.insert(name, entry.file);
        }
        Ok(Self { shelf: Arc::new(shelf) })
    }

    /// Where the browser finds a file: `url("aldia.css")` is `/assets/aldia.3f9c….css`.
    ///
    /// A name that the site does not have keeps its plain form, and the browser's 404 shows the mistake.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        let file = self.shelf.file_of_name.get(name).map_or(name, String::as_str);
        format!("/assets/{file}")
    }

    fn by_name(&self, name: &str) -> Option<&Asset> {
        self.shelf.assets.get(self.shelf.file_of_name.get(name)?)
    }
}

/// `GET /assets/{file}`: the file changes its name with its content, so browsers keep it for a year.
pub async fn serve(
    State(assets): State<Assets>,
    UrlPath(file): UrlPath<String>,
    request: HeaderMap,
) -> Response {
    answer(assets.shelf.assets.get(&file), &request, NAMED_BY_CONTENT)
}

/// `GET /favicon.svg`, `/robots.txt`: files that the world asks for by a fixed name.
pub async fn serve_by_name(State(assets): State<Assets>, uri: Uri, request: HeaderMap) -> Response {
    answer(assets.by_name(uri.path().trim_start_matches('/')), &request, NAMED_BY_CONVENTION)
}

fn answer(asset: Option<&Asset>, request: &HeaderMap, caching: HeaderValue) -> Response {
    let Some(asset) = asset else { return StatusCode::NOT_FOUND.into_response() };
    let (coding, body) = match (&asset.brotli, &asset.gzip) {
        (Some(brotli), _) if accepts(request, "br") => (Some("br"), brotli),
        (_, Some(gzip)) if accepts(request, "gzip") => (Some("gzip"), gzip),
        _ => (None, &asset.plain),
    };
    let mut response = body.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::CACHE_CONTROL, caching);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// Whether the request takes a coding. Weights only matter in that zero refuses: ours are ranked by size already.
fn accepts(request: &HeaderMap, coding: &str) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|offer| {
            let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
            name.trim().eq_ignore_ascii_case(coding).then(|| weight.trim())
        })
        .any(|weight| !matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
}

impl Asset {
    fn load(site: &Path, file: &str) -> Result<Self, AssetsError> {
        let kind = Kind::of(Path::new(file))?;
        let compressed = |suffix: &str| -> Result<Option<Bytes>, AssetsError> {
            if !kind.compress {
                return Ok(None);
            }
            Ok(Some(Bytes::from(read(&site.join(format!("{file}.{suffix}")))?)))
        };
        Ok(Self {
            content_type: kind.content_type,
            plain: Bytes::from(read(&site.join(file))?),
            brotli: compressed("br")?,
            gzip: compressed("gz")?,
        })
    }
}

/// What a file's ending says about it.
struct Kind {
    content_type: &'static str,
    compress: bool,
}

impl Kind {
    fn of(path: &Path) -> Result<Self, AssetsError> {
        let (content_type, compress) = match path.extension().and_then(OsStr::to_str) {
            Some("css") => ("text/css; charset=utf-8", true),
            Some("js") => ("text/javascript; charset=utf-8", true),
            Some("wasm") => ("application/wasm", true),
            Some("svg") => ("image/svg+xml", true),
            Some("txt") => ("text/plain; charset=utf-8", true),
            Some("png") => ("image/png", false),
            Some("ttf") => ("font/ttf", true),
            Some("woff2") => ("font/woff2", false),
            _ => return Err(AssetsError::UnknownType { path: path.to_owned() }),
        };
        Ok(Self { content_type, compress })
    }
}

/// One style sheet out of many, in the listed order; a file that nobody listed is a mistake, not a surprise.
fn style_sheet(folder: &Path) -> Result<Vec<u8>, AssetsError> {
    let listed = String::from_utf8_lossy(&read(&folder.join(STYLE_ORDER))?).into_owned();
    let listed: Vec<&str> =
        listed.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for (name, path) in files_below(folder)? {
        if name != STYLE_ORDER && !listed.contains(&name.as_str()) {
            return Err(AssetsError::StyleWithoutPlace { path });
        }
    }
    let mut sheet = Vec::new();
    for name in listed {
        sheet.extend(read(&folder.join(name))?);
        sheet.push(b'\n');
    }
    Ok(sheet)
}

/// What wasm-bindgen wrote for the browser, without its declarations for TypeScript.
fn browser_code(pkg: &Path) -> Result<BTreeMap<String, Vec<u8>>, AssetsError> {
    let mut code = BTreeMap::new();
    for (name, path) in files_below(pkg)? {
        if name.starts_with("snippets/") {
            return Err(AssetsError::Snippets { path });
        }
        if matches!(path.extension().and_then(OsStr::to_str), Some("js" | "wasm")) {
            code.insert(name, read(&path)?);
        }
    }
    Ok(code)
}

/// Writes one file under a name that its content gives, and its compressed forms beside it.
fn store(out: &Path, name: &str, content: &[u8]) -> Result<Entry, AssetsError> {
    let kind = Kind::of(Path::new(name))?;
    let file = fingerprinted(name, content);
    let path = out.join(&file);
    write(&path, content)?;
    let mut brotli_bytes = None;
    if kind.compress {
        brotli_bytes = Some(store_compressed(&out.join(format!("{file}.br")), || brotli(content))?);
        store_compressed(&out.join(format!("{file}.gz")), || gzip(content))?;
    }
    Ok(Entry { file, raw_bytes: content.len(), brotli_bytes })
}

/// Answers the size. The name holds the digest of the content, so what an earlier run left there is the same.
fn store_compressed(
    path: &Path,
    compress: impl FnOnce() -> io::Result<Vec<u8>>,
) -> Result<usize, AssetsError> {
    if let Ok(left) = fs::metadata(path) {
        return Ok(usize::try_from(left.len()).unwrap_or(usize::MAX));
    }
    let compressed = compress().map_err(|source| write_error(path, source))?;
    write(path, &compressed)?;
    Ok(compressed.len())
}

/// `fonts/plain.ttf` becomes `plain.<16 hex>.ttf`: folders end here, every asset has one flat address.
fn fingerprinted(name: &str, content: &[u8]) -> String {
    let digest = hex::encode(Sha256::digest(content));
    let base = name.rsplit('/').next().unwrap_or(name);
    let (stem, extension) = base.rsplit_once('.').unwrap_or((base, ""));
    format!("{stem}.{}.{extension}", &digest[..16])
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let (quality, window) = (11, 22);
    let mut compressor = brotli::CompressorWriter::new(Vec::new(), 4096, quality, window);
    compressor.write_all(content)?;
    Ok(compressor.into_inner())
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressor = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    compressor.write_all(content)?;
    compressor.finish()
}

/// The manifest comes last and in one piece, so that a server never starts on half a site.
fn write_manifest(out: &Path, manifest: &Manifest) -> Result<(), AssetsError> {
    let path = out.join(MANIFEST);
    let mut text = serde_json::to_vec_pretty(manifest)
        .map_err(|source| AssetsError::Manifest { path: path.clone(), source })?;
    text.push(b'\n');
    write(&path, &text)
}

fn remove_strangers(out: &Path, manifest: &Manifest) -> Result<(), AssetsError> {
    for (name, path) in files_below(out)? {
        let original = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz")).unwrap_or(&name);
        if name != MANIFEST && !manifest.files.values().any(|entry| entry.file == original) {
            fs::remove_file(&path).map_err(|source| write_error(&path, source))?;
        }
    }
    Ok(())
}

/// Every file below a folder, by its path inside it with `/` between the parts. Hidden files are left out.
fn files_below(folder: &Path) -> Result<BTreeMap<String, PathBuf>, AssetsError> {
    let mut files = BTreeMap::new();
    let listing = fs::read_dir(folder).map_err(|source| read_error(folder, source))?;
    for item in listing {
        let path = item.map_err(|source| read_error(folder, source))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            files.extend(
                files_below(&path)?.into_iter().map(|(below, path)| (format!("{name}/{below}"), path)),
            );
        } else {
            files.insert(name, path);
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, AssetsError> {
    fs::read(path).map_err(|source| read_error(path, source))
}

/// Written beside and renamed, because a running server may be starting on the same folder.
fn write(path: &Path, content: &[u8]) -> Result<(), AssetsError> {
    let beside = path.with_extension("writing");
    fs::write(&beside, content)
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|source| write_error(path, source))
}

fn read_error(path: &Path, source: io::Error) -> AssetsError {
    AssetsError::Read { path: path.to_owned(), source }
}

fn write_error(path: &Path, source: io::Error) -> AssetsError {
    AssetsError::Write { path: path.to_owned(), source }
}
