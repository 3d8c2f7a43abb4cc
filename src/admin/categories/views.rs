//! What administrators see of the tree.

use askama::Template;
use i18n_embed_fl::fl;

use crate::courses::{
    CategoryCounts, CategoryForm, CategoryId, CategoryNode, CategoryRemoval, CategoryTree,
};
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

/// What was typed, and into which form.
#[derive(Default)]
pub struct Typed {
    form: CategoryForm,
    /// The category whose form it was; none for the form that adds one.
    at: Option<CategoryId>,
    /// Whether it was the form of its place and not that of its names.
    is_place: bool,
}

impl Typed {
    pub fn new_category(form: CategoryForm) -> Typed {
        Typed {
            form,
            ..Typed::default()
        }
    }

    pub fn of(id: CategoryId, form: CategoryForm) -> Typed {
        Typed {
            form,
            at: Some(id),
            is_place: false,
        }
    }

    pub fn placed(id: CategoryId, parent_id: String) -> Typed {
        Typed {
            form: CategoryForm {
                parent_id,
                ..CategoryForm::default()
            },
            at: Some(id),
            is_place: true,
        }
    }
}

#[derive(Template)]
#[template(path = "admin/categories.html")]
pub struct Categories {
    l: Loader,
    page: Page,
    tree: CategoryTree,
    counts: CategoryCounts,
    typed: Typed,
    errors: Errors,
}

impl Categories {
    pub fn new(
        page: Page,
        tree: CategoryTree,
        counts: CategoryCounts,
        typed: Typed,
        errors: Errors,
    ) -> Categories {
        Categories {
            l: page.l,
            page,
            tree,
            counts,
            typed,
            errors,
        }
    }

    fn shown<'a>(&self, node: &'a CategoryNode) -> &'a str {
        node.category.name_in(self.page.locale)
    }

    fn is_open(&self, node: &CategoryNode) -> bool {
        self.typed.at == Some(node.category.id)
    }

    fn name(&self, node: &CategoryNode) -> String {
        match self.is_open(node) && !self.typed.is_place {
            true => self.typed.form.name.clone(),
            false => node.category.name.clone(),
        }
    }

    fn name_en(&self, node: &CategoryNode) -> String {
        match self.is_open(node) && !self.typed.is_place {
            true => self.typed.form.name_en.clone(),
            false => node.category.name_en.clone(),
        }
    }

    /// The words beside a field of one category's forms.
    fn error(&self, node: &CategoryNode, field: &str) -> String {
        let of_field = self.errors.of(field, self.l);
        of_field.filter(|_| self.is_open(node)).unwrap_or_default()
    }

    /// The same of the form that adds one.
    fn new_error(&self, field: &str) -> String {
        let of_field = self.errors.of(field, self.l);
        of_field
            .filter(|_| self.typed.at.is_none())
            .unwrap_or_default()
    }

    /// What was typed into the form that adds one.
    fn typed_new(&self, field: &str) -> String {
        let form = &self.typed.form;
        match (self.typed.at, field) {
            (Some(_), _) => String::new(),
            (None, "name") => form.name.clone(),
            (None, "name_en") => form.name_en.clone(),
            (None, _) => form.parent_id.clone(),
        }
    }

    /// Where a category can hang: anywhere but below itself.
    fn places(&self, node: &CategoryNode) -> Vec<&CategoryNode> {
        places(&self.tree, node.category.id)
    }

    fn indented(&self, node: &CategoryNode) -> String {
        indented(node, &self.page)
    }

    fn step(&self, node: &CategoryNode) -> usize {
        node.depth.min(4)
    }
}

#[derive(Template)]
#[template(path = "admin/category_removal.html")]
pub struct Removing {
    l: Loader,
    page: Page,
    removal: CategoryRemoval,
    tree: CategoryTree,
    /// Where its contents shall go, as it was chosen.
    heir: String,
    errors: Errors,
}

impl Removing {
    pub fn new(
        page: Page,
        removal: CategoryRemoval,
        tree: CategoryTree,
        heir: String,
        errors: Errors,
    ) -> Removing {
        Removing {
            l: page.l,
            page,
            removal,
            tree,
            heir,
            errors,
        }
    }

    fn is_heir(&self, node: &CategoryNode) -> bool {
        node.category.id.to_string() == self.heir
    }

    fn heirs(&self) -> Vec<&CategoryNode> {
        places(&self.tree, self.removal.category.id)
    }

    fn indented(&self, node: &CategoryNode) -> String {
        indented(node, &self.page)
    }

    fn name(&self) -> &str {
        self.removal.category.name_in(self.page.locale)
    }
}

fn places(tree: &CategoryTree, id: CategoryId) -> Vec<&CategoryNode> {
    let below = tree.with_descendants(id);
    let nodes = tree.nodes().iter();
    nodes
        .filter(|node| !below.contains(&node.category.id))
        .collect()
}

fn indented(node: &CategoryNode, page: &Page) -> String {
    "\u{3000}".repeat(node.depth) + node.category.name_in(page.locale)
}
