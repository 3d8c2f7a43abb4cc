//! Acting on a message wherever it lies.

use diesel::pg::PgConnection;

use super::archive;
use super::log::ChatLog;
use super::model::{Change, Message, MessageId, RoomId};
use crate::error::{AppError, Result};
use crate::realtime;
use crate::state::App;
use crate::web::Viewer;

/// Does the work. If the message is not found and lies in the archive, it is taken back, and the work done then.
///
/// # Errors
/// What the work says; `Away` while the archive can't be read.
pub(super) async fn wherever<T>(
    app: &App,
    viewer: &Viewer,
    (room, message): (RoomId, MessageId),
    work: impl AsyncFn() -> Result<T>,
) -> Result<T> {
    match work().await {
        Err(AppError::NotFound) if archive::recalled(app, viewer, room, message).await? => {
            work().await
        }
        outcome => outcome,
    }
}

/// What the work reads about the message. If it is not found and lies in the archive, it is read from there, and left there.
///
/// # Errors
/// What the work says; `Away` while the archive can't be read.
pub(super) async fn read<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    place: (RoomId, MessageId),
    work: impl Fn(&mut PgConnection) -> Result<T> + Clone + Send + 'static,
) -> Result<T> {
    match app.db.run(work.clone()).await {
        Err(AppError::NotFound) => archive::read_as_recalled(app, viewer, place, work).await,
        outcome => outcome,
    }
}

/// Makes a change to the message; `None` if it was so already.
pub(super) async fn change(
    app: &App,
    viewer: &Viewer,
    place: (RoomId, MessageId),
    change: Change,
) -> Result<Option<Message>> {
    wherever(app, viewer, place, async || {
        realtime::change::<ChatLog>(app, place.0, change.clone()).await
    })
    .await
}
