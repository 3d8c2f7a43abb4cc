//! How many courses everybody can see lie in each category.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::tree::CategoryTree;
use crate::courses::model::{Category, CategoryId, Status};
use crate::error::Result;
use crate::schema::courses;

/// The published courses of each category with all below it. Drafts and archived courses are in no count.
#[derive(Clone, Debug, Default)]
pub struct CategoryCounts(HashMap<CategoryId, i64>);

impl CategoryCounts {
    pub fn load(conn: &mut PgConnection, tree: &CategoryTree) -> Result<CategoryCounts> {
        let own: HashMap<CategoryId, i64> = courses::table
            .filter(courses::status.eq(Status::Published))
            .group_by(courses::category_id)
            .select((courses::category_id, count_star()))
            .load(conn)?
            .into_iter()
            .collect();
        let sum = |id: CategoryId| -> i64 {
            let covered = tree.with_descendants(id);
            covered.iter().filter_map(|id| own.get(id)).sum()
        };
        let ids = tree.nodes().iter().map(|node| node.category.id);
        Ok(CategoryCounts(ids.map(|id| (id, sum(id))).collect()))
    }

    pub fn of(&self, category: CategoryId) -> i64 {
        self.0.get(&category).copied().unwrap_or(0)
    }
}

/// A category at the top of the tree, and how many published courses lie below it.
#[derive(Clone, Debug)]
pub struct TopCategory {
    pub category: Category,
    pub courses: i64,
}

/// What the home page offers to begin with.
pub fn categories(conn: &mut PgConnection) -> Result<Vec<TopCategory>> {
    let tree = CategoryTree::load(conn)?;
    let counts = CategoryCounts::load(conn, &tree)?;
    let top = |category: &Category| TopCategory {
        category: category.clone(),
        courses: counts.of(category.id),
    };
    Ok(tree.tops().map(top).collect())
}
