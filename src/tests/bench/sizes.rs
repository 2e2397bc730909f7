//! What is shipped: the binary, the static files, and the code that a browser loads where a page has an island.

use std::fs;

use aldia::server::assets::Manifest;

use crate::stage::{Outcome, Stage};
use crate::table::{Figure, bytes};

const SCRIPTS: [&str; 3] = ["islands.js", "aldia.js", "aldia_bg.wasm"];
const SCRIPTS_AT_MOST: usize = 100_000;

pub fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let manifest = fs::read(stage.site().join("manifest.json"))
        .map_err(|error| format!("the site is missing; `make bench` builds it ({error})"))?;
    let manifest: Manifest = serde_json::from_slice(&manifest)?;
    let mut scripts = 0;
    let mut each = Vec::new();
    for name in SCRIPTS {
        let entry = manifest.files.get(name).ok_or_else(|| format!("the site has no {name}"))?;
        let size = entry.brotli_bytes.unwrap_or(entry.raw_bytes);
        scripts += size;
        each.push(format!("{name} {size}"));
    }
    let raw: usize = manifest.files.values().map(|entry| entry.raw_bytes).sum();
    let sent: usize =
        manifest.files.values().map(|entry| entry.brotli_bytes.unwrap_or(entry.raw_bytes)).sum();
    let binary = fs::metadata(stage.binary())?.len();
    Ok(vec![
        Figure::judged(
            "script and WASM where an island is",
            bytes(u64::try_from(scripts)?),
            "<= 100 kB",
            scripts <= SCRIPTS_AT_MOST,
            format!("brotli bytes as stored and sent: {}", each.join(", ")),
        ),
        Figure::told("size of the binary", bytes(binary), stage.binary().display().to_string()),
        Figure::told(
            "size of the site",
            bytes(u64::try_from(raw)?),
            format!("{} files, {} in brotli", manifest.files.len(), bytes(u64::try_from(sent)?)),
        ),
    ])
}
