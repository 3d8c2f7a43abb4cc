//! The schema of this program, brought to the database at start.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::sql_types::{Bool, Text};
use diesel::{QueryableByName, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// Any number that only this program uses; it keeps two starting nodes from migrating at once.
const MIGRATION_LOCK: i64 = 0x6c65_6374_6572_6e00;

/// Brings the database up to this program's schema. Safe to call from several starting nodes: the second waits for
/// the first. Waits at most ten seconds for any lock, so a migration never blocks a busy table for long.
pub fn migrate(conn: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    take_migration_lock(conn)?;
    let applied = run_migrations(conn);
    // Back to what a request may have; the lock goes with the connection if this can't be said.
    conn.batch_execute(&format!(
        "SET lock_timeout = DEFAULT; SET statement_timeout = '15s'; SELECT pg_advisory_unlock({MIGRATION_LOCK})"
    ))?;
    applied
}

/// Asks again and again instead of waiting in the database: a waiting statement holds a snapshot, and an index that is
/// made concurrently waits for all of those.
fn take_migration_lock(conn: &mut PgConnection) -> anyhow::Result<()> {
    let taken = diesel::dsl::sql::<Bool>(&format!("pg_try_advisory_lock({MIGRATION_LOCK})"));
    while !diesel::select(taken.clone()).get_result::<bool>(conn)? {
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn run_migrations(conn: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    conn.batch_execute("SET lock_timeout = '10s'; SET statement_timeout = '1h'")?;
    drop_half_made_indexes(conn)?;
    conn.run_pending_migrations(MIGRATIONS)
        .map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|error| anyhow::anyhow!("migration failed: {error}"))
}

/// An index that was being made concurrently when its program was killed stays, of no use and in the way of its next
/// making.
fn drop_half_made_indexes(conn: &mut PgConnection) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Index {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let half_made: Vec<Index> = diesel::sql_query(
        "SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
         WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace",
    )
    .load(conn)?;
    for Index { name } in half_made {
        tracing::warn!(name, "an index was half made; it is made anew");
        conn.batch_execute(&format!("DROP INDEX CONCURRENTLY {name}"))?;
    }
    Ok(())
}

/// How many migrations the next start will apply.
pub fn pending_migrations(conn: &mut PgConnection) -> anyhow::Result<usize> {
    conn.pending_migrations(MIGRATIONS)
        .map(|pending| pending.len())
        .map_err(|error| anyhow::anyhow!("migrations can't be compared: {error}"))
}
