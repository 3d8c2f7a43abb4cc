//! What administrators do with the tree: adding, renaming, moving, ordering. Removing is in [`super::removal`].
//!
//! Each change locks the whole tree, which is small, so that changes follow one another. That a category never lies below
//! itself is kept by the database (constraint categories_no_cycle); its words are made here.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::tree::CategoryTree;
use crate::courses::audit::note;
use crate::courses::model::{Category, CategoryId};
use crate::error::{AppError, Errors, Result, broken_constraint};
use crate::schema::categories;
use crate::text;
use crate::web::Admin;

/// How long a name may be, in characters, as the table has it.
const NAME: usize = 64;

/// The names of a category as they were typed, and for a new one where it shall hang.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CategoryForm {
    pub name: String,
    pub name_en: String,
    /// Empty for the top of the tree.
    pub parent_id: String,
}

/// One step among the siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shift {
    Up,
    Down,
}

/// Adds a category after its siblings.
pub fn add_category(
    conn: &mut PgConnection,
    admin: &Admin,
    form: &CategoryForm,
) -> Result<CategoryId> {
    conn.transaction(|conn| {
        let tree = locked(conn)?;
        let (name, name_en) = checked(form)?;
        let parent = parent_in(&tree, &form.parent_id)?;
        let id = diesel::insert_into(categories::table)
            .values((
                categories::name.eq(&name),
                categories::name_en.eq(&name_en),
                categories::parent_id.eq(parent),
                categories::order.eq(after_last(&tree, parent)),
            ))
            .returning(categories::id)
            .get_result(conn)
            .map_err(in_words)?;
        let details = json!({ "name": name, "name_en": name_en, "parent_id": parent });
        note(conn, admin.0.id, "category.add", ("category", id), details)?;
        Ok(id)
    })
}

pub fn rename_category(
    conn: &mut PgConnection,
    admin: &Admin,
    id: CategoryId,
    form: &CategoryForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let before = found(&locked(conn)?, id)?;
        let (name, name_en) = checked(form)?;
        diesel::update(categories::table.find(id))
            .set((categories::name.eq(&name), categories::name_en.eq(&name_en)))
            .execute(conn)
            .map_err(in_words)?;
        let details = json!({
            "before": [before.name, before.name_en], "after": [name, name_en],
        });
        note(
            conn,
            admin.0.id,
            "category.rename",
            ("category", id),
            details,
        )
    })
}

/// Moves a category one step among its siblings; the first and the last stay.
pub fn shift_category(
    conn: &mut PgConnection,
    admin: &Admin,
    id: CategoryId,
    shift: Shift,
) -> Result<()> {
    conn.transaction(|conn| {
        let tree = locked(conn)?;
        let parent = found(&tree, id)?.parent_id;
        let mut siblings = siblings(&tree, parent);
        let at = siblings.iter().position(|sibling| *sibling == id);
        let at = at.ok_or(AppError::NotFound)?;
        let other = match shift {
            Shift::Up => at.checked_sub(1),
            Shift::Down => Some(at + 1).filter(|next| *next < siblings.len()),
        };
        let Some(other) = other else {
            return Ok(());
        };
        siblings.swap(at, other);
        for (place, sibling) in siblings.into_iter().enumerate() {
            diesel::update(categories::table.find(sibling))
                .set(categories::order.eq(place as i32 + 1))
                .execute(conn)?;
        }
        let details = json!({ "place": other + 1 });
        note(
            conn,
            admin.0.id,
            "category.order",
            ("category", id),
            details,
        )
    })
}

/// Hangs a category with all below it under another one, or at the top.
///
/// # Errors
/// [`AppError::Invalid`] for a place below itself, which the database refuses, and where its name is taken.
pub fn place_category(
    conn: &mut PgConnection,
    admin: &Admin,
    id: CategoryId,
    parent: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        let tree = locked(conn)?;
        let before = found(&tree, id)?.parent_id;
        let parent = parent_in(&tree, parent)?;
        if before == parent {
            return Ok(());
        }
        diesel::update(categories::table.find(id))
            .set((
                categories::parent_id.eq(parent),
                categories::order.eq(after_last(&tree, parent)),
            ))
            .execute(conn)
            .map_err(in_words)?;
        let details = json!({ "before": before, "after": parent });
        note(conn, admin.0.id, "category.move", ("category", id), details)
    })
}

/// The tree, which nobody else changes until the transaction ends.
pub(super) fn locked(conn: &mut PgConnection) -> Result<CategoryTree> {
    let rows: Vec<Category> = categories::table
        .order((categories::order, categories::id))
        .select(Category::as_select())
        .for_update()
        .load(conn)?;
    Ok(CategoryTree::of(rows))
}

fn found(tree: &CategoryTree, id: CategoryId) -> Result<Category> {
    tree.get(id).cloned().ok_or(AppError::NotFound)
}

fn checked(form: &CategoryForm) -> Result<(String, String)> {
    let mut errors = Errors::default();
    let mut clean = |field, typed: &str| {
        let words: Vec<&str> = typed
            .split(|character: char| character.is_whitespace() || character.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let name = words.join(" ");
        let is_there = !name.is_empty();
        errors.require(is_there, field, text!("admin-categories-name-missing"));
        let fits = name.chars().count() <= NAME;
        errors.require(
            fits,
            field,
            text!("admin-categories-name-too-long", max = NAME as i64),
        );
        name
    };
    let names = (clean("name", &form.name), clean("name_en", &form.name_en));
    errors.into_result()?;
    Ok(names)
}

fn parent_in(tree: &CategoryTree, typed: &str) -> Result<Option<CategoryId>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let parent = typed.parse().ok().filter(|id| tree.get(*id).is_some());
    match parent {
        Some(parent) => Ok(Some(parent)),
        None => Err(AppError::invalid(
            "parent_id",
            text!("admin-categories-parent-missing"),
        )),
    }
}

pub(super) fn siblings(tree: &CategoryTree, parent: Option<CategoryId>) -> Vec<CategoryId> {
    let nodes = tree.nodes().iter().map(|node| &node.category);
    let under = nodes.filter(|category| category.parent_id == parent);
    under.map(|category| category.id).collect()
}

pub(super) fn after_last(tree: &CategoryTree, parent: Option<CategoryId>) -> i32 {
    let nodes = tree.nodes().iter().map(|node| &node.category);
    let under = nodes.filter(|category| category.parent_id == parent);
    under.map(|category| category.order).max().unwrap_or(0) + 1
}

pub(super) fn in_words(error: diesel::result::Error) -> AppError {
    match broken_constraint(&error) {
        Some("categories_sibling_name_key") => {
            AppError::invalid("name", text!("admin-categories-name-taken"))
        }
        Some("categories_no_cycle" | "categories_check") => {
            AppError::invalid("parent_id", text!("admin-categories-cycle"))
        }
        Some("courses_category_id_fkey" | "categories_parent_id_fkey") => {
            AppError::Conflict(text!("admin-categories-changed"))
        }
        _ => error.into(),
    }
}
