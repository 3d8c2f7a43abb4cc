//! Pages and turns as they are stored.

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use crate::error::Result;
use crate::live::RoomId;
use crate::live::rooms::{Reached, Standing};
use crate::schema::{live_decks, live_slide_turns, live_slides, media, sql_types};
use crate::storage::Media;

pub type DeckId = i64;
pub type SlideId = i64;

/// A page.
#[derive(Clone, Debug)]
pub struct Slide {
    pub id: SlideId,
    pub deck: DeckId,
    pub deck_title: String,
    /// Its number in the deck, from 1.
    pub place: i16,
    pub media: Media,
}

impl Slide {
    pub fn url(&self) -> String {
        self.media.url()
    }

    pub fn thumbnail(&self) -> String {
        let small = self.media.thumbnail_url();
        small.unwrap_or_else(|| self.media.url())
    }
}

crate::pg_enum! {
    /// Why a PDF has no pages yet.
    pub enum Problem : sql_types::LiveDeckProblem {
        /// It is damaged or locked.
        Broken = "broken",
        /// It has too many.
        Long = "long",
        /// It took too long, or something of this machine failed.
        Failed = "failed",
    }
}

/// A deck as its teacher's list has it.
#[derive(Clone, Debug, Queryable)]
pub struct DeckRow {
    pub id: DeckId,
    pub title: String,
    /// Whether its pages are still to be drawn.
    pub is_waiting: bool,
    pub problem: Option<Problem>,
}

/// The decks of a room, in their order.
pub fn decks(conn: &mut PgConnection, room: RoomId) -> Result<Vec<DeckRow>> {
    let decks = live_decks::table
        .filter(live_decks::live_room_id.eq(room))
        .order(live_decks::id)
        .select((
            live_decks::id,
            live_decks::title,
            live_decks::source_id.is_not_null(),
            live_decks::problem,
        ))
        .load(conn)?;
    Ok(decks)
}

/// A page was shown, or put away.
#[derive(Clone, Debug)]
pub struct Turn {
    pub slide: Option<Slide>,
    /// The moment of the class, in Unix milliseconds; none before it began.
    pub media_time_ms: Option<i64>,
}

macro_rules! slides {
    () => {
        live_slides::table
            .inner_join(live_decks::table)
            .inner_join(media::table)
            .select((
                live_slides::id,
                live_decks::id,
                live_decks::title,
                live_slides::place,
                Media::as_select(),
            ))
    };
}

type Row = (SlideId, DeckId, String, i16, Media);

fn slide((id, deck, deck_title, place, media): Row) -> Slide {
    Slide {
        id,
        deck,
        deck_title,
        place,
        media,
    }
}

/// All pages of a room, deck by deck.
pub fn all(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Slide>> {
    let rows: Vec<Row> = slides!()
        .filter(live_decks::live_room_id.eq(room))
        .order((live_decks::id, live_slides::place))
        .load(conn)?;
    Ok(rows.into_iter().map(slide).collect())
}

/// Those that have been shown, deck by deck.
pub fn shown(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Slide>> {
    let turn =
        live_slide_turns::table.filter(live_slide_turns::slide_id.eq(live_slides::id.nullable()));
    let rows: Vec<Row> = slides!()
        .filter(live_decks::live_room_id.eq(room))
        .filter(exists(turn))
        .order((live_decks::id, live_slides::place))
        .load(conn)?;
    Ok(rows.into_iter().map(slide).collect())
}

/// One page of a room.
///
/// # Errors
/// `NotFound` if it is not of the room.
pub fn one(conn: &mut PgConnection, room: RoomId, id: SlideId) -> Result<Slide> {
    let row: Row = slides!()
        .filter(live_decks::live_room_id.eq(room))
        .filter(live_slides::id.eq(id))
        .first(conn)?;
    Ok(slide(row))
}

/// The page that is shown now.
pub fn current(conn: &mut PgConnection, room: RoomId) -> Result<Option<Slide>> {
    let turn: Option<Option<SlideId>> = live_slide_turns::table
        .filter(live_slide_turns::live_room_id.eq(room))
        .order(live_slide_turns::id.desc())
        .select(live_slide_turns::slide_id)
        .first(conn)
        .optional()?;
    match turn.flatten() {
        Some(id) => one(conn, room, id).map(Some),
        None => Ok(None),
    }
}

/// All turns of a class in their order, for its replay.
pub fn turns(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Turn>> {
    let rows: Vec<(Option<SlideId>, Option<i64>)> = live_slide_turns::table
        .filter(live_slide_turns::live_room_id.eq(room))
        .order(live_slide_turns::id)
        .select((live_slide_turns::slide_id, live_slide_turns::media_time_ms))
        .load(conn)?;
    let shown = shown(conn, room)?;
    let find = |id: SlideId| shown.iter().find(|slide| slide.id == id).cloned();
    Ok(rows
        .into_iter()
        .map(|(slide, media_time_ms)| Turn {
            slide: slide.and_then(find),
            media_time_ms,
        })
        .collect())
}

/// The room whose page this file is.
pub fn room_of(conn: &mut PgConnection, media: Uuid) -> Result<Option<(RoomId, SlideId)>> {
    let found = live_slides::table
        .inner_join(live_decks::table)
        .filter(live_slides::media_id.eq(media))
        .select((live_decks::live_room_id, live_slides::id))
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Whether somebody who has reached the room may look at a page of it: the staff at all, others at what has been shown.
pub fn may_read(conn: &mut PgConnection, reached: &Reached, slide: SlideId) -> Result<bool> {
    if reached.standing >= Standing::Moderator {
        return Ok(true);
    }
    let turn = live_slide_turns::table.filter(live_slide_turns::slide_id.eq(slide));
    Ok(diesel::select(exists(turn)).get_result(conn)?)
}
