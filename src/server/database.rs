//! Opening the database: where it lies, whether it is migrated, and whether the role we were given could step over
//! row-level security. If it could, the server does not start.

use std::time::Duration;

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection};

use crate::kernel::db::Db;
use crate::server::cluster::{Cluster, ClusterError};
use crate::server::config::{Config, Environment};

/// Every change of the schema, in the order it was made.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

const CONNECTIONS: u32 = 16;
const CONNECT_AT_MOST: Duration = Duration::from_secs(10);

/// Why the database cannot be used; one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error("the database does not answer: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the database could not be migrated: {0}")]
    Migrate(#[from] MigrateError),
    #[error(
        "DATABASE_URL signs in as {role}, {why}; row-level security would not hold. Use a login that is only a member of aldia_runtime"
    )]
    RoleTooStrong { role: String, why: &'static str },
    #[error("the database is not migrated to this version: run `aldia migrate` with MIGRATE_DATABASE_URL")]
    NotMigrated,
    #[error("MIGRATE_DATABASE_URL is not set: migrations need the owner role's address")]
    NoOwner,
    #[error("the database belongs to a {found} installation, and ALDIA_ENV is {wanted}")]
    OtherEnvironment { found: String, wanted: &'static str },
}

/// Where the database is to be found, by role.
#[derive(Clone, Debug)]
pub struct Addresses {
    pub runtime: String,
    pub owner: Option<String>,
}

impl Addresses {
    /// The operator's own database, or the private cluster, which is started or joined.
    pub fn open(config: &Config) -> Result<(Self, Option<Cluster>), DatabaseError> {
        if let Some(runtime) = config.database_url.clone() {
            return Ok((Self { runtime, owner: config.migrate_database_url.clone() }, None));
        }
        let cluster = Cluster::open(&config.data_dir, config.cluster_dir.as_deref())?;
        Ok((Self { runtime: cluster.runtime_url(), owner: Some(cluster.owner_url()) }, Some(cluster)))
    }

    /// Brings the schema to this version, as the owner.
    pub async fn migrate(&self) -> Result<(), DatabaseError> {
        let owner = self.owner.as_deref().ok_or(DatabaseError::NoOwner)?;
        let mut connection = PgConnection::connect(owner).await?;
        MIGRATIONS.run(&mut connection).await?;
        Ok(connection.close().await?)
    }

    /// Opens the pool for the runtime role, after making sure of the role, the schema and the environment.
    pub async fn connect(&self, environment: Environment) -> Result<Db, DatabaseError> {
        let options: PgConnectOptions = self.runtime.parse()?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECT_AT_MOST)
            .connect_with(options.application_name("aldia"))
            .await?;
        let mut connection = pool.acquire().await?;
        refuse_strong_role(&mut connection).await?;
        if !is_migrated(&mut connection).await? {
            return Err(DatabaseError::NotMigrated);
        }
        let found = sqlx::query_scalar!(r#"select found_installation($1) as "found!""#, environment.name())
            .fetch_one(&mut *connection)
            .await?;
        if found != environment.name() {
            return Err(DatabaseError::OtherEnvironment { found, wanted: environment.name() });
        }
        drop(connection);
        Ok(Db::new(pool))
    }
}

/// Refuses a login to which policies do not apply, or that could take them away.
pub async fn refuse_strong_role(connection: &mut PgConnection) -> Result<(), DatabaseError> {
    let found = sqlx::query!(
        r#"select current_user::text as "role!", rolsuper as "superuser!", rolbypassrls as "bypasses!",
             exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')
               and c.relnamespace = 'public'::regnamespace) as "owns!",
             exists (select from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
               and c.relowner <> r.oid and pg_has_role(r.oid, c.relowner, 'member')) as "inherits!"
           from pg_roles r where r.rolname = current_user"#
    )
    .fetch_one(connection)
    .await?;
    let why = if found.superuser {
        "who is a superuser"
    } else if found.bypasses {
        "who may bypass row-level security"
    } else if found.owns {
        "who owns tables"
    } else if found.inherits {
        "who is a member of the tables' owner"
    } else {
        return Ok(());
    };
    Err(DatabaseError::RoleTooStrong { role: found.role, why })
}

async fn is_migrated(connection: &mut PgConnection) -> Result<bool, DatabaseError> {
    let Ok(applied) = connection.list_applied_migrations("_sqlx_migrations").await else { return Ok(false) };
    Ok(MIGRATIONS.iter().all(|wanted| applied.iter().any(|found| found.version == wanted.version)))
}
