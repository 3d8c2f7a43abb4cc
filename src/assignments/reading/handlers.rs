//! The addresses of reading what was handed in.

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Query};
use serde::Deserialize;

use super::views::{SubmissionList, SubmissionPage};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, UserId, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/assignment/submissions",
        web::get().to(list_submissions),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/submissions/{submission}",
        web::get().to(show_submission),
    );
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    after: UserId,
}

async fn list_submissions(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    query: Query<Listing>,
) -> Result<HttpResponse> {
    let (ids, after) = (path.into_inner(), query.after);
    let shown = app
        .db
        .run(move |conn| SubmissionList::load(conn, page, &viewer, ids, after))
        .await?;
    html(&shown)
}

#[derive(Deserialize)]
struct Wanted {
    version: Option<i32>,
}

async fn show_submission(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i64)>,
    query: Query<Wanted>,
) -> Result<HttpResponse> {
    let (ids, version) = (path.into_inner(), query.version);
    let shown = app
        .db
        .run(move |conn| SubmissionPage::load(conn, page, &viewer, ids, version))
        .await?;
    html(&shown)
}
