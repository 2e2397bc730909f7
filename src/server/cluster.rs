//! The server's own private PostgreSQL, for when no `DATABASE_URL` is set: the installed binaries, a Unix socket in a
//! short folder of its own, no TCP port (DECISIONS A1.1, A3.32, B1). Whoever takes the lock on the data folder starts
//! it and stops it; others join.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

/// How long a start may take: an orphan of a crashed cluster ends with its statement, after 30 seconds at most.
const START_AT_MOST: Duration = Duration::from_secs(35);

/// A running cluster. Stopped when dropped, if this process started it.
#[derive(Debug)]
pub struct Cluster {
    place: Place,
    started: Option<(Child, File)>,
}

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL is not installed: install it (Debian: apt install postgresql-15), or set DATABASE_URL to one of your own"
    )]
    NotInstalled,
    #[error("{what} {}: {source}", path.display())]
    File { what: &'static str, path: PathBuf, source: io::Error },
    #[error("{} is not ours alone, so no database socket can lie in it", .0.display())]
    SocketFolder(PathBuf),
    #[error("{program} failed: {said}")]
    Program { program: String, said: String },
    #[error("PostgreSQL did not become ready; its last words are in {}", .0.display())]
    NotReady(PathBuf),
}

/// Where a cluster lies and who runs it.
#[derive(Debug)]
struct Place {
    programs: PathBuf,
    data: PathBuf,
    cluster: PathBuf,
    sockets: PathBuf,
    as_root: bool,
}

impl Cluster {
    /// Starts the cluster below `data_dir`, or joins the one that another process of ours keeps there. Must be called
    /// on the main thread: the cluster ends with the thread that started it.
    pub fn open(data_dir: &Path, cluster_dir: Option<&Path>) -> Result<Self, ClusterError> {
        let place = Place::find(data_dir, cluster_dir)?;
        let lock_path = place.data.join("cluster.lock");
        let lock = File::create(&lock_path).map_err(failed("cannot write", &lock_path))?;
        let started = match lock.try_lock() {
            Ok(()) => Some((place.start()?, lock)),
            Err(TryLockError::WouldBlock) => {
                place.wait_until_ready(None)?;
                None
            }
            Err(TryLockError::Error(source)) => return Err(failed("cannot lock", &lock_path)(source)),
        };
        let cluster = Self { place, started };
        if cluster.started.is_some() {
            cluster.place.make_roles_and_database()?;
        }
        Ok(cluster)
    }

    /// The runtime role's address.
    pub fn runtime_url(&self) -> String {
        self.place.url("aldia_app")
    }

    /// The owner's address, for migrations.
    pub fn owner_url(&self) -> String {
        self.place.url("aldia_owner")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let Some((mut child, _lock)) = self.started.take() else { return };
        let mut stop = self.place.program("pg_ctl");
        stop.args(["stop", "--silent", "--mode=fast", "--wait", "--timeout=20", "-D"])
            .arg(&self.place.cluster);
        if let Err(error) = run(stop) {
            tracing::warn!(%error, "the private cluster did not stop when asked");
        }
        // It has ended or will with this process, whose death it is told of.
        let _ = child.wait();
    }
}

impl Place {
    fn find(data_dir: &Path, cluster_dir: Option<&Path>) -> Result<Self, ClusterError> {
        let programs = installed_programs().ok_or(ClusterError::NotInstalled)?;
        fs::create_dir_all(data_dir).map_err(failed("cannot make", data_dir))?;
        let data = data_dir.canonicalize().map_err(failed("cannot find", data_dir))?;
        let uid = fs::metadata("/proc/self").map_err(failed("cannot read", Path::new("/proc/self")))?.uid();
        let as_root = uid == 0;
        let short = &hex::encode(Sha256::digest(data.as_os_str().as_encoded_bytes()))[..12];
        let cluster = match cluster_dir {
            Some(folder) => folder.to_owned(),
            // The cluster's user cannot look into root's folders.
            None if as_root => Path::new("/var/lib/aldia").join(short),
            None => data.join("postgres"),
        };
        let sockets = if as_root {
            PathBuf::from(format!("/run/aldia-{short}"))
        } else if let Some(runtime) = std::env::var_os("XDG_RUNTIME_DIR") {
            Path::new(&runtime).join(format!("aldia-{short}"))
        } else {
            std::env::temp_dir().join(format!("aldia-{uid}-{short}"))
        };
        Ok(Self { programs, data, cluster, sockets, as_root })
    }

