//! What a running portal needs beside a database: its static files and its secrets. Every test is a process of its own,
//! so they share what is the same for all of them, in the folder that the build sets aside for its tests.

use std::collections::hash_map::DefaultHasher;
use std::ffi::OsStr;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, SystemTime};

use aldia::identity::keys::Keys;
use aldia::server::assets::{self, Sources};

/// Sites of builds that nobody tests any more are removed after this.
const KEPT: Duration = Duration::from_hours(24);

/// The file with the secrets of every portal under test.
pub fn secret_file() -> PathBuf {
    static MAKE: Once = Once::new();
    let path = room().join("secrets");
    MAKE.call_once(|| drop(Keys::load_or_make(&path, true).unwrap()));
    path
}

/// The static files without islands, gathered by the first test that needs them after one of their sources changed.
pub fn site() -> PathBuf {
    static GATHER: Once = Once::new();
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap());
    let (style, public) = (root.join("style"), root.join("public"));
    let mut state = DefaultHasher::new();
    for source in [std::env::current_exe().unwrap(), style.clone(), public.clone()] {
        note(&source, &mut state);
    }
    let site = room().join(format!("site-{:016x}", state.finish()));
    GATHER.call_once(|| {
        if !site.exists() {
            let out = room().join(format!("gathering-{}", std::process::id()));
            assets::gather(&Sources { style, public, pkg: None, out: out.clone() }).unwrap();
            // Another process may have been faster: its site is the same.
            if fs::rename(&out, &site).is_err() {
                fs::remove_dir_all(&out).unwrap();
            }
            remove_old();
        }
    });
    site
}

fn room() -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join("portals");
    fs::create_dir_all(&room).unwrap();
    room
}

/// Takes in where everything below `path` lies, how long it is and when it changed.
fn note(path: &Path, state: &mut DefaultHasher) {
    let about = fs::metadata(path).unwrap();
    path.hash(state);
    if about.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| note(entry, state));
    } else {
        (about.len(), about.modified().unwrap()).hash(state);
    }
}

fn remove_old() {
    let is_site =
        |path: &Path| path.file_name().and_then(OsStr::to_str).is_some_and(|name| name != "secrets");
    for entry in fs::read_dir(room()).unwrap().flatten() {
        let changed = entry.metadata().and_then(|about| about.modified());
        let is_old = changed.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > KEPT));
        if is_old && is_site(&entry.path()) {
            // Whoever else removes it at this moment does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
