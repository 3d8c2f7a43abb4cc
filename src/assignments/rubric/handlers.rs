//! `/courses/{course}/lessons/{lesson}/assignment/rubric`.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};
use i18n_embed_fl::fl;

use super::form::RubricForm;
use super::saving;
use super::views::EditRubric;
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/assignment/rubric",
        web::get().to(edit_rubric),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/rubric",
        web::post().to(update_rubric),
    );
}

async fn edit_rubric(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    show(app, page, viewer, path.into_inner(), None, Reply::ok()).await
}

async fn update_rubric(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (ids, form) = (path.into_inner(), RubricForm::read(&fields));
    if let Some(form) = form.clone().acted() {
        return show(app, page, viewer, ids, Some(form), Reply::ok()).await;
    }
    let (by, typed) = (viewer.clone(), form.clone());
    let save = move |conn: &mut _| saving::save(conn, &by, ids, &form);
    match Reply::sort(app.db.run(save).await, "")? {
        Ok(()) => Ok(back(ids, fl!(page.l, "assignments-rubric-saved"))),
        Err(reply) => show(app, page, viewer, ids, Some(typed), reply).await,
    }
}

fn back((course, lesson): (CourseId, LessonId), told: String) -> HttpResponse {
    let path = format!("/courses/{course}/lessons/{lesson}/assignment/rubric");
    see_other(&path).with_flash(Flash::success(told))
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    ids: (CourseId, LessonId),
    typed: Option<RubricForm>,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let load = move |conn: &mut _| EditRubric::load(conn, page, &viewer, ids, typed, reply.errors);
    html_with(status, &app.db.run(load).await?)
}
