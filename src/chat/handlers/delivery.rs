//! How a page keeps up: the socket, and the same over HTTP.

use actix_web::http::header::ContentType;
use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::chat::log::ChatLog;
use crate::chat::model::{Room, RoomId};
use crate::chat::rooms;
use crate::error::{AppError, Result};
use crate::realtime::{self, Person, Seat};
use crate::state::App;
use crate::web::{Page, Viewer, session};

#[derive(Deserialize)]
pub(super) struct After {
    after: i64,
}

/// What has changed since a revision, as the socket would tell it.
pub(super) async fn list_changes(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    query: Query<After>,
) -> Result<HttpResponse> {
    let (reader, after) = (Person::User(viewer.id), query.after);
    let changes =
        realtime::changes_after::<ChatLog>(&app, *room, reader, page.locale, after).await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(changes))
}

pub(super) async fn open_socket(
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
