//! A file on its way into the bank: all of it, once, or nothing.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::courses::{self, CourseId};
use crate::error::{AppError, Result};
use crate::quizzes::gift;
use crate::quizzes::questions::{NewVersion, QuestionId};
use crate::schema::{question_imports, question_tags};
use crate::state::App;
use crate::storage::{self, UploadBody, UploadLimits};
use crate::text;
use crate::web::{UserId, Viewer};

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 500_000,
    files: 1,
};

/// A form that was sent with a file or with text.
pub struct Sent {
    pub source: Vec<u8>,
    /// Of the preview from which it was sent; of a form that is not from one, none.
    id: Option<Uuid>,
}

/// What came of storing a file.
pub enum Outcome {
    /// So many questions are new.
    Stored(i64),
    /// The same form has been sent before; its questions are there.
    Before,
    /// There are problems, and nothing is stored.
    Broken,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    text: String,
    id: String,
}

/// Receives a form, from writers of the course alone. A file counts more than what is typed.
///
/// # Errors
/// `Invalid` if there is neither; `TooLarge`.
pub async fn receive(
    app: &App,
    viewer: &Viewer,
    course: CourseId,
    body: UploadBody,
) -> Result<Sent> {
    let by = viewer.clone();
    app.db
        .run(move |conn| courses::managed(conn, &by, course).map(|_| ()))
        .await?;
    app.limits.uploads.take(viewer.id)?;
    let mut upload = storage::receive(&app.storage, body, LIMITS).await?;
    let fields: Fields = upload.form()?;
    let source = match upload.take_file("file") {
        Some(file) => file.read().await?,
        None => fields.text.into_bytes(),
    };
    if source.iter().all(u8::is_ascii_whitespace) {
        return Err(AppError::invalid("file", text!("gift-import-missing")));
    }
    let id = fields.id.parse().ok();
    Ok(Sent { source, id })
}

/// Stores every question of a file as a new one of the course.
pub fn store(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    sent: &Sent,
) -> Result<Outcome> {
    let reading = gift::read(&sent.source);
    let Some(id) = sent.id.filter(|_| reading.problems.is_empty()) else {
        return Ok(Outcome::Broken);
    };
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        if !claim(conn, viewer.id, course, id, reading.questions.len())? {
            return Ok(Outcome::Before);
        }
        let mut tags = Vec::new();
        for question in &reading.questions {
            let version = NewVersion {
                content: &question.content,
                author: viewer.id,
            };
            let id = version.of_new_question(conn, course)?;
            tags.extend(question.tags.iter().map(|tag| row(id, tag)));
        }
        diesel::insert_into(question_tags::table)
            .values(&tags)
            .execute(conn)?;
        Ok(Outcome::Stored(reading.questions.len() as i64))
    })
}

type TagRow = (
    diesel::dsl::Eq<question_tags::question_id, QuestionId>,
    diesel::dsl::Eq<question_tags::tag, String>,
);

fn row(question: QuestionId, tag: &str) -> TagRow {
    (
        question_tags::question_id.eq(question),
        question_tags::tag.eq(tag.to_owned()),
    )
}

/// Whether this form is sent for the first time. Whoever sends it at the same moment waits for the outcome.
fn claim(
    conn: &mut PgConnection,
    viewer: UserId,
    course: CourseId,
    id: Uuid,
    count: usize,
) -> Result<bool> {
    let claimed = diesel::insert_into(question_imports::table)
        .values((
            question_imports::id.eq(id),
            question_imports::course_id.eq(course),
            question_imports::imported_by.eq(viewer),
            question_imports::questions.eq(count as i32),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(claimed > 0)
}
