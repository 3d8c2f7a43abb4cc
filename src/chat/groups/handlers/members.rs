//! Who is in a group.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::chat::groups::views::Candidates;
use crate::chat::groups::{listing, membership, running};
use crate::chat::handlers::people_of;
use crate::chat::model::RoomId;
use crate::chat::rooms;
use crate::chat::system::{self, Named, SystemLine};
use crate::error::{AppError, Result};
use crate::realtime;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, UserId, Viewer, html, html_with, see_other};

pub(super) async fn join_group(
    app: App,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    app.limits.messages.take(("membership", *room, viewer.id))?;
    let (id, who) = (*room, Named::of(&viewer));
    let joined = app.db.run(move |conn| membership::join(conn, &viewer, id));
    if joined.await? {
        system::say(&app, id, SystemLine::Joined { who }).await;
    }
    Ok(see_other(&format!("/chat/rooms/{id}")))
}

pub(super) async fn leave_group(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    app.limits.messages.take(("membership", *room, viewer.id))?;
    let (id, who, user) = (*room, Named::of(&viewer), viewer.id);
    app.db
        .run(move |conn| membership::leave(conn, &viewer, id))
        .await?;
    realtime::recheck(&app, user).await;
    system::say(&app, id, SystemLine::Left { who }).await;
    let told = Flash::success(fl!(page.l, "chat-left"));
    Ok(see_other("/chat").with_flash(told))
}

#[derive(Deserialize)]
pub(super) struct PeopleForm {
    #[serde(default)]
    username: String,
}

pub(super) async fn add_people(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<PeopleForm>,
) -> Result<HttpResponse> {
    match add(&app, viewer.clone(), *room, form.username.clone()).await {
        Ok(count) => Ok(back(*room, fl!(page.l, "chat-added", count = count))),
        Err(AppError::Invalid(errors)) => {
            let people = people_of(&app, page, viewer, *room).await?;
            let again = people.refused(form.username, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

async fn add(app: &App, viewer: Viewer, room: RoomId, typed: String) -> Result<usize> {
    let by = Named::of(&viewer);
    let added = app
        .db
        .run(move |conn| membership::add(conn, &viewer, room, &typed));
    let who = added.await?;
    let count = who.len();
    if count > 0 {
        system::say(app, room, SystemLine::Added { by, who }).await;
    }
    Ok(count)
}

#[derive(Deserialize)]
pub(super) struct CandidateQuery {
    #[serde(default)]
    username: String,
}

/// Whom one may mean by the last name that has been typed.
pub(super) async fn list_candidates(
    app: App,
    viewer: Viewer,
    room: Path<RoomId>,
    Query(query): Query<CandidateQuery>,
) -> Result<HttpResponse> {
    app.limits.searches.take(viewer.id)?;
    let typed = query.username.replace('\0', "");
    let candidates = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, *room)?;
            if !room.is_group() {
                return Err(AppError::NotFound);
            }
            let (before, last) = Candidates::part(&typed);
            let people = listing::candidates(conn, &viewer, &room, last)?;
            Ok(Candidates::new(before, people))
        })
        .await?;
    html(&candidates)
}

pub(super) async fn remove_member(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
) -> Result<HttpResponse> {
    let (room, member) = path.into_inner();
    app.db
        .run(move |conn| membership::remove(conn, &viewer, room, member))
        .await?;
    realtime::recheck(&app, member).await;
    Ok(back(room, fl!(page.l, "chat-removed")))
}

#[derive(Deserialize)]
pub(super) struct RoleForm {
    moderator: bool,
}

pub(super) async fn set_role(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
    Form(form): Form<RoleForm>,
) -> Result<HttpResponse> {
    let (room, member) = path.into_inner();
    app.db
        .run(move |conn| membership::set_moderator(conn, &viewer, room, member, form.moderator))
        .await?;
    Ok(back(room, fl!(page.l, "chat-role-changed")))
}

pub(super) async fn hand_over(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
) -> Result<HttpResponse> {
    let (room, heir) = path.into_inner();
    let by = Named::of(&viewer);
    let handed = app
        .db
        .run(move |conn| running::hand_over(conn, &viewer, room, heir));
    let who = Named::person(heir, handed.await?);
    system::say(&app, room, SystemLine::HandedOver { by, who }).await;
    Ok(back(room, fl!(page.l, "chat-handed-over")))
}

/// To the list of people, which says what has been done.
fn back(room: RoomId, told: String) -> HttpResponse {
    see_other(&format!("/chat/rooms/{room}/people")).with_flash(Flash::success(told))
}
