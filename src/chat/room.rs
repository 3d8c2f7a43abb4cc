//! A room as one of its members sees it.

use super::levels::Level;
use super::model::{MemberRole, RoomId, RoomKind};
use crate::web::UserId;

/// A room as one of its members sees it.
#[derive(Clone, Debug)]
pub struct Room {
    pub id: RoomId,
    pub kind: RoomKind,
    /// The room's own name; of a direct conversation the other one's.
    pub name: String,
    /// What a group is for; may be empty.
    pub description: String,
    pub course_id: Option<i64>,
    pub role: MemberRole,
    /// Whose group it is; nobody's where it is none.
    pub owner_id: Option<UserId>,
    /// Whether the group is the viewer's to run. With its owner gone it is its moderators'.
    pub is_owned: bool,
    /// Whether everybody may find and join the group.
    pub is_open: bool,
    /// Whether it is read and not written in any more.
    pub is_closed: bool,
    /// What the viewer is told of.
    pub level: Level,
    pub last_seq: i64,
    pub last_rev: i64,
    pub last_read_seq: i64,
}

impl Room {
    pub fn path(&self) -> String {
        format!("/chat/rooms/{}", self.id)
    }

    pub fn is_moderator(&self) -> bool {
        self.role == MemberRole::Moderator
    }

    pub fn is_group(&self) -> bool {
        self.kind == RoomKind::Group
    }

    /// Whether the viewer moderates a group, and so brings people in.
    pub fn is_moderated_group(&self) -> bool {
        self.is_group() && self.is_moderator()
    }

    /// Those who moderate pin; between two people both do.
    pub fn may_pin(&self) -> bool {
        self.is_moderator() || self.kind == RoomKind::Direct
    }

    pub fn unread(&self) -> i64 {
        self.last_seq - self.last_read_seq
    }
}
