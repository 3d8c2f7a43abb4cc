//! `/courses/{course}/gradebook/items/{item}/learners/{user}`: a page, or the form alone for the grade book.

use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;

use super::saving::{self, GradeForm};
use super::views::{GradeFormPart, GradeSaved, ShowGrade};
use super::{Cell, GradePath};
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html, html_with, is_htmx, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/gradebook/items/{item:\d+}/learners/{user:\d+}",
        web::get().to(show_grade),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/items/{item:\d+}/learners/{user:\d+}",
        web::post().to(update_grade),
    );
}

async fn show_grade(
    app: App,
    request: HttpRequest,
    page: Page,
    viewer: Viewer,
    path: Path<GradePath>,
) -> Result<HttpResponse> {
    let cell = find(&app, viewer, path.into_inner()).await?;
    show(&request, page, cell, None, Reply::ok())
}

async fn update_grade(
    app: App,
    request: HttpRequest,
    page: Page,
    viewer: Viewer,
    path: Path<GradePath>,
    Form(form): Form<GradeForm>,
) -> Result<HttpResponse> {
    let (path, typed, asker) = (path.into_inner(), form.clone(), viewer.clone());
    let saving = move |conn: &mut _| saving::save(conn, &asker, path, &form);
    let saved = Reply::sort(app.db.run(saving).await, "")?;
    let cell = find(&app, viewer, path).await?;
    match saved {
        Ok(()) => saved_as(&request, page, cell),
        Err(reply) => show(&request, page, cell, Some(typed), reply),
    }
}

async fn find(app: &App, viewer: Viewer, path: GradePath) -> Result<Cell> {
    app.db
        .run(move |conn| Cell::find(conn, &viewer, path))
        .await
}

fn show(
    request: &HttpRequest,
    page: Page,
    cell: Cell,
    typed: Option<GradeForm>,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let part = GradeFormPart::new(&page, cell, typed, reply);
    match is_htmx(request) {
        true => html_with(status, &part),
        false => html_with(status, &ShowGrade::new(page, part)),
    }
}

fn saved_as(request: &HttpRequest, page: Page, cell: Cell) -> Result<HttpResponse> {
    if is_htmx(request) {
        return html(&GradeSaved::new(&page, cell));
    }
    let flash = Flash::success(fl!(page.l, "gradebook-grade-saved"));
    Ok(see_other(&cell.item.grade_path(cell.learner.id)).with_flash(flash))
}
