//! The handouts of one lesson.

use actix_web::HttpResponse;
use actix_web::web::{Path, ServiceConfig, post};
use i18n_embed_fl::fl;

use super::super::handouts;
use super::lessons::{answer, back};
use super::outline::StepForm;
use crate::courses::handouts::HandoutId;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{Flash, Form, Page, Respond, Viewer};

/// Of the page, and its field.
const PART: &str = "handouts";

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/handouts",
        post().to(add_handouts),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/handouts/{handout}/position",
        post().to(move_handout),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/handouts/{handout}/deletion",
        post().to(delete_handout),
    );
}

async fn add_handouts(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let added = handouts::add(&app, &viewer, course, lesson, body).await;
    let l = page.l;
    let told = added
        .map(|count| fl!(l, "handouts-stored", count = count))
        .map_err(at_the_field);
    answer(app, page, viewer, (course, lesson), PART, told).await
}

/// The page has another form with a file; this one's is named otherwise.
fn at_the_field(error: AppError) -> AppError {
    match error {
        AppError::Invalid(errors) => AppError::Invalid(errors.at(PART)),
        other => other,
    }
}

async fn move_handout(
    app: App,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, HandoutId)>,
    Form(StepForm { direction }): Form<StepForm>,
) -> Result<HttpResponse> {
    let (course, lesson, handout) = path.into_inner();
    app.db
        .run(move |conn| handouts::shift(conn, &viewer, (course, lesson, handout), direction))
        .await?;
    Ok(back((course, lesson), PART))
}

async fn delete_handout(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, HandoutId)>,
) -> Result<HttpResponse> {
    let (course, lesson, handout) = path.into_inner();
    app.db
        .run(move |conn| handouts::remove(conn, &viewer, (course, lesson, handout)))
        .await?;
    let told = Flash::success(fl!(page.l, "handouts-deleted"));
    Ok(back((course, lesson), PART).with_flash(told))
}
