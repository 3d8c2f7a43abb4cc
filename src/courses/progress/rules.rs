//! What makes a lesson done: conditions that a teacher chose, or the rule of its kind.

use bigdecimal::BigDecimal;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::row::Progress;
use crate::courses::model::{Lesson, LessonId, LessonKind};
use crate::error::Result;
use crate::schema::completion_rules;

/// The share of a video, in percent, that makes it watched unless its teacher says otherwise.
pub const USUAL_SHARE: i32 = 90;

crate::pg_enum! {
    /// Something a learner does. The names are also those of the fields in the teacher's form.
    pub enum Condition : crate::schema::sql_types::CompletionCondition {
        Viewed = "viewed",
        Watched = "watched",
        Submitted = "submitted",
        Scored = "scored",
        Posted = "posted",
        Attended = "attended",
        Marked = "marked",
    }
}

impl Condition {
    /// What a lesson of this kind can ask for.
    pub fn offered(kind: LessonKind) -> &'static [Condition] {
        use Condition::{Attended, Marked, Posted, Scored, Submitted, Viewed, Watched};
        match kind {
            LessonKind::Video => &[Viewed, Watched, Posted, Marked],
            LessonKind::Document | LessonKind::Text => &[Viewed, Posted, Marked],
            LessonKind::Quiz | LessonKind::Assignment => &[Viewed, Submitted, Scored, Posted],
            LessonKind::Replay => &[Viewed, Attended, Posted, Marked],
        }
    }

    /// The least and the most that may be asked for, where a number belongs to it.
    pub fn limits(self) -> Option<(i32, i32)> {
        match self {
            Condition::Watched => Some((1, 100)),
            Condition::Scored => Some((0, 100)),
            Condition::Attended => Some((1, 1_440)),
            _ => None,
        }
    }
}

/// A condition with its number: percent of a video or a score, minutes of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = completion_rules, check_for_backend(Pg))]
pub struct Rule {
    pub condition: Condition,
    pub threshold: Option<i32>,
}

/// All conditions of a lesson.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Whether one of them is enough.
    pub any: bool,
    pub list: Vec<Rule>,
    /// Whether a teacher has chosen them.
    pub are_chosen: bool,
}

impl Rules {
    pub fn of(conn: &mut PgConnection, lesson: &Lesson) -> Result<Rules> {
        let chosen = chosen(conn, lesson.id)?;
        Ok(match chosen.is_empty() {
            true => Rules {
                any: false,
                list: vec![usual(lesson)],
                are_chosen: false,
            },
            false => Rules {
                any: lesson.completion_any,
                list: chosen,
                are_chosen: true,
            },
        })
    }

    /// Whether what is known of a learner is enough.
    pub fn are_met(&self, lesson: &Lesson, progress: &Progress) -> bool {
        let mut met = self.list.iter().map(|rule| rule.is_met(lesson, progress));
        match self.any {
            true => met.any(|is_met| is_met),
            false => met.all(|is_met| is_met),
        }
    }

    /// Whether the learner's own word counts for anything here.
    pub fn take_the_learners_word(&self, lesson: &Lesson) -> bool {
        self.list.iter().any(|rule| rule.is_by_hand(lesson))
    }

    pub fn ask_for(&self, condition: Condition) -> bool {
        self.list.iter().any(|rule| rule.condition == condition)
    }
}

impl Rule {
    /// Whether nobody but the learner can know: they say so, or what was asked for can't be followed in this lesson.
    pub fn is_by_hand(&self, lesson: &Lesson) -> bool {
        match self.condition {
            Condition::Marked => true,
            Condition::Watched => !lesson.is_measured(),
            Condition::Attended => lesson.live_room_id.is_none(),
            _ => false,
        }
    }

    pub fn is_met(&self, lesson: &Lesson, progress: &Progress) -> bool {
        if self.is_by_hand(lesson) {
            return progress.marked_at.is_some();
        }
        let wanted = i64::from(self.threshold.unwrap_or(0));
        match self.condition {
            Condition::Viewed => progress.viewed_at.is_some(),
            Condition::Watched => lesson
                .duration_ms
                .is_some_and(|all| progress.watched().length_ms() * 100 >= wanted * all),
            Condition::Submitted => progress.submitted_at.is_some(),
            Condition::Scored => (progress.score.as_ref())
                .is_some_and(|score| score.cmp(&BigDecimal::from(wanted)).is_ge()),
            Condition::Posted => progress.posted_at.is_some(),
            Condition::Attended => progress.attended_ms >= wanted * 60_000,
            Condition::Marked => progress.marked_at.is_some(),
        }
    }
}

/// What a teacher has chosen for a lesson; nothing for the rule of its kind.
pub fn chosen(conn: &mut PgConnection, lesson: LessonId) -> Result<Vec<Rule>> {
    Ok(completion_rules::table
        .filter(completion_rules::lesson_id.eq(lesson))
        .order(completion_rules::condition)
        .select(Rule::as_select())
        .load(conn)?)
}

/// The rule of a kind.
pub fn usual(lesson: &Lesson) -> Rule {
    let (condition, threshold) = match lesson.kind {
        LessonKind::Video if lesson.is_measured() => (Condition::Watched, Some(USUAL_SHARE)),
        LessonKind::Quiz | LessonKind::Assignment => (Condition::Submitted, None),
        _ => (Condition::Marked, None),
    };
    Rule {
        condition,
        threshold,
    }
}
