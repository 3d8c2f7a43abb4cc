//! The tree of categories with what lies in each, the same on every page of the catalogue.

use std::sync::Arc;

use diesel::pg::PgConnection;

use crate::courses::CATALOGUE;
use crate::courses::category::{CategoryCounts, CategoryTree};
use crate::error::Result;
use crate::web::shared::Shared;

#[derive(Debug)]
pub struct Shelves {
    pub tree: CategoryTree,
    pub counts: CategoryCounts,
}

impl Shelves {
    /// From memory, as counting goes over all courses.
    pub fn of(shared: &Shared, conn: &mut PgConnection) -> Result<Arc<Shelves>> {
        // No address of the catalogue is like this.
        let slot = shared.slot(CATALOGUE, "shelves");
        if let Some(shelves) = slot.get() {
            return Ok(shelves);
        }
        let tree = CategoryTree::load(conn)?;
        let counts = CategoryCounts::load(conn, &tree)?;
        Ok(slot.put(Shelves { tree, counts }))
    }
}
