//! The tree of subjects. It is small and needed whole (filters, breadcrumbs, forms), so it is read whole, in one query.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::model::{Category, CategoryId};
use crate::error::Result;
use crate::schema::categories;

/// All categories, each parent before its children, siblings in their order.
#[derive(Clone, Debug, Default)]
pub struct CategoryTree {
    rows: Vec<Node>,
    by_id: HashMap<CategoryId, usize>,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub category: Category,
    /// 0 for the top of the tree.
    pub depth: usize,
}

impl CategoryTree {
    pub fn load(conn: &mut PgConnection) -> Result<CategoryTree> {
        let rows = categories::table
            .order((categories::order, categories::id))
            .select(Category::as_select())
            .load(conn)?;
        Ok(CategoryTree::of(rows))
    }

    /// Builds the tree from its rows, siblings in the order in which they come.
    pub fn of(categories: Vec<Category>) -> CategoryTree {
        let mut children: HashMap<Option<CategoryId>, Vec<Category>> = HashMap::new();
        for category in categories {
            children
                .entry(category.parent_id)
                .or_default()
                .push(category);
        }
        let mut tree = CategoryTree::default();
        tree.take_children(None, 0, &mut children);
        tree
    }

    fn take_children(
        &mut self,
        parent: Option<CategoryId>,
        depth: usize,
        children: &mut HashMap<Option<CategoryId>, Vec<Category>>,
    ) {
        for category in children.remove(&parent).unwrap_or_default() {
            let id = category.id;
            self.by_id.insert(id, self.rows.len());
            self.rows.push(Node { category, depth });
            self.take_children(Some(id), depth + 1, children);
        }
    }

    pub fn get(&self, id: CategoryId) -> Option<&Category> {
        Some(&self.rows[*self.by_id.get(&id)?].category)
    }

    /// The whole tree, top down: what an indented list or a `<select>` shows.
    pub fn nodes(&self) -> &[Node] {
        &self.rows
    }

    /// From the top of the tree down to this category: the breadcrumb.
    pub fn path(&self, id: CategoryId) -> Vec<&Category> {
        let mut path: Vec<_> =
            std::iter::successors(self.get(id), |category| self.get(category.parent_id?)).collect();
        path.reverse();
        path
    }

    /// This category and everything below it: what its list of courses covers.
    pub fn with_descendants(&self, id: CategoryId) -> Vec<CategoryId> {
        let Some(&start) = self.by_id.get(&id) else {
            return Vec::new();
        };
        let depth = self.rows[start].depth;
        let below = self.rows[start + 1..]
            .iter()
            .take_while(|node| node.depth > depth);
        std::iter::once(&self.rows[start])
            .chain(below)
            .map(|node| node.category.id)
            .collect()
    }

    /// Those at the top of the tree.
    pub fn tops(&self) -> impl Iterator<Item = &Category> {
        self.rows
            .iter()
            .filter(|node| node.depth == 0)
            .map(|node| &node.category)
    }

    /// What a filter shows while this category is chosen: all tops, and of the open branch the children at each step.
    pub fn unfolded(&self, chosen: Option<CategoryId>) -> Vec<&Node> {
        let open: Vec<_> = chosen
            .map(|id| self.path(id))
            .unwrap_or_default()
            .iter()
            .map(|category| category.id)
            .collect();
        let is_open = |node: &&Node| {
            node.category
                .parent_id
                .is_none_or(|parent| open.contains(&parent))
        };
        self.rows.iter().filter(is_open).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 (2 (4) 3) 5
    fn tree() -> CategoryTree {
        let category = |id, parent_id| Category {
            id,
            name: id.to_string(),
            name_en: id.to_string(),
            parent_id,
            order: 0,
        };
        CategoryTree::of(vec![
            category(1, None),
            category(2, Some(1)),
            category(3, Some(1)),
            category(4, Some(2)),
            category(5, None),
        ])
    }

    fn ids(categories: &[&Category]) -> Vec<CategoryId> {
        categories.iter().map(|category| category.id).collect()
    }

    #[test]
    fn a_parent_covers_all_its_descendants() {
        assert_eq!(tree().with_descendants(1), [1, 2, 4, 3]);
        assert_eq!(tree().with_descendants(2), [2, 4]);
        assert_eq!(tree().with_descendants(5), [5]);
        assert!(tree().with_descendants(9).is_empty());
    }

    #[test]
    fn a_path_leads_from_the_top_down() {
        assert_eq!(ids(&tree().path(4)), [1, 2, 4]);
        assert!(tree().path(9).is_empty());
    }

    #[test]
    fn only_the_chosen_branch_is_unfolded() {
        let shown = |chosen| {
            let tree = tree();
            tree.unfolded(chosen)
                .iter()
                .map(|node| node.category.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(None), [1, 5]);
        assert_eq!(shown(Some(1)), [1, 2, 3, 5]);
        assert_eq!(shown(Some(4)), [1, 2, 4, 3, 5]);
    }
}
