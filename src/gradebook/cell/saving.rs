//! A grade as its form has it, and how it is written.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::{GradePath, item_of, locked};
use crate::courses;
use crate::error::{AppError, Errors, Result};
use crate::gradebook::items::note_graded;
use crate::gradebook::model::{Grade, Item};
use crate::gradebook::passing::tell_lesson;
use crate::gradebook::{learners, points};
use crate::schema::grades;
use crate::text;
use crate::web::Viewer;

const LONGEST_COMMENT: usize = 5_000;

/// The fields of a grade as they are typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::gradebook) struct GradeForm {
    pub points: String,
    pub is_excused: String,
    pub comment: String,
    /// The revision that was seen; 0 where there was no grade yet.
    pub revision: i32,
}

/// What a grade is to become.
#[derive(AsChangeset)]
#[diesel(table_name = grades, treat_none_as_null = true)]
struct NewGrade {
    points: Option<BigDecimal>,
    is_excused: bool,
    comment: String,
}

impl GradeForm {
    pub fn of(grade: Option<&Grade>) -> GradeForm {
        let Some(grade) = grade else {
            return GradeForm::default();
        };
        GradeForm {
            points: grade.points.as_ref().map(points::shown).unwrap_or_default(),
            is_excused: if grade.is_excused { "on" } else { "" }.to_owned(),
            comment: grade.comment.clone(),
            revision: grade.revision,
        }
    }

    pub fn is_excused(&self) -> bool {
        !self.is_excused.is_empty()
    }

    fn checked(&self, item: &Item) -> Result<NewGrade> {
        let mut errors = Errors::default();
        let points = checked_points(&self.points, item, "points", &mut errors);
        let comment = self.comment.replace("\r\n", "\n").trim().to_owned();
        let is_short = comment.chars().count() <= LONGEST_COMMENT;
        errors.require(
            is_short,
            "comment",
            text!("gradebook-comment-long", max = LONGEST_COMMENT),
        );
        errors.into_result()?;
        Ok(NewGrade {
            points,
            is_excused: self.is_excused(),
            comment,
        })
    }
}

/// What was typed as points of this item; nothing typed is none.
pub(in crate::gradebook) fn checked_points(
    typed: &str,
    item: &Item,
    field: &'static str,
    errors: &mut Errors,
) -> Option<BigDecimal> {
    if typed.trim().is_empty() {
        return None;
    }
    let points = points::parse(typed).filter(|points| *points <= item.max_points);
    let most = points::shown(&item.max_points);
    errors.require(
        points.is_some(),
        field,
        text!("gradebook-points-wrong", max = most),
    );
    points
}

/// Writes the grade; the same again changes nothing.
///
/// # Errors
/// `Conflict` if it has changed since it was seen; `Invalid` for what can't be a grade.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    path: GradePath,
    form: &GradeForm,
) -> Result<()> {
    let (course, item, user) = path;
    conn.transaction(|conn| {
        courses::staffed(conn, viewer, course)?;
        let item = item_of(conn, course, item)?;
        learners::one(conn, course, user)?;
        let new = form.checked(&item)?;
        let seen = locked(conn, item.id, user)?.map_or(0, |grade| grade.revision);
        let written = match seen == form.revision {
            true if seen == 0 => insert(conn, viewer, path, new)?,
            true => update(conn, viewer, path, new)?,
            false => 0,
        };
        if written == 0 {
            return Err(AppError::Conflict(text!("gradebook-conflict")));
        }
        note_graded(conn, viewer.id, item.id, user)?;
        tell_lesson(conn, item.id, Some(&[user]))
    })
}

/// Nothing is inserted if somebody else was faster.
fn insert(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, item, user): GradePath,
    new: NewGrade,
) -> Result<usize> {
    let row = (
        grades::item_id.eq(item),
        grades::course_id.eq(course),
        grades::user_id.eq(user),
        grades::points.eq(new.points),
        grades::is_excused.eq(new.is_excused),
        grades::comment.eq(new.comment),
        grades::changed_by.eq(viewer.id),
    );
    let inserted = diesel::insert_into(grades::table).values(row);
    Ok(inserted.on_conflict_do_nothing().execute(conn)?)
}

fn update(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (_, item, user): GradePath,
    new: NewGrade,
) -> Result<usize> {
    let row = grades::table
        .filter(grades::item_id.eq(item))
        .filter(grades::user_id.eq(user));
    Ok(diesel::update(row)
        .set((new, grades::changed_by.eq(viewer.id)))
        .execute(conn)?)
}
