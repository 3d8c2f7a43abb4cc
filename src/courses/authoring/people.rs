//! Everybody in a course, as its staff see them: the staff themselves, and the learners a page at a time.

use diesel::pg::PgConnection;
use serde::Deserialize;

use super::forms::one_line;
use super::learners::{self, Cursor, Learners};
use super::staff::{self, Member};
use super::staffed;
use crate::courses::{Course, CourseId, StaffRole};
use crate::error::Result;
use crate::web::Viewer;

/// What the learners are searched for, and where their page begins; as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    q: String,
    after: String,
}

pub(super) struct People {
    pub course: Course,
    /// The rank of whoever asks.
    pub role: StaffRole,
    pub staff: Vec<Member>,
    pub learners: Learners,
    /// What the learners were searched for; empty for all.
    pub name: String,
}

impl People {
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        id: CourseId,
        search: &Search,
    ) -> Result<People> {
        let (course, role) = staffed(conn, viewer, id)?;
        let name = one_line(&search.q);
        Ok(People {
            course,
            role,
            staff: staff::list(conn, id)?,
            learners: learners::list(conn, id, &name, Cursor::parse(&search.after))?,
            name,
        })
    }
}
