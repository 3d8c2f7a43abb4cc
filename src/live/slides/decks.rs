//! Decks: putting pages into a room, and taking them away again.
//!
//! Images are pages at once. A PDF is kept until a [job](super::preparing) has drawn its pages, which then take its place.

use std::time::Duration;

use diesel::dsl::{count_star, exists};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{DeckId, Problem};
use super::preparing::PrepareDeck;
use crate::error::{AppError, Result};
use crate::jobs;
use crate::live::{Room, RoomId, Status, rooms};
use crate::schema::{live_decks, live_slide_turns, live_slides};
use crate::storage::{self, Media, MediaId, MediaKind};
use crate::text;
use crate::web::{UserId, Viewer};

/// More than any class shows.
const MOST: i64 = 20;

/// Of a title.
const LONGEST: usize = 200;

/// The room, if this person may put so many more decks into it now.
///
/// # Errors
/// As [`rooms::managed`]; `Conflict` when the class is over; `Invalid` when it has enough.
pub fn open_room(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    more: usize,
) -> Result<Room> {
    let room = rooms::managed(conn, viewer, room)?;
    if room.status == Status::Ended {
        return Err(AppError::Conflict(text!("live-slides-over")));
    }
    let count: i64 = live_decks::table
        .filter(live_decks::live_room_id.eq(room.id))
        .select(count_star())
        .first(conn)?;
    if count + more as i64 > MOST {
        let words = text!("live-slides-many", most = MOST);
        return Err(AppError::invalid("files", words));
    }
    Ok(room)
}

/// Adds a deck of all the images, and one of each PDF, to be prepared; in the transaction of their rows.
pub fn add(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, files: &[Media]) -> Result<()> {
    let (images, pdfs): (Vec<&Media>, Vec<&Media>) =
        files.iter().partition(|file| file.kind == MediaKind::Image);
    let more = pdfs.len() + usize::from(!images.is_empty());
    let room = open_room(conn, viewer, room, more)?;
    if let Some(first) = images.first() {
        let deck = insert(conn, viewer, &room, first, None)?;
        put_pages(conn, deck, images.iter().copied())?;
    }
    for pdf in pdfs {
        let deck = insert(conn, viewer, &room, pdf, Some(pdf.id))?;
        prepare(conn, deck)?;
    }
    Ok(())
}

/// A deck is called as its first file.
fn insert(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    first: &Media,
    source: Option<MediaId>,
) -> QueryResult<DeckId> {
    let name = first.original_name.rsplit_once('.');
    let name = name.map_or(first.original_name.as_str(), |(stem, _)| stem);
    let title: String = name.trim().chars().take(LONGEST).collect();
    let title = if title.is_empty() {
        "…".into()
    } else {
        title
    };
    diesel::insert_into(live_decks::table)
        .values((
            live_decks::live_room_id.eq(room.id),
            live_decks::title.eq(title),
            live_decks::created_by.eq(viewer.id),
            live_decks::source_id.eq(source),
        ))
        .returning(live_decks::id)
        .get_result(conn)
}

fn put_pages<'a>(
    conn: &mut PgConnection,
    deck: DeckId,
    pages: impl Iterator<Item = &'a Media>,
) -> QueryResult<()> {
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
    let inserted = diesel::insert_into(live_slides::table).values(rows);
    inserted.execute(conn).map(drop)
}

/// Once at a time, however often it is asked for.
fn prepare(conn: &mut PgConnection, deck: DeckId) -> Result<()> {
    let job = PrepareDeck { deck };
    jobs::enqueue_once(conn, &job, &deck.to_string(), Duration::ZERO)
}

/// Has the pages of a PDF drawn that could not be.
///
/// # Errors
/// As [`rooms::managed`]; `NotFound` for a deck of another room, and for one that has its pages.
pub fn prepare_again(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    deck: DeckId,
) -> Result<()> {
    let room = rooms::managed(conn, viewer, room)?;
    conn.transaction(|conn| {
        let waiting = diesel::update(live_decks::table.find(deck))
            .filter(live_decks::live_room_id.eq(room.id))
            .filter(live_decks::source_id.is_not_null())
            .set(live_decks::problem.eq(None::<Problem>))
            .execute(conn)?;
        match waiting {
            0 => Err(AppError::NotFound),
            _ => prepare(conn, deck),
        }
    })
}

/// The PDF whose pages are to be drawn, and whose they will be; nothing for a deck that is gone or has its pages.
pub fn source(conn: &mut PgConnection, deck: DeckId) -> Result<Option<(Media, Option<UserId>)>> {
    let found: Option<(Option<MediaId>, Option<UserId>)> = live_decks::table
        .find(deck)
        .select((live_decks::source_id, live_decks::created_by))
        .first(conn)
        .optional()?;
    let Some((Some(source), owner)) = found else {
        return Ok(None);
    };
    Ok(Some((Media::find(conn, source)?, owner)))
}

/// Has these pages take the place of the PDF; in the transaction of their rows.
///
/// # Errors
/// `NotFound` where that has happened already, or the deck has been taken away meanwhile.
pub fn fill(conn: &mut PgConnection, deck: DeckId, pdf: MediaId, pages: &[Media]) -> Result<()> {
    let filled = diesel::update(live_decks::table.find(deck))
        .filter(live_decks::source_id.eq(pdf))
        .set((
            live_decks::source_id.eq(None::<MediaId>),
            live_decks::problem.eq(None::<Problem>),
        ))
        .execute(conn)?;
    if filled == 0 {
        return Err(AppError::NotFound);
    }
    put_pages(conn, deck, pages.iter())?;
    storage::discard(conn, pdf)
}

/// Notes why a deck has no pages yet.
pub fn note(conn: &mut PgConnection, deck: DeckId, problem: Problem) -> QueryResult<()> {
    diesel::update(live_decks::table.find(deck))
        .filter(live_decks::source_id.is_not_null())
        .set(live_decks::problem.eq(problem))
        .execute(conn)
        .map(drop)
}

/// Takes a deck away with its files.
///
/// # Errors
/// As [`rooms::managed`]; `NotFound` for one of another room; `Conflict` once a page of it has been shown: the replay shows it
/// too.
pub fn remove(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, deck: DeckId) -> Result<()> {
    let room = rooms::managed(conn, viewer, room)?;
    conn.transaction(|conn| {
        let source: Option<MediaId> = live_decks::table
            .find(deck)
            .filter(live_decks::live_room_id.eq(room.id))
            .select(live_decks::source_id)
            .for_update()
            .first(conn)?;
        let shown = live_slide_turns::table
            .inner_join(live_slides::table)
            .filter(live_slides::deck_id.eq(deck));
        if diesel::select(exists(shown)).get_result(conn)? {
            return Err(AppError::Conflict(text!("live-slides-shown")));
        }
        let mut files: Vec<MediaId> = live_slides::table
            .filter(live_slides::deck_id.eq(deck))
            .select(live_slides::media_id)
            .load(conn)?;
        files.extend(source);
        diesel::delete(live_decks::table.find(deck)).execute(conn)?;
        files
            .into_iter()
            .try_for_each(|file| storage::discard(conn, file))
    })
}
