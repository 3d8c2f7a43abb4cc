//! One broadcast from the handshake to its farewell.

use actix_web::error::ErrorBadRequest;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{AggregatedMessageStream, CloseReason, Session};
use serde::Deserialize;

use super::farewell::Farewell;
use super::feeding;
use super::tickets::{Full, Opened};
use crate::error::AppError;
use crate::live::{RoomId, Streams};
use crate::sidecar::ffmpeg::{self, Format, Picture};
use crate::state::App;
use crate::web::Viewer;
use crate::web::session::SessionHash;

/// Half a second of the sharpest picture, many times over.
const MOST_FRAME_BYTES: usize = 2 << 20;

/// What the page's recorder makes.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Source {
    format: Container,
    picture: Coding,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Container {
    Matroska,
    Webm,
    Mp4,
}

/// Whether the picture is H.264 with a keyframe a second, so that it can go on as it is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Coding {
    Copy,
    Encode,
}

/// Who broadcasts, and where to.
pub struct Line {
    pub(super) app: App,
    pub(super) streams: Streams,
    pub(super) room: RoomId,
    pub(super) viewer: Viewer,
    pub(super) session: Option<SessionHash>,
}

impl Line {
    pub fn new(
        app: App,
        streams: Streams,
        room: RoomId,
        viewer: Viewer,
        session: Option<SessionHash>,
    ) -> Line {
        Line {
            app,
            streams,
            room,
            viewer,
            session,
        }
    }

    /// Takes the handshake, and the broadcast from there on. The caller has made sure of the origin and of the right.
    ///
    /// # Errors
    /// `Unavailable` while the program stops; 400 for what is no handshake.
    pub fn open(
        self,
        source: Source,
        request: &HttpRequest,
        payload: Payload,
    ) -> Result<HttpResponse, actix_web::Error> {
        if self.app.is_stopping() {
            return Err(AppError::Unavailable.into());
        }
        let (response, session, messages) =
            actix_ws::handle(request, payload).map_err(|_| ErrorBadRequest("no handshake"))?;
        let messages = messages
            .max_frame_size(MOST_FRAME_BYTES)
            .aggregate_continuations()
            .max_continuation_size(MOST_FRAME_BYTES);
        actix_web::rt::spawn(async move {
            let farewell = self.carry(source, session.clone(), messages).await;
            tracing::info!(room = self.room, ?farewell, "a broadcast has ended");
            let reason = CloseReason {
                code: (farewell as u16).into(),
                description: None,
            };
            // The page may have gone first.
            let _ = session.close(Some(reason)).await;
        });
        Ok(response)
    }

    async fn carry(
        &self,
        source: Source,
        mut session: Session,
        messages: AggregatedMessageStream,
    ) -> Farewell {
        if let Some(why) = self.is_over().await {
            return why;
        }
        let opened = match self.streams.broadcasts().open(self.room, self.viewer.id) {
            Ok(opened) => opened,
            Err(Full::Occupied) => return Farewell::Occupied,
            Err(Full::TooMany) => return Farewell::TryLater,
        };
        let Some((inlet, mut run)) = self.encoder(source, &opened) else {
            return Farewell::NoEncoder;
        };
        if session.text(r#"{"type":"ready"}"#).await.is_err() {
            return Farewell::Done;
        }
        let farewell = tokio::select! {
            why = self.watch(&opened.ticket, &mut run) => why,
            why = feeding::feed(messages, &inlet, session) => why,
        };
        drop(inlet);
        if farewell == Farewell::Done {
            run.finish().await;
        }
        farewell
    }

    fn encoder(&self, source: Source, opened: &Opened) -> Option<(ffmpeg::Inlet, ffmpeg::Run)> {
        let address = self.streams.rtmp_url(opened.ticket.name())?;
        let format = match source.format {
            Container::Matroska | Container::Webm => Format::Matroska,
            Container::Mp4 => Format::Mp4,
        };
        let picture = match source.picture {
            Coding::Copy => Picture::AsItIs,
            Coding::Encode => Picture::Anew,
        };
        match ffmpeg::broadcast(format, picture, &address) {
            Ok(started) => Some(started),
            Err(error) => {
                tracing::warn!("a broadcast can't be taken: {error:#}");
                None
            }
        }
    }
}
