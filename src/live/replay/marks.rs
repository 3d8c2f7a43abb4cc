//! What stands on the timeline of a replay, and how much was said when.
//!
//! Each ability of a class that leaves marks has a function that tells what was when; [`gather`] finds where that is in the
//! film.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use i18n_embed_fl::fl;

use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::questions::ReplayQuestions;
use crate::live::recording::Timeline;
use crate::live::signals::LostMark as Lost;
use crate::live::{RoomId, polls, quick_quizzes, signals};
use crate::schema::live_chat_messages;

/// Messages are counted by so much of wall clock.
const BUCKET_MS: i64 = 5_000;

/// How many bars the timeline has.
pub const BARS: usize = 120;

/// As many of the busiest places are marked.
const BUSIEST: usize = 3;
/// Fewer messages are no crowd.
const CROWD: i64 = 5;

/// As many of the moments are marked at which somebody was lost.
const MOST_LOST: usize = 8;

/// Characters of a question.
const LONGEST: usize = 40;

/// What sort of thing a mark stands for; pages draw and name each in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The picture was away; the pause is not in the film.
    Gap,
    /// Much was written.
    Busy,
    /// A question of the audience was answered.
    Question,
    /// The audience was asked.
    Poll,
    Quiz,
    /// Several could not follow.
    Lost,
}

impl MarkKind {
    pub fn name(self) -> &'static str {
        match self {
            MarkKind::Gap => "gap",
            MarkKind::Busy => "busy",
            MarkKind::Question => "question",
            MarkKind::Poll => "poll",
            MarkKind::Quiz => "quiz",
            MarkKind::Lost => "lost",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            MarkKind::Gap => "wifi-off",
            MarkKind::Busy => "message-circle",
            MarkKind::Question => "circle-help",
            MarkKind::Poll => "chart-line",
            MarkKind::Quiz => "pencil",
            MarkKind::Lost => "circle-alert",
        }
    }

    /// What was asked or answered, with what that was.
    fn words(self, l: Loader, what: &str) -> String {
        match self {
            MarkKind::Question => fl!(l, "live-mark-question", what = what),
            MarkKind::Poll => fl!(l, "live-mark-poll", what = what),
            MarkKind::Quiz => fl!(l, "live-mark-quiz", what = what),
            MarkKind::Gap | MarkKind::Busy | MarkKind::Lost => what.to_owned(),
        }
    }
}

/// A moment of the film that somebody may want to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Milliseconds from the beginning of the film.
    pub at_ms: i64,
    pub kind: MarkKind,
    /// What it was, in the reader's language.
    pub text: String,
}

/// How much was said in each of [`BARS`] equal stretches of the film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Density(pub Vec<i64>);

impl Density {
    /// Counts the messages of a room along its film.
    pub fn load(
        conn: &mut PgConnection,
        room: RoomId,
        timeline: &Timeline,
        length_ms: i64,
    ) -> QueryResult<Density> {
        let moments = timeline.moments();
        let bucket = || sql::<BigInt>("media_time_ms / 5000");
        let counts: Vec<(i64, i64)> = live_chat_messages::table
            .filter(live_chat_messages::live_room_id.eq(room))
            .filter(live_chat_messages::deleted_at.is_null())
            .filter(live_chat_messages::media_time_ms.ge(moments.start))
            .filter(live_chat_messages::media_time_ms.lt(moments.end))
            .group_by(bucket())
            .select((bucket(), diesel::dsl::count_star()))
            .load(conn)?;
        let places = counts.into_iter().map(|(bucket, count)| {
            let middle = bucket * BUCKET_MS + BUCKET_MS / 2;
            (timeline.film_time(middle), count)
        });
        Ok(Density::of(places, length_ms))
    }

    fn of(places: impl Iterator<Item = (i64, i64)>, length_ms: i64) -> Density {
        let mut bars = vec![0; BARS];
        for (at, count) in places {
            let bar = at * BARS as i64 / length_ms.max(1);
            bars[(bar.max(0) as usize).min(BARS - 1)] += count;
        }
        Density(bars)
    }

    /// The busiest places: number and count, in the film's order. A place is not one when its neighbour is busier.
    fn busiest(&self) -> Vec<(usize, i64)> {
        let bars = &self.0;
        let average = bars.iter().sum::<i64>() / bars.len().max(1) as i64;
        let at = |place: usize| bars.get(place).copied().unwrap_or(0);
        let mut peaks: Vec<(usize, i64)> = bars
            .iter()
            .copied()
            .enumerate()
            .filter(|(place, count)| {
                let before = place.checked_sub(1).map_or(0, at);
                *count >= CROWD.max(2 * average) && *count > before && *count >= at(place + 1)
            })
            .collect();
        peaks.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        peaks.truncate(BUSIEST);
        peaks.sort_unstable();
        peaks
    }
}