    fn url(&self, role: &str) -> String {
        format!("postgres://{role}@localhost/aldia?host={}", self.sockets.display())
    }

    fn log(&self) -> PathBuf {
        self.data.join("postgres.log")
    }

    fn start(&self) -> Result<Child, ClusterError> {
        self.make_folders()?;
        if !self.cluster.join("PG_VERSION").exists() {
            let mut initdb = self.program("initdb");
            initdb.args([
                "--username=postgres",
                "--auth=peer",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                "-D",
            ]);
            run({
                initdb.arg(&self.cluster);
                initdb
            })?;
        }
        self.let_only_us_in()?;
        self.end_orphans()?;
        let deadline = Instant::now() + START_AT_MOST;
        loop {
            let mut child = self.spawn()?;
            match self.wait_until_ready(Some(&mut child)) {
                Ok(()) => return Ok(child),
                // A backend of a crashed cluster may still hold its memory until its statement times out.
                Err(_) if Instant::now() < deadline => thread::sleep(Duration::from_secs(1)),
                Err(error) => return Err(error),
            }
        }
    }

    fn make_folders(&self) -> Result<(), ClusterError> {
        for folder in [&self.cluster, &self.sockets] {
            if self.as_root {
                let mut install = Command::new("install");
                install.args(["-d", "-o", "postgres", "-g", "postgres", "-m", "0700"]).arg(folder);
                run(install)?;
            } else {
                fs::DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(folder)
                    .map_err(failed("cannot make", folder))?;
            }
        }
        let sockets = fs::symlink_metadata(&self.sockets).map_err(failed("cannot read", &self.sockets))?;
        let owner = fs::metadata(&self.cluster).map_err(failed("cannot read", &self.cluster))?.uid();
        if !sockets.is_dir() || sockets.mode() & 0o077 != 0 || sockets.uid() != owner {
            return Err(ClusterError::SocketFolder(self.sockets.clone()));
        }
        Ok(())
    }

    /// Only the user that runs this server may connect, as one of the three roles.
    fn let_only_us_in(&self) -> Result<(), ClusterError> {
        let us = user_name()?;
        let map: String =
            ["aldia_app", "aldia_owner", "postgres"].map(|role| format!("aldia {us} {role}\n")).concat();
        for (file, content) in
            [("pg_hba.conf", "local all all peer map=aldia\n"), ("pg_ident.conf", map.as_str())]
        {
            let path = self.cluster.join(file);
            // Written in place, so that the file keeps its owner.
            File::options()
                .write(true)
                .truncate(true)
                .open(&path)
                .and_then(|mut file| file.write_all(content.as_bytes()))
                .map_err(failed("cannot write", &path))?;
        }
        Ok(())
    }

    /// Ends what a crash left behind: we hold the lock, so no living server owns this cluster. A lock file whose
    /// process is another program by now is removed, for PostgreSQL would believe it.
    fn end_orphans(&self) -> Result<(), ClusterError> {
        let orphans = processes_in(&self.cluster);
        if !orphans.is_empty() {
            let mut stop = self.program("pg_ctl");
            stop.args(["stop", "--silent", "--mode=immediate", "--wait", "--timeout=5", "-D"])
                .arg(&self.cluster);
            if run(stop).is_err() {
                // Its postmaster is gone; what is left ends one by one.
                for process in processes_in(&self.cluster) {
                    let mut kill = self.program("pg_ctl");
                    kill.args(["kill", "TERM", &process.to_string()]);
                    let _ = run(kill);
                }
            }
        }
        let pid_file = self.cluster.join("postmaster.pid");
        if processes_in(&self.cluster).is_empty() && pid_file.exists() {
            fs::remove_file(&pid_file).map_err(failed("cannot remove", &pid_file))?;
        }
        Ok(())
    }

