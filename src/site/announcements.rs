//! Words of the administrators on every page, for a time.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use serde::Deserialize;

use crate::audit::Act;
use crate::db;
use crate::error::{Errors, Result};
use crate::i18n::Locale;
use crate::keyset;
use crate::schema::announcements;
use crate::search;
use crate::text;
use crate::web::Admin;
use crate::web::listing::{Listing, Sort, place};

/// In characters.
const LENGTH: usize = 300;

/// The most that are known to pages at once.
const SHOWN: i64 = 10;

#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = announcements, check_for_backend(Pg))]
pub struct Announcement {
    pub id: i64,
    /// In Chinese and in English; one of them may be empty.
    pub words: String,
    pub words_en: String,
    pub for_teachers: bool,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
}

impl Announcement {
    /// In the reader's language, or in the only one there is.
    pub fn words_in(&self, locale: Locale) -> &str {
        let (first, other) = match locale {
            Locale::ZhCn => (&self.words, &self.words_en),
            Locale::En => (&self.words_en, &self.words),
        };
        if first.is_empty() { other } else { first }
    }

    /// The language of what [`words_in`](Self::words_in) says.
    pub fn language(&self, locale: Locale) -> Locale {
        match (self.words.is_empty(), self.words_en.is_empty()) {
            (true, _) => Locale::En,
            (_, true) => Locale::ZhCn,
            _ => locale,
        }
    }
}

/// An announcement as it was filled in.
#[derive(Clone, Debug)]
pub struct Draft {
    pub words: String,
    pub words_en: String,
    pub for_teachers: bool,
    /// Nothing for now.
    pub starts_at: Option<DateTime<Utc>>,
    /// Nothing for until it is taken away.
    pub ends_at: Option<DateTime<Utc>>,
}

impl Draft {
    fn check(&self, time: DateTime<Utc>) -> Result<()> {
        let mut errors = Errors::default();
        let is_empty = self.words.is_empty() && self.words_en.is_empty();
        errors.require(
            !is_empty,
            "words",
            text!("admin-announcement-words-missing"),
        );
        for (field, words) in [("words", &self.words), ("words_en", &self.words_en)] {
            let is_short = words.chars().count() <= LENGTH;
            errors.require(
                is_short,
                field,
                text!("admin-announcement-words-long", most = LENGTH),
            );
        }
        let is_backwards = match (self.starts_at, self.ends_at) {
            (Some(start), Some(end)) => end <= start,
            (None, Some(end)) => end <= time,
            _ => false,
        };
        errors.require(
            !is_backwards,
            "ends_at",
            text!("admin-announcement-ends-early"),
        );
        errors.into_result()
    }
}

/// Those that are shown now, newest first.
pub(super) fn shown(conn: &mut PgConnection) -> Result<Vec<Announcement>> {
    Ok(announcements::table
        .filter(announcements::starts_at.le(now))
        .filter(
            announcements::ends_at
                .is_null()
                .or(announcements::ends_at.gt(now)),
        )
        .order(announcements::id.desc())
        .limit(SHOWN)
        .select(Announcement::as_select())
        .load(conn)?)
}

/// Which announcements. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnnouncementFilter {
    /// Part of the words, in either language.
    pub q: String,
    /// `shown`, `planned` or `over`; empty for all.
    pub state: String,
    pub sort: String,
    pub after: String,
}

impl Listing for AnnouncementFilter {
    const PATH: &'static str = "/admin/announcements";
    const COLUMNS: &'static [Sort] = &[Sort::down("made")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("state", &self.state)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// The announcements that fit, in the order that is asked for.
pub fn all(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &AnnouncementFilter,
    limit: i64,
) -> Result<Vec<Announcement>> {
    let mut rows = announcements::table
        .limit(limit)
        .select(Announcement::as_select())
        .into_boxed();
    let is_over = announcements::ends_at.le(now).assume_not_null();
    rows = match filter.state.as_str() {
        "over" => rows.filter(announcements::ends_at.is_not_null().and(is_over)),
        "planned" => rows.filter(announcements::starts_at.gt(now)),
        "shown" => rows.filter(announcements::starts_at.le(now)).filter(
            announcements::ends_at
                .is_null()
                .or(announcements::ends_at.gt(now).assume_not_null()),
        ),
        _ => rows,
    };
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        let says = announcements::words.ilike(like.clone());
        rows = rows.filter(says.or(announcements::words_en.ilike(like)));
    }
    let (sort, place) = (filter.sort(), place::<i64>(&filter.after));
    rows = keyset!(rows, sort, place, "announcements.id": BigInt, "announcements.id");
    Ok(rows.load(conn)?)
}

pub fn find(conn: &mut PgConnection, _: &Admin, id: i64) -> Result<Announcement> {
    Ok(announcements::table
        .find(id)
        .select(Announcement::as_select())
        .first(conn)?)
}

/// Publishes it; its id. Follow this, and the other changes, with `realtime::tell_site_changed`.
///
/// # Errors
/// `Invalid` with words for each field.
pub fn publish(conn: &mut PgConnection, admin: &Admin, draft: &Draft) -> Result<i64> {
    draft.check(db::clock(conn)?)?;
    conn.transaction(|conn| {
        let id: i64 = diesel::insert_into(announcements::table)
            .values((
                announcements::words.eq(&draft.words),
                announcements::words_en.eq(&draft.words_en),
                announcements::for_teachers.eq(draft.for_teachers),
                announcements::ends_at.eq(draft.ends_at),
            ))
            .returning(announcements::id)
            .get_result(conn)?;
        if let Some(start) = draft.starts_at {
            diesel::update(announcements::table.find(id))
                .set(announcements::starts_at.eq(start))
                .execute(conn)?;
        }
        let details = serde_json::json!({ "words": draft.words, "words_en": draft.words_en });
        Act::of(admin.0.id, "announcement.publish", "announcement", id)
            .with(details)
            .write(conn)?;
        Ok(id)
    })
}

/// Changes it.
///
/// # Errors
/// As [`publish`]; `NotFound`.
pub fn change(conn: &mut PgConnection, admin: &Admin, id: i64, draft: &Draft) -> Result<()> {
    draft.check(db::clock(conn)?)?;
    conn.transaction(|conn| {
        let before = find(conn, admin, id)?;
        diesel::update(announcements::table.find(id))
            .set((
                announcements::words.eq(&draft.words),
                announcements::words_en.eq(&draft.words_en),
                announcements::for_teachers.eq(draft.for_teachers),
                announcements::starts_at.eq(draft.starts_at.unwrap_or(before.starts_at)),
                announcements::ends_at.eq(draft.ends_at),
            ))
            .execute(conn)?;
        let both = |words: &str, words_en: &str| format!("{words} / {words_en}");
        Act::of(admin.0.id, "announcement.change", "announcement", id)
            .change(
                both(&before.words, &before.words_en),
                both(&draft.words, &draft.words_en),
            )
            .write(conn)
    })
}

/// Takes it away for good.
///
/// # Errors
/// `NotFound`.
pub fn remove(conn: &mut PgConnection, admin: &Admin, id: i64) -> Result<()> {
    conn.transaction(|conn| {
        let before = find(conn, admin, id)?;
        diesel::delete(announcements::table.find(id)).execute(conn)?;
        let details = serde_json::json!({ "words": before.words, "words_en": before.words_en });
        Act::of(admin.0.id, "announcement.remove", "announcement", id)
            .with(details)
            .write(conn)
    })
}
