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
struct Query {
    #[diesel(sql_type = Text)]
    sql: String,
}

#[derive(QueryableByName)]
struct Content {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Text)]
    hash: String,
}

impl Snapshot {
    pub fn of(app: &TestApp) -> Snapshot {
        let mut conn = app.database();
        let query: Query = sql_query(
            "SELECT string_agg(format(
                 'SELECT %L AS name, count(*) AS rows,
                      coalesce(md5(string_agg(t::text, $$,$$ ORDER BY t::text)), $$$$) AS hash FROM %I t',
                 tablename, tablename), ' UNION ALL ') AS sql
             FROM pg_tables WHERE schemaname = 'public'
                 AND tablename NOT IN ('sessions', 'jobs', 'job_schedules', '__diesel_schema_migrations')",
        )
        .get_result(&mut conn)
        .expect("the tables");
        let contents: Vec<Content> = sql_query(query.sql)
            .load(&mut conn)
            .expect("the content of the tables");
        let contents = contents.into_iter();
        Snapshot(
            contents
                .map(|table| (table.name, (table.rows, table.hash)))
                .collect(),
        )
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
