//! Sending: from what came in to a message that is stored.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::web::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;
use uuid::Uuid;

use super::attachments;
use super::log::ChatLog;
use super::model::{Draft, Message, MessageId, Origin, RoomId};
use super::moderation::HELD;
use super::rooms;
use crate::error::{AppError, Result};
use crate::realtime::{self, Post, Posted};
use crate::state::App;
use crate::storage::{self, Accept, MediaContainer, MediaId, Received, UploadBody, UploadLimits};
use crate::text;
use crate::web::{Form, Viewer};

/// In characters, as the table has it.
const LONGEST: usize = 4_000;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 50 * 1024 * 1024,
    files: 10,
};

/// The form under a conversation.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct MessageForm {
    #[serde(default)]
    pub(super) content: String,
    /// Drawn by the page, so that sending again stores nothing twice. A form without one is a message of its own.
    nonce: Option<Uuid>,
    /// The message that is answered.
    pub(super) reply_to: Option<MessageId>,
}

/// A form as it came, with its files.
pub(super) struct Incoming {
    pub(super) form: MessageForm,
    files: Vec<Received>,
}

/// Reads the form, with or without files. Files are read only from somebody who is in the room.
pub(super) async fn receive(
    app: &App,
    viewer: &Viewer,
    room: RoomId,
    request: &HttpRequest,
    body: Payload,
) -> Result<Incoming> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let has_files = content_type.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    if !has_files {
        let Form(form) = Form::from_request(request, &mut body.into_inner()).await?;
        let files = Vec::new();
        return Ok(Incoming { form, files });
    }
    let (asking, id) = (viewer.clone(), room);
    app.db.run(move |conn| rooms::of(conn, &asking, id)).await?;
    let body = Multipart::new(request.headers(), body);
    let body = UploadBody::new(request.headers(), body);
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let upload = storage::receive(&app.storage, body, admitted).await?;
    Ok(Incoming {
        form: upload.form()?,
        files: upload.files,
    })
}

/// What became of a message.
pub(super) enum Sent {
    Stored(Box<Posted<Message>>),
    /// It waits for a moderator; only they and its author see it.
    Held {
        nonce: Uuid,
        content: String,
    },
}

/// Stores the message and tells the room, or puts it aside if the rules of the room say so.
///
/// # Errors
/// `Invalid` for text that is missing or too long, for a reply to what is gone, and for files that can't be taken; besides that what
/// [`realtime::post`] says.
pub(super) async fn send(
    app: &App,
    viewer: &Viewer,
    room: RoomId,
    incoming: Incoming,
) -> Result<Sent> {
    let content = checked(&incoming.form.content, !incoming.files.is_empty())?;
    let files = take_in(app, viewer, incoming.files).await?;
    let nonce = incoming.form.nonce.unwrap_or_else(Uuid::now_v7);
    let post = Post {
        sender: Some(viewer.id),
        nonce,
        draft: Draft {
            content: content.clone(),
            files: files.clone(),
            reply_to: incoming.form.reply_to,
            origin: Origin::Written,
        },
    };
    let posted = realtime::post::<ChatLog>(app, room, post).await;
    if let Err(AppError::Invalid(errors)) = &posted
        && errors.has(HELD)
    {
        return Ok(Sent::Held { nonce, content });
    }
    let is_stored = match &posted {
        Ok(posted) => posted.is_new,
        // The commit may have come through.
        Err(AppError::Unavailable) => true,
        Err(_) => false,
    };
    if !is_stored && !files.is_empty() {
        app.db
            .run(move |conn| attachments::discard(conn, &files))
            .await?;
    }
    posted.map(|posted| Sent::Stored(Box::new(posted)))
}

/// The text as it is stored: lines end as on Unix, nothing stands at the end.
pub(super) fn checked(content: &str, has_files: bool) -> Result<String> {
    let content = content.replace("\r\n", "\n");
    let content = content.trim_end();
    if content.trim().is_empty() && !has_files {
        return Err(AppError::invalid("content", text!("chat-message-empty")));
    }
    let length = content.chars().count();
    if length > LONGEST {
        return Err(AppError::invalid(
            "content",
            text!(
                "chat-message-too-long",
                over = length - LONGEST,
                most = LONGEST
            ),
        ));
    }
    Ok(content.to_owned())
}

/// Keeps the files, with rows that hang on nothing yet.
async fn take_in(app: &App, viewer: &Viewer, received: Vec<Received>) -> Result<Vec<MediaId>> {
    let mut stored = Vec::with_capacity(received.len());
    for file in received {
        stored.push(storage::take(&app.storage, file, Accept::Anything).await?);
    }
    if stored.is_empty() {
        return Ok(Vec::new());
    }
    let owner = Some(viewer.id);
    storage::commit(app, stored, MediaContainer::Message, owner, |_, media| {
        Ok(media.iter().map(|media| media.id).collect())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_as_written_but_for_its_ends() {
        assert_eq!(checked("  a\r\nb \n\n", false).unwrap(), "  a\nb");
        assert_eq!(checked("", true).unwrap(), "");
        assert!(checked(" \n ", false).is_err());
        assert!(checked(&"字".repeat(LONGEST), false).is_ok());
        assert!(checked(&"字".repeat(LONGEST + 1), false).is_err());
    }
}
