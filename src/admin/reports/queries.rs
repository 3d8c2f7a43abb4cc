//! The reports of all subjects as one list: each subject's own table, joined to what it is about, within one query.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use serde::Deserialize;

use crate::error::Result;
use crate::search;
use crate::web::listing::{Listing, Sort};
use crate::web::{Admin, UserId};

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message of a chat room.
    Message,
    /// A review of a course.
    Review,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Message, Kind::Review];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Message => "message",
            Kind::Review => "review",
        }
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which reports. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a name, of the reason, of the place or of what was said.
    pub q: String,
    /// The name of a [`Kind`]; empty for all.
    pub kind: String,
    /// `upheld`, `dismissed` or `all`; empty for those that are open.
    pub state: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Filter {
    const PATH: &'static str = "/admin/reports";
    const COLUMNS: &'static [Sort] = &[Sort::down("reported")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        let Filter { q, kind, state, .. } = self;
        vec![("q", q), ("kind", kind), ("state", state)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// A report as the list shows it.
#[derive(QueryableByName, Debug)]
pub struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The message or review.
    #[diesel(sql_type = BigInt)]
    pub thing: i64,
    /// The course; none for a message of a group or between two people.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub course: Option<i64>,
    /// The room, if the administrator who looks is in it.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub room: Option<i64>,
    /// The name of the room or course; empty between two people.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// Said between two people: the list does not tell what.
    #[diesel(sql_type = Bool)]
    pub is_private: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub author: Option<UserId>,
    #[diesel(sql_type = Text)]
    pub author_name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reporter: Option<UserId>,
    #[diesel(sql_type = Text)]
    pub reporter_name: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// How it begins.
    #[diesel(sql_type = Text)]
    pub excerpt: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub settled_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Text)]
    pub settled_by: String,
    /// Deleted or hidden.
    #[diesel(sql_type = Bool)]
    pub is_away: bool,
    /// How many have reported it.
    #[diesel(sql_type = BigInt)]
    pub reports: i64,
}

impl Row {
    pub fn kind(&self) -> Kind {
        Kind::from_name(&self.kind).unwrap_or(Kind::Message)
    }

    pub fn is_open(&self) -> bool {
        self.settled_at.is_none()
    }

    /// Where it stands in the list.
    pub fn place(&self) -> String {
        format!("{}~{}~{}", self.at.timestamp_micros(), self.kind, self.id)
    }
}

/// `$1` is who looks, `$2` what is searched for or nothing, `$3`–`$5` the place that the page begins behind.
const MESSAGES: &str = "SELECT 'message' AS kind, r.id, m.id AS thing, c.course_id AS course,
        CASE WHEN EXISTS (SELECT FROM chat_room_members x WHERE x.chat_room_id = c.id AND x.user_id = $1 AND x.is_active
            AND x.banned_at IS NULL) THEN c.id END AS room,
        CASE c.kind WHEN 'direct' THEN '' ELSE c.name END AS place, c.kind = 'direct' AS is_private,
        m.user_id AS author, coalesce(a.display_name, '') AS author_name,
        b.id AS reporter, b.display_name AS reporter_name, r.reason,
        CASE c.kind WHEN 'direct' THEN '' ELSE left(m.content, 300) END AS excerpt,
        r.reported_at AS at, r.settled_at, coalesce(s.display_name, '') AS settled_by, m.deleted_at IS NOT NULL AS is_away,
        (SELECT count(*) FROM message_reports x WHERE x.message_id = m.id) AS reports
    FROM message_reports r JOIN messages m ON m.id = r.message_id JOIN chat_rooms c ON c.id = m.chat_room_id
    LEFT JOIN users a ON a.id = m.user_id JOIN users b ON b.id = r.reported_by LEFT JOIN users s ON s.id = r.settled_by";

