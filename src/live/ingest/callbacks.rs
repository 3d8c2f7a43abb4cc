//! The loopback port where nginx-rtmp asks and reports.
//!
//! Only who knows the path secret is heard, and the answer to a publish is a redirect to the run's name or a refusal: a
//! plain success would let the stream in under its key. Nothing of a callback is logged, for it carries the key.

use std::net::Ipv4Addr;

use actix_web::http::{KeepAlive, StatusCode, header};
use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{App, HttpResponse, HttpServer};

use super::door::{self, Answer};
use super::events::{self, Refusal};
use super::notice::{Notice, Unreadable};
use super::sessions;
use crate::error::Result;
use crate::live::broadcast;
use crate::live::recording;
use crate::live::stream_key::{StreamKey, room_meant};
use crate::live::{RoomId, Streams};

const FORM_LIMIT: usize = 16 * 1024;

/// Starts to listen on a free port of 127.0.0.1 and returns it.
pub(super) fn listen(streams: &Streams) -> anyhow::Result<u16> {
    let data = Data::new(streams.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(FORM_LIMIT))
            .route("/{secret}/publish", web::post().to(publish))
            .route("/{secret}/publish_done", web::post().to(publish_done))
            .route("/{secret}/record_done", web::post().to(record_done))
    })
    .workers(1)
    .keep_alive(KeepAlive::Disabled)
    .shutdown_timeout(1)
    .disable_signals()
    .bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = server.addrs()[0].port();
    let server = server.run();
    let handle = server.handle();
    tokio::spawn(server);
    let stop = streams.inner().stop.clone();
    tokio::spawn(async move {
        stop.cancelled().await;
        handle.stop(false).await;
    });
    Ok(port)
}

async fn publish(secret: Path<String>, form: Bytes, streams: Data<Streams>) -> HttpResponse {
    if !is_server(&streams, &secret) {
        return refuse(StatusCode::FORBIDDEN);
    }
    let answer = match Notice::parse(&form, "publish") {
        Ok(notice) => door::knock(&streams, notice).await,
        Err(unreadable) => note_unreadable(&streams, unreadable).await,
    };
    match answer {
        Ok(Answer::Enter { token }) => HttpResponse::Found()
            .insert_header((header::LOCATION, token))
            .finish(),
        Ok(Answer::Stay) => refuse(StatusCode::FORBIDDEN),
        Err(error) => {
            tracing::warn!(%error, "nobody could say whether a publisher may come in");
            refuse(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

async fn publish_done(secret: Path<String>, form: Bytes, streams: Data<Streams>) -> HttpResponse {
    if !is_server(&streams, &secret) {
        return refuse(StatusCode::FORBIDDEN);
    }
    if let Ok(notice) = Notice::parse(&form, "publish_done") {
        let rooms = rooms_left(&streams, &notice);
        let left = move |conn: &mut _| {
            let mut rooms = rooms.into_iter();
            rooms.try_for_each(|room| sessions::leave(conn, room, &notice.client_id))
        };
        note(streams.inner().db.run(left).await);
        streams.look_now();
    }
    HttpResponse::Ok().finish()
}

/// The room that this publisher may have been in; whether it was, its connection says.
fn rooms_left(streams: &Streams, notice: &Notice) -> Vec<RoomId> {
    match StreamKey::parse(&notice.name) {
        Some(key) => vec![key.room()],
        None if broadcast::is_ticket(&notice.name) => {
            streams.broadcasts().rooms_of(&notice.client_id)
        }
        None => Vec::new(),
    }
}

async fn record_done(secret: Path<String>, form: Bytes, streams: Data<Streams>) -> HttpResponse {
    if !is_server(&streams, &secret) {
        return refuse(StatusCode::FORBIDDEN);
    }
    if let Ok(notice) = Notice::parse(&form, "record_done")
        && let Some(file) = notice
            .path
            .as_deref()
            .and_then(recording::RecordedFile::of_path)
    {
        note(
            streams
                .inner()
                .db
                .run(move |conn| recording::close_part(conn, &file))
                .await,
        );
    }
    HttpResponse::Ok().finish()
}

/// A publisher that tried to speak for the server is told to the room it named.
async fn note_unreadable(streams: &Streams, unreadable: Unreadable) -> Result<Answer> {
    if let Unreadable::Polluted { first_name } = unreadable
        && let Some(room) = room_meant(&first_name)
    {
        let refused = move |conn: &mut _| Ok(events::refused(conn, room, Refusal::Malformed, "")?);
        streams.inner().db.run(refused).await?;
    }
    Ok(Answer::Stay)
}

fn is_server(streams: &Streams, secret: &str) -> bool {
    streams
        .server()
        .is_some_and(|server| server.is_callback_secret(secret))
}

/// The next round finds out by itself what could not be written here.
fn note(outcome: Result<()>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "a callback of the RTMP server is left to the next round");
    }
}

fn refuse(status: StatusCode) -> HttpResponse {
    HttpResponse::new(status)
}
