//! Copying a course: what its staff wrote, never what its learners did.
//!
//! The copy is a draft of whoever makes it. Rows are copied whole with the columns that have to differ laid over them, so a
//! setting that is added later is copied as well. Files are shared: one is deleted when the last course lets go of it.
//! Quizzes, assignments and the grade book belong to subjects that this one doesn't know; each copies its own part along
//! [`Copied`], in the same transaction.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use serde::Deserialize;

use super::authoring::forms::checked_title;
use super::copied::{Copied, Ids};
use super::model::{Course, CourseId, StaffRole};
use super::{audit, index, managed};
use crate::error::{AppError, Errors, Result};
use crate::schema::course_staff;
use crate::text;
use crate::web::Viewer;

/// Dates can be moved by so many days either way.
const FARTHEST: i32 = 3_660;

/// What the copy shall be, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CopyForm {
    pub title: String,
    /// By how many days its dates move; empty leaves them out.
    pub days: String,
}

/// Copies the course with its sections and lessons: their texts, files, handouts, subtitles, rules and locks. A replay stays without
/// its class, which belongs to those who were in it.
///
/// # Errors
/// `NotFound` for courses that the viewer may not change; [`AppError::Forbidden`] for whoever may open no course of their
/// own; [`AppError::Invalid`] for what is wrong with the form.
pub fn copy(
    conn: &mut PgConnection,
    viewer: &Viewer,
    from: CourseId,
    form: &CopyForm,
) -> Result<Copied> {
    let course = managed(conn, viewer, from)?;
    if !viewer.is_teacher() {
        return Err(AppError::Forbidden);
    }
    let (title, days) = checked(form)?;
    let to = copy_course(conn, viewer, &course, &title)?;
    let sections = Ids::draw(conn, "sections", from)?;
    copy_sections(conn, to, &sections)?;
    let lessons = Ids::draw(conn, "lessons", from)?;
    copy_lessons(conn, to, &sections, &lessons)?;
    copy_rules(conn, to, &lessons)?;
    index::reindex(conn, to)?;
    let details = serde_json::json!({ "from": from });
    audit::note(conn, viewer.id, "course.copy", ("course", to), details)?;
    Ok(Copied {
        from,
        to,
        lessons,
        days,
    })
}

fn checked(form: &CopyForm) -> Result<(String, Option<i32>)> {
    let mut errors = Errors::default();
    let title = checked_title(&mut errors, "title", &form.title);
    let days = match form.days.trim() {
        "" => None,
        typed => {
            let days: Option<i32> = typed.parse().ok();
            let days = days.filter(|days| (-FARTHEST..=FARTHEST).contains(days));
            errors.require(
                days.is_some(),
                "days",
                text!("copying-days-wrong", max = i64::from(FARTHEST)),
            );
            days
        }
    };
    errors.into_result()?;
    Ok((title, days))
}

fn copy_course(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: &Course,
    title: &str,
) -> Result<CourseId> {
    #[derive(QueryableByName)]
    struct Made {
        #[diesel(sql_type = BigInt)]
        id: CourseId,
    }
    // Named one by one: what is added to this table later may be a count or a date, which is not the copy's.
    let made: Made = diesel::sql_query(
        "INSERT INTO courses (title, teacher_id, summary, description, category_id, cover_media_id, price_minor, currency, \
             level, language, gives_certificate, seats) \
         SELECT $2, $3, summary, description, category_id, cover_media_id, price_minor, currency, \
             level, language, gives_certificate, seats FROM courses WHERE id = $1 RETURNING id",
    )
    .bind::<BigInt, _>(course.id)
    .bind::<Text, _>(title)
    .bind::<BigInt, _>(viewer.id)
    .get_result(conn)?;
    diesel::insert_into(course_staff::table)
        .values((
            course_staff::course_id.eq(made.id),
            course_staff::user_id.eq(viewer.id),
            course_staff::role.eq(StaffRole::Owner),
        ))
        .execute(conn)?;
    Ok(made.id)
}

fn copy_sections(conn: &mut PgConnection, to: CourseId, sections: &Ids) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO sections OVERRIDING SYSTEM VALUE SELECT copy.* FROM sections s \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = s.id \
         CROSS JOIN LATERAL jsonb_populate_record(s, jsonb_build_object( \
             'id', ids.new, 'course_id', $3, 'created_at', now())) copy",
    )
    .bind::<Array<BigInt>, _>(&sections.old)
    .bind::<Array<BigInt>, _>(&sections.new)
    .bind::<BigInt, _>(to)
    .execute(conn)?;
    Ok(())
}

fn copy_lessons(
    conn: &mut PgConnection,
    to: CourseId,
    sections: &Ids,
    lessons: &Ids,
) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO lessons OVERRIDING SYSTEM VALUE SELECT copy.* FROM lessons l \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = l.id \
         JOIN unnest($3, $4) AS sections (old, new) ON sections.old = l.section_id \
         CROSS JOIN LATERAL jsonb_populate_record(l, jsonb_build_object( \
             'id', ids.new, 'course_id', $5, 'section_id', sections.new, 'live_room_id', NULL, \
             'created_at', now(), 'updated_at', now())) copy",
    )
    .bind::<Array<BigInt>, _>(&lessons.old)
    .bind::<Array<BigInt>, _>(&lessons.new)
    .bind::<Array<BigInt>, _>(&sections.old)
    .bind::<Array<BigInt>, _>(&sections.new)
    .bind::<BigInt, _>(to)
    .execute(conn)?;
    Ok(())
}

/// What hangs on the lessons: subtitles, handouts, what makes them done, and which wait for which.
fn copy_rules(conn: &mut PgConnection, to: CourseId, lessons: &Ids) -> Result<()> {
    for table in ["lesson_subtitles", "lesson_files", "completion_rules"] {
        diesel::sql_query(format!(
            "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT copy.* FROM {table} r \
             JOIN unnest($1, $2) AS ids (old, new) ON ids.old = r.lesson_id \
             CROSS JOIN LATERAL jsonb_populate_record(r, jsonb_build_object( \
                 'id', nextval(pg_get_serial_sequence('{table}', 'id')), 'lesson_id', ids.new)) copy"
        ))
        .bind::<Array<BigInt>, _>(&lessons.old)
        .bind::<Array<BigInt>, _>(&lessons.new)
        .execute(conn)?;
    }
    diesel::sql_query(
        "INSERT INTO lesson_prerequisites (lesson_id, required_lesson_id, course_id) \
         SELECT ids.new, required.new, $3 FROM lesson_prerequisites p \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = p.lesson_id \
         JOIN unnest($1, $2) AS required (old, new) ON required.old = p.required_lesson_id",
    )
    .bind::<Array<BigInt>, _>(&lessons.old)
    .bind::<Array<BigInt>, _>(&lessons.new)
    .bind::<BigInt, _>(to)
    .execute(conn)?;
    Ok(())
}
