//! The shape of the program (DESIGN 3), held by reading its own source.

use std::fs;
use std::path::{Path, PathBuf};

/// One source file: its path below `src`, and its lines.
struct Source {
    path: String,
    lines: Vec<String>,
}

impl Source {
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap()
    }

    /// `model`, `store`, `pages`…: the file's own part, or the folder's that holds it.
    fn part(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs")
    }

    /// Everything below `crate::` that is imported or named, as (room, part).
    fn uses(&self) -> Vec<(String, String)> {
        let code = self.lines.iter().filter(|line| !line.trim_start().starts_with("//"));
        code.flat_map(|line| line.match_indices("crate::").map(|(at, found)| &line[at + found.len()..]))
            .map(|rest| {
                let path: String =
                    rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
                let mut names = path.split("::");
                (names.next().unwrap_or_default().to_owned(), names.next().unwrap_or_default().to_owned())
            })
            .collect()
    }
}

const PROGRAM: [&str; 5] = ["server", "app", "app.rs", "main.rs", "lib.rs"];

#[test]
fn rooms_depend_on_each_other_in_one_direction() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| !PROGRAM.contains(&source.room())) {
        for (room, part) in source.uses() {
            let why = match (source.room(), source.part()) {
                _ if matches!(room.as_str(), "server" | "app") => {
                    "only the program around the rooms sees the server"
                }
                ("kernel", _) if room != "kernel" && !macros(&room) => "the kernel knows no room",
                ("ui", _) if !matches!(room.as_str(), "ui" | "kernel") && !macros(&room) => {
                    "the design system knows no feature"
                }
                (own, _) if room != own && matches!(part.as_str(), "pages" | "actions" | "jobs") => {
                    "a room's pages, actions and jobs are its own"
                }
                (_, "model") if matches!(part.as_str(), "store" | "pages" | "actions" | "jobs") => {
                    "pure rules know no database and no page"
                }
                (_, "store") if matches!(part.as_str(), "pages" | "actions") => "the store knows no page",
                _ => continue,
            };
            broken.push(format!("{}: crate::{room}::{part}: {why}", source.path));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn what_is_compiled_for_whom_is_said_on_module_lines_only() {
    let mut broken = Vec::new();
    for source in sources() {
        for (at, line) in source
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.contains("cfg(") || line.contains("cfg_attr("))
        {
            let is_module_list = source.path == "lib.rs" || source.path.ends_with("mod.rs");
            let next = source.lines.get(at + 1).map(|next| next.trim_start()).unwrap_or_default();
            let is_module = [
                "mod ",
                "pub mod ",
                "pub(crate) mod ",
                "pub use ",
                "#[macro_use]",
                "pub fn hydrate",
                "#[wasm_bindgen",
                "use ",
            ]
            .iter()
            .any(|start| next.starts_with(start));
            if !(is_module_list && is_module) {
                broken.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_file_grows_beyond_what_one_reads_in_one_go() {
    const LINES_AT_MOST: usize = 450;
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines.len() > LINES_AT_MOST)
        .map(|source| format!("{}: {} lines", source.path, source.lines.len()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Macros are exported at the root of the crate and belong to the kernel.
fn macros(name: &str) -> bool {
    matches!(name, "words" | "row" | "for_each_id")
}

fn sources() -> Vec<Source> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("src");
    let mut found = Vec::new();
    gather(&root, &root, &mut found);
    found.retain(|source| source.room() != "tests");
    found
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let lines = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
            found.push(Source { path: path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), lines });
        }
    }
}
