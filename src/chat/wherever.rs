//! Acting on a message wherever it lies. What lies in the archive is taken back for who may change it, and for nobody else.

use diesel::pg::PgConnection;

use super::archive;
use super::log::ChatLog;
use super::model::{Change, Message, MessageId, RoomId};
use crate::error::{AppError, Result};
use crate::realtime::{self, Log};
use crate::state::App;
use crate::web::Viewer;

/// Where the message lies that the work is about, and what the work says of it.
enum Outcome<T> {
    InTable(T),
    /// What it would say with the message in the table; nothing of it has been written.
    InArchive(T),
}

/// Does the work in the table, and if the message is not found there, tries it on what lies in the archive.
///
/// # Errors
/// What the work says; `Away` while the archive can't be read.
async fn look<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    place: (RoomId, MessageId),
    work: impl Fn(&mut PgConnection) -> Result<T> + Clone + Send + 'static,
) -> Result<Outcome<T>> {
    match app.db.run(work.clone()).await {
        Err(AppError::NotFound) => archive::read_as_recalled(app, viewer, place, work)
            .await
            .map(Outcome::InArchive),
        outcome => outcome.map(Outcome::InTable),
    }
}

/// Does what the work does about the message. One that lies in the archive is taken back for good only if it may be done.
///
/// # Errors
/// What the work says; `Away` while the archive can't be read.
pub(super) async fn write<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    place: (RoomId, MessageId),
    work: impl Fn(&mut PgConnection) -> Result<T> + Clone + Send + 'static,
) -> Result<T> {
    match look(app, viewer, place, work.clone()).await? {
        Outcome::InTable(done) => Ok(done),
        Outcome::InArchive(_) => {
            archive::recall(app, viewer, place).await?;
            app.db.run(work).await
        }
    }
}

/// What the work reads about the message. One that lies in the archive is read from there, and left there.
///
/// # Errors
/// What the work says; `Away` while the archive can't be read.
pub(super) async fn read<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    place: (RoomId, MessageId),
    work: impl Fn(&mut PgConnection) -> Result<T> + Clone + Send + 'static,
) -> Result<T> {
    match look(app, viewer, place, work).await? {
        Outcome::InTable(read) | Outcome::InArchive(read) => Ok(read),
    }
}

/// Makes a change to the message; `None` if it was so already.
pub(super) async fn change(
    app: &App,
    viewer: &Viewer,
    place: (RoomId, MessageId),
    change: Change,
) -> Result<Option<Message>> {
    match realtime::change::<ChatLog>(app, place.0, change.clone()).await {
        Err(AppError::NotFound) => {
            let wanted = change.clone();
            let trial = move |conn: &mut PgConnection| try_out(conn, place.0, &wanted);
            if !archive::read_as_recalled(app, viewer, place, trial).await? {
                return Ok(None);
            }
            archive::recall(app, viewer, place).await?;
            realtime::change::<ChatLog>(app, place.0, change).await
        }
        outcome => outcome,
    }
}

/// Whether the change would change anything, in a transaction that is undone.
fn try_out(conn: &mut PgConnection, room: RoomId, change: &Change) -> Result<bool> {
    let next = ChatLog::last_rev(conn, room)? + 1;
    Ok(ChatLog::apply(conn, room, change, next)?.is_some())
}
