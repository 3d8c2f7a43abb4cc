//! What a member is told of in a room: everything, mentions, or nothing.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Room, RoomKind};
use crate::error::Result;
use crate::schema::chat_room_members;
use crate::web::Viewer;

crate::pg_enum! {
    /// What a member is told of.
    pub enum Level : crate::schema::sql_types::ChatNotificationLevel {
        /// Each message: it is counted in the header, and told by itself.
        Everything = "everything",
        /// What calls the member or answers them.
        Mentions = "mentions",
        /// Nothing; the list of rooms still says what is unread.
        Nothing = "nothing",
    }
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Everything, Level::Mentions, Level::Nothing];

    /// What holds until a member has chosen.
    pub fn of_kind(kind: RoomKind) -> Level {
        match kind {
            RoomKind::Direct => Level::Everything,
            RoomKind::Course | RoomKind::Group => Level::Mentions,
        }
    }
}

/// Whether the member of the row is told of everything; as [`Level::of_kind`] has it where nothing is chosen. Never null, so
/// that its opposite is one.
pub(super) fn is_everything() -> SqlLiteral<Bool> {
    sql(
        "(chat_room_members.notification_level IS NOT DISTINCT FROM 'everything' OR
          (chat_room_members.notification_level IS NULL AND chat_rooms.kind = 'direct'))",
    )
}

/// Whether the member of the row is told of what calls them.
pub(super) fn is_told_of_calls() -> SqlLiteral<Bool> {
    sql("(chat_room_members.notification_level IS DISTINCT FROM 'nothing')")
}

/// Sets what the viewer is told of from now on.
pub(super) fn set(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    level: Level,
) -> Result<()> {
    let own = chat_room_members::table
        .filter(chat_room_members::chat_room_id.eq(room.id))
        .filter(chat_room_members::user_id.eq(viewer.id));
    diesel::update(own)
        .set(chat_room_members::notification_level.eq(level))
        .execute(conn)?;
    Ok(())
}
