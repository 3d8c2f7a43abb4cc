//! How the grades of a course are put together: its columns, and the categories that weigh them.

use std::collections::HashMap;

use bigdecimal::{BigDecimal, One};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{Category, CategoryId, Grade, Item, ItemId};
use super::total::{self, Entry, Part};
use crate::courses::CourseId;
use crate::error::Result;
use crate::schema::{grade_categories, grade_items, grades};
use crate::web::UserId;

pub(super) struct Scheme {
    pub categories: Vec<Category>,
    /// In the order in which they came to be.
    pub items: Vec<Item>,
}

/// The grades of one person.
pub(super) type Grades = HashMap<ItemId, Grade>;

impl Scheme {
    pub fn of(conn: &mut PgConnection, course: CourseId) -> Result<Scheme> {
        Ok(Scheme {
            categories: grade_categories::table
                .filter(grade_categories::course_id.eq(course))
                .order(grade_categories::id)
                .select(Category::as_select())
                .load(conn)?,
            items: grade_items::table
                .filter(grade_items::course_id.eq(course))
                .order(grade_items::id)
                .select(Item::as_select())
                .load(conn)?,
        })
    }

    /// What of it learners may know.
    pub fn posted(mut self) -> Scheme {
        self.items.retain(|item| item.is_posted);
        self
    }

    pub fn category(&self, id: Option<CategoryId>) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| Some(category.id) == id)
    }

    /// A person's total in percent. As soon as there are categories, columns outside of them count for nothing.
    pub fn total(&self, grades: Option<&Grades>) -> Option<BigDecimal> {
        total::percent(&self.parts(grades?))
    }

    /// What a person has reached in a category, in percent.
    pub fn total_in(&self, category: &Category, grades: &Grades) -> Option<BigDecimal> {
        total::percent_of_part(&self.part(category, grades))
    }

    fn parts(&self, grades: &Grades) -> Vec<Part> {
        if self.categories.is_empty() {
            return vec![Part {
                weight: BigDecimal::one(),
                drop_lowest: 0,
                entries: self.entries(grades, None),
            }];
        }
        let categories = self.categories.iter();
        categories
            .map(|category| self.part(category, grades))
            .collect()
    }

    fn part(&self, category: &Category, grades: &Grades) -> Part {
        Part {
            weight: category.weight.clone(),
            drop_lowest: usize::try_from(category.drop_lowest).unwrap_or_default(),
            entries: self.entries(grades, Some(category.id)),
        }
    }

    fn entries(&self, grades: &Grades, category: Option<CategoryId>) -> Vec<Entry> {
        let items = self.items.iter();
        let within =
            items.filter(|item| item.category_id == category || self.categories.is_empty());
        let entry = |item: &Item| {
            let grade = grades.get(&item.id);
            Entry {
                points: grade.and_then(|grade| grade.points.clone()),
                max: item.max_points.clone(),
                is_excused: grade.is_some_and(|grade| grade.is_excused),
            }
        };
        within.map(entry).collect()
    }
}

/// All the grades of these people in a course.
pub(super) fn grades_of(
    conn: &mut PgConnection,
    course: CourseId,
    people: &[UserId],
) -> Result<HashMap<UserId, Grades>> {
    let rows = grades::table
        .filter(grades::course_id.eq(course))
        .filter(grades::user_id.eq_any(people))
        .select(Grade::as_select());
    Ok(by_person(rows.load(conn)?))
}

/// The same, locked until the transaction ends.
pub(super) fn locked_grades_of(
    conn: &mut PgConnection,
    course: CourseId,
    people: &[UserId],
) -> Result<HashMap<UserId, Grades>> {
    let rows = grades::table
        .filter(grades::course_id.eq(course))
        .filter(grades::user_id.eq_any(people))
        .order((grades::item_id, grades::user_id))
        .select(Grade::as_select())
        .for_update();
    Ok(by_person(rows.load(conn)?))
}

/// All the grades of a course.
pub(super) fn grades_of_all(
    conn: &mut PgConnection,
    course: CourseId,
) -> Result<HashMap<UserId, Grades>> {
    let rows = grades::table
        .filter(grades::course_id.eq(course))
        .select(Grade::as_select());
    Ok(by_person(rows.load(conn)?))
}

fn by_person(rows: Vec<Grade>) -> HashMap<UserId, Grades> {
    let mut found: HashMap<UserId, Grades> = HashMap::new();
    for row in rows {
        found
            .entry(row.user_id)
            .or_default()
            .insert(row.item_id, row);
    }
    found
}
