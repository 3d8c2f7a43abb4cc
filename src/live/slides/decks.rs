//! Decks: putting pages into a room, and taking them away again.

use diesel::dsl::{count_star, exists};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::DeckId;
use crate::error::{AppError, Result};
use crate::live::{Room, RoomId, Status, rooms};
use crate::schema::{live_decks, live_slide_turns, live_slides};
use crate::storage::{self, Media, MediaId};
use crate::text;
use crate::web::Viewer;

/// More than any class shows.
const MOST: i64 = 20;

/// The room, if this person may put courseware into it now.
///
/// # Errors
/// As [`rooms::managed`]; `Conflict` when the class is over; `Invalid` when it has enough.
pub fn open_room(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<Room> {
    let room = rooms::managed(conn, viewer, room)?;
    if room.status == Status::Ended {
        return Err(AppError::Conflict(text!("live-slides-over")));
    }
    let count: i64 = live_decks::table
        .filter(live_decks::live_room_id.eq(room.id))
        .select(count_star())
        .first(conn)?;
    if count >= MOST {
        let words = text!("live-slides-many", most = MOST);
        return Err(AppError::invalid("files", words));
    }
    Ok(room)
}

/// Adds a deck of these pages; in the transaction of their rows.
pub fn add(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    title: &str,
    pages: &[Media],
) -> Result<DeckId> {
    let room = open_room(conn, viewer, room)?;
    let deck: DeckId = diesel::insert_into(live_decks::table)
        .values((
            live_decks::live_room_id.eq(room.id),
            live_decks::title.eq(title),
            live_decks::created_by.eq(viewer.id),
        ))
        .returning(live_decks::id)
        .get_result(conn)?;
    let rows: Vec<_> = (1_i16..)
        .zip(pages)
        .map(|(place, page)| {
            (
                live_slides::deck_id.eq(deck),
                live_slides::place.eq(place),
                live_slides::media_id.eq(page.id),
            )
        })
        .collect();
    diesel::insert_into(live_slides::table)
        .values(rows)
        .execute(conn)?;
    Ok(deck)
}

/// Takes a deck away with its files.
///
/// # Errors
/// As [`rooms::managed`]; `NotFound` for one of another room; `Conflict` once a page of it has been shown: the replay shows it
/// too.
pub fn remove(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, deck: DeckId) -> Result<()> {
    let room = rooms::managed(conn, viewer, room)?;
    conn.transaction(|conn| {
        live_decks::table
            .find(deck)
            .filter(live_decks::live_room_id.eq(room.id))
            .select(live_decks::id)
            .for_update()
            .first::<DeckId>(conn)?;
        let shown = live_slide_turns::table
            .inner_join(live_slides::table)
            .filter(live_slides::deck_id.eq(deck));
        if diesel::select(exists(shown)).get_result(conn)? {
            return Err(AppError::Conflict(text!("live-slides-shown")));
        }
        let files: Vec<MediaId> = live_slides::table
            .filter(live_slides::deck_id.eq(deck))
            .select(live_slides::media_id)
            .load(conn)?;
        diesel::delete(live_decks::table.find(deck)).execute(conn)?;
        files
            .into_iter()
            .try_for_each(|file| storage::discard(conn, file))
    })
}
