//! The addresses of handing in.

use actix_web::http::StatusCode;
use actix_web::web::{self, Path, PayloadConfig, Query};
use actix_web::{HttpRequest, HttpResponse};
use i18n_embed_fl::fl;
use serde::Deserialize;
use serde_json::json;

use super::confirm::ConfirmPage;
use super::files;
use super::page::{self, AssignmentPage, Typed};
use super::saving::{self, DraftForm, Saved};
use super::turn_in::{self, TurnInForm};
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html, is_htmx, see_other};

/// A long text: each of its characters may take nine bytes in a form.
const LONG_FORM: usize = 1024 * 1024;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/assignment",
        web::get().to(show_assignment),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment",
        web::post().to(save_work),
    )
    .service(
        web::resource("/courses/{course}/lessons/{lesson}/assignment/draft")
            .app_data(PayloadConfig::new(LONG_FORM))
            .route(web::post().to(save_draft)),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/files/{file}/deletion",
        web::post().to(delete_file),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/submission",
        web::get().to(confirm_submission),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/submission",
        web::post().to(create_submission),
    );
}

#[derive(Deserialize)]
struct Wanted {
    version: Option<i32>,
}

async fn show_assignment(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: Path<(CourseId, LessonId)>,
    query: Query<Wanted>,
) -> Result<HttpResponse> {
    let (ids, version) = (path.into_inner(), query.version);
    let shown = app
        .db
        .run(move |conn| AssignmentPage::load(conn, page, &viewer, ids, version, Typed::default()))
        .await?;
    shown.answer(is_htmx(&request), StatusCode::OK)
}

/// The whole form: the text, files that were chosen, and what the button says.
async fn save_work(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let (form, outcome) = page::receive(&app, &viewer, ids, body).await?;
    let base = format!("/courses/{}/lessons/{}/assignment", ids.0, ids.1);
    match Reply::sort(outcome, "")? {
        Ok(()) if form.act == "finish" => Ok(see_other(&format!("{base}/submission"))),
        Ok(()) => {
            let told = Flash::success(fl!(page.l, "assignments-draft-saved"));
            Ok(see_other(&base).with_flash(told))
        }
        Err(reply) => show_again(app, page, viewer, ids, form, reply).await,
    }
}

async fn show_again(
    app: App,
    page: Page,
    viewer: Viewer,
    ids: (CourseId, LessonId),
    form: DraftForm,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let typed = Typed::refused(form, reply.errors);
    let shown = app
        .db
        .run(move |conn| AssignmentPage::load(conn, page, &viewer, ids, None, typed))
        .await?;
    shown.answer(false, status)
}

/// The text by itself, as the page's script sends it. The answer is JSON: the number of the stored save, and words.
async fn save_draft(
    app: App,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<DraftForm>,
) -> Result<HttpResponse> {
    let (ids, l) = (path.into_inner(), viewer.locale.loader());
    let saved = app
        .db
        .run(move |conn| saving::save(conn, &viewer, ids, &form))
        .await;
    Ok(match Reply::sort(saved, "")? {
        Ok(Saved::Stored) => HttpResponse::Ok().json(json!({})),
        Ok(Saved::Older(sequence)) => HttpResponse::Conflict()
            .json(json!({ "words": fl!(l, "assignments-save-older"), "sequence": sequence })),
        Err(reply) => HttpResponse::build(reply.status)
            .json(json!({ "words": reply.errors.all(l).join(" ") })),
    })
}

async fn delete_file(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i64)>,
) -> Result<HttpResponse> {
    let (course, lesson, file) = path.into_inner();
    app.db
        .run(move |conn| files::remove(conn, &viewer, (course, lesson), file))
        .await?;
    let told = Flash::success(fl!(page.l, "assignments-file-removed"));
    Ok(see_other(&format!(
        "/courses/{course}/lessons/{lesson}/assignment#files"
    ))
    .with_flash(told))
}

async fn confirm_submission(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let shown = app
        .db
        .run(move |conn| ConfirmPage::load(conn, page, &viewer, ids))
        .await?;
    html(&shown)
}

async fn create_submission(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<TurnInForm>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    app.db
        .run(move |conn| turn_in::turn_in(conn, &viewer, ids, form))
        .await?;
    let told = Flash::success(fl!(page.l, "assignments-handed-in"));
    Ok(see_other(&format!("/courses/{}/lessons/{}/assignment", ids.0, ids.1)).with_flash(told))
}