/// What a film's marks are gathered from.
pub struct Sources<'a> {
    pub room: RoomId,
    pub film: &'a Timeline,
    pub density: &'a Density,
    pub length_ms: i64,
    pub questions: &'a ReplayQuestions,
}

/// Every mark of a film, in its order.
pub fn gather(conn: &mut PgConnection, l: Loader, from: &Sources<'_>) -> Result<Vec<Mark>> {
    let Sources { room, film, .. } = *from;
    let mut marks = gaps(l, film);
    marks.extend(busy(l, from.density, from.length_ms));
    let polls = polls::opened_in(conn, room)?;
    let quizzes = quick_quizzes::opened_in(conn, room)?;
    let moments = film.moments();
    let asked = polls
        .iter()
        .map(|(at, what)| (MarkKind::Poll, *at, what.as_str()));
    let asked = asked.chain(
        quizzes
            .iter()
            .map(|(at, what)| (MarkKind::Quiz, *at, what.as_str())),
    );
    let answered = from.questions.answered();
    let answered = answered.map(|(at, what)| (MarkKind::Question, at, what));
    let asked = asked
        .chain(answered)
        .map(|(kind, at, what)| (kind, at.timestamp_millis(), what));
    marks.extend(
        asked
            .filter(|(_, at, _)| moments.contains(at))
            .map(|(kind, at, what)| Mark {
                at_ms: film.film_time(at),
                kind,
                text: kind.words(l, &shortened(what)),
            }),
    );
    marks.extend(lost(l, signals::lost_in(conn, room, film)?));
    marks.sort_by_key(|mark| mark.at_ms);
    Ok(marks)
}

/// As much of a question as tells it from others.
fn shortened(what: &str) -> String {
    match what.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", what[..end].trim_end()),
        None => what.to_owned(),
    }
}

/// The moments at which most were lost.
fn lost(l: Loader, mut moments: Vec<Lost>) -> impl Iterator<Item = Mark> {
    moments.sort_by_key(|lost| std::cmp::Reverse(lost.people));
    moments.into_iter().take(MOST_LOST).map(move |lost| Mark {
        at_ms: lost.at,
        kind: MarkKind::Lost,
        text: fl!(l, "live-mark-lost", count = lost.people),
    })
}

fn gaps(l: Loader, timeline: &Timeline) -> Vec<Mark> {
    let pairs = timeline.spans().windows(2);
    let gaps = pairs.map(|pair| {
        let pause = pair[1].wall_clock - pair[0].wall_clock - pair[0].duration;
        let length = i18n::clock(pause.max(0));
        Mark {
            at_ms: pair[1].offset,
            kind: MarkKind::Gap,
            text: fl!(l, "live-mark-gap", length = length),
        }
    });
    gaps.collect()
}

fn busy(l: Loader, density: &Density, length_ms: i64) -> Vec<Mark> {
    let places = density.busiest().into_iter();
    let marks = places.map(|(place, count)| Mark {
        at_ms: place as i64 * length_ms / BARS as i64,
        kind: MarkKind::Busy,
        text: fl!(l, "live-mark-busy", count = count),
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_counted_where_they_are_in_the_film() {
        let places = [(0, 2), (59_999, 3), (60_000, 1), (600_000, 9)];
        let density = Density::of(places.into_iter(), 120_000);
        assert_eq!(density.0.len(), BARS);
        assert_eq!((density.0[0], density.0[59], density.0[60]), (2, 3, 1));
        assert_eq!(density.0[BARS - 1], 9, "what came after the end is at it");
        assert_eq!(Density::of([].into_iter(), 0).0, [0; BARS]);
    }

    #[test]
    fn the_busiest_places_are_few_and_no_neighbours() {
        let mut bars = vec![1; BARS];
        (bars[10], bars[11], bars[30], bars[50], bars[70]) = (20, 30, 9, 12, 25);
        let busiest = Density(bars).busiest();
        assert_eq!(busiest, [(11, 30), (50, 12), (70, 25)]);
        assert_eq!(Density(vec![4; BARS]).busiest(), []);
    }
}
