//! The rows of live rooms and their streams, and the closed sets they are made of.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::{
    live_assets, live_recording_parts, live_rooms, live_sessions, live_stream_events, sql_types,
};
use crate::web::UserId;

pub type RoomId = i64;
pub type SessionId = i64;

crate::pg_enum! {
    /// Where a class is in its life. It only moves forward.
    pub enum Status : sql_types::LiveStatus {
        Planned = "planned",
        Live = "live",
        Ended = "ended",
    }
}

crate::pg_enum! {
    /// Who may watch, beside the staff.
    pub enum Access : sql_types::LiveAccess {
        Enrolled = "enrolled",
        Everyone = "everyone",
    }
}

crate::pg_enum! {
    /// What happened to a stream.
    pub enum StreamEventKind : sql_types::LiveStreamEventKind {
        Refused = "refused",
        Connected = "connected",
        Disconnected = "disconnected",
        TakenOver = "taken_over",
        CodecProblem = "codec_problem",
        NoAudio = "no_audio",
        KeyframeProblem = "keyframe_problem",
        SidecarRestarted = "sidecar_restarted",
        NotRecorded = "not_recorded",
    }
}

crate::pg_enum! {
    /// How far a recorded file is on its way into the replay.
    pub enum RecordingStatus : sql_types::LiveRecordingStatus {
        /// The publisher is still connected.
        Recording = "recording",
        /// Closed, waiting for the end of the class.
        Recorded = "recorded",
        /// Part of the replay; the file itself may be gone.
        Remuxed = "remuxed",
        /// Holds nothing playable.
        Failed = "failed",
    }
}

crate::pg_enum! {
    pub enum MessageType : sql_types::LiveMessageType {
        Text = "text",
        Emoji = "emoji",
        Question = "question",
        Image = "image",
        System = "system",
    }
}

crate::pg_enum! {
    pub enum AssetKind : sql_types::LiveAssetKind {
        Courseware = "courseware",
        Recording = "recording",
        Poster = "poster",
    }
}

/// A live class. The stream key's hash is not among its fields: nobody who reads a room needs it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_rooms, check_for_backend(diesel::pg::Pg))]
pub struct Room {
    pub id: RoomId,
    pub title: String,
    pub teacher_id: UserId,
    pub course_id: Option<i64>,
    pub status: Status,
    pub access: Access,
    /// The planned start.
    pub start_time: Option<DateTime<Utc>>,
    /// The real start.
    pub started_at: Option<DateTime<Utc>>,
    pub end_time: Option<DateTime<Utc>>,
    pub last_seq: i64,
    pub last_rev: i64,
    /// The last characters of the stream key, by which a teacher knows it again; none before the first key.
    pub stream_key_hint: Option<String>,
    pub settings: serde_json::Value,
    /// How long somebody of the audience waits between two messages; 0 for not at all.
    pub slow_seconds: i16,
    pub created_at: DateTime<Utc>,
}

/// One run of a room over any number of reconnects of its publisher.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_sessions, check_for_backend(diesel::pg::Pg))]
pub struct Session {
    pub id: SessionId,
    pub live_room_id: RoomId,
    pub token: String,
    /// The publisher's connection as the RTMP server counts it; none while nobody publishes.
    pub client_id: Option<String>,
    pub started_at: DateTime<Utc>,
    pub connected_at: Option<DateTime<Utc>>,
    pub disconnected_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A line of the teacher's health panel.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_stream_events, check_for_backend(diesel::pg::Pg))]
pub struct StreamEvent {
    pub id: i64,
    pub live_room_id: RoomId,
    pub kind: StreamEventKind,
    pub details: serde_json::Value,
    pub at: DateTime<Utc>,
}

/// One recorded file: what came over one connection of the publisher.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_recording_parts, check_for_backend(diesel::pg::Pg))]
pub struct RecordingPart {
    pub id: i64,
    pub live_session_id: SessionId,
    /// Relative to the recordings folder.
    pub flv_path: String,
    /// Wall clock of its first picture.
    pub started_at: DateTime<Utc>,
    pub duration_ms: Option<i64>,
    /// Where it begins in the replay; none while it is in no replay.
    pub media_offset_ms: Option<i64>,
    pub status: RecordingStatus,
}

/// A file that belongs to a room.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_assets, check_for_backend(diesel::pg::Pg))]
pub struct Asset {
    pub id: i64,
    pub live_room_id: RoomId,
    pub kind: AssetKind,
    pub title: String,
    pub media_id: Uuid,
    pub file_url: String,
    pub is_published: bool,
    pub uploaded_at: DateTime<Utc>,
}
