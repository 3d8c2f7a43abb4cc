//! What administrators say for the whole site: its settings, announcements on every page, and words that are said nowhere.
//!
//! Every node keeps the first two in memory, so no page asks for them; it reads them anew every few seconds, and at once when they are
//! changed here or another node tells of it (`realtime::tell_site_changed`).

mod announcements;
mod dismissing;
mod settings;
mod words;

use std::sync::Arc;
use std::time::Duration;

use diesel::pg::PgConnection;
use parking_lot::RwLock;

use crate::db::Db;
use crate::error::Result;
use crate::state::App;
use crate::web::Viewer;

pub use announcements::{
    Announcement, AnnouncementFilter, Draft, all, change, find, publish, remove,
};
pub use dismissing::{dismissed, routes};
pub use settings::{GroupRooms, Registration, Settings, current, save};
pub use words::{
    Verdict, Word, WordFilter, Words, add_words, first_in, list_words, refusal, remove_words,
};

/// How long another node's change may stay unseen if nobody tells of it.
const READ_EVERY: Duration = Duration::from_secs(5);

/// What a node knows of both.
#[derive(Default)]
pub struct Facts {
    pub settings: Settings,
    /// Those that are shown now, newest first.
    pub announcements: Vec<Announcement>,
}

impl Facts {
    /// The newest announcement for this person that they have not put away.
    pub fn announcement_for(
        &self,
        viewer: Option<&Viewer>,
        dismissed: &[i64],
    ) -> Option<Announcement> {
        let teaches = viewer.is_some_and(Viewer::is_teacher);
        let mut shown = self.announcements.iter();
        let found = shown.find(|announcement| {
            (teaches || !announcement.for_teachers) && !dismissed.contains(&announcement.id)
        });
        found.cloned()
    }
}

/// The facts of this node.
#[derive(Default)]
pub struct Site(RwLock<Arc<Facts>>);

impl Site {
    pub fn new(facts: Facts) -> Site {
        Site(RwLock::new(Arc::new(facts)))
    }

    pub fn facts(&self) -> Arc<Facts> {
        self.0.read().clone()
    }

    /// Reads them anew. While the database is away the old ones stay.
    pub async fn refresh(&self, db: &Db) {
        match db.run(load).await {
            Ok(facts) => *self.0.write() = Arc::new(facts),
            Err(error) => tracing::warn!(%error, "the site's settings could not be read"),
        }
    }
}

/// Both as they are in the database, by its clock.
pub fn load(conn: &mut PgConnection) -> Result<Facts> {
    Ok(Facts {
        settings: settings::current(conn)?,
        announcements: announcements::shown(conn)?,
    })
}

/// Reads them again and again until the program stops.
pub async fn keep_fresh(app: App) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(READ_EVERY) => app.site.refresh(&app.db).await,
        }
    }
}
