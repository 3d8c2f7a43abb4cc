//! Courseware beside the replay of a class: each page where it was turned to.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::model::{self, Slide};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::RoomId;
use crate::live::recording::Timeline;

/// The pages in the order in which they were shown, each with the moment from which on, in milliseconds of the film.
#[derive(Template)]
#[template(path = "live/_replay_slides.html")]
pub struct ReplaySlides {
    l: Loader,
    room: RoomId,
    turns: Vec<(i64, Slide)>,
}

impl HtmlSafe for ReplaySlides {}

impl ReplaySlides {
    /// What was shown before the film begins stands at its beginning; what was shown after its end is left out.
    pub fn load(
        conn: &mut PgConnection,
        l: Loader,
        room: RoomId,
        film: &Timeline,
    ) -> Result<ReplaySlides> {
        let end = film.moments().end;
        let mut turns: Vec<(i64, Option<Slide>)> = Vec::new();
        for turn in model::turns(conn, room)? {
            let moment = turn.media_time_ms.unwrap_or(0);
            let at = film.film_time(moment);
            // Of pages that were only leafed over the last one counts.
            turns.pop_if(|(before, _)| *before == at);
            if moment < end {
                turns.push((at, turn.slide));
            }
        }
        let shown = |(at, slide): (i64, Option<Slide>)| Some((at, slide?));
        let turns = turns.into_iter().filter_map(shown).collect();
        Ok(ReplaySlides { l, room, turns })
    }

    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    fn label(&self, slide: &Slide) -> String {
        fl!(self.l, "live-slides-page", number = slide.place)
    }
}
