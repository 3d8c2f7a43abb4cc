//! Making polls, running them, and voting.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use super::form::PollForm;
use super::managing;
use super::model::PollId;
use super::views::PollList;
use super::voting;
use crate::error::{AppError, Result};
use crate::live::rounds::{Act, Step};
use crate::live::{RoomId, Streams, rooms, watching};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, is_htmx, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/polls", web::get().to(list_polls))
        .route("/live/{room}/polls", web::post().to(create_poll))
        .route(
            "/live/{room}/polls/{poll}/opening",
            web::post().to(open_poll),
        )
        .route(
            "/live/{room}/polls/{poll}/closing",
            web::post().to(close_poll),
        )
        .route(
            "/live/{room}/polls/{poll}/results",
            web::post().to(show_poll),
        )
        .route(
            "/live/{room}/polls/{poll}/deletion",
            web::post().to(delete_poll),
        )
        .route(
            "/live/{room}/polls/{poll}/votes",
            web::post().to(create_vote),
        );
}

/// A fragment with the polls as this reader may see them.
async fn list_polls(app: App, page: Page, room: Path<RoomId>) -> Result<HttpResponse> {
    let list = app
        .db
        .run(move |conn| {
            let reached = rooms::of(conn, page.viewer.as_ref(), *room)?;
            PollList::load(conn, &page, &reached)
        })
        .await?;
    html(&list)
}

async fn create_poll(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<PollForm>,
) -> Result<HttpResponse> {
    let (id, typed) = (*room, form.clone());
    let create = move |conn: &mut _| managing::create(conn, &viewer, id, &form);
    match app.db.run(create).await {
        Ok(changed) => Ok(done(&app, &streams, &request, id, changed)),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            watching::show_again(&app, page, id, |beside| {
                (beside.polls.form, beside.polls.errors) = (typed, errors);
            })
            .await
        }
        Err(error) => Err(error),
    }
}

async fn open_poll(act: Act<PollId>) -> Result<HttpResponse> {
    take(act, Step::Open).await
}

async fn close_poll(act: Act<PollId>) -> Result<HttpResponse> {
    take(act, Step::Close).await
}

async fn show_poll(act: Act<PollId>) -> Result<HttpResponse> {
    take(act, Step::Show).await
}

async fn delete_poll(act: Act<PollId>) -> Result<HttpResponse> {
    take(act, Step::Delete).await
}

async fn take(
    (app, viewer, request, streams, path): Act<PollId>,
    step: Step,
) -> Result<HttpResponse> {
    let (room, poll) = *path;
    let changed = app
        .db
        .run(move |conn| managing::step(conn, &viewer, room, poll, step))
        .await?;
    Ok(done(&app, &streams, &request, room, changed))
}

/// `choice` once, or several times where several may be chosen.
async fn create_vote(
    (app, viewer, request, streams, path): Act<PollId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (room, poll) = *path;
    app.limits.messages.take(("live polls", room, viewer.id))?;
    let chosen = fields.iter().filter(|(name, _)| name == "choice");
    let choices: Vec<i64> = chosen.filter_map(|(_, value)| value.parse().ok()).collect();
    app.db
        .run(move |conn| voting::vote(conn, &viewer, room, poll, &choices))
        .await?;
    streams.board().vote(&app, room, poll);
    Ok(back(&request, room))
}

fn done(
    app: &App,
    streams: &Streams,
    request: &HttpRequest,
    room: RoomId,
    changed: Vec<PollId>,
) -> HttpResponse {
    for poll in changed {
        streams.board().poll(app, room, poll);
    }
    back(request, room)
}

fn back(request: &HttpRequest, room: RoomId) -> HttpResponse {
    settled(request, &format!("/live/{room}#polls"))
}
