//! What the kernel knows of another process.

use std::process::ExitStatus;
use std::time::{Duration, Instant};

use tokio::process::Command;

use crate::stage::Outcome;

/// How often a running process is looked at. Its peak only ever grows, so little is missed at its end.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A process that has come to its end.
pub struct Finished {
    pub status: ExitStatus,
    pub took: Duration,
    /// The most memory that it had at once.
    pub peak_bytes: u64,
}

/// Runs a command to its end, watching its memory.
pub async fn run(mut command: Command) -> Outcome<Finished> {
    let began = Instant::now();
    let mut child = command.spawn()?;
    let id = child.id().unwrap_or_default();
    let mut peak_bytes = 0;
    let status = loop {
        peak_bytes = memory(id, "VmHWM:").unwrap_or(peak_bytes);
        tokio::select! {
            status = child.wait() => break status?,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    };
    Ok(Finished { status, took: began.elapsed(), peak_bytes })
}

/// The memory that a process has now, shared libraries included.
pub fn resident_bytes(id: u32) -> Outcome<u64> {
    memory(id, "VmRSS:").ok_or_else(|| "the process is gone".into())
}

fn memory(id: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}
