//! `/courses/{course}/questions`.

use actix_web::web::{Path, Query, ServiceConfig};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::choosing::{ChooseType, ShowBank};
use super::draft::{Act, Draft};
use super::list::Asked;
use super::saving::{self, Place};
use super::views::EditQuestion;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::quizzes::questions::{QuestionId, QuestionType};
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/questions",
        web::get().to(list_questions),
    )
    .route(
        r"/courses/{course:\d+}/questions",
        web::post().to(create_question),
    )
    .route(
        r"/courses/{course:\d+}/questions/new",
        web::get().to(new_question),
    )
    .route(
        r"/courses/{course:\d+}/questions/{question:\d+}",
        web::get().to(edit_question),
    )
    .route(
        r"/courses/{course:\d+}/questions/{question:\d+}",
        web::post().to(update_question),
    )
    .route(
        r"/courses/{course:\d+}/questions/{question:\d+}/copy",
        web::post().to(copy_question),
    )
    .route(
        r"/courses/{course:\d+}/questions/{question:\d+}/retirement",
        web::post().to(retire_question),
    )
    .route(
        r"/courses/{course:\d+}/questions/{question:\d+}/restoration",
        web::post().to(restore_question),
    );
}

async fn list_questions(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse> {
    let shown = app
        .db
        .run(move |conn| ShowBank::load(conn, page, &viewer, *course, asked))
        .await?;
    html(&shown)
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default, rename = "type")]
    kind: String,
    lesson: Option<LessonId>,
}

/// The form of a type, or the types to choose from.
async fn new_question(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(wanted): Query<Wanted>,
) -> Result<HttpResponse> {
    if let Some(kind) = QuestionType::from_name(&wanted.kind) {
        let mut draft = Draft::fresh(kind);
        draft.lesson = wanted.lesson;
        return show(app, page, viewer, (*course, None), Some(draft), Reply::ok()).await;
    }
    let shown = app
        .db
        .run(move |conn| ChooseType::load(conn, page, &viewer, *course, wanted.lesson))
        .await?;
    html(&shown)
}

async fn create_question(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let kind = fields.iter().find(|(name, _)| name == "type");
    let kind = kind.and_then(|(_, name)| QuestionType::from_name(name));
    let draft = Draft::read(
        kind.ok_or_else(|| AppError::invalid("", crate::text!("quizzes-form-choose")))?,
        &fields,
    );
    save(app, page, viewer, (*course, None), draft).await
}

async fn edit_question(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuestionId)>,
) -> Result<HttpResponse> {
    let (course, question) = path.into_inner();
    let place = (course, Some(question));
    show(app, page, viewer, place, None, Reply::ok()).await
}

async fn update_question(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuestionId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (course, question) = path.into_inner();
    let by = viewer.clone();
    let kind = app
        .db
        .run(move |conn| saving::kind(conn, &by, course, question))
        .await?;
    let draft = Draft::read(kind, &fields);
    save(app, page, viewer, (course, Some(question)), draft).await
}

async fn copy_question(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuestionId)>,
) -> Result<HttpResponse> {
    let (course, question) = path.into_inner();
    let copy = app
        .db
        .run(move |conn| saving::copy(conn, &viewer, course, question))
        .await?;
    let flash = Flash::success(fl!(page.l, "bank-copied"));
    Ok(see_other(&format!("/courses/{course}/questions/{copy}")).with_flash(flash))
}

async fn retire_question(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuestionId)>,
) -> Result<HttpResponse> {
    let words = fl!(page.l, "bank-retired-done");
    set_retired(app, viewer, path.into_inner(), true, words).await
}

async fn restore_question(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuestionId)>,
) -> Result<HttpResponse> {
    let words = fl!(page.l, "bank-restored-done");
    set_retired(app, viewer, path.into_inner(), false, words).await
}

async fn set_retired(
    app: App,
    viewer: Viewer,
    (course, question): (CourseId, QuestionId),
    is_retired: bool,
    words: String,
) -> Result<HttpResponse> {
    app.db
        .run(move |conn| saving::set_retired(conn, &viewer, course, question, is_retired))
        .await?;
    let path = format!("/courses/{course}/questions/{question}");
    Ok(see_other(&path).with_flash(Flash::success(words)))
}

/// Stores what was typed, or shows it again: with its rows changed, as a preview, or with what has to be mended.
async fn save(
    app: App,
    page: Page,
    viewer: Viewer,
    place: Place,
    mut draft: Draft,
) -> Result<HttpResponse> {
    if draft.act != Act::Save {
        draft.rearrange();
        return show(app, page, viewer, place, Some(draft), Reply::ok()).await;
    }
    let stored = saving::store(&app, &viewer, place, &draft).await;
    match Reply::sort(stored, "")? {
        Ok(path) => Ok(see_other(&path).with_flash(Flash::success(fl!(page.l, "bank-saved")))),
        Err(reply) => show(app, page, viewer, place, Some(draft), reply).await,
    }
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    place: Place,
    draft: Option<Draft>,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let shown = app
        .db
        .run(move |conn| EditQuestion::load(conn, page, &viewer, place, draft, reply))
        .await?;
    html_with(status, &shown)
}
