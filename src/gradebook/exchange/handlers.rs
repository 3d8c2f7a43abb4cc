//! `/courses/{course}/gradebook.csv` and `/courses/{course}/gradebook/imports`.

use actix_web::web::{Path, Query, ServiceConfig};
use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{Preview, ShowImport};
use super::{applying, export, plan};
use crate::courses::{self, CourseId};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::storage::{self, UploadBody};
use crate::web::{Flash, Page, Reply, Respond, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/gradebook.csv",
        web::get().to(export_book),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/imports",
        web::get().to(new_import),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/imports",
        web::post().to(create_import),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/imports/{import:\d+}",
        web::get().to(show_import),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/imports/{import:\d+}/application",
        web::post().to(apply_import),
    );
}

async fn export_book(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    let (id, l) = (*course, page.l);
    let write = move |conn: &mut _| export::write(conn, &viewer, id, l);
    let name = format!("{}-{id}", fl!(l, "gradebook-title"));
    Ok(csv::download(&name, app.db.run(write).await?))
}

async fn new_import(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    show_form(app, page, viewer, *course, Reply::ok()).await
}

async fn create_import(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let id = *course;
    let may =
        move |conn: &mut PgConnection, asker: &Viewer| courses::staffed(conn, asker, id).map(drop);
    let make = move |conn: &mut PgConnection, asker: &Viewer, table: &[u8]| {
        plan::make(conn, asker, id, table)
    };
    let made = storage::receive_table(&app, &viewer, body, may, make).await;
    match Reply::sort(made, "file")? {
        Ok(id) => Ok(see_other(&format!(
            "/courses/{course}/gradebook/imports/{id}"
        ))),
        Err(reply) => show_form(app, page, viewer, *course, reply).await,
    }
}

async fn show_form(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    reply: Reply,
) -> Result<HttpResponse> {
    let find = move |conn: &mut _| courses::staffed(conn, &viewer, course);
    let (course, _) = app.db.run(find).await?;
    html_with(reply.status, &ShowImport::form(page, course, reply.errors))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct From {
    after: String,
}

async fn show_import(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, plan::ImportId)>,
    Query(from): Query<From>,
) -> Result<HttpResponse> {
    let after = from.after.parse().unwrap_or(0);
    let find = move |conn: &mut _| Preview::find(conn, &viewer, path.into_inner(), after);
    let (course, preview) = app.db.run(find).await?;
    html(&ShowImport::preview(page, course, preview))
}

async fn apply_import(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, plan::ImportId)>,
) -> Result<HttpResponse> {
    let ((course, id), asker) = (path.into_inner(), viewer.clone());
    let apply = move |conn: &mut _| applying::apply(conn, &asker, course, id);
    match Reply::sort(app.db.run(apply).await, "file")? {
        Ok(count) => {
            let told = Flash::success(fl!(page.l, "gradebook-import-done", count = count));
            Ok(see_other(&format!("/courses/{course}/gradebook")).with_flash(told))
        }
        Err(reply) => show_form(app, page, viewer, course, reply).await,
    }
}
