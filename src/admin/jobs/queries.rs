//! What the page of jobs shows.

use diesel::pg::PgConnection;
use serde::Deserialize;

use crate::error::Result;
use crate::jobs::{self, DeadLetter, DeadLetterFilter, Kind};
use crate::web::Admin;
use crate::web::listing::{Listing, Sort};

/// Which failed jobs; all as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The kind of job; empty for all.
    pub job: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Filter {
    const PATH: &'static str = "/admin/jobs";
    const COLUMNS: &'static [Sort] = &[Sort::down("made")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("job", &self.job)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// The failed jobs that fit, in the order that is asked for.
pub fn failed(
    conn: &mut PgConnection,
    _: &Admin,
    asked: &Filter,
    limit: i64,
) -> Result<Vec<DeadLetter>> {
    let filter = DeadLetterFilter {
        job: asked.job.clone(),
        is_oldest_first: !asked.sort().is_descending,
        after: asked.after.parse().ok(),
    };
    jobs::dead_letters(conn, &filter, limit)
}

/// Those, and how each kind of job does.
pub fn both(
    conn: &mut PgConnection,
    admin: &Admin,
    asked: &Filter,
    limit: i64,
) -> Result<(Vec<DeadLetter>, Vec<Kind>)> {
    Ok((failed(conn, admin, asked, limit)?, jobs::kinds(conn)?))
}
