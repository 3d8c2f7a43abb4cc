//! The page of the search.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Query;
use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use super::queries::{self, Wanted};
use super::views::{Asked, Search};
use crate::chat::{archive, unread};
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub(in crate::chat) async fn search_messages(
    app: App,
    page: Page,
    viewer: Viewer,
    Query(fields): Query<HashMap<String, String>>,
) -> Result<HttpResponse> {
    app.limits.searches.take(viewer.id)?;
    let asked = Asked::of(&fields);
    let wanted = wanted(&asked, page.time_zone());
    let look = move |conn: &mut _| {
        let own = queries::searched(conn, &viewer, &wanted)?;
        let found = queries::find(conn, &own, &wanted)?;
        let archived = archive::found(conn, &own, &wanted, queries::to_beat(&found))?;
        Ok((unread::list(conn, &viewer, None)?, found, archived))
    };
    let (list, found, archived) = app.db.run(look).await?;
    let found = queries::together(found, archived.load(&app).await?, &asked.q);
    html(&Search::new(page, asked, list, found))
}

/// What can't be read narrows nothing: an address that somebody has passed on still finds something.
fn wanted(asked: &Asked, zone: Tz) -> Wanted {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let author = asked.from.trim();
    Wanted {
        words: asked.q.clone(),
        room: asked.room.parse().ok(),
        author: (!author.is_empty()).then(|| author.to_owned()),
        since: day(&asked.since).and_then(|day| beginning(day, zone)),
        until: day(&asked.until)
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .and_then(|day| beginning(day, zone)),
        has_file: asked.has_file,
    }
}

fn beginning(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    let local = zone.from_local_datetime(&midnight).earliest()?;
    Some(local.with_timezone(&Utc))
}
