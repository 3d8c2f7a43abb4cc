//! The pinned messages of a room.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::chat::model::{Change, MessageId, RoomId};
use crate::chat::views::Pins;
use crate::chat::{pins, rooms, unread, wherever};
use crate::error::Result;
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, settled};

pub(super) async fn list_pins(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let (room, list, messages) = app
        .db
        .run(move |conn| {
            let room = rooms::of(conn, &viewer, *room)?;
            let list = unread::list(conn, &viewer, Some(room.id))?;
            let messages = pins::list(conn, room.id)?;
            Ok((room, list, messages))
        })
        .await?;
    html(&Pins::new(page, room, list, messages))
}

#[derive(Deserialize)]
pub(super) struct PinForm {
    pinned: bool,
}

pub(super) async fn pin_message(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
    request: HttpRequest,
    Form(form): Form<PinForm>,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    let pin = Change::Pin {
        message,
        by: viewer.id,
        is_pinned: form.pinned,
    };
    wherever::change(&app, &viewer, (room, message), pin).await?;
    Ok(settled(&request, &format!("/chat/rooms/{room}")))
}
