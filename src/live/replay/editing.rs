//! What those who run a class make of its replay: cut it, hide it, show it.

use askama::Template;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::error::{AppError, Errors, Result};
use crate::i18n::{self, Loader};
use crate::live::model::AssetKind;
use crate::live::recording::{self, Replay, Stretch, Wanted};
use crate::live::{Room, RoomId, studio};
use crate::schema::live_assets;
use crate::storage::Media;
use crate::text;
use crate::web::{Page, Viewer};

/// The page on which a replay is cut, published and downloaded.
#[derive(Template)]
#[template(path = "live/replay_edit.html")]
pub struct EditReplay {
    l: Loader,
    page: Page,
    room: Room,
    replay: Replay,
    whole: Media,
    length_ms: i64,
    wanted: Option<Wanted>,
    form: CutForm,
    errors: Errors,
}

/// The stretch as it was typed: `1:02:03`, `2:03` or seconds.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CutForm {
    #[serde(default)]
    pub start: String,
    #[serde(default)]
    pub end: String,
}

impl CutForm {
    /// # Errors
    /// `Invalid` with words for what is no time.
    pub fn stretch(&self) -> Result<Stretch> {
        let mut errors = Errors::default();
        let mut read = |field: &'static str, typed: &str| {
            let time = milliseconds(typed);
            errors.require(time.is_some(), field, text!("live-cut-unreadable"));
            time.unwrap_or_default()
        };
        let stretch = Stretch {
            start: read("start", &self.start),
            end: read("end", &self.end),
        };
        errors.into_result()?;
        Ok(stretch)
    }
}

/// Hours, minutes and seconds, parted by colons of either width; seconds may have a fraction.
fn milliseconds(typed: &str) -> Option<i64> {
    let typed = typed.trim().replace('：', ":");
    let mut parts: Vec<&str> = typed.split(':').collect();
    let seconds: f64 = parts.pop()?.parse().ok()?;
    if parts.len() > 2 || !(0.0..100_000.0).contains(&seconds) {
        return None;
    }
    let minutes = parts.iter().try_fold(0_i64, |sum, part| {
        let part: u16 = part.parse().ok()?;
        Some(sum * 60 + i64::from(part))
    })?;
    Some(minutes * 60_000 + (seconds * 1000.0).round() as i64)
}

impl EditReplay {
    /// # Errors
    /// `NotFound` for all but those who run the class, and where there is no replay.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        room: RoomId,
        again: Option<(CutForm, Errors)>,
    ) -> Result<EditReplay> {
        let room = studio::run_by(conn, viewer, room)?;
        let replay = recording::replay_of(conn, room.id)?.ok_or(AppError::NotFound)?;
        let (whole, length_ms) = recording::whole(conn, room.id)?;
        let wanted = recording::wanted_cut(conn, room.id)?;
        let limits = wanted
            .as_ref()
            .map_or((0, length_ms), |wanted| (wanted.start_ms, wanted.end_ms));
        let (form, errors) = again.unwrap_or_else(|| {
            let (start, end) = (exact(limits.0), exact(limits.1));
            (CutForm { start, end }, Errors::default())
        });
        Ok(EditReplay {
            l: page.l,
            page,
            room,
            replay,
            whole,
            length_ms,
            wanted,
            form,
            errors,
        })
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    /// Whether a stretch that was asked for is not shown yet.
    fn is_cutting(&self) -> bool {
        let wanted = self.wanted.as_ref();
        wanted.is_some_and(|wanted| !wanted.is_shown && !wanted.has_failed)
    }

    fn has_failed(&self) -> bool {
        self.wanted.as_ref().is_some_and(|wanted| wanted.has_failed)
    }

    fn is_cut(&self) -> bool {
        let wanted = self.wanted.as_ref();
        wanted.is_some_and(|wanted| wanted.shown_start_ms.is_some())
    }

    fn shown(&self) -> String {
        let length = i18n::clock(self.replay.duration_ms);
        fl!(self.l, "live-cut-shown", length = length)
    }

    fn length(&self) -> String {
        exact(self.length_ms)
    }

    fn size(&self) -> String {
        i18n::file_size(self.whole.byte_size)
    }
}

/// A time as [`CutForm`] reads it, to the tenth of a second, not beyond the end.
fn exact(ms: i64) -> String {
    let tenths = ms / 100 % 10;
    let clock = i18n::clock(ms - ms % 1000);
    match tenths {
        0 => clock,
        _ => format!("{clock}.{tenths}"),
    }
}

/// Has the replay show a stretch.
///
/// # Errors
/// `NotFound` as [`EditReplay::load`], `Invalid` for a stretch that is not in it.
pub fn cut(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, form: &CutForm) -> Result<()> {
    studio::run_by(conn, viewer, room)?;
    let mut stretch = form.stretch()?;
    // What is typed has tenths of a second, the film has thousandths.
    let (_, length) = recording::whole(conn, room)?;
    if (0..100).contains(&(length - stretch.end)) {
        stretch.end = length;
    }
    recording::ask_cut(conn, viewer, room, stretch)
}

/// Shows the replay to the audience, or hides it from all but the staff.
///
/// # Errors
/// `NotFound` as [`EditReplay::load`].
pub fn publish(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    is_published: bool,
) -> Result<()> {
    let room = studio::run_by(conn, viewer, room)?;
    let changed = diesel::update(live_assets::table)
        .filter(live_assets::live_room_id.eq(room.id))
        .filter(live_assets::kind.eq_any([AssetKind::Recording, AssetKind::Poster]))
        .set(live_assets::is_published.eq(is_published))
        .execute(conn)?;
    match changed {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, expected) in [
            ("0", Some(0)),
            ("90", Some(90_000)),
            ("1:30", Some(90_000)),
            (" 1：02：03.5 ", Some(3_723_500)),
            ("", None),
            ("-1", None),
            ("1:-2", None),
            ("a:b", None),
            ("1:2:3:4", None),
            ("1:NaN", None),
        ] {
            assert_eq!(milliseconds(typed), expected, "{typed}");
        }
        assert_eq!(milliseconds(&exact(3_723_512)), Some(3_723_500));
    }
}
