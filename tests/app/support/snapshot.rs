//! What stands in the database, to see whether something has changed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::TestApp;

/// Rows and a hash of their content, by table. Sessions and jobs are left out: they change by themselves.
#[derive(Debug, PartialEq)]
pub struct Snapshot(BTreeMap<String, (i64, String)>);

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Content {
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Text)]
    hash: String,
}

impl Snapshot {
    pub fn of(app: &TestApp) -> Snapshot {
        let mut conn = app.database();
        let tables: Vec<Table> = sql_query(
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
             AND tablename NOT IN ('sessions', 'jobs', 'job_schedules', '__diesel_schema_migrations')",
        )
        .load(&mut conn)
        .expect("the tables");
        let contents = tables.into_iter().map(|table| {
            let content: Content = sql_query(format!(
                "SELECT count(*) AS rows, coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS hash FROM {} t",
                table.name
            ))
            .get_result(&mut conn)
            .expect("the content of a table");
            (table.name, (content.rows, content.hash))
        });
        Snapshot(contents.collect())
    }

    /// The tables that differ.
    pub fn differences(&self, other: &Snapshot) -> Vec<String> {
        let differing = self
            .0
            .iter()
            .filter(|(name, content)| other.0.get(*name) != Some(content));
        differing.map(|(name, _)| name.clone()).collect()
    }
}
