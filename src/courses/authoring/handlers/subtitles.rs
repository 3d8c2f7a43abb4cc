//! The subtitles of one lesson.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;

use super::super::subtitles;
use super::lessons::{answer, back};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{Flash, Page, Respond, Viewer};

/// Of the page, and its field.
const PART: &str = "subtitles";

pub(super) async fn replace_subtitles(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let stored = subtitles::replace(&app, &viewer, course, lesson, body).await;
    let l = page.l;
    let told = stored.map(|()| fl!(l, "subtitles-stored"));
    answer(app, page, viewer, (course, lesson), PART, told).await
}

pub(super) async fn delete_subtitles(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, String)>,
) -> Result<HttpResponse> {
    let (course, lesson, language) = path.into_inner();
    app.db
        .run(move |conn| subtitles::remove(conn, &viewer, course, lesson, &language))
        .await?;
    let told = Flash::success(fl!(page.l, "subtitles-deleted"));
    Ok(back((course, lesson), PART).with_flash(told))
}
