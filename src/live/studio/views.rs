//! The studio, and the parts of it that are refreshed.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::health::{self, Check};
use super::running::run_by;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::model::StreamEvent;
use crate::live::rooms::{Reached, Standing};
use crate::live::statistics::{self, Figures};
use crate::live::watching::{Beside, Stage};
use crate::live::{Room, RoomId, Status, StreamKey, Streams, ingest, stream_key, viewers};
use crate::state::App;
use crate::web::{Page, Viewer};

/// What of the program the studio shows.
pub struct Desk {
    streams: Streams,
    /// Where encoders publish; none where live streams are turned off.
    server: Option<String>,
}

impl Desk {
    pub fn of(app: &App, streams: &Streams) -> Desk {
        let host = app.config.http.public_url.host_str().unwrap_or("localhost");
        let server = streams
            .rtmp_port()
            .map(|port| format!("rtmp://{host}:{port}/live"));
        Desk {
            streams: streams.clone(),
            server,
        }
    }
}

#[derive(Template)]
#[template(path = "live/studio.html")]
pub struct Studio {
    pub l: Loader,
    pub page: Page,
    pub room: Room,
    pub stage: Stage,
    pub beside: Beside,
    pub stream: StreamAddress,
    pub health: HealthPanel,
}

impl Studio {
    /// # Errors
    /// `NotFound` for whoever does not run the class.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        desk: &Desk,
        room: RoomId,
    ) -> Result<Studio> {
        let reached = Reached {
            room: run_by(conn, viewer, room)?,
            standing: Standing::Manager,
        };
        Ok(Studio {
            l: page.l,
            stage: Stage::load(conn, &page, &reached.room)?,
            beside: Beside::load(conn, &page, &reached)?,
            stream: StreamAddress {
                l: page.l,
                room: reached.room.clone(),
                server: desk.server.clone(),
                key: None,
            },
            health: HealthPanel::load(conn, &page, &desk.streams, &reached.room)?,
            room: reached.room,
            page,
        })
    }

    /// The same with a new key, which is shown here and never again.
    pub fn with_new_key(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        desk: &Desk,
        room: RoomId,
    ) -> Result<Studio> {
        run_by(conn, viewer, room)?;
        let key = stream_key::rotate(conn, viewer, room)?;
        let mut studio = Studio::load(conn, page, viewer, desk, room)?;
        studio.stream.key = Some(key);
        Ok(studio)
    }

    fn is_planned(&self) -> bool {
        self.room.status == Status::Planned
    }

    fn is_live(&self) -> bool {
        self.room.status == Status::Live
    }

    fn is_over(&self) -> bool {
        self.room.status == Status::Ended
    }
}

/// Where the encoder sends to, and with what.
#[derive(Template)]
#[template(path = "live/_stream_address.html")]
pub struct StreamAddress {
    l: Loader,
    room: Room,
    server: Option<String>,
    /// In the one answer that shows it.
    key: Option<StreamKey>,
}

impl HtmlSafe for StreamAddress {}

impl StreamAddress {
    /// Whether streams are taken here at all.
    fn is_on(&self) -> bool {
        self.server.is_some()
    }
}

/// What arrives now, and what happened before.
#[derive(Template)]
#[template(path = "live/_health.html")]
pub struct HealthPanel {
    pub l: Loader,
    pub page: Page,
    pub room: Room,
    pub checks: Vec<Check>,
    pub events: Vec<StreamEvent>,
    pub viewers: i64,
    /// Of the class so far.
    pub figures: Figures,
}

impl HtmlSafe for HealthPanel {}

impl HealthPanel {
    pub fn load(
        conn: &mut PgConnection,
        page: &Page,
        streams: &Streams,
        room: &Room,
    ) -> Result<HealthPanel> {
        let measured = streams.health(room.id);
        Ok(HealthPanel {
            l: page.l,
            page: page.clone(),
            checks: health::checks(page.l, &measured, streams.picture(room.id)),
            events: ingest::recent(conn, room.id)?,
            viewers: viewers::now_in(conn, room.id)?,
            figures: statistics::figures(conn, room.id)?,
            room: room.clone(),
        })
    }

    fn time(&self, event: &StreamEvent) -> String {
        let local = event.at.with_timezone(&self.page.time_zone());
        local.format("%H:%M:%S").to_string()
    }

    fn viewers_now(&self) -> String {
        i18n::number(self.viewers)
    }

    /// Who has come so far, the most at once, how long they stay; empty before the first sample.
    fn so_far(&self) -> String {
        let Figures {
            viewer_count: people,
            peak_viewers: peak,
            average_watch_time: average,
        } = self.figures;
        if people == 0 {
            return String::new();
        }
        let average = i18n::clock(i64::from(average) * 1000);
        fl!(
            self.l,
            "live-health-so-far",
            people = people,
            peak = peak,
            average = average
        )
    }
}
