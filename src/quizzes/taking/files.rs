//! Files that answer a question: taken from the learner while the attempt is open, served to them and to the staff.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use uuid::Uuid;

use super::answers::{self, FrozenAnswer};
use super::attempt::{Attempt, AttemptId};
use super::submission;
use crate::courses;
use crate::db;
use crate::error::{AppError, Result};
use crate::quizzes::asking;
use crate::quizzes::questions::Answer;
use crate::schema::{attempt_answers, attempts, quizzes};
use crate::state::App;
use crate::storage::{self, Accept, Media, MediaContainer, MediaId, UploadBody, UploadLimits};
use crate::text;
use crate::web::{UserId, Viewer};

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 50_000_000,
    files: 1,
};

/// Takes the file from the field `file` in the place of the one before. Who may not is sent away before a byte of the
/// body is read.
pub async fn replace(
    app: &App,
    viewer: &Viewer,
    attempt: AttemptId,
    place: i32,
    body: UploadBody,
) -> Result<()> {
    let asker = viewer.clone();
    app.db
        .run(move |conn| {
            // Whatever its time has done to the attempt stands, also where the file is refused.
            Attempt::own(conn, &asker, attempt)?;
            submission::close_if_due(conn, attempt)?;
            open_place(conn, &asker, attempt, place).map(drop)
        })
        .await?;
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let mut upload = storage::receive(&app.storage, body, admitted).await?;
    let file = upload
        .take_file("file")
        .ok_or_else(|| AppError::invalid("file", text!("quizzes-file-missing")))?;
    let stored = storage::take(&app.storage, file, Accept::Anything).await?;
    let (asker, container) = (viewer.clone(), MediaContainer::QuizAnswer);
    storage::commit(
        app,
        vec![stored],
        container,
        Some(viewer.id),
        move |conn, rows| {
            rows.iter()
                .try_for_each(|media| attach(conn, &asker, attempt, place, media))
        },
    )
    .await
}

/// The answer at this place, if it takes a file from this viewer now. Its attempt stays locked.
fn open_place(
    conn: &mut PgConnection,
    viewer: &Viewer,
    attempt: AttemptId,
    place: i32,
) -> Result<FrozenAnswer> {
    Attempt::own(conn, viewer, attempt)?;
    let held = Attempt::held(conn, attempt)?;
    if !held.is_open() || held.is_overdue(db::clock(conn)?) {
        return Err(submission::refusal(&held));
    }
    let rows = answers::of_attempt(conn, attempt)?;
    let row = rows.into_iter().find(|row| row.place == place);
    let row = row.ok_or(AppError::NotFound)?;
    if asking::takes_file(&row.content()?) {
        Ok(row)
    } else {
        Err(AppError::invalid("file", text!("quizzes-file-not-asked")))
    }
}

fn attach(
    conn: &mut PgConnection,
    viewer: &Viewer,
    attempt: AttemptId,
    place: i32,
    media: &Media,
) -> Result<()> {
    let row = open_place(conn, viewer, attempt, place)?;
    let answer = Answer::Files {
        media: vec![media.id],
    };
    diesel::update(attempt_answers::table.find(row.id))
        .set((
            attempt_answers::media_id.eq(media.id),
            attempt_answers::answer.eq(asking::to_json(&answer)?),
            attempt_answers::sequence.eq(attempt_answers::sequence + 1),
            attempt_answers::saved_at.eq(sql::<Nullable<Timestamptz>>("clock_timestamp()")),
        ))
        .execute(conn)?;
    row.media_id
        .map_or(Ok(()), |before| storage::discard(conn, before))
}

/// The file of an answer, by its row.
pub fn media_of(conn: &mut PgConnection, row: &FrozenAnswer) -> Result<Option<Media>> {
    row.media_id.map(|id| Media::find(conn, id)).transpose()
}

/// Whether this file answers a question of the viewer's own, or of a learner in a course whose staff they are of.
pub fn may_read_media(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    media: MediaId,
) -> Result<bool> {
    let Some(viewer) = viewer else {
        return Ok(false);
    };
    let Some((learner, course)) = of_media(conn, media)? else {
        return Ok(false);
    };
    if courses::staff_role(conn, viewer, course)?.is_some() {
        return Ok(true);
    }
    Ok(learner == viewer.id && courses::may_study(conn, viewer, course)?)
}

fn of_media(conn: &mut PgConnection, media: Uuid) -> Result<Option<(UserId, i64)>> {
    Ok(attempt_answers::table
        .inner_join(attempts::table.inner_join(quizzes::table))
        .filter(attempt_answers::media_id.eq(media))
        .select((attempts::user_id, quizzes::course_id))
        .first(conn)
        .optional()?)
}
