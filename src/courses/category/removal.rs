//! Taking a category out of the tree without losing what lies in it.

use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::json;

use super::editing::{after_last, in_words, locked, siblings};
use super::tree::CategoryTree;
use crate::courses::audit::note;
use crate::courses::model::{Category, CategoryId, Status};
use crate::error::{AppError, Result};
use crate::schema::{categories, courses};
use crate::text;
use crate::web::Admin;

/// What removing a category would touch.
#[derive(Clone, Debug)]
pub struct Removal {
    pub category: Category,
    /// Right below it: they move together with all that is below them.
    pub children: i64,
    /// Filed under it itself, drafts and archived ones among them.
    pub courses: i64,
    pub published: i64,
}

impl Removal {
    /// Whether something has to go elsewhere first.
    pub fn needs_heir(&self) -> bool {
        self.children > 0 || self.courses > 0
    }
}

pub fn removal_of(conn: &mut PgConnection, _: &Admin, id: CategoryId) -> Result<Removal> {
    let filed = courses::table.filter(courses::category_id.eq(id));
    Ok(Removal {
        category: categories::table
            .find(id)
            .select(Category::as_select())
            .first(conn)?,
        children: categories::table
            .filter(categories::parent_id.eq(id))
            .select(count_star())
            .first(conn)?,
        courses: filed.select(count_star()).first(conn)?,
        published: filed
            .filter(courses::status.eq(Status::Published))
            .select(count_star())
            .first(conn)?,
    })
}

/// Removes a category. Its courses and the categories below it go to `heir`, so nothing is lost.
///
/// # Errors
/// [`AppError::Invalid`] where something has to go elsewhere and `heir` is no place for it: none, itself, below itself, or
/// one that has a category of the same name already.
pub fn remove_category(
    conn: &mut PgConnection,
    admin: &Admin,
    id: CategoryId,
    heir: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        let tree = locked(conn)?;
        let removal = removal_of(conn, admin, id)?;
        let heir = match removal.needs_heir() {
            true => Some(heir_in(&tree, id, heir)?),
            false => None,
        };
        if let Some(heir) = heir {
            hand_over(conn, &tree, id, heir)?;
        }
        diesel::delete(categories::table.find(id))
            .execute(conn)
            .map_err(in_words)?;
        let details = json!({
            "name": removal.category.name, "name_en": removal.category.name_en,
            "courses": removal.courses, "children": removal.children, "merged_into": heir,
        });
        note(
            conn,
            admin.0.id,
            "category.remove",
            ("category", id),
            details,
        )
    })
}

fn hand_over(
    conn: &mut PgConnection,
    tree: &CategoryTree,
    id: CategoryId,
    heir: CategoryId,
) -> Result<()> {
    diesel::update(courses::table.filter(courses::category_id.eq(id)))
        .set(courses::category_id.eq(heir))
        .execute(conn)?;
    for (place, child) in siblings(tree, Some(id)).into_iter().enumerate() {
        diesel::update(categories::table.find(child))
            .set((
                categories::parent_id.eq(heir),
                categories::order.eq(after_last(tree, Some(heir)) + place as i32),
            ))
            .execute(conn)
            .map_err(|error| match in_words(error) {
                AppError::Invalid(_) => {
                    AppError::invalid("heir", text!("admin-categories-heir-has-name"))
                }
                other => other,
            })?;
    }
    Ok(())
}

fn heir_in(tree: &CategoryTree, id: CategoryId, typed: &str) -> Result<CategoryId> {
    let below = tree.with_descendants(id);
    let heir = typed.parse().ok().filter(|heir| tree.get(*heir).is_some());
    match heir {
        Some(heir) if below.contains(&heir) => Err(AppError::invalid(
            "heir",
            text!("admin-categories-heir-below"),
        )),
        Some(heir) => Ok(heir),
        None => Err(AppError::invalid(
            "heir",
            text!("admin-categories-heir-missing"),
        )),
    }
}
