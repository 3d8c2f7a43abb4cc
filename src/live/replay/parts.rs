//! The messages of a stretch of film.

use diesel::pg::PgConnection;

use crate::error::Result;
use crate::live::RoomId;
use crate::live::messages::Message;
use crate::live::recording::{Span, Timeline};

/// How much film one part covers, in milliseconds.
pub const LENGTH_MS: i64 = 5 * 60 * 1000;

/// More in five minutes than anybody can read.
const MOST: i64 = 3_000;

/// More than anybody goes through.
const MOST_FOUND: i64 = 200;

/// A message and where it belongs in the film.
#[derive(Debug)]
pub struct Placed {
    pub message: Message,
    /// Milliseconds from the beginning of the film.
    pub at: i64,
}

/// The messages of one part, in the film's order.
pub fn messages(
    conn: &mut PgConnection,
    room: RoomId,
    timeline: &Timeline,
    part: i64,
) -> Result<Vec<Placed>> {
    let first = first_moment(timeline, part * LENGTH_MS);
    let end = first_moment(timeline, (part + 1) * LENGTH_MS);
    let messages = Message::between_moments(conn, room, first..end, MOST)?;
    Ok(placed(timeline, messages))
}

/// The messages with these words, in the film's order.
pub fn search(
    conn: &mut PgConnection,
    room: RoomId,
    timeline: &Timeline,
    words: &str,
) -> Result<Vec<Placed>> {
    let messages = Message::with_words(conn, room, timeline.moments(), words, MOST_FOUND)?;
    Ok(placed(timeline, messages))
}

fn placed(timeline: &Timeline, messages: Vec<Message>) -> Vec<Placed> {
    let place = |message: Message| Placed {
        at: timeline.film_time(message.media_time_ms.unwrap_or(0)),
        message,
    };
    messages.into_iter().map(place).collect()
}

/// The first moment (Unix milliseconds) whose place in the film is not before this one: the inverse of
/// [`Timeline::film_time`]. What lies before the film is at its beginning, what comes after it at its end.
fn first_moment(timeline: &Timeline, film_time: i64) -> i64 {
    let moments = timeline.moments();
    if film_time <= 0 || timeline.spans().is_empty() {
        return moments.start;
    }
    let reaches = |span: &&Span| film_time <= span.offset + span.duration;
    timeline
        .spans()
        .iter()
        .find(reaches)
        .map_or(moments.end, |span| {
            span.wall_clock + film_time - span.offset
        })
}
