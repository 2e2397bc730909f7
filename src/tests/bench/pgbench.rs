//! PostgreSQL's own bench, for what can be said in SQL alone.

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use tokio::process::Command;

use crate::stage::Outcome;

/// How many times a second a script of `sql/` is gone through, by this many clients, this often in all.
pub async fn per_second(
    database: &str,
    script: &str,
    variables: &[(&str, u64)],
    clients: u64,
    times: u64,
) -> Outcome<u64> {
    let mut pgbench = Command::new("pgbench");
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
    pgbench.arg(format!("--client={clients}")).arg(format!("--transactions={}", times / clients));
    for (name, value) in variables {
        pgbench.arg(format!("--define={name}={value}"));
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/bench/sql").join(script);
    let began = Instant::now();
    let output = pgbench.arg("--file").arg(script).arg(database).stdin(Stdio::null()).output().await?;
    let took = began.elapsed().as_micros().max(1);
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || said.contains("aborted") {
        return Err(format!("pgbench: {}", said.lines().take(5).collect::<Vec<_>>().join(" ")).into());
    }
    Ok(u64::try_from(u128::from(times) * 1_000_000 / took)?)
}
