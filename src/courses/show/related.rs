//! What else somebody may want who looks at a course: courses that its learners take too, and those of its category.

use std::fmt;
use std::sync::Arc;

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use i18n_embed_fl::fl;

use crate::courses::CATALOGUE;
use crate::courses::card::{CardRow, CourseCard};
use crate::courses::model::Course;
use crate::error::Result;
use crate::i18n::{Loader, Locale};
use crate::web::shared::Shared;

/// One query, and no more than some hundred rows of the largest course: of its learners the latest 200 are asked what else
/// they take. A learner in common weighs one, the category three. Published courses alone, whoever looks.
const NEAR: &str = "
    WITH shared AS (
        SELECT e.course_id AS id, count(*) AS weight
        FROM (SELECT user_id FROM enrollments WHERE course_id = $1 ORDER BY enrolled_at DESC, id DESC LIMIT 200) learners
        JOIN enrollments e USING (user_id)
        GROUP BY e.course_id
    ), beside AS (
        SELECT id, 3 AS weight FROM courses WHERE category_id = $2 AND status = 'published'
        ORDER BY published_at DESC, id DESC LIMIT 50
    ), near AS (
        SELECT id, sum(weight) AS weight
        FROM (SELECT * FROM shared UNION ALL SELECT * FROM beside) all_near WHERE id <> $1 GROUP BY id
    )
    SELECT c.id, c.title, c.summary, c.category_id, c.cover_media_id, c.price_minor, c.currency, c.level, c.language,
        c.enrolled_count, c.published_at, c.updated_at, c.seats, c.rating_count, c.rating_score,
        u.display_name
    FROM near JOIN courses c USING (id) JOIN users u ON u.id = c.teacher_id
    WHERE c.status = 'published'
    ORDER BY near.weight DESC, c.enrolled_count DESC, c.id DESC
    LIMIT 4";

/// The section of the page, rendered.
#[derive(Debug)]
pub struct Related(String);

impl Related {
    /// From memory, or made anew. It is forgotten with the catalogue, as it lists what the catalogue lists.
    pub fn of(
        shared: &Shared,
        conn: &mut PgConnection,
        course: &Course,
        locale: Locale,
    ) -> Result<Arc<Related>> {
        let slot = shared.slot(CATALOGUE, format!("related {} {}", course.id, locale.tag()));
        match slot.get() {
            Some(related) => Ok(related),
            None => Ok(slot.put(Related::load(conn, course, locale.loader())?)),
        }
    }

    fn load(conn: &mut PgConnection, course: &Course, l: Loader) -> Result<Related> {
        let rows: Vec<Near> = diesel::sql_query(NEAR)
            .bind::<BigInt, _>(course.id)
            .bind::<BigInt, _>(course.category_id)
            .load(conn)?;
        let card = |near: Near| CourseCard::of((near.card, near.display_name));
        let section = Section {
            l,
            cards: rows.into_iter().map(card).collect(),
        };
        Ok(Related(section.render()?))
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Its own template has escaped what it shows.
impl HtmlSafe for Related {}

#[derive(QueryableByName)]
struct Near {
    #[diesel(embed)]
    card: CardRow,
    #[diesel(sql_type = Text)]
    display_name: String,
}

#[derive(Template)]
#[template(path = "courses/_related.html")]
struct Section {
    l: Loader,
    cards: Vec<CourseCard>,
}
