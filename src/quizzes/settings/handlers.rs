//! The addresses of setting up. Writes answer 303 to the page, or the page again with what to mend.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::accommodations::{self, AccommodationForm};
use super::form::QuizForm;

use super::saving;
use super::slots::{self, Direction, SlotForm};
use super::views::{EditQuiz, Typed};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, UserId, Viewer, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/quiz/edit",
        web::get().to(edit_quiz),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/edit",
        web::post().to(update_quiz),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/slots",
        web::post().to(create_slot),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/slots/{slot}",
        web::post().to(update_slot),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/slots/{slot}/position",
        web::post().to(move_slot),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/slots/{slot}/deletion",
        web::post().to(delete_slot),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/accommodations",
        web::post().to(create_accommodation),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/quiz/accommodations/{person}/deletion",
        web::post().to(delete_accommodation),
    );
}

async fn edit_quiz(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    show(
        app,
        page,
        viewer,
        path.into_inner(),
        Typed::Nothing,
        Reply::ok(),
    )
    .await
}

async fn update_quiz(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<QuizForm>,
) -> Result<HttpResponse> {
    let typed = Typed::Rules(form.clone());
    let (course, lesson) = path.into_inner();
    let by = viewer.clone();
    let save = move |conn: &mut PgConnection| saving::save(conn, &by, course, lesson, &form);
    answer(app, page, viewer, (course, lesson), typed, save).await
}

async fn create_slot(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<SlotForm>,
) -> Result<HttpResponse> {
    let typed = Typed::Slot(form.clone());
    let (course, lesson) = path.into_inner();
    let by = viewer.clone();
    let add = move |conn: &mut PgConnection| slots::add(conn, &by, course, lesson, &form);
    answer(app, page, viewer, (course, lesson), typed, add).await
}

async fn update_slot(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i64)>,
    Form(form): Form<SlotForm>,
) -> Result<HttpResponse> {
    let (course, lesson, slot) = path.into_inner();
    let typed = Typed::ChangedSlot(slot, form.clone());
    let by = viewer.clone();
    let change =
        move |conn: &mut PgConnection| slots::change(conn, &by, course, lesson, slot, &form);
    answer(app, page, viewer, (course, lesson), typed, change).await
}

#[derive(Deserialize)]
struct StepForm {
    direction: Direction,
}

async fn move_slot(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i64)>,
    Form(StepForm { direction }): Form<StepForm>,
) -> Result<HttpResponse> {
    let (course, lesson, slot) = path.into_inner();
    let by = viewer.clone();
    let shift =
        move |conn: &mut PgConnection| slots::shift(conn, &by, course, lesson, slot, direction);
    answer(app, page, viewer, (course, lesson), Typed::Nothing, shift).await
}

async fn delete_slot(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i64)>,
) -> Result<HttpResponse> {
    let (course, lesson, slot) = path.into_inner();
    let by = viewer.clone();
    let remove = move |conn: &mut PgConnection| slots::remove(conn, &by, course, lesson, slot);
    answer(app, page, viewer, (course, lesson), Typed::Nothing, remove).await
}

async fn create_accommodation(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<AccommodationForm>,
) -> Result<HttpResponse> {
    let typed = Typed::Accommodation(form.clone());
    let (course, lesson) = path.into_inner();
    let by = viewer.clone();
    let set = move |conn: &mut PgConnection| accommodations::set(conn, &by, course, lesson, &form);
    answer(app, page, viewer, (course, lesson), typed, set).await
}

async fn delete_accommodation(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, UserId)>,
) -> Result<HttpResponse> {
    let (course, lesson, person) = path.into_inner();
    let by = viewer.clone();
    let remove =
        move |conn: &mut PgConnection| accommodations::remove(conn, &by, course, lesson, person);
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
            let path = format!(
                "/courses/{course}/lessons/{lesson}/quiz/edit{}",
                typed.part()
            );
            Ok(see_other(&path).with_flash(Flash::success(fl!(page.l, "quizzes-saved"))))
        }
        Err(reply) => show(app, page, viewer, (course, lesson), typed, reply).await,
    }
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    (course, lesson): (CourseId, LessonId),
    typed: Typed,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let shown = app
        .db
        .run(move |conn| EditQuiz::load(conn, page, &viewer, course, lesson, typed, reply.errors))
        .await?;
    html_with(status, &shown)
}
