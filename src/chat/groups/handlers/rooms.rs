//! Groups themselves: finding, opening, describing and closing one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::chat::groups::form::GroupForm;
use crate::chat::groups::views::{NewGroup, OpenGroups, Settings};
use crate::chat::groups::{listing, running};
use crate::chat::model::RoomId;
use crate::chat::system::{self, Named, SystemLine};
use crate::chat::{rooms, unread};
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Teacher, Viewer, html, html_with, see_other};

#[derive(Deserialize)]
pub(super) struct OpenQuery {
    #[serde(default)]
    q: String,
    before: Option<RoomId>,
}

pub(super) async fn list_open(
    app: App,
    page: Page,
    viewer: Viewer,
    Query(query): Query<OpenQuery>,
) -> Result<HttpResponse> {
    let OpenQuery { q, before } = query;
    let asked = q.replace('\0', "");
    let (list, shelf) = app
        .db
        .run(move |conn| {
            let shelf = listing::open(conn, &viewer, &asked, before)?;
            Ok((unread::list(conn, &viewer, None)?, shelf))
        })
        .await?;
    html(&OpenGroups::new(page, list, shelf, q))
}

pub(super) async fn new_group(page: Page, _: Teacher) -> Result<HttpResponse> {
    require_openers(&page)?;
    let form = GroupForm::default();
    html(&NewGroup::new(page, form, Errors::default()))
}

pub(super) async fn create_group(
    app: App,
    page: Page,
    Teacher(teacher): Teacher,
    Form(form): Form<GroupForm>,
) -> Result<HttpResponse> {
    require_openers(&page)?;
    match create(&app, teacher, form.clone()).await {
        Ok(room) => {
            let told = Flash::success(fl!(page.l, "chat-group-opened"));
            Ok(see_other(&format!("/chat/rooms/{room}/people")).with_flash(told))
        }
        Err(AppError::Invalid(errors)) => {
            let again = NewGroup::new(page, form, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

/// Administrators may keep groups to themselves.
fn require_openers(page: &Page) -> Result<()> {
    match page.may_open_groups() {
        true => Ok(()),
        false => Err(AppError::Forbidden),
    }
}

async fn create(app: &App, teacher: Viewer, form: GroupForm) -> Result<RoomId> {
    app.limits.messages.take(("group", 0, teacher.id))?;
    let by = Named::of(&teacher);
    let opened = app
        .db
        .run(move |conn| running::create(conn, &teacher, &form));
    let room = opened.await?;
    system::say(app, room, SystemLine::Opened { by }).await;
    Ok(room)
}

pub(super) async fn show_settings(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    html(&settings_of(&app, page, viewer, *room).await?)
}

async fn settings_of(app: &App, page: Page, viewer: Viewer, room: RoomId) -> Result<Settings> {
    let (room, owner, list) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, room)?;
            if !room.is_group() {
                return Err(AppError::NotFound);
            }
            let owner = running::owner_of(conn, &room)?;
            let list = unread::list(conn, &viewer, Some(room.id))?;
            Ok((room, owner, list))
        })
        .await?;
    Ok(Settings::new(page, room, owner, list))
}

pub(super) async fn update_group(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<GroupForm>,
) -> Result<HttpResponse> {
    match update(&app, viewer.clone(), *room, form.clone()).await {
        Ok(()) => Ok(back(*room, fl!(page.l, "chat-group-saved"))),
        Err(AppError::Invalid(errors)) => {
            let settings = settings_of(&app, page, viewer, *room).await?;
            let again = settings.refused(form, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

async fn update(app: &App, viewer: Viewer, room: RoomId, form: GroupForm) -> Result<()> {
    let by = Named::of(&viewer);
    let updated = app
        .db
        .run(move |conn| running::update(conn, &viewer, room, &form));
    if let Some(name) = updated.await? {
        system::say(app, room, SystemLine::Renamed { by, name }).await;
    }
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct ClosureForm {
    closed: bool,
}

pub(super) async fn close_group(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<ClosureForm>,
) -> Result<HttpResponse> {
    let told = match form.closed {
        true => fl!(page.l, "chat-group-closed"),
        false => fl!(page.l, "chat-group-reopened"),
    };
    set_closed(&app, viewer, *room, form.closed).await?;
    Ok(back(*room, told))
}

async fn set_closed(app: &App, viewer: Viewer, room: RoomId, is_closed: bool) -> Result<()> {
    let by = Named::of(&viewer);
    let changed = app
        .db
        .run(move |conn| running::set_closed(conn, &viewer, room, is_closed));
    if changed.await? {
        let line = match is_closed {
            true => SystemLine::Closed { by },
            false => SystemLine::Reopened { by },
        };
        system::say(app, room, line).await;
    }
    Ok(())
}

/// To the page about the group, which says what has been done.
fn back(room: RoomId, told: String) -> HttpResponse {
    see_other(&format!("/chat/rooms/{room}/settings")).with_flash(Flash::success(told))
}
