//! The subtitles of one lesson.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;

use super::super::reply::Reply;
use super::super::subtitles;
use super::lessons::{NOTHING, show};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{self, Flash, Page, Respond, Viewer};

pub(super) async fn replace_subtitles(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let stored = subtitles::replace(&app, &viewer, course, lesson, body).await;
    match Reply::sort(stored, "subtitles")? {
        Ok(()) => {
            Ok(back(course, lesson).with_flash(Flash::success(fl!(page.l, "subtitles-stored"))))
        }
        Err(reply) => show(app, page, viewer, (course, lesson), NOTHING, reply).await,
    }
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
    Ok(back(course, lesson).with_flash(Flash::success(fl!(page.l, "subtitles-deleted"))))
}

fn back(course: CourseId, lesson: LessonId) -> HttpResponse {
    web::see_other(&format!(
        "/courses/{course}/lessons/{lesson}/edit#subtitles-part"
    ))
}
