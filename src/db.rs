//! The only door to Postgres: [`Db::run`] takes all the database work of a request as one closure.
//!
//! The closure runs on the blocking pool with one pooled connection and may not wait for anything else. A connection
//! that turns out to be dead is thrown away, so the pool heals after the database was away.

mod migrating;

use std::fmt::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use diesel::connection::{Connection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error as R2d2Error, Pool};
use diesel::{QueryResult, RunQueryDsl};
use prometheus::{Histogram, register_histogram};

use crate::error::{AppError, Result};
use crate::origin;

pub use migrating::{migrate, pending_migrations};

/// How long a request waits for a connection before it is told that the service is busy.
const POOL_WAIT: Duration = Duration::from_secs(2);

static WAIT: LazyLock<Histogram> = LazyLock::new(|| {
    register_histogram!(
        "lectern_database_wait_seconds",
        "Time until a connection to the database was to be had, or was not."
    )
    .expect("the name is used once")
});

/// How long a request waits for its work. Postgres ends a statement after 15 seconds, so what takes longer hears nothing
/// from it any more.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a connection notices that nobody is at its other end, unless the address says otherwise: by itself it would wait
/// for a quarter of an hour, and while it is made for ever. Of no meaning on a unix socket.
const NETWORK: [(&str, &str); 5] = [
    ("connect_timeout", "5"),
    ("tcp_user_timeout", "20000"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
];

#[derive(Clone)]
pub struct Db {
    pool: Pool<ConnectionManager<PgConnection>>,
}

impl Db {
    /// A pool over this database. Connections are made when they are first needed, so this does not fail while the
    /// database is away.
    pub fn new(url: &str, size: u32) -> Db {
        let pool = Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(POOL_WAIT)
            // A dead connection shows itself at its first use and is dropped then (see `run`); asking each one
            // beforehand would cost a round trip per request.
            .test_on_check_out(false)
            .connection_customizer(Box::new(SessionSettings))
            .build_unchecked(ConnectionManager::new(watchful(url)));
        Db { pool }
    }

    /// Runs the work with a connection on the blocking pool.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when no connection can be had within two seconds, when the database goes away
    /// under the work or does not answer for twenty seconds (then the work may still come through),
    /// [`AppError::Internal`] when the work panics; otherwise what the work returns.
    pub async fn run<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        match tokio::time::timeout(PATIENCE, self.run_patiently(work)).await {
            Ok(outcome) => outcome,
            Err(_) => {
                tracing::warn!("the database does not answer");
                Err(AppError::Unavailable)
            }
        }
    }

    /// The same for what may take as long as it takes, as at the start of the program.
    pub async fn run_patiently<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (pool, address) = (self.pool.clone(), origin::address());
        actix_web::web::block(move || origin::working_for(address, || run_on(&pool, work)))
            .await
            .map_err(|_| AppError::Internal(anyhow::anyhow!("the work panicked")))?
    }

    /// The same for callers that are on a blocking thread already.
    pub fn run_blocking<T>(&self, work: impl FnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
        run_on(&self.pool, work)
    }

    /// How many connections there are, and how many of them are idle.
    pub fn connections(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections, state.idle_connections)
    }
}

fn run_on<T>(
    pool: &Pool<ConnectionManager<PgConnection>>,
    work: impl FnOnce(&mut PgConnection) -> Result<T>,
) -> Result<T> {
    let asked = Instant::now();
    let got = pool.get();
    WAIT.observe(asked.elapsed().as_secs_f64());
    let mut conn = got.map_err(|_| AppError::Unavailable)?;
    let outcome = work(&mut conn);
    if matches!(outcome, Err(AppError::Unavailable)) {
        type Transactions = <PgConnection as Connection>::TransactionManager;
        Transactions::transaction_manager_status_mut(&mut *conn).set_in_error();
    }
    outcome
}

/// The address with the [`NETWORK`] settings that it does not have.
fn watchful(url: &str) -> String {
    let mut watchful = url.to_owned();
    for (name, value) in NETWORK {
        if !url.contains(&format!("{name}=")) {
            let mark = match (url.contains("://"), watchful.contains('?')) {
                (true, true) => '&',
                (true, false) => '?',
                (false, _) => ' ',
            };
            let _ = write!(watchful, "{mark}{name}={value}");
        }
    }
    watchful
}

