//! How far the replay of a class is, and the film itself.

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::live::model::RecordingStatus;
use crate::live::questions::ReplayQuestions;
use crate::live::quick_quizzes::Practice;
use crate::live::recording::{self, Replay, Timeline};
use crate::live::rooms::{Reached, Standing};
use crate::live::{Room, RoomId, Status};
use crate::schema::{live_recording_parts, live_sessions};
use crate::web::Page;

/// How far the replay is.
pub enum Film {
    /// The class still goes on, or has not begun.
    NotOver,
    /// Recorded, and being made into a film.
    Preparing,
    /// There is nothing to watch.
    Missing,
    Ready(Box<Replay>),
}

impl Film {
    pub(super) fn find(conn: &mut PgConnection, reached: &Reached) -> Result<Film> {
        let is_staff = reached.standing >= Standing::Moderator;
        if reached.room.status != Status::Ended {
            return Ok(Film::NotOver);
        }
        match recording::replay_of(conn, reached.room.id)? {
            Some(replay) if is_staff || replay.film.is_published => {
                Ok(Film::Ready(Box::new(replay)))
            }
            Some(_) => Ok(Film::Missing),
            None if is_being_made(conn, reached.room.id)? => Ok(Film::Preparing),
            None => Ok(Film::Missing),
        }
    }

    pub(super) fn length(&self) -> i64 {
        match self {
            Film::Ready(replay) => replay.duration_ms,
            _ => 0,
        }
    }

    pub(super) fn questions(
        &self,
        conn: &mut PgConnection,
        page: &Page,
        room: &Room,
    ) -> Result<ReplayQuestions> {
        let film = match self {
            Film::Ready(replay) => replay.film.file_url.clone(),
            _ => String::new(),
        };
        ReplayQuestions::load(conn, page, room, self.timeline(), film)
    }

    /// The quick quizzes to do again, once there is a film.
    pub(super) fn practice(
        &self,
        conn: &mut PgConnection,
        page: &Page,
        room: RoomId,
    ) -> Result<Practice> {
        match self {
            Film::Ready(replay) => Practice::load(conn, page, room, &replay.timeline),
            _ => Ok(Practice::none(page.l)),
        }
    }

    pub(super) fn timeline(&self) -> Timeline {
        match self {
            Film::Ready(replay) => replay.timeline.clone(),
            _ => Timeline::default(),
        }
    }
}

/// Whether anything recorded waits to become part of the film.
fn is_being_made(conn: &mut PgConnection, room: RoomId) -> Result<bool> {
    let waiting = live_recording_parts::table
        .inner_join(live_sessions::table)
        .filter(live_sessions::live_room_id.eq(room))
        .filter(
            live_recording_parts::status
                .eq_any([RecordingStatus::Recording, RecordingStatus::Recorded]),
        );
    Ok(diesel::select(exists(waiting)).get_result(conn)?)
}
