//! What a learner gets to sign in with, and the list that the staff sees.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::register::{self, Call, CallId, Listed};
use crate::courses;
use crate::csv::Csv;
use crate::error::Result;
use crate::i18n::{self, Loader, Locale};
use crate::live::rooms::{Reached, Standing};
use crate::live::{Room, Status};
use crate::web::Page;

/// The button with which a learner says that they are here; nothing while no roll is called.
#[derive(Template)]
#[template(path = "live/_sign_in.html")]
pub struct SignIn {
    l: Loader,
    call: Option<Call>,
    has_signed: bool,
}

impl HtmlSafe for SignIn {}

impl SignIn {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<SignIn> {
        let mut call = register::open_in(conn, reached.room.id)?;
        let mut has_signed = false;
        if let Some(open) = &call {
            let viewer = page.viewer_id();
            let is_learner = match viewer.filter(|_| reached.standing == Standing::Audience) {
                Some(viewer) => courses::is_enrolled(conn, viewer, open.course_id)?,
                None => false,
            };
            match viewer.filter(|_| is_learner) {
                Some(viewer) => has_signed = register::has_signed(conn, open.id, viewer)?,
                None => call = None,
            }
        }
        Ok(SignIn {
            l: page.l,
            call,
            has_signed,
        })
    }
}

/// What all pages are told of the roll call that is open, in their language; empty once none is.
pub fn told(locale: Locale, call: Option<&Call>) -> String {
    let piece = SignIn {
        l: locale.loader(),
        call: call.cloned(),
        has_signed: false,
    };
    piece.render().unwrap_or_default()
}

/// The newest roll call with who is present and absent, and the way to those before.
#[derive(Template)]
#[template(path = "live/_register.html")]
pub struct Register {
    l: Loader,
    page: Page,
    room: Room,
    calls: Vec<Call>,
    people: Vec<Listed>,
}

impl HtmlSafe for Register {}

impl Register {
    /// The caller has made sure that the reader keeps order in the room.
    pub fn load(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<Register> {
        let calls = register::of_room(conn, room.id)?;
        let people = match calls.first() {
            Some(newest) => register::list(conn, newest)?,
            None => Vec::new(),
        };
        Ok(Register {
            l: page.l,
            page: page.clone(),
            room: room.clone(),
            calls,
            people,
        })
    }

    fn may_call(&self) -> bool {
        let is_open = self.calls.first().is_some_and(Call::is_open);
        self.room.status == Status::Live && self.room.course_id.is_some() && !is_open
    }

    fn present(&self) -> Vec<&Listed> {
        let people = self.people.iter();
        people.filter(|one| one.signed_at.is_some()).collect()
    }

    fn absent(&self) -> Vec<&Listed> {
        let people = self.people.iter();
        people.filter(|one| one.signed_at.is_none()).collect()
    }

    fn present_words(&self) -> String {
        fl!(self.l, "live-roll-present", count = self.present().len())
    }

    fn absent_words(&self) -> String {
        fl!(self.l, "live-roll-absent", count = self.absent().len())
    }

    fn time(&self, call: &Call) -> String {
        let local = call.opened_at.with_timezone(&self.page.time_zone());
        local.format("%H:%M").to_string()
    }
}

/// The list of one roll call as a table for spreadsheets, with its name.
pub fn table(
    conn: &mut PgConnection,
    page: &Page,
    room: &Room,
    call: CallId,
) -> Result<(String, String)> {
    let call = register::one(conn, room.id, call)?;
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "live-roll-name"),
        fl!(l, "live-roll-username"),
        fl!(l, "live-roll-state"),
        fl!(l, "live-roll-time"),
    ]);
    for one in register::list(conn, &call)? {
        let (state, time) = match one.signed_at {
            Some(at) => (
                fl!(l, "live-roll-is-present"),
                i18n::full_date_time(page.locale, at, page.time_zone()),
            ),
            None => (fl!(l, "live-roll-is-absent"), String::new()),
        };
        let name = i18n::name_of(&one.name, l).into_owned();
        let username = i18n::username_of(&one.username, l).into_owned();
        csv.line(&[name, username, state, time]);
    }
    let at = call.opened_at.with_timezone(&page.time_zone());
    let name = format!("{}-{}", room.title, at.format("%Y%m%d-%H%M"));
    Ok((name, csv.finish()))
}
