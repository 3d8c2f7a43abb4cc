//! Turning to a page.

use chrono::Utc;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{self, SlideId};
use crate::error::{AppError, Result};
use crate::live::{RoomId, Status, rooms};
use crate::schema::{live_rooms, live_slide_turns};
use crate::text;
use crate::web::Viewer;

/// Shows this page, or, with none, puts the courseware away. Turning to what is shown changes nothing.
///
/// # Errors
/// As [`rooms::managed`]; `NotFound` for a page of another room; `Conflict` when the class is over.
pub fn turn(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    slide: Option<SlideId>,
) -> Result<()> {
    let room = rooms::managed(conn, viewer, room)?;
    if room.status == Status::Ended {
        return Err(AppError::Conflict(text!("live-slides-over")));
    }
    conn.transaction(|conn| {
        // Turns come one after the other, or the newest would not be the last.
        live_rooms::table
            .find(room.id)
            .select(live_rooms::id)
            .for_no_key_update()
            .execute(conn)?;
        if let Some(slide) = slide {
            model::one(conn, room.id, slide)?;
        }
        if model::current(conn, room.id)?.map(|slide| slide.id) == slide {
            return Ok(());
        }
        let moment = (room.status == Status::Live).then(|| Utc::now().timestamp_millis());
        diesel::insert_into(live_slide_turns::table)
            .values((
                live_slide_turns::live_room_id.eq(room.id),
                live_slide_turns::slide_id.eq(slide),
                live_slide_turns::media_time_ms.eq(moment),
                live_slide_turns::turned_by.eq(viewer.id),
            ))
            .execute(conn)?;
        Ok(())
    })
}
