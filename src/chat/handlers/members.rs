//! The people of a room: who they are, whom one may call, who is writing.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::chat::model::RoomId;
use crate::chat::presence::{self, Online};
use crate::chat::views::{Mentions, People};
use crate::chat::{people, rooms, unread};
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub(super) async fn list_people(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    html(&people_of(&app, page, viewer, *room).await?)
}

/// The page of a room's people.
pub(in crate::chat) async fn people_of(
    app: &App,
    page: Page,
    viewer: Viewer,
    room: RoomId,
) -> Result<People> {
    let online = Online::of(app, room);
    let (room, list, members) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, room)?;
            let members = people::members(conn, &room)?;
            let list = unread::list(conn, &viewer, Some(room.id))?;
            Ok((room, list, members))
        })
        .await?;
    Ok(People::new(page, room, list, members, online))
}

#[derive(Deserialize)]
pub(super) struct MentionQuery {
    #[serde(default)]
    q: String,
}

/// Whom one may mean by what has been typed so far.
pub(super) async fn list_mentions(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    query: Query<MentionQuery>,
) -> Result<HttpResponse> {
    let (typed, asked) = (query.q.clone(), query.into_inner().q);
    let (room, members) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, *room)?;
            let members = people::named(conn, &viewer, &room, &asked)?;
            Ok((room, members))
        })
        .await?;
    html(&Mentions::new(&page, &room, members, &typed))
}

/// What the page of somebody who writes says now and then. Told to those who are there, if the viewer may write.
pub(super) async fn tell_typing(
    app: App,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let (id, asking) = (*room, viewer.clone());
    app.limits.messages.take(("typing", id, viewer.id))?;
    let asked = app
        .db
        .run(move |conn| presence::may_write(conn, &asking, id));
    if asked.await? {
        presence::tell_typing(&app, &viewer, id);
    }
    Ok(HttpResponse::NoContent().finish())
}
