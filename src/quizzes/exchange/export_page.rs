//! The page that says what a file of the bank will lose, before it is downloaded.

use std::collections::BTreeMap;

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::exporting::{self, Leaving};
use crate::courses::{self, Course, CourseId, Status};
use crate::error::Result;
use crate::i18n::Loader;
use crate::quizzes::bank::Asked;
use crate::quizzes::gift::Loss;
use crate::web::{Page, Viewer};

/// A question that loses something, as a link.
struct Named {
    path: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "quizzes/exchange/export.html")]
pub struct ExportQuestions {
    l: Loader,
    page: Page,
    course: Course,
    asked: Asked,
    /// How many questions the file will have.
    count: i64,
    losses: Vec<(Loss, Vec<Named>)>,
}

impl ExportQuestions {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        asked: Asked,
    ) -> Result<ExportQuestions> {
        let course = courses::managed(conn, viewer, course)?;
        let leaving = exporting::leaving(conn, course.id, &asked)?;
        let said = leaving.iter().filter(|one| one.said.content.is_some());
        Ok(ExportQuestions {
            l: page.l,
            page,
            course,
            asked,
            count: said.count() as i64,
            losses: losses(&leaving),
        })
    }

    fn file(&self) -> String {
        format!(
            "/courses/{}/questions.gift.txt?{}",
            self.course.id,
            self.asked.query()
        )
    }

    fn button(&self) -> String {
        fl!(self.l, "gift-export-do", count = self.count)
    }

    fn loss_words(&self, loss: &Loss, questions: &[Named]) -> String {
        let words = loss.words().in_(self.l);
        fl!(
            self.l,
            "gift-loss-count",
            words = words,
            count = (questions.len() as i64)
        )
    }
}

fn losses(leaving: &[Leaving]) -> Vec<(Loss, Vec<Named>)> {
    let mut losses: BTreeMap<Loss, Vec<Named>> = BTreeMap::new();
    for one in leaving {
        for loss in &one.said.losses {
            losses.entry(*loss).or_default().push(Named {
                path: one.question.path(),
                summary: one.summary(),
            });
        }
    }
    losses.into_iter().collect()
}