#[derive(Debug)]
struct SessionSettings;

impl CustomizeConnection<PgConnection, R2d2Error> for SessionSettings {
    fn on_acquire(&self, conn: &mut PgConnection) -> Result<(), R2d2Error> {
        diesel::sql_query("SELECT set_config('statement_timeout', '15s', false), set_config('TimeZone', 'UTC', false)")
            .execute(conn)
            .map(|_| ())
            .map_err(R2d2Error::QueryError)
    }
}

/// What time it is by the one clock that everything that waits for a time goes by (row R23): this program's own may be off,
/// and those of its nodes differ. It goes on during a transaction, so that who waited for a lock is not measured by the time
/// at which they began to wait.
pub fn clock(conn: &mut PgConnection) -> QueryResult<DateTime<Utc>> {
    use diesel::{dsl::sql, sql_types::Timestamptz};
    diesel::select(sql::<Timestamptz>("clock_timestamp()")).get_result(conn)
}

/// Whether the database answers and knows this program's tables.
pub fn is_ready(conn: &mut PgConnection) -> QueryResult<()> {
    use crate::schema::users;
    use diesel::prelude::*;
    users::table
        .select(diesel::dsl::count_star())
        .limit(1)
        .execute(conn)
        .map(|_| ())
}

/// Sorts a boxed query by a column and then by the id, the way a [`Sort`](crate::web::listing::Sort) says, and has it begin
/// behind a place (`Some((value, id))`): `keyset!(rows, sort, place, "orders.amount": BigInt, "orders.id")`. The column is
/// SQL of the program's own. The two are compared as one row, so that an index on both is read from there on.
#[macro_export]
macro_rules! keyset {
    ($rows:expr, $sort:expr, $place:expr, $column:literal : $Type:ty, $id:literal) => {{
        use diesel::dsl::sql;
        use diesel::prelude::*;
        use diesel::sql_types::{BigInt, Bool};
        let (mark, way) = match $sort.is_descending {
            true => ("<", "DESC"),
            false => (">", "ASC"),
        };
        let order = format!(concat!($column, " {}, ", $id, " {}"), way, way);
        let rows = $rows.order(sql::<Bool>(&order));
        match $place {
            Some((value, id)) => {
                let pair = format!(concat!("(", $column, ", ", $id, ") {} ("), mark);
                let later = sql::<Bool>(&pair).bind::<$Type, _>(value).sql(", ");
                rows.filter(later.bind::<BigInt, _>(id).sql(")"))
            }
            None => rows,
        }
    }};
}

/// A Rust enum for a Postgres enum: `pg_enum! { pub enum Role : crate::schema::sql_types::UserRole { Student = "student" } }`.
/// The names are those of the database, of forms and of data attributes.
#[macro_export]
macro_rules! pg_enum {
    ($(#[$about:meta])* pub enum $Enum:ident : $Sql:path { $($(#[$doc:meta])* $Variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::deserialize::FromSqlRow, diesel::expression::AsExpression,
            serde::Serialize, serde::Deserialize)]
        #[diesel(sql_type = $Sql)]
        pub enum $Enum { $($(#[$doc])* #[serde(rename = $name)] $Variant),+ }

        impl $Enum {
            /// The name in the database and in forms.
            pub fn name(self) -> &'static str {
                match self { $($Enum::$Variant => $name),+ }
            }

            pub fn from_name(name: &str) -> Option<$Enum> {
                match name { $($name => Some($Enum::$Variant),)+ _ => None }
            }
        }

        impl diesel::serialize::ToSql<$Sql, diesel::pg::Pg> for $Enum {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                std::io::Write::write_all(out, self.name().as_bytes())?;
                Ok(diesel::serialize::IsNull::No)
            }
        }

        impl diesel::deserialize::FromSql<$Sql, diesel::pg::Pg> for $Enum {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<$Enum> {
                let name = std::str::from_utf8(bytes.as_bytes())?;
                $Enum::from_name(name).ok_or_else(|| format!("unknown value {name:?}").into())
            }
        }
    };
}
