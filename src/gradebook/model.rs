//! The rows of the grade book.

use bigdecimal::BigDecimal;
use diesel::pg::Pg;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use crate::courses::CourseId;
use crate::i18n::Loader;
use crate::schema::{grade_categories, grade_items, grades};
use crate::web::UserId;

pub type ItemId = i64;
pub type CategoryId = i64;

crate::pg_enum! {
    /// Where the grades of an item come from.
    pub enum ItemKind : crate::schema::sql_types::GradeItemKind {
        /// From the staff alone.
        Manual = "manual",
        Quiz = "quiz",
        Assignment = "assignment",
    }
}

impl ItemKind {
    pub fn label(self, l: Loader) -> String {
        match self {
            ItemKind::Manual => fl!(l, "gradebook-kind-manual"),
            ItemKind::Quiz => fl!(l, "gradebook-kind-quiz"),
            ItemKind::Assignment => fl!(l, "gradebook-kind-assignment"),
        }
    }
}

/// A column.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = grade_items, check_for_backend(Pg))]
pub struct Item {
    pub id: ItemId,
    pub course_id: CourseId,
    pub category_id: Option<CategoryId>,
    pub kind: ItemKind,
    pub title: String,
    pub max_points: BigDecimal,
    /// Whether learners see their grades for it.
    pub is_posted: bool,
}

impl Item {
    pub fn path(&self) -> String {
        format!("/courses/{}/gradebook/items/{}", self.course_id, self.id)
    }

    /// The address of one learner's grade.
    pub fn grade_path(&self, user: UserId) -> String {
        format!("{}/learners/{user}", self.path())
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = grade_categories, check_for_backend(Pg))]
pub(super) struct Category {
    pub id: CategoryId,
    pub title: String,
    /// Relative to the other categories.
    pub weight: BigDecimal,
    pub drop_lowest: i32,
}

/// What a learner got.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = grades, check_for_backend(Pg))]
pub(super) struct Grade {
    pub item_id: ItemId,
    pub user_id: UserId,
    /// None: missing.
    pub points: Option<BigDecimal>,
    pub is_excused: bool,
    pub comment: String,
    /// Moves with every change.
    pub revision: i32,
}
