//! What the page of the grade book's settings shows: a form for each thing, with what was typed or what is stored.

use askama::Template;
use i18n_embed_fl::fl;

use super::Settings;
use super::changes::{SettingsForm, Target};
use crate::error::Errors;
use crate::gradebook::model::{Category, Item, ItemKind};
use crate::gradebook::points;
use crate::i18n::Loader;
use crate::web::Page;

/// A form that came in and could not be taken.
pub(super) struct Typed {
    pub target: Target,
    pub form: SettingsForm,
}

#[derive(Template)]
#[template(path = "gradebook/settings.html")]
pub(super) struct ShowSettings {
    l: Loader,
    page: Page,
    settings: Settings,
    typed: Option<Typed>,
    errors: Errors,
}

/// One of the page's forms.
struct Row {
    name: String,
    action: String,
    form: SettingsForm,
    errors: Errors,
}

impl Row {
    fn error(&self, field: &str, l: Loader) -> String {
        self.errors.of(field, l).unwrap_or_default()
    }
}

impl ShowSettings {
    pub fn new(
        page: Page,
        settings: Settings,
        typed: Option<Typed>,
        errors: Errors,
    ) -> ShowSettings {
        ShowSettings {
            l: page.l,
            page,
            settings,
            typed,
            errors,
        }
    }

    fn row(&self, target: Target, path: &str, stored: SettingsForm) -> Row {
        let typed = self.typed.as_ref().filter(|typed| typed.target == target);
        Row {
            name: target.name(),
            action: format!("{}/gradebook/{path}", self.settings.course.path()),
            form: typed.map_or(stored, |typed| typed.form.clone()),
            errors: typed.map_or_else(Errors::default, |_| self.errors.clone()),
        }
    }

    fn new_category(&self) -> Row {
        self.row(Target::NewCategory, "categories", SettingsForm::default())
    }

    fn of_category(&self, category: &Category) -> Row {
        let stored = SettingsForm {
            title: category.title.clone(),
            weight: points::shown(&category.weight),
            drop_lowest: category.drop_lowest.to_string(),
            ..SettingsForm::default()
        };
        self.row(
            Target::Category(category.id),
            &format!("categories/{}", category.id),
            stored,
        )
    }

    fn new_item(&self) -> Row {
        let stored = SettingsForm {
            max_points: "100".into(),
            ..SettingsForm::default()
        };
        self.row(Target::NewItem, "items", stored)
    }

    fn of_item(&self, item: &Item) -> Row {
        let stored = SettingsForm {
            title: item.title.clone(),
            max_points: points::shown(&item.max_points),
            category_id: item
                .category_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            ..SettingsForm::default()
        };
        self.row(Target::Item(item.id), &format!("items/{}", item.id), stored)
    }

    fn is_chosen(&self, category: &Category, row: &Row) -> bool {
        row.form.category_id == category.id.to_string()
    }

    fn is_manual(&self, item: &Item) -> bool {
        item.kind == ItemKind::Manual
    }
}