const REVIEWS: &str = "SELECT 'review' AS kind, r.id, v.id AS thing, c.id AS course, NULL::bigint AS room, c.title AS place,
        false AS is_private, v.user_id AS author, a.display_name AS author_name,
        b.id AS reporter, b.display_name AS reporter_name, r.reason, left(v.comment, 300) AS excerpt,
        r.created_at AS at, r.settled_at, coalesce(s.display_name, '') AS settled_by, v.hidden_at IS NOT NULL AS is_away,
        (SELECT count(*) FROM review_reports x WHERE x.review_id = v.id) AS reports
    FROM review_reports r JOIN reviews v ON v.id = r.review_id JOIN courses c ON c.id = v.course_id
    JOIN users a ON a.id = v.user_id JOIN users b ON b.id = r.reporter_id LEFT JOIN users s ON s.id = r.settled_by";

impl Kind {
    /// Its rows, the moment of a report, whether the thing is away, and the words that are searched.
    fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Kind::Message => (
                MESSAGES,
                "r.reported_at",
                "m.deleted_at IS NOT NULL",
                "CASE c.kind WHEN 'direct' THEN '' ELSE m.content || ' ' || c.name END",
            ),
            Kind::Review => (
                REVIEWS,
                "r.created_at",
                "v.hidden_at IS NOT NULL",
                "v.comment || ' ' || c.title",
            ),
        }
    }

    /// The part of the list that is of this kind: sorted and cut by itself, so that each comes from its index.
    fn branch(self, state: &str, sort: Sort, limit: i64) -> String {
        let (rows, at, is_away, words) = self.parts();
        let state = match state {
            "upheld" => format!("r.settled_at IS NOT NULL AND {is_away}"),
            "dismissed" => format!("r.settled_at IS NOT NULL AND NOT {is_away}"),
            "all" => "true".to_owned(),
            _ => "r.settled_at IS NULL".to_owned(),
        };
        let (mark, way) = direction(sort);
        let kind = self.name();
        format!(
            "({rows} WHERE {state}
                AND ($2 = '' OR concat_ws(' ', a.display_name, b.display_name, r.reason, {words}) ILIKE $2)
                AND ($3 IS NULL OR ({at} {mark}= $3 AND ({at}, '{kind}'::text, r.id) {mark} ($3, $4, $5)))
              ORDER BY {at} {way}, r.id {way} LIMIT {limit})"
        )
    }
}

fn direction(sort: Sort) -> (&'static str, &'static str) {
    match sort.is_descending {
        true => ("<", "DESC"),
        false => (">", "ASC"),
    }
}

/// The reports that fit, latest or earliest first.
pub fn list(conn: &mut PgConnection, by: &Admin, asked: &Filter, limit: i64) -> Result<Vec<Row>> {
    let (sort, only) = (asked.sort(), Kind::from_name(&asked.kind));
    let kinds = Kind::ALL.into_iter();
    let kinds = kinds.filter(|kind| only.is_none_or(|only| only == *kind));
    let branches: Vec<String> = kinds
        .map(|kind| kind.branch(&asked.state, sort, limit))
        .collect();
    let (_, way) = direction(sort);
    let query = format!(
        "SELECT * FROM ({}) found ORDER BY at {way}, kind {way}, id {way} LIMIT {limit}",
        branches.join(" UNION ALL ")
    );
    let like = match asked.q.trim() {
        "" => String::new(),
        words => search::like_anywhere(words),
    };
    let place = place(&asked.after);
    let (at, kind, id) = place.map_or((None, "", 0), |(at, kind, id)| (Some(at), kind.name(), id));
    Ok(sql_query(query)
        .bind::<BigInt, _>(by.0.id)
        .bind::<Text, _>(like)
        .bind::<Nullable<Timestamptz>, _>(at)
        .bind::<Text, _>(kind)
        .bind::<BigInt, _>(id)
        .load(conn)?)
}

/// As [`Row::place`] writes it.
fn place(typed: &str) -> Option<(DateTime<Utc>, Kind, i64)> {
    let mut parts = typed.split('~');
    let at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    Some((
        at,
        Kind::from_name(parts.next()?)?,
        parts.next()?.parse().ok()?,
    ))
}
