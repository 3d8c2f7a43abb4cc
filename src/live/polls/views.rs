//! Polls as readers get them, on a page and over the socket.

use std::collections::{BTreeMap, HashSet};

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde_json::{Map, Value, json};

use super::form::PollForm;
use super::model::{self, Choice, OptionId, Poll, PollId};
use crate::error::{Errors, Result};
use crate::i18n::{Loader, Locale};
use crate::live::rooms::{Reached, Standing};
use crate::live::rounds::State;
use crate::live::{Room, RoomId, Status};
use crate::web::Page;

/// One poll, for the audience or for the staff.
#[derive(Template)]
#[template(path = "live/_poll.html")]
pub struct Piece<'a> {
    l: Loader,
    poll: &'a Poll,
    chosen: &'a HashSet<OptionId>,
    is_staff: bool,
    may_vote: bool,
}

impl HtmlSafe for Piece<'_> {}

impl Piece<'_> {
    fn state(&self) -> &'static str {
        match self.poll.row.state() {
            State::Prepared => "prepared",
            State::Open => "open",
            State::Closed | State::Shown => "closed",
        }
    }

    /// Whether this reader may see how many chose what.
    fn has_counts(&self) -> bool {
        self.is_staff || self.poll.row.shown_at.is_some()
    }

    /// How long it will be open, in words.
    fn limit(&self) -> String {
        let seconds = self.poll.row.seconds.unwrap_or(0);
        fl!(self.l, "live-poll-limit", seconds = seconds)
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen.contains(&choice.id)
    }

    fn has_voted(&self) -> bool {
        let mut choices = self.poll.choices.iter();
        choices.any(|choice| self.is_chosen(choice))
    }

    /// Whether there is anything left to choose.
    fn is_form(&self) -> bool {
        let is_open = self.poll.row.state() == State::Open;
        is_open && self.may_vote && (!self.has_voted() || self.poll.row.may_change)
    }
}

/// What pages are told of a poll: its HTML for the audience, without counts before they are shown; none for one that the
/// audience may not see, or that is gone.
pub fn told(locale: Locale, id: i64, poll: Option<&Poll>) -> Value {
    let nothing = HashSet::new();
    let html = poll
        .filter(|poll| poll.row.opened_at.is_some())
        .map(|poll| Piece {
            l: locale.loader(),
            poll,
            chosen: &nothing,
            is_staff: false,
            may_vote: true,
        })
        .map(|piece| piece.render().unwrap_or_default());
    json!({ "id": id, "html": html })
}

/// How many have chosen what in these polls of the room, for the staff: the polls by their ids, and in each the options by
/// theirs.
pub fn counts(conn: &mut PgConnection, room: RoomId, polls: Vec<PollId>) -> Result<Value> {
    let polls = model::these(conn, room, polls)?.into_iter();
    let counts = polls.filter_map(|(id, poll)| {
        let poll = poll?;
        let votes = poll.choices.iter();
        let votes: BTreeMap<OptionId, i64> = votes.map(|one| (one.id, one.votes)).collect();
        Some((
            id.to_string(),
            json!({ "voters": poll.voters, "votes": votes }),
        ))
    });
    Ok(counts.collect::<Map<_, _>>().into())
}

/// The panel: the polls, and for the staff the form of a new one.
#[derive(Template)]
#[template(path = "live/_polls.html")]
pub struct Polls {
    l: Loader,
    room: Room,
    standing: Standing,
    list: PollList,
    pub form: PollForm,
    pub errors: Errors,
}

impl HtmlSafe for Polls {}

/// The polls that a reader may see, the newest first.
#[derive(Template)]
#[template(path = "live/_poll_list.html")]
pub struct PollList {
    l: Loader,
    polls: Vec<Poll>,
    chosen: HashSet<OptionId>,
    is_staff: bool,
    may_vote: bool,
}

impl HtmlSafe for PollList {}

impl PollList {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<PollList> {
        let is_staff = reached.standing >= Standing::Moderator;
        let mut polls = model::of_room(conn, reached.room.id)?;
        polls.retain(|poll| is_staff || poll.row.opened_at.is_some());
        let chosen = match page.viewer_id() {
            Some(viewer) => model::chosen(conn, viewer, &polls)?,
            None => Vec::new(),
        };
        Ok(PollList {
            l: page.l,
            polls,
            chosen: chosen.into_iter().collect(),
            is_staff,
            may_vote: page.viewer.is_some() && reached.room.status == Status::Live,
        })
    }

    fn piece<'a>(&'a self, poll: &'a Poll) -> Piece<'a> {
        Piece {
            l: self.l,
            poll,
            chosen: &self.chosen,
            is_staff: self.is_staff,
            may_vote: self.may_vote,
        }
    }
}

impl Polls {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Polls> {
        Ok(Polls {
            l: page.l,
            room: reached.room.clone(),
            standing: reached.standing,
            list: PollList::load(conn, page, reached)?,
            form: PollForm::default(),
            errors: Errors::default(),
        })
    }

    fn is_staff(&self) -> bool {
        self.standing >= Standing::Moderator
    }

    fn may_make(&self) -> bool {
        self.is_staff() && self.room.status != Status::Ended
    }

    fn is_live(&self) -> bool {
        self.room.status == Status::Live
    }

    fn is_multiple(&self) -> bool {
        self.form.is_multiple == "on"
    }

    fn may_change(&self) -> bool {
        self.form.may_change == "on"
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn has_errors(&self) -> bool {
        ["question", "options", "seconds"]
            .iter()
            .any(|field| !self.error(field).is_empty())
    }
}
