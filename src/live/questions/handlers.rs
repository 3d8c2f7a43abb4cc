//! Asking, voting, and what becomes of a question.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use super::asking::{self, QuestionForm};
use super::changing::{self, Change};
use super::model::{Asked, QuestionId};
use super::views::{List, Piece};
use crate::error::{AppError, Result};
use crate::live::rounds::Act;
use crate::live::{RoomId, Streams, rooms, watching};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, is_htmx, see_other, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/questions", web::get().to(list_questions))
        .route("/live/{room}/questions", web::post().to(create_question))
        .route(
            "/live/{room}/questions/{question}/vote",
            web::post().to(create_vote),
        )
        .route(
            "/live/{room}/questions/{question}/vote/end",
            web::post().to(end_vote),
        )
        .route(
            "/live/{room}/questions/{question}/answer",
            web::post().to(create_answer),
        )
        .route(
            "/live/{room}/questions/{question}/answer/end",
            web::post().to(end_answer),
        )
        .route(
            "/live/{room}/questions/{question}/pin",
            web::post().to(create_pin),
        )
        .route(
            "/live/{room}/questions/{question}/pin/end",
            web::post().to(end_pin),
        )
        .route(
            "/live/{room}/questions/{question}/deletion",
            web::post().to(delete_question),
        );
}

/// A fragment with the list as it is now, for a page that has missed something.
async fn list_questions(app: App, page: Page, room: Path<RoomId>) -> Result<HttpResponse> {
    let list = app
        .db
        .run(move |conn| {
            let reached = rooms::of(conn, page.viewer.as_ref(), *room)?;
            List::load(conn, &page, &reached)
        })
        .await?;
    html(&list)
}

async fn create_question(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<QuestionForm>,
) -> Result<HttpResponse> {
    match ask(&app, &streams, &viewer, *room, &form).await {
        Ok(asked) => shown(&request, &page, &asked, false),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            watching::show_again(&app, page, *room, |beside| {
                (beside.questions.typed, beside.questions.errors) = (form.content, errors);
            })
            .await
        }
        Err(error) => Err(error),
    }
}

async fn ask(
    app: &App,
    streams: &Streams,
    viewer: &Viewer,
    room: RoomId,
    form: &QuestionForm,
) -> Result<Asked> {
    app.limits
        .messages
        .take(("live questions", room, viewer.id))?;
    let (viewer, form) = (viewer.clone(), form.clone());
    let asked = app
        .db
        .run(move |conn| asking::ask(conn, &viewer, room, &form))
        .await?;
    streams.board().question(app, room, asked.id);
    Ok(asked)
}

async fn create_vote(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: Path<(RoomId, QuestionId)>,
) -> Result<HttpResponse> {
    let asked = vote(&app, &streams, viewer, *path, true).await?;
    shown(&request, &page, &asked, true)
}

async fn end_vote(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: Path<(RoomId, QuestionId)>,
) -> Result<HttpResponse> {
    let asked = vote(&app, &streams, viewer, *path, false).await?;
    shown(&request, &page, &asked, false)
}

async fn vote(
    app: &App,
    streams: &Streams,
    viewer: Viewer,
    (room, question): (RoomId, QuestionId),
    is_for: bool,
) -> Result<Asked> {
    app.limits.messages.take(("live votes", room, viewer.id))?;
    let asked = app
        .db
        .run(move |conn| asking::vote(conn, &viewer, room, question, is_for))
        .await?;
    streams.board().question(app, room, question);
    Ok(asked)
}

/// The question as the page of its asker or voter has it.
fn shown(
    request: &HttpRequest,
    page: &Page,
    asked: &Asked,
    is_voted: bool,
) -> Result<HttpResponse> {
    if !is_htmx(request) {
        return Ok(see_other(&page_of(asked.room)));
    }
    html(&Piece {
        l: page.l,
        asked,
        is_own: page.viewer_id() == Some(asked.user),
        is_voted,
        may_vote: true,
        moments: None,
    })
}

fn page_of(room: RoomId) -> String {
    format!("/live/{room}#questions")
}

async fn create_answer(act: Act<QuestionId>) -> Result<HttpResponse> {
    make(act, Change::Answered(true)).await
}

async fn end_answer(act: Act<QuestionId>) -> Result<HttpResponse> {
    make(act, Change::Answered(false)).await
}

async fn create_pin(act: Act<QuestionId>) -> Result<HttpResponse> {
    make(act, Change::Pinned(true)).await
}

async fn end_pin(act: Act<QuestionId>) -> Result<HttpResponse> {
    make(act, Change::Pinned(false)).await
}

async fn delete_question(act: Act<QuestionId>) -> Result<HttpResponse> {
    make(act, Change::Deleted).await
}

async fn make(
    (app, viewer, request, streams, path): Act<QuestionId>,
    change: Change,
) -> Result<HttpResponse> {
    let (room, question) = *path;
    app.db
        .run(move |conn| changing::change(conn, &viewer, room, question, change))
        .await?;
    streams.board().question(&app, room, question);
    Ok(settled(&request, &page_of(room)))
}
