//! The file of a lesson: a video, or a document to read or download.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{held, lessons};
use crate::courses::files::let_go;
use crate::courses::{CourseId, Lesson, LessonId, LessonKind, managed};
use crate::error::{AppError, Result};
use crate::schema::lessons as lesson_rows;
use crate::sidecar::ffmpeg::{self, Format, Probe};
use crate::state::App;
use crate::storage::{self, Accept, Media, MediaContainer, Stored, UploadBody, UploadLimits};
use crate::text;
use crate::web::Viewer;

const VIDEO: UploadLimits = UploadLimits {
    file_bytes: 2_000_000_000,
    files: 1,
};

const DOCUMENT: UploadLimits = UploadLimits {
    file_bytes: 100_000_000,
    files: 1,
};

/// The file that hangs on a lesson.
pub(super) fn of(conn: &mut PgConnection, lesson: &Lesson) -> Result<Option<Media>> {
    lesson.media_id.map(|id| Media::find(conn, id)).transpose()
}

/// Takes the file from the field `file` and puts it in the place of what the lesson had. Who may not is sent away
/// before a byte of the body is read.
pub(super) async fn replace(
    app: &App,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    body: UploadBody,
) -> Result<()> {
    let (accept, limits) = allowed(app, viewer, course, lesson).await?;
    let admitted = storage::admit(app, viewer, &body, limits).await?;
    let mut upload = storage::receive(&app.storage, body, admitted).await?;
    let file = upload
        .take_file("file")
        .ok_or_else(|| AppError::invalid("file", text!("teaching-file-missing")))?;
    let mut stored = storage::take(&app.storage, file, accept).await?;
    if accept == Accept::Video {
        measure(app, &mut stored).await?;
    }
    let asker = viewer.clone();
    let container = MediaContainer::Lesson;
    storage::commit(
        app,
        vec![stored],
        container,
        Some(viewer.id),
        move |conn, rows| {
            rows.iter()
                .try_for_each(|media| attach(conn, &asker, course, lesson, media))
        },
    )
    .await
}

/// What this lesson takes, if it takes files from this viewer.
async fn allowed(
    app: &App,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<(Accept, UploadLimits)> {
    let viewer = viewer.clone();
    let lesson = app
        .db
        .run(move |conn| {
            managed(conn, &viewer, course)?;
            lessons::find(conn, course, lesson)
        })
        .await?;
    match lesson.kind {
        LessonKind::Video => Ok((Accept::Video, VIDEO)),
        LessonKind::Document => Ok((Accept::Anything, DOCUMENT)),
        LessonKind::Text | LessonKind::Quiz | LessonKind::Assignment | LessonKind::Replay => {
            Err(AppError::invalid("", text!("teaching-text-has-no-file")))
        }
    }
}

/// Notes how long the video is and how large its picture. A file that only begins like a video is refused here. Where
/// ffprobe is not installed, or the store is not on this machine, the video stays unmeasured.
async fn measure(app: &App, stored: &mut Stored) -> Result<()> {
    let path = app.storage.local_path(stored.storage_key());
    let (Some(path), Ok(_)) = (path, ffmpeg::find("ffprobe")) else {
        return Ok(());
    };
    let format = match stored.content_type() {
        "video/webm" => Format::Matroska,
        _ => Format::Mp4,
    };
    let found = ffmpeg::probe(&path, format).await.map_err(|error| {
        tracing::info!(%error, "refused a video that can't be read");
        AppError::invalid("file", text!("teaching-video-unreadable"))
    })?;
    stored.set_measures(found.duration_ms, picture_size(&found));
    Ok(())
}

fn picture_size(found: &Probe) -> Option<(i32, i32)> {
    let width = i32::try_from(found.width?).ok()?;
    let height = i32::try_from(found.height?).ok()?;
    Some((width, height)).filter(|(width, height)| *width > 0 && *height > 0)
}

fn attach(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    media: &Media,
) -> Result<()> {
    held(conn, viewer, course)?;
    let before = lessons::find(conn, course, lesson)?.media_id;
    diesel::update(lesson_rows::table.find(lesson))
        .set((
            lesson_rows::media_id.eq(media.id),
            lesson_rows::content_url.eq(media.url()),
            lesson_rows::duration_ms.eq(media.duration_ms.filter(|duration| *duration > 0)),
        ))
        .execute(conn)?;
    before.map_or(Ok(()), |before| let_go(conn, before))
}
