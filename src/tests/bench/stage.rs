//! Where the bench runs: a folder and a private cluster of its own, which leave nothing behind.

use std::error::Error;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use aldia::server::cluster::Cluster;
use aldia::server::database::Addresses;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

pub struct Stage {
    /// Small sizes, to see that everything works.
    pub quick: bool,
    root: PathBuf,
    cluster_folder: PathBuf,
    cluster: Option<Cluster>,
    owner: String,
    binary: PathBuf,
    site: PathBuf,
}

impl Stage {
    /// Starts the cluster. On the main thread, since it ends with the thread that started it.
    pub fn open() -> Outcome<Self> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let path = |name: &str, default: &str| variable(name).map_or(PathBuf::from(default), PathBuf::from);
        let binary = path("ALDIA_BENCH_BINARY", "target/release/aldia")
            .canonicalize()
            .map_err(|error| format!("the release is missing; `make bench` builds it ({error})"))?;
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{}", std::process::id()));
        fs::create_dir_all(&root)?;
        // What root owns PostgreSQL's user cannot look into (DECISIONS A1.1).
        let is_root = fs::metadata("/proc/self")?.uid() == 0;
        let cluster_folder = if is_root {
            PathBuf::from(format!("/var/lib/aldia/bench-{}", std::process::id()))
        } else {
            root.join("postgres")
        };
        let mut stage = Self {
            quick: variable("ALDIA_BENCH_QUICK").is_some(),
            root,
            cluster_folder,
            cluster: None,
            owner: String::new(),
            binary,
            site: path("ALDIA_SITE_DIR", "target/site").canonicalize().unwrap_or_default(),
        };
        let cluster = Cluster::open(&stage.root, Some(&stage.cluster_folder))?;
        stage.owner = cluster.owner_url();
        stage.cluster = Some(cluster);
        Ok(stage)
    }

    pub fn binary(&self) -> &Path {
        &self.binary
    }

    pub fn site(&self) -> &Path {
        &self.site
    }

    /// A file or folder that is gone when the bench is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A database's addresses for the server and for the owner of its tables.
    pub fn addresses(&self, database: &str) -> Addresses {
        let runtime = self.url("aldia_app", database);
        Addresses { runtime, owner: Some(self.url("aldia_owner", database)) }
    }

    /// A further database, migrated by the binary that is measured, and empty.
    pub async fn make_database(&self, name: &str) -> Outcome<()> {
        let owner = self.owner("aldia").await?;
        sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&owner).await?;
        owner.close().await;
        let output = self.aldia_on(name, &["migrate"]).output().await?;
        if !output.status.success() {
            return Err(format!("aldia migrate: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
        }
        Ok(())
    }

    /// Connections that see everything, to prepare and to look, never to measure.
    pub async fn owner(&self, database: &str) -> Outcome<PgPool> {
        Ok(PgPoolOptions::new().max_connections(4).connect(&self.url("aldia_owner", database)).await?)
    }

    /// `aldia` with these words, on this cluster, quiet, and without what else is set around us.
    pub fn aldia(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).env_clear().stdin(Stdio::null()).kill_on_drop(true);
        command.envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        command.env("ALDIA_DATA_DIR", &self.root).env("ALDIA_CLUSTER_DIR", &self.cluster_folder);
        command.env("ALDIA_SITE_DIR", &self.site);
        command
    }

    /// The same on a further database.
    pub fn aldia_on(&self, database: &str, words: &[&str]) -> Command {
        let addresses = self.addresses(database);
        let mut command = self.aldia(words);
        command.env("DATABASE_URL", &addresses.runtime);
        command.env("MIGRATE_DATABASE_URL", addresses.owner.unwrap_or_default());
        command
    }

    /// Runs a script of psql's in a database, in one transaction, as the superuser: COPY FROM refuses everybody else
    /// on tables with forced row-level security, the owner too (DECISIONS A1.6). Answers what it says.
    pub async fn psql(&self, database: &str, script: &str) -> Outcome<String> {
        let mut psql = Command::new("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"])
            .args(["--single-transaction", "--file=-"])
            .arg(self.url("postgres", database))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = psql.spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(script.as_bytes()).await?;
        }
        let output = child.wait_with_output().await?;
        if !output.status.success() {
            return Err(format!("psql: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    fn url(&self, role: &str, database: &str) -> String {
        self.owner
            .replace("//aldia_owner@", &format!("//{role}@"))
            .replace("/aldia?", &format!("/{database}?"))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.cluster.take();
        let sockets = self.owner.split_once("host=").map(|(_, folder)| PathBuf::from(folder));
        for folder in
            [Some(self.cluster_folder.clone()), sockets, Some(self.root.clone())].into_iter().flatten()
        {
            if let Err(error) = fs::remove_dir_all(&folder) {
                eprintln!("bench: {} is left behind: {error}", folder.display());
            }
        }
    }
}
