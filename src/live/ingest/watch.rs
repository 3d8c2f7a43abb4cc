//! The two tasks that never sleep for long: one reads what the RTMP server writes, one makes the rounds.

use std::sync::Arc;
use std::time::Duration;

use super::round::Round;
use crate::live::channel::{Channel, Picture};
use crate::live::model::RoomId;
use crate::live::streams::{Happening, Streams};

/// How old a segment is at most before players can have it.
const READING: Duration = Duration::from_millis(100);
const ROUND: Duration = Duration::from_secs(2);

/// Starts both; they end with the program.
pub(in crate::live) fn watch(streams: &Streams) {
    let (reader, rounds) = (streams.clone(), streams.clone());
    let stop = streams.inner().stop.clone();
    tokio::spawn(stop.clone().run_until_cancelled_owned(async move {
        loop {
            tokio::time::sleep(READING).await;
            read(&reader).await;
        }
    }));
    tokio::spawn(stop.run_until_cancelled_owned(async move {
        let mut round = Round::default();
        loop {
            if let Err(error) = round.make(&rounds).await {
                tracing::warn!(%error, "the state of the streams could not be compared");
            }
            let _ = tokio::time::timeout(ROUND, rounds.inner().look.notified()).await;
        }
    }));
}

/// Takes in new segments of every room, and tells where a picture came or went.
async fn read(streams: &Streams) {
    let channels: Vec<(RoomId, Arc<Channel>)> = streams
        .inner()
        .channels
        .iter()
        .map(|entry| (*entry.key(), entry.value().clone()))
        .collect();
    if channels.is_empty() {
        return;
    }
    let reading = tokio::task::spawn_blocking(move || {
        for (room, channel) in &channels {
            if let Err(error) = channel.read() {
                tracing::warn!(room, %error, "segments could not be read");
            }
        }
        channels
    });
    for (room, channel) in reading.await.unwrap_or_default() {
        match channel.look() {
            Some(Picture::Playing) => streams.tell(room, Happening::Resumed),
            Some(Picture::Interrupted) => streams.tell(room, Happening::Interrupted),
            Some(Picture::Waiting | Picture::Over) | None => {}
        }
    }
}