    fn spawn(&self) -> Result<Child, ClusterError> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .map_err(failed("cannot write", &self.log()))?;
        let errors = log.try_clone().map_err(failed("cannot write", &self.log()))?;
        let mut postgres = self.program_with("postgres", &["--pdeathsig", "INT"]);
        postgres.arg("-D").arg(&self.cluster).arg("-k").arg(&self.sockets);
        for setting in
            ["listen_addresses=", "unix_socket_permissions=0700", "log_lock_waits=on", "max_connections=100"]
        {
            postgres.args(["-c", setting]);
        }
        // A process group of its own: Ctrl-C reaches us alone, and we stop it once the requests in hand are answered.
        postgres.process_group(0).stdin(Stdio::null()).stdout(log).stderr(errors);
        postgres
            .spawn()
            .map_err(|error| ClusterError::Program { program: "postgres".into(), said: error.to_string() })
    }

    fn wait_until_ready(&self, mut child: Option<&mut Child>) -> Result<(), ClusterError> {
        let deadline = Instant::now() + START_AT_MOST;
        while Instant::now() < deadline {
            let mut ask = Command::new(self.programs.join("pg_isready"));
            ask.arg("--quiet").arg("--host").arg(&self.sockets).current_dir("/");
            if ask.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if let Some(child) = child.as_deref_mut()
                && matches!(child.try_wait(), Ok(Some(_)))
            {
                break;
            }
            thread::sleep(Duration::from_millis(25));
        }
        Err(ClusterError::NotReady(self.log()))
    }

    /// Roles belong to the cluster, not to a migration. The runtime role can neither own a table nor bypass a policy.
    fn make_roles_and_database(&self) -> Result<(), ClusterError> {
        const SQL: &str = "
            select format('create role %s', wanted.role) from (values
                ('aldia_owner', 'aldia_owner login createdb'),
                ('aldia_runtime', 'aldia_runtime nologin'),
                ('aldia_app', 'aldia_app login in role aldia_runtime')) as wanted (name, role)
              where not exists (select from pg_roles where rolname = wanted.name) \\gexec
            alter role aldia_app set statement_timeout = '30s';
            alter role aldia_app set lock_timeout = '5s';
            alter role aldia_app set idle_in_transaction_session_timeout = '30s';
            select 'create database aldia owner aldia_owner' where not exists (select from pg_database where datname = 'aldia') \\gexec
        ";
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args([
            "--quiet",
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            "--username=postgres",
            "--dbname=postgres",
            "--host",
        ]);
        psql.arg(&self.sockets)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let failed = |said: String| ClusterError::Program { program: "psql".into(), said };
        let mut child = psql.spawn().map_err(|error| failed(error.to_string()))?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(SQL.as_bytes()).map_err(|error| failed(error.to_string()))?;
        }
        let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            Ok(())
        } else {
            Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()))
        }
    }

    fn program(&self, name: &str) -> Command {
        self.program_with(name, &[])
    }

    /// One of PostgreSQL's programs, run as its own user when we are root, since it refuses to run as root.
    fn program_with(&self, name: &str, setpriv: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command.args(setpriv);
        if self.as_root {
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        command.arg("--").arg(self.programs.join(name)).current_dir("/");
        command
    }
}

/// The newest PostgreSQL that is installed.
fn installed_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs).or_else(|| {
        std::env::split_paths(&std::env::var_os("PATH")?)
            .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
    })
}

fn user_name() -> Result<String, ClusterError> {
    let output = Command::new("id")
        .arg("-un")
        .output()
        .map_err(|error| ClusterError::Program { program: "id".into(), said: error.to_string() })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Every process that works in this folder: a postmaster and all its backends do.
fn processes_in(folder: &Path) -> Vec<u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process: &u32| fs::read_link(format!("/proc/{process}/cwd")).is_ok_and(|cwd| cwd == folder))
        .collect()
}

fn run(mut command: Command) -> Result<(), ClusterError> {
    let program = format!("{command:?}");
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| ClusterError::Program { program: program.clone(), said: error.to_string() })?;
    if output.status.success() {
        return Ok(());
    }
    Err(ClusterError::Program { program, said: String::from_utf8_lossy(&output.stderr).trim().to_owned() })
}

fn failed(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    let path = path.to_owned();
    move |source| ClusterError::File { what, path, source }
}
