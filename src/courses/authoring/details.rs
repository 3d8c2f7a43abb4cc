//! What a course says of itself: title, summary, description, category, level and language.
//!
//! Everything else about a course (price, teacher, status, counts) has an ability of its own; no field of these forms
//! can reach it.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::forms::{
    checked_title, many_lines, one_line, require_at_most, require_current, version,
};
use super::held;
use crate::courses::category::{CategoryTree, Node};
use crate::courses::{CategoryId, Course, CourseId, Language, Level, StaffRole, reindex};
use crate::error::{AppError, Errors, Result, broken_constraint};
use crate::i18n::Locale;
use crate::schema::{course_staff, courses};
use crate::text;
use crate::web::Viewer;

const SUMMARY_MAX: usize = 300;
const DESCRIPTION_MAX: usize = 50_000;

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DetailsForm {
    pub title: String,
    pub summary: String,
    pub description: String,
    pub category_id: String,
    pub level: String,
    pub language: String,
    /// Names what the form was filled from; see [`version`].
    pub version: String,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = courses)]
struct Details {
    title: String,
    summary: String,
    description: String,
    category_id: CategoryId,
    level: Level,
    language: Language,
}

impl DetailsForm {
    /// An empty form; the language is the one most courses are taught in.
    pub fn empty() -> DetailsForm {
        DetailsForm {
            level: Level::Beginner.name().into(),
            language: Language::Zh.name().into(),
            ..DetailsForm::default()
        }
    }

    pub fn of(course: &Course) -> DetailsForm {
        let mut form = DetailsForm {
            title: course.title.clone(),
            summary: course.summary.clone(),
            description: course.description.clone(),
            category_id: course.category_id.to_string(),
            level: course.level.name().into(),
            language: course.language.name().into(),
            version: String::new(),
        };
        form.version = form.current_version();
        form
    }

    fn current_version(&self) -> String {
        version(&[
            &self.title,
            &self.summary,
            &self.description,
            &self.category_id,
            &self.level,
            &self.language,
        ])
    }

    fn checked(&self) -> Result<Details> {
        let mut errors = Errors::default();
        let title = checked_title(&mut errors, "title", &self.title);
        let summary = one_line(&self.summary);
        require_at_most(&mut errors, "summary", &summary, SUMMARY_MAX);
        let description = many_lines(&self.description);
        require_at_most(&mut errors, "description", &description, DESCRIPTION_MAX);
        let category_id = self.category_id.parse().ok();
        let level = Level::from_name(&self.level);
        let language = Language::from_name(&self.language);
        errors.require(
            category_id.is_some(),
            "category_id",
            text!("teaching-category-missing"),
        );
        errors.require(level.is_some(), "level", text!("teaching-choice-missing"));
        errors.require(
            language.is_some(),
            "language",
            text!("teaching-choice-missing"),
        );
        match (category_id, level, language) {
            (Some(category_id), Some(level), Some(language)) if errors.is_empty() => Ok(Details {
                title,
                summary,
                description,
                category_id,
                level,
                language,
            }),
            _ => Err(AppError::Invalid(errors)),
        }
    }
}

impl Details {
    fn version(&self) -> String {
        version(&[
            &self.title,
            &self.summary,
            &self.description,
            &self.category_id.to_string(),
            self.level.name(),
            self.language.name(),
        ])
    }
}

/// A category to choose from, indented below its parents.
pub(super) struct CategoryChoice {
    pub id: String,
    pub label: String,
}

/// The whole tree, top down.
pub(super) fn category_choices(
    conn: &mut PgConnection,
    locale: Locale,
) -> Result<Vec<CategoryChoice>> {
    let tree = CategoryTree::load(conn)?;
    let choice = |node: &Node| CategoryChoice {
        id: node.category.id.to_string(),
        label: "\u{3000}".repeat(node.depth) + node.category.name_in(locale),
    };
    Ok(tree.nodes().iter().map(choice).collect())
}

/// A new draft that belongs to this person.
pub(super) fn create(
    conn: &mut PgConnection,
    viewer: &Viewer,
    form: &DetailsForm,
) -> Result<CourseId> {
    let details = form.checked()?;
    conn.transaction(|conn| {
        let id = diesel::insert_into(courses::table)
            .values((details, courses::teacher_id.eq(viewer.id)))
            .returning(courses::id)
            .get_result(conn)
            .map_err(in_words)?;
        diesel::insert_into(course_staff::table)
            .values((
                course_staff::course_id.eq(id),
                course_staff::user_id.eq(viewer.id),
                course_staff::role.eq(StaffRole::Owner),
            ))
            .execute(conn)?;
        reindex(conn, id)?;
        Ok(id)
    })
}

/// Stores what was typed.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved since the form was filled.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
    form: &DetailsForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let stored = DetailsForm::of(&held(conn, viewer, id)?);
        let details = form.checked()?;
        require_current(&form.version, &stored.version, &details.version())?;
        diesel::update(courses::table.find(id))
            .set(details)
            .execute(conn)
            .map_err(in_words)?;
        reindex(conn, id)
    })
}

/// A category that was removed while the form was open is a choice to be made again.
fn in_words(error: diesel::result::Error) -> AppError {
    match broken_constraint(&error) {
        Some("courses_category_id_fkey") => {
            AppError::invalid("category_id", text!("teaching-category-missing"))
        }
        _ => error.into(),
    }
}
