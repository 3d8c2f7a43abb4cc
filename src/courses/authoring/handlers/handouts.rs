//! The handouts of one lesson.

use actix_web::HttpResponse;
use actix_web::web::{Path, ServiceConfig, post};
use i18n_embed_fl::fl;

use super::super::handouts;
use super::super::reply::Reply;
use super::lessons::{NOTHING, show};
use super::outline::StepForm;
use crate::courses::handouts::HandoutId;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{self, Flash, Form, Page, Respond, Viewer};

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
    match Reply::sort(added.map_err(at_the_field), "handouts")? {
        Ok(count) => Ok(back(course, lesson).with_flash(Flash::success(fl!(
            page.l,
            "handouts-stored",
            count = count
        )))),
        Err(reply) => show(app, page, viewer, (course, lesson), NOTHING, reply).await,
    }
}

/// The page has another form with a file; this one's is named otherwise.
fn at_the_field(error: AppError) -> AppError {
    match error {
        AppError::Invalid(errors) => AppError::Invalid(errors.at("handouts")),
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
    Ok(back(course, lesson))
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
    Ok(back(course, lesson).with_flash(Flash::success(fl!(page.l, "handouts-deleted"))))
}

fn back(course: CourseId, lesson: LessonId) -> HttpResponse {
    web::see_other(&format!(
        "/courses/{course}/lessons/{lesson}/edit#handouts-part"
    ))
}
