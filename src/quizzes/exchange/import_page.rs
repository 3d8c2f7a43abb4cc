//! The page on which a file is checked before it comes in.

use actix_web::http::StatusCode;
use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::key::key;
use crate::courses::{self, Course, CourseId, Status};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::quizzes::gift::{self, Imported, Remark};
use crate::quizzes::pool;
use crate::quizzes::questions::{Answer, Arrangement, ShownQuestion};
use crate::web::{Page, Reply, Viewer};

/// Every way of writing a question, in as few words as any language needs.
const EXAMPLE: &str = r"// $CATEGORY: a tag for what follows, then an empty line
::Q1:: 1 + 1 \= ? {~1 =2 ~3}

::Q2:: 2, 3, 5, 7 {~%50%2 ~%50%3 ~%-100%4}

::Q3:: 2 > 1 {TRUE}

::Q4:: H2O {=water =%50%ice}

::Q5:: π ≈ {#3.14:0.01}

::Q6:: 1 + 1, 2 + 2 {=1 + 1 -> 2 =2 + 2 -> 4 = -> 8}

::Q7:: [markdown]**Why?** {#### Because.}
";

/// Words about a line, with what stands on it.
struct Told {
    line: usize,
    words: String,
    source: String,
}

/// A question as it would come in.
struct Coming {
    line: usize,
    kind: String,
    summary: String,
    tags: Vec<String>,
    key: Vec<String>,
    shown: ShownQuestion,
}

#[derive(Template)]
#[template(path = "quizzes/exchange/import.html")]
pub struct ImportQuestions {
    l: Loader,
    page: Page,
    course: Course,
    errors: Errors,
    /// What was sent, as far as it is text.
    source: String,
    problems: Vec<Told>,
    notices: Vec<Told>,
    coming: Vec<Coming>,
    /// Says that a form comes from this preview.
    id: Uuid,
    status: StatusCode,
}

impl ImportQuestions {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        source: Option<Vec<u8>>,
        reply: Reply,
    ) -> Result<ImportQuestions> {
        let course = courses::managed(conn, viewer, course)?;
        let reading = source.as_deref().map(gift::read).unwrap_or_default();
        let source = source.and_then(|bytes| String::from_utf8(bytes).ok());
        let source = source.unwrap_or_default();
        let problems = told(page.l, &source, &reading.problems);
        let notices = told(page.l, &source, &reading.notices);
        let is_broken = !reading.problems.is_empty();
        let l = page.l;
        let coming = |question: &Imported| Coming::new(l, question);
        let coming = match is_broken {
            true => Vec::new(),
            false => reading.questions.iter().map(coming).collect(),
        };
        Ok(ImportQuestions {
            l: page.l,
            page,
            course,
            problems,
            notices,
            coming,
            source,
            errors: reply.errors,
            id: Uuid::new_v4(),
            status: match is_broken {
                true => StatusCode::UNPROCESSABLE_ENTITY,
                false => reply.status,
            },
        })
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    fn example(&self) -> &'static str {
        EXAMPLE
    }

    fn error(&self) -> String {
        self.errors
            .all(self.l)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    fn preview_title(&self) -> String {
        fl!(
            self.l,
            "gift-preview-title",
            count = (self.coming.len() as i64)
        )
    }

    fn button(&self) -> String {
        fl!(self.l, "gift-import-do", count = (self.coming.len() as i64))
    }

    fn problems_title(&self) -> String {
        fl!(
            self.l,
            "gift-problems",
            count = (self.problems.len() as i64)
        )
    }
}

impl Told {
    fn at(&self, l: Loader) -> String {
        fl!(l, "gift-line", line = (self.line as i64))
    }
}

impl Coming {
    fn new(l: Loader, question: &Imported) -> Coming {
        let content = &question.content;
        let order = Arrangement::as_written(content);
        let prefix = format!("question-{}", question.line);
        Coming {
            line: question.line,
            kind: content.question_type().label(l),
            summary: pool::summary(&content.title, &content.stem),
            tags: question.tags.clone(),
            key: key(l, content),
            shown: ShownQuestion::new(l, content, &order, &Answer::Empty, &prefix).locked(),
        }
    }

    fn at(&self, l: Loader) -> String {
        fl!(l, "gift-line", line = (self.line as i64))
    }
}

fn told(l: Loader, source: &str, remarks: &[Remark]) -> Vec<Told> {
    let lines: Vec<&str> = source.lines().collect();
    let told = |remark: &Remark| Told {
        line: remark.line,
        words: remark.words.in_(l),
        source: lines
            .get(remark.line.saturating_sub(1))
            .map(|line| line.trim().chars().take(160).collect())
            .unwrap_or_default(),
    };
    remarks.iter().map(told).collect()
}
