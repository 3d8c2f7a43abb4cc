//! What players are given of what this process knows of a stream.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use super::feed::{Feed, Served};
use super::ladder::Ladder;
use super::signature::Proof;
use super::sound::sound_of;
use crate::config::Rendition;
use crate::error::{AppError, Result};
use crate::live::Streams;
use crate::live::model::RoomId;
use crate::live::rooms::Standing;
use crate::web::UserId;

impl Streams {
    /// What this person may do in the room, remembered for some seconds (see `audience`).
    ///
    /// # Errors
    /// [`AppError::NotFound`] for whoever may not watch.
    pub async fn standing(&self, room: RoomId, person: Option<UserId>) -> Result<Standing> {
        self.inner()
            .audience
            .standing(&self.inner().db, room, person)
            .await
    }

    /// What the players of a room can have now; nothing while it is not on the air.
    pub(in crate::live) fn served(&self, room: RoomId) -> Option<Arc<Served>> {
        Some(self.channel(room)?.feed.served())
    }

    /// The playlist of a room's whole picture.
    ///
    /// # Errors
    /// [`AppError::NotFound`] while there is nothing for whoever asks.
    pub(in crate::live) fn playlist(&self, room: RoomId, standing: Standing) -> Result<Bytes> {
        let served = self.served(room).ok_or(AppError::NotFound)?;
        let playlist = served.playlist(standing > Standing::Audience);
        playlist.ok_or(AppError::NotFound)
    }

    /// The sound of a segment.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none for whoever asks.
    pub(in crate::live) async fn sound(
        &self,
        room: RoomId,
        id: u64,
        standing: Standing,
    ) -> Result<Bytes> {
        let served = self.served(room).ok_or(AppError::NotFound)?;
        let is_staff = standing > Standing::Audience;
        let held = served
            .sound_of(id)
            .filter(|_| is_staff || served.is_open(id));
        let sound = match held {
            Some(sound) => sound,
            None => sound_of(&self.segment(room, id, standing).await?).map(Bytes::from),
        };
        sound.ok_or(AppError::NotFound)
    }

    /// A segment of a room's stream, out of memory, or from the disk for those who are far behind.
    pub(in crate::live) async fn segment(
        &self,
        room: RoomId,
        id: u64,
        standing: Standing,
    ) -> Result<Bytes> {
        let channel = self.channel(room).ok_or(AppError::NotFound)?;
        let served = channel.feed.served();
        if standing == Standing::Audience && !served.is_open(id) {
            return Err(AppError::NotFound);
        }
        if let Some(bytes) = served.segment(id) {
            return Ok(bytes);
        }
        match tokio::fs::read(channel.feed.file(id)).await {
            Ok(bytes) => Ok(bytes.into()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(AppError::NotFound),
            Err(error) => Err(error.into()),
        }
    }

    /// A feed for the run whose segments lie in this folder.
    pub(in crate::live) fn feed(&self, folder: PathBuf) -> Feed {
        let work = self.inner().folders.hls.with_file_name("ladder");
        let work = work.join(folder.file_name().unwrap_or_default());
        let renditions = self.inner().renditions.clone();
        let ladder =
            (!renditions.is_empty()).then(|| Ladder::new(renditions, folder.clone(), work));
        Feed::new(folder, self.inner().signer.clone(), ladder)
    }

    /// The smaller pictures that are made of each stream.
    pub(in crate::live) fn renditions(&self) -> &[Rendition] {
        &self.inner().renditions
    }

    /// The playlist of a smaller picture, for those who may watch this much.
    pub(in crate::live) fn small_playlist(
        &self,
        room: RoomId,
        height: u32,
        standing: Standing,
    ) -> Option<String> {
        let channel = self.channel(room)?;
        let ladder = channel.feed.ladder()?;
        ladder.number(height)?;
        let served = channel.feed.served();
        served.smaller(standing > Standing::Audience, |id| ladder.has(id))
    }

    /// A segment of a smaller picture.
    pub(in crate::live) fn small_segment(
        &self,
        room: RoomId,
        height: u32,
        id: u64,
        standing: Standing,
    ) -> Option<Bytes> {
        let channel = self.channel(room)?;
        if standing == Standing::Audience && !channel.feed.served().is_open(id) {
            return None;
        }
        channel.feed.ladder()?.segment(height, id)
    }

    /// A segment for whoever has its signed address: a CDN in front of this program.
    pub(in crate::live) async fn signed_segment(
        &self,
        path: &str,
        token: &str,
        id: u64,
        proof: &Proof,
    ) -> Result<Bytes> {
        let signer = self.inner().signer.as_ref().ok_or(AppError::NotFound)?;
        let now = chrono::Utc::now().timestamp().unsigned_abs();
        if !signer.opens(path, proof, now) {
            return Err(AppError::NotFound);
        }
        let room = self.room_of(token).ok_or(AppError::NotFound)?;
        // Who may have the address was settled when the playlist was given out.
        self.segment(room, id, Standing::Moderator).await
    }

    /// The room that is on the air under this name.
    fn room_of(&self, token: &str) -> Option<RoomId> {
        let mut channels = self.inner().channels.iter();
        let channel = channels.find(|channel| channel.token == token)?;
        Some(*channel.key())
    }
}
