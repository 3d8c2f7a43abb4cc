//! Who may read the files of a class: whoever may watch it; what is hidden or has not been shown, its staff alone.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::model::RoomId;
use super::rooms::{self, Standing};
use super::slides;
use crate::error::{AppError, Result};
use crate::schema::{live_assets, live_replay_cuts};
use crate::web::Viewer;

/// Whether this person (a guest, if none) may read a file that hangs on a live class.
pub fn may_read_media(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    media: Uuid,
) -> Result<bool> {
    let asset: Option<(RoomId, bool)> = live_assets::table
        .filter(live_assets::media_id.eq(media))
        .select((live_assets::live_room_id, live_assets::is_published))
        .first(conn)
        .optional()?;
    // What was cut off a replay is for the staff alone.
    let whole = || {
        live_replay_cuts::table
            .filter(live_replay_cuts::whole_media_id.eq(media))
            .select(live_replay_cuts::live_room_id)
    };
    let found = match asset {
        Some(shown) => Some(shown),
        None => whole().first(conn).optional()?.map(|room| (room, false)),
    };
    let Some((room, is_published)) = found else {
        return may_read_slide(conn, viewer, media);
    };
    match rooms::of(conn, viewer, room) {
        Ok(reached) => Ok(is_published || reached.standing >= Standing::Moderator),
        Err(AppError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

fn may_read_slide(conn: &mut PgConnection, viewer: Option<&Viewer>, media: Uuid) -> Result<bool> {
    let Some((room, slide)) = slides::room_of(conn, media)? else {
        return Ok(false);
    };
    match rooms::of(conn, viewer, room) {
        Ok(reached) => slides::may_read(conn, &reached, slide),
        Err(AppError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
