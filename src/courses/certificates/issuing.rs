//! Giving certificates, in the transaction that completes the course.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::model::{CourseId, Language};
use crate::error::Result;
use crate::notifications::{self, Event, Notice};
use crate::schema::{certificates, course_completions, courses, users};
use crate::text;
use crate::web::UserId;

/// Crockford's letters: none that is taken for another.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Of five random bits each: 160 of them.
const LENGTH: usize = 32;

/// Gives these learners of a course a certificate with the names as they are today, if the course gives any. Whoever
/// has one keeps it.
pub fn issue(conn: &mut PgConnection, course: CourseId, learners: &[UserId]) -> Result<()> {
    if learners.is_empty() {
        return Ok(());
    }
    let found: Option<(String, Language, String)> = courses::table
        .inner_join(users::table)
        .filter(courses::id.eq(course))
        .filter(courses::gives_certificate)
        .select((courses::title, courses::language, users::display_name))
        .first(conn)
        .optional()?;
    let Some((title, language, teacher)) = found else {
        return Ok(());
    };
    let names: Vec<(UserId, String)> = users::table
        .filter(users::id.eq_any(learners))
        .select((users::id, users::display_name))
        .load(conn)?;
    for (user, name) in names {
        let code = new_code();
        let is_new = diesel::insert_into(certificates::table)
            .values((
                certificates::user_id.eq(user),
                certificates::course_id.eq(course),
                certificates::code.eq(&code),
                certificates::learner_name.eq(name),
                certificates::course_title.eq(&title),
                certificates::teacher_name.eq(&teacher),
                certificates::language.eq(language),
            ))
            .on_conflict((certificates::user_id, certificates::course_id))
            .do_nothing()
            .execute(conn)?
            == 1;
        if is_new {
            let notice = Notice {
                kind: Event::Certified,
                message: text!("certificates-notice", title = title.clone()),
                link: format!("/certificates/{code}"),
            };
            notifications::notify(conn, &[user], &notice)?;
        }
    }
    Ok(())
}

/// Gives those of these learners a certificate who completed the course before it gave any.
pub fn issue_missing(conn: &mut PgConnection, course: CourseId, learners: &[UserId]) -> Result<()> {
    let without: Vec<UserId> = course_completions::table
        .left_join(
            certificates::table.on(certificates::user_id
                .eq(course_completions::user_id)
                .and(certificates::course_id.eq(course_completions::course_id.nullable()))),
        )
        .filter(course_completions::course_id.eq(course))
        .filter(course_completions::user_id.eq_any(learners))
        .filter(certificates::id.nullable().is_null())
        .select(course_completions::user_id)
        .load(conn)?;
    issue(conn, course, &without)
}

fn new_code() -> String {
    let bytes: [u8; LENGTH] = rand::random();
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte % 32)]);
    bytes.into_iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_plain_and_never_the_same() {
        let code = new_code();
        assert_eq!(code.len(), LENGTH);
        assert!(code.bytes().all(|letter| LETTERS.contains(&letter)));
        assert_ne!(code, new_code());
    }
}
