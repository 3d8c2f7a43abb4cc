//! Rooms, messages and their socket.

use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::history;
use super::log::ChatLog;
use super::model::{Change, MessageId, Room, RoomId};
use super::posting::{self, MessageForm};
use super::views::{Badge, History, Index, People, Rooms, Show, render_for_all};
use super::{rooms, unread};
use crate::error::{AppError, Errors, Result};
use crate::realtime::{self, Person, Seat};
use crate::state::App;
use crate::web::{Form, Page, UserId, Viewer, html, html_with, is_htmx, see_other, session};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/chat", web::get().to(list_rooms))
        .route("/chat/badge", web::get().to(show_badge))
        .route("/chat/rooms", web::get().to(list_rooms_again))
        .route("/chat/courses/{id}", web::get().to(find_course_room))
        .route("/chat/people/{id}", web::post().to(open_direct))
        .route("/chat/rooms/{id}", web::get().to(show_room))
        .route("/chat/rooms/{id}/people", web::get().to(list_people))
        .route("/chat/rooms/{id}/messages", web::post().to(create_message))
        .route(
            "/chat/rooms/{id}/messages/{message}/deletion",
            web::post().to(delete_message),
        )
        .route("/chat/rooms/{id}/changes", web::get().to(list_changes))
        .route("/chat/rooms/{id}/read", web::post().to(mark_read))
        .route("/chat/rooms/{id}/socket", web::get().to(open_socket));
}

async fn list_rooms(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    let rooms = app
        .db
        .run(move |conn| unread::list(conn, &viewer, None))
        .await?;
    html(&Index {
        l: page.l,
        list: Rooms::new(&page, rooms, None),
        page,
    })
}

#[derive(Deserialize)]
struct Open {
    open: Option<RoomId>,
}

/// The list alone, for a page that has it.
async fn list_rooms_again(
    app: App,
    page: Page,
    viewer: Viewer,
    query: Query<Open>,
) -> Result<HttpResponse> {
    let open = query.open;
    let rooms = app
        .db
        .run(move |conn| unread::list(conn, &viewer, open))
        .await?;
    html(&Rooms::new(&page, rooms, open))
}

async fn show_badge(app: App, page: Page, viewer: Option<Viewer>) -> Result<HttpResponse> {
    let unread = match viewer {
        Some(viewer) => app.db.run(move |conn| unread::total(conn, &viewer)).await?,
        None => 0,
    };
    html(&Badge { l: page.l, unread })
}

async fn find_course_room(app: App, viewer: Viewer, course: Path<i64>) -> Result<HttpResponse> {
    let room = app
        .db
        .run(move |conn| rooms::of_course(conn, &viewer, *course))
        .await?;
    Ok(see_other(&format!("/chat/rooms/{room}")))
}

async fn open_direct(app: App, viewer: Viewer, other: Path<UserId>) -> Result<HttpResponse> {
    let room = app
        .db
        .run(move |conn| rooms::open_direct(conn, &viewer, *other))
        .await?;
    Ok(see_other(&format!("/chat/rooms/{room}")))
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

/// The conversation, or, for a page that has it, a stretch of its history.
async fn show_room(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    query: Query<Before>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let before = query.before;
    if !is_htmx(&request) {
        let show = conversation(&app, page, viewer, *room, before).await?;
        return html(&show);
    }
    let (room, stretch) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, *room)?;
            let stretch = history::before(conn, room.id, before)?;
            Ok((room, stretch))
        })
        .await?;
    html(&History::new(&page, room, stretch))
}

/// The page of a room with the newest messages, or those before this number.
async fn conversation(
    app: &App,
    page: Page,
    viewer: Viewer,
    room: RoomId,
    before: Option<i64>,
) -> Result<Show> {
    let (room, list, stretch) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, room)?;
            let list = unread::list(conn, &viewer, Some(room.id))?;
            let stretch = history::before(conn, room.id, before)?;
            Ok((room, list, stretch))
        })
        .await?;
    Ok(Show {
        l: page.l,
        list: Rooms::new(&page, list, Some(room.id)),
        history: History::new(&page, room, stretch),
        page,
        is_newest: before.is_none(),
        form: MessageForm::default(),
        errors: Errors::default(),
    })
}

async fn list_people(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let (room, members, list) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, *room)?;
            let members = rooms::members(conn, &room)?;
            let list = unread::list(conn, &viewer, Some(room.id))?;
            Ok((room, members, list))
        })
        .await?;
    html(&People {
        l: page.l,
        list: Rooms::new(&page, list, Some(room.id)),
        page,
        room,
        members,
    })
}

/// 201 for a message that is stored now, 200 for a repeated sending of one that was stored before.
async fn create_message(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse> {
    app.limits.messages.take(("chat", *room, viewer.id))?;
    let mut body = body.into_inner();
    let incoming = posting::receive(&app, &viewer, *room, &request, &mut body).await?;
    let form = incoming.form.clone();
    let posted = match posting::send(&app, &viewer, *room, incoming).await {
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            return refuse(&app, page, viewer, *room, form, errors).await;
        }
        posted => posted?,
    };
    if !is_htmx(&request) {
        return Ok(see_other(&format!("/chat/rooms/{room}")));
    }
    let mut answer = match posted.is_new {
        true => HttpResponse::Created(),
        false => HttpResponse::Ok(),
    };
    let message = render_for_all(page.locale, &[posted.entry]).concat();
    Ok(answer.content_type(ContentType::html()).body(message))
}

/// The page again, with what was typed and what is wrong with it.
async fn refuse(
    app: &App,
    page: Page,
    viewer: Viewer,
    room: RoomId,
    form: MessageForm,
    errors: Errors,
) -> Result<HttpResponse> {
    let mut show = conversation(app, page, viewer, room, None).await?;
    show.form = form;
    show.errors = errors;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &show)
}

async fn delete_message(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    let deletion = Change::Delete {
        message,
        by: viewer.id,
        is_admin: viewer.is_admin(),
    };
    realtime::change::<ChatLog>(&app, room, deletion).await?;
    if is_htmx(&request) {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(see_other(&format!("/chat/rooms/{room}")))
}

#[derive(Deserialize)]
struct After {
    after: i64,
}

/// What has changed since a revision, as the socket would tell it.
async fn list_changes(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    query: Query<After>,
) -> Result<HttpResponse> {
    let person = Person::User(viewer.id);
    let changes =
        realtime::changes_after::<ChatLog>(&app, *room, person, page.locale, query.after).await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(changes))
}

#[derive(Deserialize)]
struct ReadForm {
    seq: i64,
}

async fn mark_read(
    app: App,
    viewer: Viewer,
    room: Path<RoomId>,
    request: HttpRequest,
    Form(form): Form<ReadForm>,
) -> Result<HttpResponse> {
    let id = *room;
    app.db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, id)?;
            unread::mark_read(conn, &viewer, &room, form.seq)
        })
        .await?;
    if is_htmx(&request) {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(see_other(&format!("/chat/rooms/{id}")))
}

/// The origin is looked at before anything else, so that a foreign page can't even ask whether a room is there.
async fn open_socket(
    app: App,
    page: Page,
    room: Path<RoomId>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    realtime::refuse_foreign(&request)?;
    let viewer = page.viewer.ok_or(AppError::SignInRequired)?;
    let person = Person::User(viewer.id);
    let room: Room = app
        .db
        .run(move |conn| rooms::of(conn, &viewer, *room))
        .await?;
    let seat = Seat {
        topic: room.topic(),
        person,
        locale: page.locale,
        session: session::hash_of_request(&request),
    };
    realtime::open::<ChatLog>(&app, &request, body, seat)
}
