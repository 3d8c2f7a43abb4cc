//! What the page of a class shows around the picture.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::live::Room;
use crate::schema::{courses, live_rooms, users};

/// Who gives the class, and where.
#[derive(Clone, Debug, Queryable)]
pub struct About {
    pub teacher_name: String,
    pub course_title: Option<String>,
}

pub fn about(conn: &mut PgConnection, room: &Room) -> Result<About> {
    let row = live_rooms::table
        .inner_join(users::table)
        .left_join(courses::table)
        .filter(live_rooms::id.eq(room.id))
        .select((users::display_name, courses::title.nullable()))
        .first(conn)?;
    Ok(row)
}
