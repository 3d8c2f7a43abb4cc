//! The page of all live classes, the dot in every page's header, and the classes of a course.

use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use serde::Deserialize;

use super::cursor::Cursor;
use super::queries;
use super::views::{Badge, OfCourse, Overview};
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live", web::get().to(list_rooms))
        .route("/live/badge", web::get().to(show_badge))
        .route("/live/courses/{course}", web::get().to(list_course_rooms));
}

#[derive(Deserialize)]
struct Place {
    planned_after: Option<Cursor>,
    replays_before: Option<Cursor>,
}

async fn list_rooms(app: App, page: Page, place: web::Query<Place>) -> Result<HttpResponse> {
    let load = move |conn: &mut PgConnection| {
        Overview::load(conn, page, place.planned_after, place.replays_before)
    };
    html(&app.db.run(load).await?)
}

async fn show_badge(app: App, page: Page) -> Result<HttpResponse> {
    let viewer = page.viewer.clone();
    let is_on = app
        .db
        .run(move |conn| queries::is_anything_on(conn, viewer.as_ref()))
        .await?;
    html(&Badge { l: page.l, is_on })
}

/// A fragment: the page of a course loads it, as courses know no live classes.
async fn list_course_rooms(app: App, page: Page, course: web::Path<i64>) -> Result<HttpResponse> {
    let viewer = page.viewer.clone();
    let rooms = app
        .db
        .run(move |conn| queries::of_course(conn, viewer.as_ref(), *course))
        .await?;
    html(&OfCourse {
        l: page.l,
        page,
        rooms,
    })
}
