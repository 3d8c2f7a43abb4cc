//! The rooms of a person, and one that is open.

use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::chat::levels::Level;
use crate::chat::model::{MessageId, RoomId};
use crate::chat::presence::Online;
use crate::chat::views::{Badge, History, Index, Open, Rooms, Show};
use crate::chat::{archive, badge, levels, rooms, unread};
use crate::error::Result;
use crate::state::App;
use crate::web::{Form, Page, UserId, Viewer, html, is_htmx, see_other, settled};

#[derive(Deserialize)]
pub(super) struct FilterQuery {
    /// A part of the names of the rooms that are wanted.
    #[serde(default)]
    q: String,
}

pub(super) async fn list_rooms(
    app: App,
    page: Page,
    viewer: Viewer,
    Query(query): Query<FilterQuery>,
) -> Result<HttpResponse> {
    let list = app
        .db
        .run(move |conn| unread::list(conn, &viewer, None))
        .await?;
    html(&Index::new(page, list, query.q))
}

#[derive(Deserialize)]
pub(super) struct OpenQuery {
    open: Option<RoomId>,
}

/// The list alone, for a page that has it.
pub(super) async fn list_rooms_again(
    app: App,
    page: Page,
    viewer: Viewer,
    query: Query<OpenQuery>,
) -> Result<HttpResponse> {
    let open = query.open;
    let list = app
        .db
        .run(move |conn| unread::list(conn, &viewer, open))
        .await?;
    html(&Rooms::new(&page, list, open))
}

pub(super) async fn show_badge(app: App, page: Page) -> Result<HttpResponse> {
    let Some(viewer) = page.viewer.clone() else {
        return html(&Badge::new(page.l, 0));
    };
    let unread = app.db.run(move |conn| badge::total(conn, &viewer)).await?;
    html(&Badge::new(page.l, unread))
}

pub(super) async fn find_course_room(
    app: App,
    viewer: Viewer,
    course: Path<i64>,
) -> Result<HttpResponse> {
    let room = app
        .db
        .run(move |conn| rooms::of_course(conn, &viewer, *course))
        .await?;
    Ok(see_other(&format!("/chat/rooms/{room}")))
}

pub(super) async fn open_direct(
    app: App,
    viewer: Viewer,
    other: Path<UserId>,
) -> Result<HttpResponse> {
    let room = app
        .db
        .run(move |conn| rooms::open_direct(conn, &viewer, *other))
        .await?;
    Ok(see_other(&format!("/chat/rooms/{room}")))
}

#[derive(Deserialize)]
pub(super) struct RoomQuery {
    /// The number of the message before which the stretch ends.
    pub(super) before: Option<i64>,
    /// The message that is about to be answered.
    pub(super) reply: Option<MessageId>,
}

/// The conversation, or, for a page that has it, a stretch of its history.
pub(super) async fn show_room(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    query: Query<RoomQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let is_newest = query.before.is_none();
    let open = open_room(&app, viewer, *room, query.into_inner()).await?;
    if is_htmx(&request) {
        return html(&History::new(&page, open.room, open.stretch));
    }
    html(&Show::new(page, open, is_newest))
}

/// The room with its newest messages, or those before this number.
pub(super) async fn open_room(
    app: &App,
    viewer: Viewer,
    room: RoomId,
    query: RoomQuery,
) -> Result<Open> {
    let online = Online::of(app, room).count();
    let RoomQuery { before, reply } = query;
    let mut open = app
        .db
        .run(move |conn| Open::load(conn, &viewer, room, (before, reply), online))
        .await?;
    open.stretch = archive::fill(app, open.stretch).await?;
    Ok(open)
}

#[derive(Deserialize)]
pub(super) struct ReadForm {
    seq: i64,
}

pub(super) async fn mark_read(
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
    Ok(settled(&request, &format!("/chat/rooms/{id}")))
}

#[derive(Deserialize)]
pub(super) struct LevelForm {
    level: Level,
}

/// What the viewer is told of in this room.
pub(super) async fn set_level(
    app: App,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<LevelForm>,
) -> Result<HttpResponse> {
    let id = *room;
    app.db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, id)?;
            levels::set(conn, &viewer, &room, form.level)
        })
        .await?;
    Ok(see_other(&format!("/chat/rooms/{id}")))
}
