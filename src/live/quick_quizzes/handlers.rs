//! Making quick quizzes, running them, and answering.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use super::answering;
use super::form::QuickForm;
use super::managing;
use super::model::QuickId;
use super::views::List;
use crate::error::{AppError, Result};
use crate::live::rounds::{Act, Step};
use crate::live::{RoomId, Streams, rooms, watching};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, is_htmx, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/quizzes", web::get().to(list_quizzes))
        .route("/live/{room}/quizzes", web::post().to(create_quiz))
        .route(
            "/live/{room}/quizzes/{quiz}/opening",
            web::post().to(open_quiz),
        )
        .route(
            "/live/{room}/quizzes/{quiz}/closing",
            web::post().to(close_quiz),
        )
        .route(
            "/live/{room}/quizzes/{quiz}/results",
            web::post().to(show_quiz),
        )
        .route(
            "/live/{room}/quizzes/{quiz}/deletion",
            web::post().to(delete_quiz),
        )
        .route(
            "/live/{room}/quizzes/{quiz}/answers",
            web::post().to(create_answer),
        );
}

/// A fragment with the quick quizzes as this reader may see them.
async fn list_quizzes(app: App, page: Page, room: Path<RoomId>) -> Result<HttpResponse> {
    let list = app
        .db
        .run(move |conn| {
            let reached = rooms::of(conn, page.viewer.as_ref(), *room)?;
            List::load(conn, &page, &reached)
        })
        .await?;
    html(&list)
}

async fn create_quiz(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (id, form) = (*room, QuickForm::read(&fields));
    let typed = form.clone();
    let create = move |conn: &mut _| managing::create(conn, &viewer, id, &form);
    match app.db.run(create).await {
        Ok(changed) => Ok(done(&app, &streams, &request, id, changed)),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            watching::show_again(&app, page, id, |beside| {
                (beside.quizzes.form, beside.quizzes.errors) = (typed, errors);
            })
            .await
        }
        Err(error) => Err(error),
    }
}

async fn open_quiz(act: Act<QuickId>) -> Result<HttpResponse> {
    take(act, Step::Open).await
}

async fn close_quiz(act: Act<QuickId>) -> Result<HttpResponse> {
    take(act, Step::Close).await
}

async fn show_quiz(act: Act<QuickId>) -> Result<HttpResponse> {
    take(act, Step::Show).await
}

async fn delete_quiz(act: Act<QuickId>) -> Result<HttpResponse> {
    take(act, Step::Delete).await
}

async fn take(
    (app, viewer, request, streams, path): Act<QuickId>,
    step: Step,
) -> Result<HttpResponse> {
    let (room, quiz) = *path;
    let changed = app
        .db
        .run(move |conn| managing::step(conn, &viewer, room, quiz, step))
        .await?;
    Ok(done(&app, &streams, &request, room, changed))
}

async fn create_answer(
    (app, viewer, request, streams, path): Act<QuickId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (room, quiz) = *path;
    app.limits.messages.take(("live quick", room, viewer.id))?;
    app.db
        .run(move |conn| answering::answer(conn, &viewer, room, quiz, &fields))
        .await?;
    streams.board().quick_answer(&app, room, quiz);
    Ok(back(&request, room))
}

fn done(
    app: &App,
    streams: &Streams,
    request: &HttpRequest,
    room: RoomId,
    changed: Vec<QuickId>,
) -> HttpResponse {
    for quiz in changed {
        streams.board().quick(app, room, quiz);
    }
    back(request, room)
}

fn back(request: &HttpRequest, room: RoomId) -> HttpResponse {
    settled(request, &format!("/live/{room}#quizzes"))
}
