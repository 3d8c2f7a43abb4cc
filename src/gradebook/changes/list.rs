//! The changes that are asked for, newest first.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::courses::CourseId;
use crate::error::Result;
use crate::gradebook::model::ItemId;
use crate::schema::{grade_changes, users};
use crate::search::like_anywhere;

/// What is asked for, as it stands in the address; what can't be read counts as not asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub item: String,
    /// What is in the learner's name or username.
    pub learner: String,
    /// `hand`, `import` or `program`.
    pub source: String,
    /// From behind this change on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
}

impl Asked {
    pub fn item(&self) -> Option<ItemId> {
        self.item.parse().ok()
    }

    fn learner(&self) -> &str {
        self.learner.trim().trim_start_matches('@')
    }
}

#[derive(Clone, Debug, Queryable)]
pub struct Change {
    pub id: i64,
    pub item_title: String,
    pub points_before: Option<BigDecimal>,
    pub points_after: Option<BigDecimal>,
    pub is_excused_before: bool,
    pub is_excused_after: bool,
    pub is_comment_changed: bool,
    pub changed_at: DateTime<Utc>,
    pub import_id: Option<i64>,
    /// Nobody, for the program itself.
    pub by: Option<String>,
    pub learner: String,
    pub username: String,
}

/// At most so many, and one more if there are more.
pub fn changes(
    conn: &mut PgConnection,
    course: CourseId,
    asked: &Asked,
    most: i64,
) -> Result<Vec<Change>> {
    let learner = diesel::alias!(users as learner);
    let mut query = grade_changes::table
        .left_join(users::table.on(grade_changes::changed_by.eq(users::id.nullable())))
        .inner_join(learner.on(learner.field(users::id).eq(grade_changes::user_id)))
        .filter(grade_changes::course_id.eq(course))
        .order(grade_changes::id.desc())
        .limit(most + 1)
        .into_boxed();
    if let Ok(before) = asked.before.parse::<i64>() {
        query = query.filter(grade_changes::id.lt(before));
    }
    if let Some(item) = asked.item() {
        query = query.filter(grade_changes::item_id.eq(item));
    }
    if !asked.learner().is_empty() {
        let pattern = like_anywhere(asked.learner());
        let is_called = learner.field(users::display_name).ilike(pattern.clone());
        query = query.filter(is_called.or(learner.field(users::username).ilike(pattern)));
    }
    query = match asked.source.as_str() {
        "import" => query.filter(grade_changes::import_id.is_not_null()),
        "program" => query.filter(grade_changes::changed_by.is_null()),
        "hand" => query
            .filter(grade_changes::import_id.is_null())
            .filter(grade_changes::changed_by.is_not_null()),
        _ => query,
    };
    Ok(query
        .select((
            grade_changes::id,
            grade_changes::item_title,
            grade_changes::points_before,
            grade_changes::points_after,
            grade_changes::is_excused_before,
            grade_changes::is_excused_after,
            grade_changes::comment_before.ne(grade_changes::comment_after),
            grade_changes::changed_at,
            grade_changes::import_id,
            users::display_name.nullable(),
            learner.field(users::display_name),
            learner.field(users::username),
        ))
        .load(conn)?)
}
