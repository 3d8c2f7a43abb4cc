//! How far the learner is with a lesson, and what is still to do.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use crate::courses::model::{Lesson, LessonKind};
use crate::courses::progress::{Condition, Progress, Rule, Rules};
use crate::error::Result;
use crate::i18n::Loader;
use crate::web::UserId;

/// Part of the page, and the answer to a heartbeat.
#[derive(Template)]
#[template(path = "lessons/_progress.html")]
pub struct ProgressNote {
    l: Loader,
    pub is_done: bool,
    /// In percent, where the program follows by itself.
    watched: Option<i64>,
    /// What the teacher asks for, where that is more than watching.
    goals: Vec<Goal>,
    /// Whether one of them is enough.
    any: bool,
}

struct Goal {
    words: String,
    is_met: bool,
    /// Whether the learner has to say so, though something else was asked for.
    is_untracked: bool,
}

/// Its own template has escaped what it shows.
impl askama::filters::HtmlSafe for ProgressNote {}

impl ProgressNote {
    /// As it is stored now.
    pub fn load(
        conn: &mut PgConnection,
        l: Loader,
        user: UserId,
        lesson: &Lesson,
    ) -> Result<ProgressNote> {
        let rules = Rules::of(conn, lesson)?;
        let progress = Progress::find(conn, user, lesson.id)?;
        Ok(ProgressNote::of(l, lesson, &rules, progress.as_ref()))
    }

    pub fn of(l: Loader, lesson: &Lesson, rules: &Rules, progress: Option<&Progress>) -> Self {
        let length = progress.map_or(0, |progress| progress.watched().length_ms());
        let duration = lesson.duration_ms.filter(|_| lesson.is_measured());
        let goal = |rule: &Rule| Goal {
            words: words(l, lesson, rule),
            is_met: progress.is_some_and(|progress| rule.is_met(lesson, progress)),
            is_untracked: rule.condition != Condition::Marked && rule.is_by_hand(lesson),
        };
        ProgressNote {
            l,
            is_done: progress.is_some_and(Progress::is_completed),
            watched: duration.map(|duration| (length * 100 / duration).min(100)),
            goals: match rules.are_chosen {
                true => rules.list.iter().map(goal).collect(),
                false => Vec::new(),
            },
            any: rules.any,
        }
    }
}

/// What a condition asks of a learner.
pub fn words(l: Loader, lesson: &Lesson, rule: &Rule) -> String {
    let number = i64::from(rule.threshold.unwrap_or(0));
    match rule.condition {
        Condition::Viewed => fl!(l, "completion-viewed"),
        Condition::Watched => fl!(l, "completion-watched", percent = number),
        Condition::Submitted if lesson.kind == LessonKind::Quiz => {
            fl!(l, "completion-submitted-quiz")
        }
        Condition::Submitted => fl!(l, "completion-submitted"),
        Condition::Scored => fl!(l, "completion-scored", percent = number),
        Condition::Posted => fl!(l, "completion-posted"),
        Condition::Attended => fl!(l, "completion-attended", minutes = number),
        Condition::Marked => fl!(l, "completion-marked"),
    }
}
