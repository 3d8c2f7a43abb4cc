//! `/courses/{course}/questions/import`, `/courses/{course}/questions/export` and the file itself.

use actix_web::http::header;
use actix_web::web::{Path, Query, ServiceConfig};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::export_page::ExportQuestions;
use super::exporting;
use super::import_page::ImportQuestions;
use super::importing::{self, Outcome};
use crate::courses::CourseId;
use crate::error::Result;
use crate::quizzes::bank::Asked;
use crate::state::App;
use crate::storage::{self, UploadBody};
use crate::web::{Flash, Page, Reply, Respond, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/questions/import",
        web::get().to(new_import),
    )
    .route(
        r"/courses/{course:\d+}/questions/import",
        web::post().to(create_import),
    )
    .route(
        r"/courses/{course:\d+}/questions/import/preview",
        web::post().to(preview_import),
    )
    .route(
        r"/courses/{course:\d+}/questions/export",
        web::get().to(show_export),
    )
    .route(
        r"/courses/{course:\d+}/questions.gift.txt",
        web::get().to(export_questions),
    );
}

async fn new_import(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    let load =
        move |conn: &mut _| ImportQuestions::load(conn, page, &viewer, *course, None, Reply::ok());
    html(&app.db.run(load).await?)
}

/// Shows what a file would bring; nothing is stored.
async fn preview_import(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let sent = importing::receive(&app, &viewer, *course, body).await;
    let (source, reply) = match Reply::sort(sent, "file")? {
        Ok(sent) => (Some(sent.source), Reply::ok()),
        Err(reply) => (None, reply),
    };
    show(app, page, viewer, *course, source, reply).await
}

async fn create_import(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let sent = importing::receive(&app, &viewer, *course, body).await?;
    let (by, course) = (viewer.clone(), *course);
    let source = sent.source.clone();
    let store = move |conn: &mut _| importing::store(conn, &by, course, &sent);
    let told = match app.db.run(store).await? {
        Outcome::Stored(count) => fl!(page.l, "gift-imported", count = count),
        Outcome::Before => fl!(page.l, "gift-imported-before"),
        Outcome::Broken => return show(app, page, viewer, course, Some(source), Reply::ok()).await,
    };
    let bank = format!("/courses/{course}/questions");
    Ok(see_other(&bank).with_flash(Flash::success(told)))
}

/// The form with what was sent, and below it what it would bring or what is wrong with it.
async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    source: Option<Vec<u8>>,
    reply: Reply,
) -> Result<HttpResponse> {
    let load =
        move |conn: &mut _| ImportQuestions::load(conn, page, &viewer, course, source, reply);
    let shown: ImportQuestions = app.db.run(load).await?;
    html_with(shown.status(), &shown)
}

async fn show_export(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| ExportQuestions::load(conn, page, &viewer, *course, asked);
    html(&app.db.run(load).await?)
}

async fn export_questions(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse> {
    let write = move |conn: &mut _| exporting::write(conn, page.l, &viewer, *course, &asked);
    let (name, file) = app.db.run(write).await?;
    let disposition = storage::disposition(false, &name);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(file))
}
