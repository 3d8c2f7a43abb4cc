//! Telling people of an event, in the transaction of its cause.

use diesel::dsl::{exists, not};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Nullable, Text};

use super::choices;
use super::event::Topic;
use super::model::{Channel, CourseId, Notice};
use crate::i18n::Locale;
use crate::mail::{self, Telling};
use crate::schema::{notification_mutes, users};
use crate::text;
use crate::web::UserId;

/// Tells these people of the event, each in the ways they have chosen, in the caller's transaction. As many statements for
/// a thousand people as for one.
pub fn notify(conn: &mut PgConnection, people: &[UserId], notice: &Notice) -> QueryResult<()> {
    tell(conn, None, people, notice)
}

/// Tells these people of an event of a course, but for those who have muted it, in the caller's transaction.
pub fn notify_in(
    conn: &mut PgConnection,
    course: CourseId,
    people: &[UserId],
    notice: &Notice,
) -> QueryResult<()> {
    tell(conn, Some(course), people, notice)
}

/// Somebody who is to be told.
#[derive(Queryable)]
struct Receiver {
    id: UserId,
    locale: Locale,
    email: String,
    is_confirmed: bool,
    on_page: Option<bool>,
    by_mail: Option<bool>,
}

impl Receiver {
    fn wants(&self, topic: Topic, channel: Channel) -> bool {
        let chosen = match channel {
            Channel::Page => self.on_page,
            Channel::Mail => self.by_mail,
        };
        let is_reached = channel == Channel::Page || self.is_confirmed;
        is_reached && topic.has(channel) && chosen.unwrap_or(topic.is_on_by_default(channel))
    }
}

fn tell(
    conn: &mut PgConnection,
    course: Option<CourseId>,
    people: &[UserId],
    notice: &Notice,
) -> QueryResult<()> {
    if people.is_empty() {
        return Ok(());
    }
    let topic = notice.kind.topic();
    let receivers = receivers(conn, course, people, topic)?;
    let of = |channel| {
        receivers
            .iter()
            .filter(move |one| one.wants(topic, channel))
    };
    write_page(conn, course, of(Channel::Page), notice)?;
    let told: Vec<Telling> = of(Channel::Mail)
        .map(|one| Telling {
            person: one.id,
            address: one.email.clone(),
            locale: one.locale,
        })
        .collect();
    mail::tell(
        conn,
        &told,
        topic.name(),
        &notice.message,
        &(text!("notifications-mail-button"), notice.link.clone()),
    )
}

fn receivers(
    conn: &mut PgConnection,
    course: Option<CourseId>,
    people: &[UserId],
    topic: Topic,
) -> QueryResult<Vec<Receiver>> {
    let muted = notification_mutes::table
        .filter(notification_mutes::user_id.eq(users::id))
        .filter(notification_mutes::course_id.nullable().eq(course));
    users::table
        .filter(users::id.eq_any(people).and(users::deleted_at.is_null()))
        .filter(not(exists(muted)))
        .select((
            users::id,
            users::locale,
            users::email,
            users::email_confirmed_at.is_not_null(),
            choices::of_user(topic, Channel::Page),
            choices::of_user(topic, Channel::Mail),
        ))
        .load(conn)
}

/// One statement for all of them; their words travel as arrays, so there is no bound on how many they are.
fn write_page<'a>(
    conn: &mut PgConnection,
    course: Option<CourseId>,
    people: impl Iterator<Item = &'a Receiver>,
    notice: &Notice,
) -> QueryResult<()> {
    let words = Locale::ALL.map(|locale| notice.message.in_(locale.loader()));
    let (ids, messages): (Vec<UserId>, Vec<&str>) = people
        .map(|one| (one.id, words[one.locale as usize].as_str()))
        .unzip();
    if ids.is_empty() {
        return Ok(());
    }
    sql_query(
        "INSERT INTO notifications (user_id, kind, message, link, course_id)
         SELECT told.user_id, $3, told.message, $4, $5 FROM unnest($1, $2) AS told (user_id, message)",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Text>, _>(messages)
    .bind::<Text, _>(notice.kind.name())
    .bind::<Text, _>(&notice.link)
    .bind::<Nullable<BigInt>, _>(course)
    .execute(conn)
    .map(|_| ())
}
