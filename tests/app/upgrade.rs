//! Migrations while others use the database (row R26): two starters, a busy table, a kill in the middle.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;

use crate::support::{Database, count};

/// One that locks a table, and one that makes an index concurrently.
const UNDONE: [&str; 2] = [
    "160502_find_audit_lines_by_time",
    "160503_suspend_for_a_time",
];

/// The longest that anybody waits for a lock, and some time for the machine.
const LIMIT: Duration = Duration::from_secs(14);

/// A database as the version before left it.
fn of_the_version_before() -> Database {
    let database = Database::create();
    let mut conn = database.connect();
    for name in UNDONE.iter().rev() {
        let down = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("migrations/2026-11-26-{name}/down.sql"));
        conn.batch_execute(&std::fs::read_to_string(down).unwrap())
            .expect(name);
        let version = format!("20261126{}", &name[..6]);
        let gone = sql_query(format!(
            "DELETE FROM __diesel_schema_migrations WHERE version = '{version}'"
        ));
        assert_eq!(gone.execute(&mut conn).unwrap(), 1, "{version}");
    }
    database
}

fn migrate(database: &Database, data: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("migrate")
        .env("DATABASE_URL", database.url())
        .env("LECTERN_DATA", data)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("lectern starts")
}

fn is_whole(database: &Database) -> bool {
    let mut conn = database.connect();
    let recorded = "SELECT count(*) AS n FROM __diesel_schema_migrations WHERE version IN ('20261126160502', '20261126160503')";
    let index = "SELECT count(*) AS n FROM pg_index WHERE indexrelid = to_regclass('audit_log_at_idx') AND indisvalid";
    let column = "SELECT count(*) AS n FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'suspended_until'";
    [(recorded, 2), (index, 1), (column, 1)]
        .iter()
        .all(|(sql, n)| count(&mut conn, sql) == *n)
}

/// Waits until the program's statement waits for somebody.
fn wait_until(conn: &mut PgConnection, what: &str, sql: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    while count(conn, sql) == 0 {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const AT_THE_LOCK: &str =
    "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query ILIKE '%ALTER TABLE users%'";

#[test]
fn of_two_that_start_at_once_one_migrates_and_the_other_waits_for_it() {
    let database = of_the_version_before();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let both = folders
        .each_ref()
        .map(|folder| migrate(&database, folder.path()));
    for child in both {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert!(is_whole(&database));
}

#[test]
fn a_migration_that_cannot_have_its_lock_gives_up_in_time_and_comes_through_later() {
    let (database, data) = (of_the_version_before(), tempfile::tempdir().unwrap());
    let (mut busy, mut other) = (database.connect(), database.connect());
    busy.batch_execute("BEGIN; SELECT id FROM users LIMIT 1")
        .unwrap();
    let (started, child) = (Instant::now(), migrate(&database, data.path()));
    wait_until(&mut other, "it waits for the lock", AT_THE_LOCK);
    let asked = Instant::now();
    count(&mut other, "SELECT count(*) AS n FROM users");
    assert!(
        asked.elapsed() < LIMIT,
        "who came after it waited {:?}",
        asked.elapsed()
    );
    let output = child.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && words.contains("lock timeout"),
        "{words}"
    );
    assert!(started.elapsed() < 2 * LIMIT);
    busy.batch_execute("ROLLBACK").unwrap();
    assert!(migrate(&database, data.path()).wait().unwrap().success());
    assert!(is_whole(&database));
}

#[test]
fn a_kill_in_the_middle_of_a_migration_leaves_one_that_the_next_start_completes() {
    let (database, data) = (of_the_version_before(), tempfile::tempdir().unwrap());
    let (mut busy, mut other) = (database.connect(), database.connect());
    // An index that is made concurrently waits for those who write to the table.
    busy.batch_execute(
        "BEGIN; INSERT INTO audit_log (action, subject_type, subject_id) VALUES ('x.y', 'x', '1')",
    )
    .unwrap();
    let mut killed = migrate(&database, data.path());
    let half = "SELECT count(*) AS n FROM pg_index WHERE indexrelid = to_regclass('audit_log_at_idx') AND NOT indisvalid";
    wait_until(&mut other, "the index is half made", half);
    killed.kill().unwrap();
    killed.wait().unwrap();
    count(
        &mut other,
        "SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
        WHERE datname = current_database() AND query ILIKE 'CREATE INDEX CONCURRENTLY%'",
    );
    assert!(!is_whole(&database));
    busy.batch_execute("COMMIT").unwrap();
    let output = migrate(&database, data.path()).wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(is_whole(&database));
}
