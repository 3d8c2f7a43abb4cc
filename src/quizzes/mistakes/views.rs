//! The page of 错题本: what was just answered, what comes next, and all there is.

use askama::Template;
use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::practice::{Outcome, Practised};
use super::rows::{self, Mistake};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::quizzes::asking::{Asked, Given, Inputs};
use crate::quizzes::pool;
use crate::quizzes::review::Released;
use crate::web::{Page, UserId};

#[derive(Template)]
#[template(path = "quizzes/mistakes.html")]
pub(super) struct Mistakes {
    l: Loader,
    page: Page,
    /// What was just answered, with its key.
    answered: Option<Shown>,
    next: Option<Shown>,
    all: Vec<Mistake>,
    due: usize,
}

struct Shown {
    mistake: Mistake,
    asked: Asked,
    is_right: bool,
}

impl Mistakes {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        learner: UserId,
        outcome: Option<Outcome>,
    ) -> Result<Mistakes> {
        let all = rows::of_learner(conn, learner)?;
        let next = match all.iter().find(|mistake| mistake.is_due) {
            // One thing at a time: what was answered is looked at first.
            Some(mistake) if outcome.is_none() => {
                Some(Shown::of(page.l, Practised::load(conn, mistake.clone())?))
            }
            _ => None,
        };
        Ok(Mistakes {
            l: page.l,
            answered: outcome.map(|outcome| Shown::answered(page.l, outcome)),
            page,
            next,
            due: all.iter().filter(|mistake| mistake.is_due).count(),
            all,
        })
    }

    fn summary(&self, mistake: &Mistake) -> String {
        pool::summary("", &mistake.stem)
    }

    fn state(&self, mistake: &Mistake) -> String {
        if mistake.is_learnt() {
            fl!(self.l, "quizzes-mistakes-learnt")
        } else if mistake.is_due {
            fl!(self.l, "quizzes-mistakes-now")
        } else {
            self.time(&mistake.due_at)
        }
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }
}

impl Shown {
    fn of(l: Loader, practised: Practised) -> Shown {
        Shown {
            asked: Asked::of(l, 1, &practised.content, &practised.order, None),
            mistake: practised.mistake,
            is_right: false,
        }
    }

    fn answered(l: Loader, outcome: Outcome) -> Shown {
        let Practised {
            mistake,
            content,
            order,
        } = outcome.practised;
        let asked = Asked::of(l, 1, &content, &order, Some(outcome.answer.clone()));
        let released = Released {
            marks: false,
            ..Released::ALL
        };
        let given = Given {
            marks: None,
            points: &BigDecimal::from(1),
        };
        Shown {
            asked: asked.with_key(released, &content, &order, &outcome.answer, given),
            mistake,
            is_right: outcome.is_right,
        }
    }
}
