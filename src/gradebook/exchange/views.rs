//! The page that takes a table, and shows what it would change.

use std::collections::HashMap;

use askama::Template;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::plan::{self, Change, Import, ImportId};
use super::state::State;
use crate::courses::{self, Course, CourseId};
use crate::csv::Slice;
use crate::error::{Errors, Result};
use crate::gradebook::model::ItemId;
use crate::gradebook::scheme::Scheme;
use crate::i18n::Loader;
use crate::schema::users;
use crate::web::{Page, UserId, Viewer};

/// What a table would change, a page of it.
pub(super) struct Preview {
    /// With the changes of this page alone.
    import: Import,
    slice: Slice,
    /// Display name and username.
    names: HashMap<UserId, (String, String)>,
    titles: HashMap<ItemId, String>,
}

impl Preview {
    /// From behind so many changes on.
    ///
    /// # Errors
    /// `NotFound` for whoever has not brought the table.
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        (course, id): (CourseId, ImportId),
        after: usize,
    ) -> Result<(Course, Preview)> {
        let (course, _) = courses::staffed(conn, viewer, course)?;
        let mut import = plan::find(conn, viewer, course.id, id)?;
        let of = import.plan.len();
        let slice = Slice { after, of };
        import.plan = slice.cut(import.plan);
        let people: Vec<UserId> = import.plan.iter().map(|change| change.user).collect();
        let names: Vec<(UserId, (String, String))> = users::table
            .filter(users::id.eq_any(&people))
            .select((users::id, (users::display_name, users::username)))
            .load(conn)?;
        let items = Scheme::of(conn, course.id)?.items;
        let preview = Preview {
            import,
            slice,
            names: names.into_iter().collect(),
            titles: items
                .into_iter()
                .map(|item| (item.id, item.title))
                .collect(),
        };
        Ok((course, preview))
    }
}

#[derive(Template)]
#[template(path = "gradebook/import.html")]
pub(super) struct ShowImport {
    l: Loader,
    page: Page,
    course: Course,
    preview: Option<Preview>,
    errors: Errors,
}

impl ShowImport {
    pub fn form(page: Page, course: Course, errors: Errors) -> ShowImport {
        ShowImport {
            l: page.l,
            page,
            course,
            preview: None,
            errors,
        }
    }

    pub fn preview(page: Page, course: Course, preview: Preview) -> ShowImport {
        ShowImport {
            preview: Some(preview),
            ..ShowImport::form(page, course, Errors::default())
        }
    }

    fn learner<'a>(&self, preview: &'a Preview, change: &Change) -> (&'a str, &'a str) {
        let name = preview.names.get(&change.user);
        name.map_or(("–", "–"), |(name, username)| (name, username))
    }

    fn item<'a>(&self, preview: &'a Preview, change: &Change) -> &'a str {
        preview.titles.get(&change.item).map_or("–", String::as_str)
    }

    fn shown(&self, state: &State) -> String {
        state.shown(self.l)
    }

    fn problems(&self) -> Vec<String> {
        self.errors.all(self.l)
    }

    fn path(&self, preview: &Preview) -> String {
        format!(
            "{}/gradebook/imports/{}",
            self.course.path(),
            preview.import.id
        )
    }

    fn first_page(&self, preview: &Preview) -> String {
        preview.slice.first(&self.path(preview))
    }

    fn next_page(&self, preview: &Preview) -> String {
        preview.slice.next(&self.path(preview))
    }
}
