//! The whole site in one file and back (row R27): taken while people write, refused where it would overwrite something.

mod command;
mod to_the_minute;
mod under_load;

use std::path::Path;
use std::process::{Command, Output};

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

/// Runs the program's own command beside whatever else runs on this database and folder.
fn lectern(database: &str, data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lectern"))
        .args(arguments)
        .env("DATABASE_URL", database)
        .env("LECTERN_DATA", data)
        .env("LECTERN_LOG", "warn")
        .env_remove("LECTERN_SECRET")
        .output()
        .expect("lectern runs")
}

fn words(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}", words(output));
    words(output)
}

fn texts(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        t: String,
    }
    let rows: Vec<Row> = sql_query(sql).load(conn).expect(sql);
    rows.into_iter().map(|row| row.t).collect()
}

/// The tables of the database, whatever they are.
fn tables(conn: &mut PgConnection) -> usize {
    texts(
        conn,
        "SELECT relname::text AS t FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
    .len()
}
