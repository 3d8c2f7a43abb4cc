//! The versions of one lesson's text.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, web as actix};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::super::versions;
use super::super::views::{ListVersions, ShowVersion};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{self, Flash, Page, Respond, Viewer};

pub(super) fn routes(cfg: &mut actix::ServiceConfig) {
    use actix_web::web;
    cfg.route(
        "/courses/{course}/lessons/{lesson}/versions",
        web::get().to(list_versions),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/versions/{number}",
        web::get().to(show_version),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/versions/{number}/restoration",
        web::post().to(restore_version),
    );
}

#[derive(Deserialize)]
struct Before {
    before: Option<i32>,
}

async fn list_versions(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    place: Query<Before>,
) -> Result<HttpResponse> {
    let ((course, lesson), before) = (path.into_inner(), place.before.unwrap_or(i32::MAX));
    let listed = app
        .db
        .run(move |conn| versions::list(conn, &viewer, course, lesson, before))
        .await?;
    web::html(&ListVersions::new(page, listed))
}

#[derive(Deserialize)]
struct Against {
    /// `newest`; otherwise the version before.
    #[serde(default)]
    against: String,
}

async fn show_version(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i32)>,
    query: Query<Against>,
) -> Result<HttpResponse> {
    let (course, lesson, number) = path.into_inner();
    let with_newest = query.against == "newest";
    let compared = app
        .db
        .run(move |conn| versions::compare(conn, &viewer, (course, lesson), number, with_newest))
        .await?;
    web::html(&ShowVersion::new(page, compared, with_newest))
}

async fn restore_version(
    app: App,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i32)>,
) -> Result<HttpResponse> {
    let ((course, lesson, number), l) = (path.into_inner(), viewer.locale.loader());
    app.db
        .run(move |conn| versions::restore(conn, &viewer, course, lesson, number))
        .await?;
    let told = Flash::success(fl!(l, "versions-restored", number = number));
    Ok(web::see_other(&format!("/courses/{course}/lessons/{lesson}/versions")).with_flash(told))
}
