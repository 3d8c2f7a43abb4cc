//! Tells people of an announcement, some hundreds at a time.

use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::i18n::{self, Text};
use crate::jobs::{self, Job};
use crate::notifications::{self, Event, Notice};
use crate::schema::{announcements, users};
use crate::site::Announcement;
use crate::state::App;
use crate::web::{Role, UserId};

const AT_ONCE: i64 = 500;

/// Begins after this person; enqueues itself for those who are left.
#[derive(Serialize, Deserialize)]
pub struct TellOfAnnouncement {
    pub(super) announcement: i64,
    pub(super) after: UserId,
}

impl Job for TellOfAnnouncement {
    const NAME: &'static str = "announcements.tell";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(move |conn| conn.transaction(|conn| self.tell(conn)))
            .await?;
        Ok(())
    }
}

impl TellOfAnnouncement {
    /// One that has been taken away in the meantime is told to nobody any more.
    fn tell(&self, conn: &mut PgConnection) -> Result<()> {
        let found: Option<Announcement> = announcements::table
            .find(self.announcement)
            .select(Announcement::as_select())
            .first(conn)
            .optional()?;
        let Some(announcement) = found else {
            return Ok(());
        };
        let mut people = users::table
            .filter(users::id.gt(self.after))
            .filter(
                users::is_suspended
                    .eq(false)
                    .and(users::deleted_at.is_null()),
            )
            .order(users::id)
            .limit(AT_ONCE)
            .select(users::id)
            .into_boxed();
        if announcement.for_teachers {
            people = people.filter(users::role.ne(Role::Student));
        }
        let people: Vec<UserId> = people.load(conn)?;
        let Some(last) = people.last().copied() else {
            return Ok(());
        };
        let notice = Notice {
            kind: Event::Announced,
            message: Text::new(move |l| {
                let words = announcement.words_in(i18n::locale_of(l));
                fl!(l, "admin-announcement-notice", words = words)
            }),
            link: "/".into(),
        };
        notifications::notify(conn, &people, &notice)?;
        let next = TellOfAnnouncement {
            announcement: self.announcement,
            after: last,
        };
        jobs::enqueue(conn, &next)
    }
}
