//! The addresses of marking.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Path, Query};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::by_hand::{self, MarksForm};
use super::list;
use super::regrade;
use super::views::{AttemptList, RegradePage};
use crate::courses::CourseId;
use crate::error::{AppError, Result};
use crate::quizzes::questions::QuestionId;
use crate::quizzes::quiz::{Quiz, QuizId};
use crate::quizzes::review;
use crate::quizzes::taking::AttemptId;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/quizzes/{quiz}/attempts",
        web::get().to(list_attempts),
    )
    .route(
        "/courses/{course}/quizzes/{quiz}/marking",
        web::get().to(show_next),
    )
    .route(
        "/courses/{course}/quizzes/{quiz}/regrade",
        web::get().to(show_regrade),
    )
    .route(
        "/courses/{course}/quizzes/{quiz}/regrade",
        web::post().to(create_regrade),
    )
    .route(
        "/attempts/{attempt}/answers/{place}/marks",
        web::post().to(mark_answer),
    );
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    show: String,
    before: Option<AttemptId>,
}

async fn list_attempts(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
    query: Query<Listing>,
) -> Result<HttpResponse> {
    let ((course, quiz), only) = (path.into_inner(), query.show == "waiting");
    let before = query.before;
    let shown = app
        .db
        .run(move |conn| AttemptList::load(conn, page, &viewer, (course, quiz), only, before))
        .await?;
    html(&shown)
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: AttemptId,
}

/// On to the next answer that waits for marks, or back to the list when there is none.
async fn show_next(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
    query: Query<After>,
) -> Result<HttpResponse> {
    let (course, quiz) = path.into_inner();
    let next = move |conn: &mut _| {
        let (_, quiz) = Quiz::of_staff(conn, &viewer, course, quiz)?;
        list::next_waiting(conn, quiz.id, query.after)
    };
    Ok(match app.db.run(next).await? {
        Some((attempt, place)) => see_other(&format!("/attempts/{attempt}#question-{place}")),
        None => see_other(&format!("/courses/{course}/quizzes/{quiz}/attempts"))
            .with_flash(Flash::success(fl!(page.l, "quizzes-marking-done"))),
    })
}

async fn mark_answer(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(AttemptId, i32)>,
    Form(form): Form<MarksForm>,
) -> Result<HttpResponse> {
    let ((attempt, place), by, typed) = (path.into_inner(), viewer.clone(), form.clone());
    let mark = move |conn: &mut _| by_hand::mark(conn, &by, attempt, place, &form);
    match app.db.run(mark).await {
        Err(AppError::Invalid(errors)) => {
            let shown = move |conn: &mut _| review::show_attempt(conn, page, &viewer, attempt);
            let shown = app.db.run(shown).await?;
            shown
                .with_marks_typed(place, typed, errors)
                .answer(StatusCode::UNPROCESSABLE_ENTITY)
        }
        marked => marked.map(|()| to_marked(&page, attempt, place)),
    }
}

fn to_marked(page: &Page, attempt: AttemptId, place: i32) -> HttpResponse {
    let told = Flash::success(fl!(page.l, "quizzes-marking-saved"));
    see_other(&format!("/attempts/{attempt}#question-{place}")).with_flash(told)
}

#[derive(Deserialize)]
struct Chosen {
    question: Option<QuestionId>,
}

async fn show_regrade(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
    query: Query<Chosen>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let shown = app
        .db
        .run(move |conn| RegradePage::load(conn, page, &viewer, ids, query.question))
        .await?;
    html(&shown)
}

#[derive(Deserialize)]
struct RegradeForm {
    question: QuestionId,
    /// The one that the dry run was made for.
    version: i32,
}

async fn create_regrade(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
    Form(form): Form<RegradeForm>,
) -> Result<HttpResponse> {
    let (course, quiz) = path.into_inner();
    let regrade = move |conn: &mut _| {
        let (_, quiz) = Quiz::managed(conn, &viewer, course, quiz)?;
        regrade::regrade(conn, &viewer, &quiz, form.question, form.version)
    };
    let changed = app.db.run(regrade).await?;
    let told = Flash::success(fl!(page.l, "quizzes-regraded", count = changed));
    Ok(see_other(&format!("/courses/{course}/quizzes/{quiz}/regrade")).with_flash(told))
}
