//! The addresses of setting up. Writes answer 303 to the page, or the page again with what to mend.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::extensions::{self, ExtensionForm};
use super::form::AssignmentForm;
use super::saving;
use super::views::{EditAssignment, Typed};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, UserId, Viewer, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/assignment/edit",
        web::get().to(edit_assignment),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/edit",
        web::post().to(update_assignment),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/extensions",
        web::post().to(create_extension),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/extensions/{person}/deletion",
        web::post().to(delete_extension),
    );
}

async fn edit_assignment(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    show(app, page, viewer, ids, Typed::Nothing, Reply::ok()).await
}

async fn update_assignment(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<AssignmentForm>,
) -> Result<HttpResponse> {
    let typed = Typed::Rules(Box::new(form.clone()));
    let ((course, lesson), by) = (path.into_inner(), viewer.clone());
    let save = move |conn: &mut PgConnection| saving::save(conn, &by, course, lesson, &form);
    answer(app, page, viewer, (course, lesson), typed, save).await
}

async fn create_extension(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<ExtensionForm>,
) -> Result<HttpResponse> {
    let typed = Typed::Extension(form.clone());
    let ((course, lesson), by) = (path.into_inner(), viewer.clone());
    let set = move |conn: &mut PgConnection| extensions::set(conn, &by, course, lesson, &form);
    answer(app, page, viewer, (course, lesson), typed, set).await
}

async fn delete_extension(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, UserId)>,
) -> Result<HttpResponse> {
    let ((course, lesson, person), by) = (path.into_inner(), viewer.clone());
    let remove =
        move |conn: &mut PgConnection| extensions::remove(conn, &by, course, lesson, person);
    answer(app, page, viewer, (course, lesson), Typed::Nothing, remove).await
}

/// Does the work and leads back to the page; what can be mended is shown in it.
async fn answer(
    app: App,
    page: Page,
    viewer: Viewer,
    (course, lesson): (CourseId, LessonId),
    typed: Typed,
    work: impl FnOnce(&mut PgConnection) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    match Reply::sort(app.db.run(work).await, "")? {
        Ok(()) => {
            let path = format!("/courses/{course}/lessons/{lesson}/assignment/edit");
            Ok(see_other(&path).with_flash(Flash::success(fl!(page.l, "assignments-saved"))))
        }
        Err(reply) => show(app, page, viewer, (course, lesson), typed, reply).await,
    }
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    ids: (CourseId, LessonId),
    typed: Typed,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let shown = app
        .db
        .run(move |conn| EditAssignment::load(conn, page, &viewer, ids, typed, reply.errors))
        .await?;
    html_with(status, &shown)
}
