//! How categories and columns are added, changed and removed.

use bigdecimal::{BigDecimal, Zero};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use serde::Deserialize;

use crate::courses::{self, CourseId};
use crate::error::{AppError, Errors, Result, broken_constraint};
use crate::gradebook::cell::item_of;
use crate::gradebook::items;
use crate::gradebook::model::{CategoryId, ItemId, ItemKind};
use crate::gradebook::points;
use crate::schema::{grade_categories, grade_items};
use crate::text;
use crate::web::Viewer;

const MOST_DROPPED: i32 = 100;
const LONGEST_CATEGORY: usize = 60;
const LONGEST_ITEM: usize = 120;

/// The fields of all the forms of the page; each form fills its own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SettingsForm {
    pub title: String,
    pub weight: String,
    pub drop_lowest: String,
    pub max_points: String,
    pub category_id: String,
}

/// What a form is about. Its name is that of the form in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    NewCategory,
    Category(CategoryId),
    NewItem,
    Item(ItemId),
}

impl Target {
    pub fn name(self) -> String {
        match self {
            Target::NewCategory => "category-new".to_owned(),
            Target::Category(id) => format!("category-{id}"),
            Target::NewItem => "item-new".to_owned(),
            Target::Item(id) => format!("item-{id}"),
        }
    }
}

/// Writes what the form says.
///
/// # Errors
/// `NotFound` for whoever may not write the course and for what is another course's; `Invalid` with what to mend.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    target: Target,
    form: &SettingsForm,
) -> Result<()> {
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        match target {
            Target::NewCategory => save_category(conn, course, None, form),
            Target::Category(id) => save_category(conn, course, Some(id), form),
            Target::NewItem => add_item(conn, course, form),
            Target::Item(id) => save_item(conn, course, id, form),
        }
    })
}

/// Removes a category, whose columns then stand outside of all, or a column that was filled by hand, with its grades.
///
/// # Errors
/// As for [`save`]; `Conflict` for a column that a quiz or an assignment fills.
pub(super) fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    target: Target,
) -> Result<()> {
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        match target {
            Target::Category(id) => {
                let category = grade_categories::table
                    .find(id)
                    .filter(grade_categories::course_id.eq(course));
                let gone = diesel::delete(category).execute(conn)?;
                (gone == 1).then_some(()).ok_or(AppError::NotFound)
            }
            Target::Item(id) => {
                let item = item_of(conn, course, id)?;
                if item.kind != ItemKind::Manual {
                    return Err(AppError::Conflict(text!("gradebook-item-is-fed")));
                }
                items::note(conn, viewer, "grade_item.remove", &item)?;
                items::remove_item(conn, id)
            }
            Target::NewCategory | Target::NewItem => Err(AppError::NotFound),
        }
    })
}

fn save_category(
    conn: &mut PgConnection,
    course: CourseId,
    id: Option<CategoryId>,
    form: &SettingsForm,
) -> Result<()> {
    let mut errors = Errors::default();
    let title = checked_title(&form.title, LONGEST_CATEGORY, &mut errors);
    let heaviest = BigDecimal::from(10_000);
    let weight = points::parse(&form.weight).filter(|weight| *weight <= heaviest);
    errors.require(weight.is_some(), "weight", text!("gradebook-weight-wrong"));
    let drop: Option<i32> = match form.drop_lowest.trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    };
    let drop = drop.filter(|drop| (0..=MOST_DROPPED).contains(drop));
    errors.require(
        drop.is_some(),
        "drop_lowest",
        text!("gradebook-drop-wrong", max = MOST_DROPPED),
    );
    errors.into_result()?;
    let values = (
        grade_categories::title.eq(title),
        grade_categories::weight.eq(weight.unwrap_or_default()),
        grade_categories::drop_lowest.eq(drop.unwrap_or_default()),
    );
    let written = match id {
        None => diesel::insert_into(grade_categories::table)
            .values((grade_categories::course_id.eq(course), values))
            .execute(conn),
        Some(id) => {
            let category = grade_categories::table
                .find(id)
                .filter(grade_categories::course_id.eq(course));
            diesel::update(category).set(values).execute(conn)
        }
    };
    match written.map_err(taken)? {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}

fn taken(error: DieselError) -> AppError {
    match broken_constraint(&error) {
        Some("grade_categories_title_key") => {
            AppError::invalid("title", text!("gradebook-category-taken"))
        }
        _ => error.into(),
    }
}

fn add_item(conn: &mut PgConnection, course: CourseId, form: &SettingsForm) -> Result<()> {
    let (title, max) = checked_item(form)?;
    let item = items::add_item(conn, course, None, ItemKind::Manual, &title, max)?;
    put_into_category(conn, course, item, form)
}

/// What a quiz or an assignment is called and worth is said there; here it is only put into a category.
fn save_item(
    conn: &mut PgConnection,
    course: CourseId,
    id: ItemId,
    form: &SettingsForm,
) -> Result<()> {
    let item = item_of(conn, course, id)?;
    if item.kind == ItemKind::Manual {
        let (title, max) = checked_item(form)?;
        items::change_item(conn, id, &title, max)?;
    }
    put_into_category(conn, course, id, form)
}

fn put_into_category(
    conn: &mut PgConnection,
    course: CourseId,
    item: ItemId,
    form: &SettingsForm,
) -> Result<()> {
    let category = match form.category_id.trim() {
        "" => None,
        typed => {
            let id = typed.parse().map_err(|_| AppError::NotFound)?;
            let own = grade_categories::table.filter(grade_categories::course_id.eq(course));
            let own = own.filter(grade_categories::id.eq::<CategoryId>(id));
            Some(own.select(grade_categories::id).first::<CategoryId>(conn)?)
        }
    };
    diesel::update(grade_items::table.find(item))
        .set(grade_items::category_id.eq(category))
        .execute(conn)?;
    Ok(())
}

fn checked_item(form: &SettingsForm) -> Result<(String, BigDecimal)> {
    let mut errors = Errors::default();
    let title = checked_title(&form.title, LONGEST_ITEM, &mut errors);
    let max = points::parse(&form.max_points).filter(|max| !max.is_zero());
    errors.require(max.is_some(), "max_points", text!("gradebook-max-wrong"));
    errors.into_result()?;
    Ok((title, max.unwrap_or_default()))
}

fn checked_title(typed: &str, longest: usize, errors: &mut Errors) -> String {
    let title = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=longest).contains(&title.chars().count());
    errors.require(fits, "title", text!("gradebook-title-wrong", max = longest));
    title
}
