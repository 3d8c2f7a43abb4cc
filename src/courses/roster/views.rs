//! The page that takes a list, and shows whom it would enrol.

use std::collections::{HashMap, HashSet};

use askama::Template;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::plan::{self, Import, ImportId, Listed};
use crate::courses::{Course, CourseId, managed};
use crate::csv::Slice;
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::schema::users;
use crate::web::{Page, UserId, Viewer};

/// Whom a list names, a page of them.
pub(super) struct Preview {
    /// With the people of this page alone.
    import: Import,
    enrolled: HashSet<UserId>,
    slice: Slice,
    /// Display name and username.
    names: HashMap<UserId, (String, String)>,
}

impl Preview {
    /// From behind so many people on.
    ///
    /// # Errors
    /// `NotFound` for whoever has not brought the list.
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        (course, id): (CourseId, ImportId),
        after: usize,
    ) -> Result<(Course, Preview)> {
        let course = managed(conn, viewer, course)?;
        let mut import = plan::find(conn, viewer, course.id, id)?;
        let enrolled = plan::enrolled(conn, course.id, &import.people)?;
        let of = import.people.len();
        let slice = Slice { after, of };
        import.people = slice.cut(import.people);
        let ids = import.people.iter().map(|one| one.user);
        let names: Vec<(UserId, (String, String))> = users::table
            .filter(users::id.eq_any(ids))
            .select((users::id, (users::display_name, users::username)))
            .load(conn)?;
        let preview = Preview {
            import,
            enrolled,
            slice,
            names: names.into_iter().collect(),
        };
        Ok((course, preview))
    }

    /// How many would join.
    fn joining(&self) -> usize {
        self.slice.of - self.enrolled.len()
    }
}

#[derive(Template)]
#[template(path = "courses/authoring/roster.html")]
pub(super) struct ShowRoster {
    l: Loader,
    page: Page,
    course: Course,
    preview: Option<Preview>,
    errors: Errors,
}

impl ShowRoster {
    pub fn form(page: Page, course: Course, errors: Errors) -> ShowRoster {
        ShowRoster {
            l: page.l,
            page,
            course,
            preview: None,
            errors,
        }
    }

    pub fn preview(page: Page, course: Course, preview: Preview) -> ShowRoster {
        ShowRoster {
            preview: Some(preview),
            ..ShowRoster::form(page, course, Errors::default())
        }
    }

    fn account<'a>(&self, preview: &'a Preview, one: &Listed) -> (&'a str, &'a str) {
        let name = preview.names.get(&one.user);
        name.map_or(("–", "–"), |(name, username)| (name, username))
    }

    fn is_in(&self, preview: &Preview, one: &Listed) -> bool {
        preview.enrolled.contains(&one.user)
    }

    fn problems(&self) -> Vec<String> {
        self.errors.all(self.l)
    }

    fn path(&self, preview: &Preview) -> String {
        format!(
            "{}/people/imports/{}",
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
