//! What is done with a member.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::back;
use crate::chat::log::ChatLog;
use crate::chat::model::{Change, MessageId, RoomId};
use crate::chat::moderation::audit;
use crate::chat::moderation::sanctions::{self, Sanction};
use crate::chat::rooms;
use crate::error::{AppError, Result};
use crate::realtime;
use crate::reporting;
use crate::state::App;
use crate::text;
use crate::web::{Form, UserId, Viewer};

/// The longest mute, in minutes: a month.
const LONGEST_MUTE: u32 = 43_200;

/// The widest window of one deletion, in hours: a month.
const WIDEST: i32 = 720;

#[derive(Deserialize)]
pub(in crate::chat) struct MuteForm {
    minutes: u32,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
pub(in crate::chat) struct ReasonForm {
    #[serde(default)]
    pub(super) reason: String,
}

pub(in crate::chat) async fn mute_member(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
    Form(form): Form<MuteForm>,
) -> Result<HttpResponse> {
    if !(1..=LONGEST_MUTE).contains(&form.minutes) {
        return Err(AppError::invalid("minutes", text!("chat-mute-time-wrong")));
    }
    let time = Duration::from_secs(u64::from(form.minutes) * 60);
    let l = viewer.locale.loader();
    impose(&app, viewer, *path, Sanction::Mute(time), form.reason).await?;
    Ok(back(path.0, fl!(l, "chat-sanction-done")))
}

pub(in crate::chat) async fn ban_member(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
    Form(form): Form<ReasonForm>,
) -> Result<HttpResponse> {
    let l = viewer.locale.loader();
    impose(&app, viewer, *path, Sanction::Ban, form.reason).await?;
    Ok(back(path.0, fl!(l, "chat-sanction-done")))
}

pub(in crate::chat) async fn pardon_member(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
    Form(form): Form<ReasonForm>,
) -> Result<HttpResponse> {
    let l = viewer.locale.loader();
    impose(&app, viewer, *path, Sanction::Pardon, form.reason).await?;
    Ok(back(path.0, fl!(l, "chat-sanction-lifted")))
}

async fn impose(
    app: &App,
    viewer: Viewer,
    (room, member): (RoomId, UserId),
    sanction: Sanction,
    reason: String,
) -> Result<()> {
    app.db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            sanctions::sanction(conn, &viewer, &room, member, sanction, &reason)
        })
        .await?;
    realtime::recheck(app, member).await;
    Ok(())
}

#[derive(Deserialize)]
pub(in crate::chat) struct DeletionForm {
    hours: i32,
    #[serde(default)]
    reason: String,
}

/// Deletes what a member has said in the last hours, message by message, each with its own revision.
pub(in crate::chat) async fn delete_messages_of(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, UserId)>,
    Form(form): Form<DeletionForm>,
) -> Result<HttpResponse> {
    if !(1..=WIDEST).contains(&form.hours) {
        return Err(AppError::invalid("hours", text!("chat-delete-hours-wrong")));
    }
    let (by, l) = (viewer.id, viewer.locale.loader());
    let messages = to_delete(&app, viewer, *path, form).await?;
    let count = delete_all(&app, path.0, by, messages).await?;
    Ok(back(path.0, fl!(l, "chat-messages-deleted", count = count)))
}

async fn to_delete(
    app: &App,
    viewer: Viewer,
    (room, member): (RoomId, UserId),
    form: DeletionForm,
) -> Result<Vec<MessageId>> {
    app.db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            let reason = reporting::reason(&form.reason)?;
            let messages = sanctions::recent_messages(conn, &room, member, form.hours)?;
            let (action, subject) = ("member.delete_messages", ("member", member));
            audit::note(conn, room.id, viewer.id, action, subject, &reason)?;
            Ok(messages)
        })
        .await
}

async fn delete_all(
    app: &App,
    room: RoomId,
    by: UserId,
    messages: Vec<MessageId>,
) -> Result<usize> {
    let mut count = 0;
    for message in messages {
        let deletion = Change::Delete {
            message,
            by,
            is_admin: false,
            reason: String::new(),
        };
        let deleted = realtime::change::<ChatLog>(app, room, deletion).await?;
        count += usize::from(deleted.is_some());
    }
    Ok(count)
}
