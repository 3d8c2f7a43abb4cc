//! How each person wants to be told of what: where they have chosen something else than the program does by itself.

use std::collections::HashMap;

use diesel::expression::SqlLiteral;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use super::event::Topic;
use super::model::Channel;
use crate::mail;
use crate::schema::notification_choices;
use crate::web::UserId;

/// What somebody has chosen, topic by topic.
pub(super) struct Choices(HashMap<(String, Channel), bool>);

impl Choices {
    pub(super) fn of(conn: &mut PgConnection, person: UserId) -> QueryResult<Choices> {
        let rows: Vec<(String, Channel, bool)> = notification_choices::table
            .filter(notification_choices::user_id.eq(person))
            .select((
                notification_choices::topic,
                notification_choices::channel,
                notification_choices::is_on,
            ))
            .load(conn)?;
        let rows = rows.into_iter();
        Ok(Choices(
            rows.map(|(topic, channel, is_on)| ((topic, channel), is_on))
                .collect(),
        ))
    }

    pub(super) fn is_on(&self, topic: Topic, channel: Channel) -> bool {
        let chosen = self.0.get(&(topic.name().to_owned(), channel));
        chosen
            .copied()
            .unwrap_or_else(|| topic.is_on_by_default(channel))
    }

    /// Whether the person has chosen anything.
    pub(super) fn are_own(&self) -> bool {
        !self.0.is_empty()
    }
}

/// What the person of a row of `users` has chosen; null if nothing.
pub(super) fn of_user(topic: Topic, channel: Channel) -> SqlLiteral<Nullable<Bool>> {
    // Both names are the program's own.
    diesel::dsl::sql(&format!(
        "(SELECT c.is_on FROM notification_choices c
          WHERE c.user_id = users.id AND c.topic = '{}' AND c.channel = '{}')",
        topic.name(),
        channel.name()
    ))
}

/// Has the person told like this from now on; what the program would do anyway is not kept, so that a later default of it
/// reaches them.
pub(super) fn save(
    conn: &mut PgConnection,
    person: UserId,
    wanted: impl Fn(Topic, Channel) -> bool,
) -> QueryResult<()> {
    let own = Topic::ALL
        .into_iter()
        .flat_map(|topic| Channel::ALL.map(|channel| (topic, channel)))
        .filter(|(topic, channel)| topic.has(*channel))
        .map(|(topic, channel)| (topic, channel, wanted(topic, channel)))
        .filter(|(topic, channel, is_on)| *is_on != topic.is_on_by_default(*channel));
    let rows: Vec<_> = own
        .map(|(topic, channel, is_on)| {
            (
                notification_choices::user_id.eq(person),
                notification_choices::topic.eq(topic.name()),
                notification_choices::channel.eq(channel),
                notification_choices::is_on.eq(is_on),
            )
        })
        .collect();
    let unwanted: Vec<&str> = Topic::ALL
        .into_iter()
        .filter(|topic| !wanted(*topic, Channel::Mail))
        .map(Topic::name)
        .collect();
    conn.transaction(|conn| {
        reset(conn, person)?;
        mail::withdraw(conn, person, &unwanted)?;
        diesel::insert_into(notification_choices::table)
            .values(rows)
            .execute(conn)
            .map(|_| ())
    })
}

/// Sets one of them.
pub(super) fn set(
    conn: &mut PgConnection,
    person: UserId,
    (topic, channel): (Topic, Channel),
    is_on: bool,
) -> QueryResult<()> {
    diesel::insert_into(notification_choices::table)
        .values((
            notification_choices::user_id.eq(person),
            notification_choices::topic.eq(topic.name()),
            notification_choices::channel.eq(channel),
            notification_choices::is_on.eq(is_on),
        ))
        .on_conflict((
            notification_choices::user_id,
            notification_choices::topic,
            notification_choices::channel,
        ))
        .do_update()
        .set(notification_choices::is_on.eq(is_on))
        .execute(conn)?;
    match (channel, is_on) {
        (Channel::Mail, false) => mail::withdraw(conn, person, &[topic.name()]),
        _ => Ok(()),
    }
}

/// Forgets what the person has chosen.
pub(super) fn reset(conn: &mut PgConnection, person: UserId) -> QueryResult<()> {
    let own = notification_choices::table.filter(notification_choices::user_id.eq(person));
    diesel::delete(own).execute(conn).map(|_| ())
}
