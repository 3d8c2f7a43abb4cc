//! The buttons to give signs with, and the teacher's curve.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{DateTime, Duration, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::EMOJI;
use super::lost::{self, STEP_MS};
use crate::courses::Plot;
use crate::error::Result;
use crate::i18n::Loader;
use crate::live::rooms::Reached;
use crate::live::statistics::{self, Point};
use crate::live::{Room, Status};
use crate::web::Page;

/// How far back the curve goes, in steps.
const STEPS: i64 = 30;

/// The buttons under the picture.
#[derive(Template)]
#[template(path = "live/_signals.html")]
pub struct Signals {
    l: Loader,
    room: Room,
    is_signed_in: bool,
}

impl HtmlSafe for Signals {}

impl Signals {
    pub fn of(page: &Page, reached: &Reached) -> Signals {
        Signals {
            l: page.l,
            room: reached.room.clone(),
            is_signed_in: page.viewer.is_some(),
        }
    }

    fn is_live(&self) -> bool {
        self.room.status == Status::Live
    }
}

/// How many were lost, over the last quarter of an hour.
#[derive(Template)]
#[template(path = "live/_lost.html")]
pub struct Lost {
    l: Loader,
    recent: i64,
    plot: Option<Plot>,
}

impl HtmlSafe for Lost {}

impl Lost {
    /// The caller has made sure that the reader keeps order in the room.
    pub fn load(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<Lost> {
        let end = Utc::now().timestamp_millis() / STEP_MS;
        let begin = end - STEPS + 1;
        let at = |step: i64| DateTime::from_timestamp_millis(step * STEP_MS).unwrap_or_default();
        let marks = lost::since(conn, room.id, at(begin))?;
        let count = |step: i64| {
            let mark = marks.iter().find(|mark| mark.at == step * STEP_MS);
            mark.map_or(0, |mark| mark.people)
        };
        let point = |step: i64| Point {
            at: at(step),
            count: count(step),
        };
        let points: Vec<Point> = (begin..=end).map(point).collect();
        Ok(Lost {
            l: page.l,
            recent: lost::recent(conn, room.id)?,
            plot: statistics::over_time(&points).filter(|_| !marks.is_empty()),
        })
    }

    fn words(&self) -> String {
        fl!(self.l, "live-lost-recent")
    }

    fn title(&self) -> String {
        let minutes = Duration::milliseconds(STEPS * STEP_MS).num_minutes();
        fl!(self.l, "live-lost-curve", minutes = minutes)
    }
}
