//! The addresses of taking a quiz.

use actix_web::http::StatusCode;
use actix_web::web::{self, Path, PayloadConfig};
use actix_web::{HttpRequest, HttpResponse};
use i18n_embed_fl::fl;
use serde_json::json;

use super::attempt::AttemptId;
use super::form::{Act, AttemptForm};
use super::overview::Overview;
use super::saving::{self, Saved};
use super::views::SubmissionPage;
use super::{files, start, submission};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::quizzes::quiz::QuizId;
use crate::quizzes::review;
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, is_htmx, see_other};

/// A page of essays: each of their characters may take nine bytes in a form.
const LONG_FORM: usize = 4 * 1024 * 1024;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/quiz",
        web::get().to(show_of_lesson),
    )
    .route("/courses/{course}/quizzes/{quiz}", web::get().to(show_quiz))
    .route(
        "/courses/{course}/quizzes/{quiz}/attempts",
        web::post().to(create_attempt),
    )
    .service(
        web::resource("/attempts/{attempt}")
            .app_data(PayloadConfig::new(LONG_FORM))
            .route(web::get().to(show_attempt))
            .route(web::post().to(save_attempt)),
    )
    .service(
        web::resource("/attempts/{attempt}/answers/{place}")
            .app_data(PayloadConfig::new(LONG_FORM))
            .route(web::post().to(save_answer)),
    )
    .route(
        "/attempts/{attempt}/answers/{place}/file",
        web::post().to(replace_file),
    )
    .route(
        "/attempts/{attempt}/submission",
        web::get().to(confirm_submission),
    )
    .route(
        "/attempts/{attempt}/submission",
        web::post().to(create_submission),
    );
}

async fn show_of_lesson(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let is_fragment = is_htmx(&request);
    let shown = app
        .db
        .run(move |conn| Overview::of_lesson(conn, page, &viewer, course, lesson))
        .await?;
    shown.answer(is_fragment)
}

async fn show_quiz(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
) -> Result<HttpResponse> {
    let (course, quiz) = path.into_inner();
    let shown = app
        .db
        .run(move |conn| Overview::of_quiz(conn, page, &viewer, course, quiz))
        .await?;
    shown.answer(false)
}

async fn create_attempt(
    app: App,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
) -> Result<HttpResponse> {
    let (course, quiz) = path.into_inner();
    let attempt = app
        .db
        .run(move |conn| start::start(conn, &viewer, course, quiz))
        .await?;
    Ok(see_other(&format!("/attempts/{attempt}")))
}

/// The questions while it is open; what is released of it afterwards, and to staff everything.
async fn show_attempt(
    app: App,
    page: Page,
    viewer: Viewer,
    attempt: Path<AttemptId>,
) -> Result<HttpResponse> {
    let shown = app
        .db
        .run(move |conn| review::show_attempt(conn, page, &viewer, *attempt))
        .await?;
    shown.answer(StatusCode::OK)
}

async fn save_attempt(
    app: App,
    page: Page,
    viewer: Viewer,
    attempt: Path<AttemptId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (id, form, by) = (*attempt, AttemptForm::read(fields)?, viewer.clone());
    let act = form.act;
    let work = move |conn: &mut _| saving::save_all(conn, &by, id, &form);
    match app.db.run(work).await? {
        Saved::Stored if act == Act::Save => {
            let told = Flash::success(fl!(page.l, "quizzes-answers-saved"));
            Ok(see_other(&act.leads_to(id)).with_flash(told))
        }
        Saved::Stored => Ok(see_other(&act.leads_to(id))),
        refused => show_refusal(app, page, viewer, id, refused).await,
    }
}

/// The page as it is stored now, with the words for what was not.
async fn show_refusal(
    app: App,
    page: Page,
    viewer: Viewer,
    attempt: AttemptId,
    refused: Saved,
) -> Result<HttpResponse> {
    let words = refused.words().in_(page.l);
    let shown = app
        .db
        .run(move |conn| review::show_attempt(conn, page, &viewer, attempt))
        .await?;
    shown.with_notice(words).answer(StatusCode::CONFLICT)
}

/// One answer by itself, as the page's script sends it. The answer is JSON: the number of the stored save, and words.
async fn save_answer(
    app: App,
    viewer: Viewer,
    path: Path<(AttemptId, i32)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let ((attempt, place), l) = (path.into_inner(), viewer.locale.loader());
    let form = AttemptForm::read(fields)?.only(place)?;
    let work = move |conn: &mut _| saving::save_all(conn, &viewer, attempt, &form);
    Ok(match app.db.run(work).await? {
        Saved::Stored => HttpResponse::Ok().json(json!({})),
        refused => HttpResponse::Conflict().json(json!({
            "words": refused.words().in_(l),
            "sequence": refused.sequence(),
            "isClosed": refused.is_closed(),
        })),
    })
}

async fn replace_file(
    app: App,
    viewer: Viewer,
    path: Path<(AttemptId, i32)>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let (attempt, place) = path.into_inner();
    files::replace(&app, &viewer, attempt, place, body).await?;
    Ok(see_other(&format!("/attempts/{attempt}#question-{place}")))
}

async fn confirm_submission(
    app: App,
    page: Page,
    viewer: Viewer,
    attempt: Path<AttemptId>,
) -> Result<HttpResponse> {
    let id = *attempt;
    let shown = app
        .db
        .run(move |conn| SubmissionPage::load(conn, page, &viewer, id))
        .await?;
    match shown {
        Some(shown) => html(&shown),
        None => Ok(see_other(&format!("/attempts/{id}"))),
    }
}

async fn create_submission(
    app: App,
    page: Page,
    viewer: Viewer,
    attempt: Path<AttemptId>,
) -> Result<HttpResponse> {
    let id = *attempt;
    app.db
        .run(move |conn| submission::submit(conn, &viewer, id))
        .await?;
    let told = Flash::success(fl!(page.l, "quizzes-handed-in"));
    Ok(see_other(&format!("/attempts/{id}")).with_flash(told))
}
