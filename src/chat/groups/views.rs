//! Pages and fragments of groups.

use askama::Template;
use i18n_embed_fl::fl;

use super::form::GroupForm;
use super::listing::{Candidate, OpenGroup, Shelf};
use crate::chat::model::Room;
use crate::chat::unread::Listed;
use crate::chat::views::Rooms;
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::{Page, UserId};

/// The form of a new group.
#[derive(Template)]
#[template(path = "chat/new.html")]
pub(super) struct NewGroup {
    l: Loader,
    page: Page,
    form: GroupForm,
    errors: Errors,
}

impl NewGroup {
    pub(super) fn new(page: Page, form: GroupForm, errors: Errors) -> NewGroup {
        NewGroup {
            l: page.l,
            page,
            form,
            errors,
        }
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }
}

/// What a group is, and what its people may do about it.
#[derive(Template)]
#[template(path = "chat/settings.html")]
pub(super) struct Settings {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    owner: Option<String>,
    form: GroupForm,
    errors: Errors,
}

impl Settings {
    pub(super) fn new(
        page: Page,
        room: Room,
        owner: Option<String>,
        list: Vec<Listed>,
    ) -> Settings {
        Settings {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            form: GroupForm::of(&room),
            room,
            owner,
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(super) fn refused(self, form: GroupForm, errors: Errors) -> Settings {
        Settings {
            form,
            errors,
            ..self
        }
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    /// Whether the viewer must hand the group over before leaving it.
    fn must_stay(&self) -> bool {
        let viewer: Option<UserId> = self.page.viewer_id();
        self.room.owner_id.is_some() && self.room.owner_id == viewer && !self.room.is_closed
    }
}

/// Groups to come into.
#[derive(Template)]
#[template(path = "chat/open.html")]
pub(super) struct OpenGroups {
    l: Loader,
    page: Page,
    list: Rooms,
    shelf: Shelf,
    q: String,
}

impl OpenGroups {
    pub(super) fn new(page: Page, list: Vec<Listed>, shelf: Shelf, q: String) -> OpenGroups {
        OpenGroups {
            l: page.l,
            list: Rooms::new(&page, list, None),
            page,
            shelf,
            q,
        }
    }

    fn facts(&self, group: &OpenGroup) -> String {
        let people = fl!(self.l, "chat-open-people", count = group.members);
        match &group.owner {
            Some(owner) => fl!(
                self.l,
                "chat-open-facts",
                owner = owner.as_str(),
                people = people
            ),
            None => people,
        }
    }

    /// The address of the next page; empty on the last.
    fn older(&self) -> String {
        let Some(next) = self.shelf.next else {
            return String::new();
        };
        let query = serde_urlencoded::to_string([("q", &self.q), ("before", &next.to_string())]);
        format!("/chat/open?{}", query.unwrap_or_default())
    }
}

/// Options for the field of usernames.
#[derive(Template)]
#[template(path = "chat/_candidates.html")]
pub(super) struct Candidates {
    /// What stands in the field before the name that is being typed.
    before: String,
    people: Vec<Candidate>,
}

impl Candidates {
    pub(super) fn new(before: &str, people: Vec<Candidate>) -> Candidates {
        Candidates {
            before: before.to_owned(),
            people,
        }
    }

    /// What stands before the last name of the field, and that name.
    pub(super) fn part(typed: &str) -> (&str, &str) {
        let is_between = |c: char| c.is_whitespace() || ",，、;；".contains(c);
        let last = typed.rsplit(is_between).next().unwrap_or_default();
        let before = &typed[..typed.len() - last.len()];
        (before, last.trim_start_matches(['@', '＠']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_name_of_the_field_is_the_one_that_is_typed() {
        assert_eq!(Candidates::part("wang, @xi"), ("wang, ", "xi"));
        assert_eq!(Candidates::part("小"), ("", "小"));
        assert_eq!(Candidates::part("wang "), ("wang ", ""));
    }
}
