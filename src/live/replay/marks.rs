//! What stands on the timeline of a replay.
//!
//! Each ability of a class that leaves marks has a function that tells what was when; [`gather`] finds where that is in the
//! film.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::density::{BARS, Density};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::questions::ReplayQuestions;
use crate::live::quick_quizzes::{self, QuickId};
use crate::live::recording::Timeline;
use crate::live::signals::LostMark as Lost;
use crate::live::{RoomId, polls, signals};

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
    /// The quick quiz that can be done again beside the film.
    pub quiz: Option<QuickId>,
}

impl Mark {
    fn new(at_ms: i64, kind: MarkKind, text: String) -> Mark {
        Mark {
            at_ms,
            kind,
            text,
            quiz: None,
        }
    }

    /// The page of the replay from this moment on, and what stands beside it of the mark.
    pub fn link(&self, room: RoomId) -> String {
        let second = self.at_ms / 1000;
        let beside = self
            .quiz
            .map(|quiz| format!("#{}", quick_quizzes::anchor(quiz)));
        format!(
            "/live/{room}/replay?t={second}{}",
            beside.unwrap_or_default()
        )
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
    let moments = film.moments();
    let mut add = |kind: MarkKind, at: DateTime<Utc>, what: &str, quiz: Option<QuickId>| {
        let at = at.timestamp_millis();
        if moments.contains(&at) {
            let text = kind.words(l, &shortened(what));
            let mark = Mark::new(film.film_time(at), kind, text);
            marks.push(Mark { quiz, ..mark });
        }
    };
    for (at, what) in polls::opened_in(conn, room)? {
        add(MarkKind::Poll, at, &what, None);
    }
    for (at, what, quiz) in quick_quizzes::opened_in(conn, room)? {
        add(MarkKind::Quiz, at, &what, quiz);
    }
    for (at, what) in from.questions.answered() {
        add(MarkKind::Question, at, what, None);
    }
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
    moments.into_iter().take(MOST_LOST).map(move |lost| {
        let text = fl!(l, "live-mark-lost", count = lost.people);
        Mark::new(lost.at, MarkKind::Lost, text)
    })
}

fn gaps(l: Loader, timeline: &Timeline) -> Vec<Mark> {
    let pairs = timeline.spans().windows(2);
    let gaps = pairs.map(|pair| {
        let pause = pair[1].wall_clock - pair[0].wall_clock - pair[0].duration;
        let length = i18n::clock(pause.max(0));
        let text = fl!(l, "live-mark-gap", length = length);
        Mark::new(pair[1].offset, MarkKind::Gap, text)
    });
    gaps.collect()
}

fn busy(l: Loader, density: &Density, length_ms: i64) -> Vec<Mark> {
    let places = density.busiest().into_iter();
    let marks = places.map(|(place, count)| {
        let at = place as i64 * length_ms / BARS as i64;
        Mark::new(at, MarkKind::Busy, fl!(l, "live-mark-busy", count = count))
    });
    marks.collect()
}
