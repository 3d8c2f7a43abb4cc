//! `/courses/{course}/copy`.

use actix_web::HttpResponse;
use actix_web::web::{Path, ServiceConfig, get, post};
use diesel::Connection;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::views::CopyPage;
use crate::courses::{self, CopyForm, CourseId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Teacher, Viewer, html_with, see_other};
use crate::{assignments, gradebook, quizzes};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/courses/{course}/copy", get().to(new_copy))
        .route("/courses/{course}/copy", post().to(create_copy));
}

async fn new_copy(
    app: App,
    page: Page,
    Teacher(viewer): Teacher,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    show(app, page, viewer, *course, None, Reply::ok()).await
}

async fn create_copy(
    app: App,
    page: Page,
    Teacher(viewer): Teacher,
    course: Path<CourseId>,
    Form(form): Form<CopyForm>,
) -> Result<HttpResponse> {
    let (id, typed, asker) = (*course, form.clone(), viewer.clone());
    let copied = app.db.run(move |conn| copy(conn, &asker, id, &form)).await;
    match Reply::sort(copied, "title")? {
        Ok(made) => Ok(see_other(&format!("/courses/{made}/outline"))
            .with_flash(Flash::success(fl!(page.l, "copying-done")))),
        Err(reply) => show(app, page, viewer, id, Some(typed), reply).await,
    }
}

fn copy(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
    form: &CopyForm,
) -> Result<CourseId> {
    conn.transaction(|conn| {
        let copied = courses::copy(conn, viewer, id, form)?;
        let items = gradebook::copy(conn, &copied)?;
        quizzes::copy(conn, &copied, &items)?;
        assignments::copy(conn, &copied, &items)?;
        Ok(copied.to)
    })
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    id: CourseId,
    typed: Option<CopyForm>,
    reply: Reply,
) -> Result<HttpResponse> {
    let find = move |conn: &mut _| courses::managed(conn, &viewer, id);
    let course = app.db.run(find).await?;
    html_with(
        reply.status,
        &CopyPage::new(page, course, typed, reply.errors),
    )
}
