//! Writing, reading and taking back messages, and the socket that delivers them.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::draft::MessageForm;
use super::log::{Change, Deletion, LiveLog};
use super::model::MessageId;
use super::views::{Earlier, shared_piece};
use crate::error::{AppError, Result};
use crate::live::{RoomId, rooms, viewers, watching};
use crate::realtime::{self, Person, Post, Seat, Topic};
use crate::state::App;
use crate::web::session::hash_of_request;
use crate::web::{Form, Page, Viewer, html, is_htmx, see_other, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/messages", web::get().to(list_messages))
        .route("/live/{room}/messages", web::post().to(create_message))
        .route(
            "/live/{room}/messages/{message}/deletion",
            web::post().to(delete_message),
        )
        .route("/live/{room}/changes", web::get().to(list_changes))
        .route("/live/{room}/socket", web::get().to(open_socket));
}

#[derive(Deserialize)]
struct Before {
    before: i64,
}

/// A fragment with the messages before a `seq`.
async fn list_messages(
    app: App,
    page: Page,
    room: web::Path<RoomId>,
    place: web::Query<Before>,
) -> Result<HttpResponse> {
    let earlier = app
        .db
        .run(move |conn| {
            let reached = rooms::of(conn, page.viewer.as_ref(), *room)?;
            Earlier::load(conn, &page, &reached, place.before)
        })
        .await?;
    html(&earlier)
}

async fn create_message(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    room: web::Path<RoomId>,
    Form(form): Form<MessageForm>,
) -> Result<HttpResponse> {
    match send(&app, &viewer, *room, &form).await {
        Ok(message) if is_htmx(&request) => Ok(as_html(shared_piece(page.locale, &message))),
        Ok(_) => Ok(see_other(&format!("/live/{room}#composer"))),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            watching::show_again(&app, page, *room, |beside| {
                (beside.talk.typed, beside.talk.errors) = (form.content, errors);
            })
            .await
        }
        Err(error) => Err(error),
    }
}

async fn send(
    app: &App,
    viewer: &Viewer,
    room: RoomId,
    form: &MessageForm,
) -> Result<super::Message> {
    let post = Post {
        sender: Some(viewer.id),
        nonce: form.nonce,
        draft: form.check()?,
    };
    app.limits.messages.take(("live", room, viewer.id))?;
    let posted = realtime::post::<LiveLog>(app, room, post).await?;
    Ok(posted.entry)
}

fn as_html(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(body)
}

async fn delete_message(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: web::Path<(RoomId, MessageId)>,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    let deletion = Deletion {
        message,
        by: viewer.id,
        is_admin: false,
        reason: String::new(),
    };
    realtime::change::<LiveLog>(&app, room, Change::Delete(deletion)).await?;
    Ok(settled(&request, &format!("/live/{room}")))
}

#[derive(Deserialize)]
struct After {
    after: i64,
}

/// What a socket would say, for a page whose socket does not come up.
async fn list_changes(
    app: App,
    page: Page,
    request: HttpRequest,
    room: web::Path<RoomId>,
    place: web::Query<After>,
) -> Result<HttpResponse> {
    let person = viewers::guest_of(&request, page.viewer.as_ref());
    let json =
        realtime::changes_after::<LiveLog>(&app, *room, person, page.locale, place.after).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(json))
}

async fn open_socket(
    app: App,
    page: Page,
    request: HttpRequest,
    room: web::Path<RoomId>,
    payload: web::Payload,
) -> Result<HttpResponse, actix_web::Error> {
    let person = viewers::guest_of(&request, page.viewer.as_ref());
    let (seat, room) = (seat_of(&page, &request, *room, person), *room);
    app.db
        .run(move |conn| rooms::of(conn, page.viewer.as_ref(), room))
        .await?;
    let socket = realtime::open::<LiveLog>(&app, &request, payload, seat)?;
    app.db
        .run(move |conn| viewers::enter(conn, room, &[person]))
        .await?;
    Ok(socket)
}

fn seat_of(page: &Page, request: &HttpRequest, room: RoomId, person: Person) -> Seat {
    Seat {
        topic: Topic::of::<LiveLog>(room),
        person,
        locale: page.locale,
        session: hash_of_request(request),
    }
}
