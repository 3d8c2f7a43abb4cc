//! What pages are told, as the database has it then.

use diesel::pg::PgConnection;
use serde_json::{Value, json};

use super::Changes;
use crate::error::Result;
use crate::i18n::Locale;
use crate::live::messages::LiveLog;
use crate::live::{
    RoomId, conduct, hands, polls, questions, quick_quizzes, reports, roll_calls, rooms, signals,
    slides,
};
use crate::realtime::Topic;
use crate::state::App;

/// Tells all pages of a room, each kind of change as an event of its own.
pub(super) async fn tell(app: &App, room: RoomId, changes: Changes) -> Result<()> {
    tell_staff(app, room, &changes).await?;
    let Changes { emoji, .. } = &changes;
    if !emoji.is_empty() {
        say(app, room, "emoji", |_| json!(emoji));
    }
    if changes.slide {
        let slide = app.db.run(move |conn| slides::current(conn, room)).await?;
        say(app, room, "slide", |_| slides::told(slide.as_ref()));
    }
    tell_questions(app, room, changes.questions.into_iter().collect()).await?;
    tell_polls(app, room, changes.polls.into_iter().collect()).await?;
    tell_quick(app, room, changes.quick.into_iter().collect()).await?;
    if changes.hands {
        let order = app.db.run(move |conn| hands::order(conn, room)).await?;
        say(app, room, "hands", |_| json!(order));
    }
    if changes.roll_call {
        let call = app
            .db
            .run(move |conn| roll_calls::open_in(conn, room))
            .await?;
        let told = |locale| json!(roll_calls::told(locale, call.as_ref()));
        say(app, room, "roll-call", told);
    }
    if changes.conduct {
        let read = move |conn: &mut _| conduct::Pinned::load(conn, room);
        let pinned = app.db.run(read).await?;
        say(app, room, "conduct", |locale| {
            conduct::told(locale, &pinned)
        });
    }
    Ok(())
}

fn say(app: &App, room: RoomId, name: &str, data: impl Fn(Locale) -> Value) {
    app.hub.announce(Topic::of::<LiveLog>(room), name, data);
}

/// What the audience is not to see, in numbers.
async fn tell_staff(app: &App, room: RoomId, changes: &Changes) -> Result<()> {
    let Changes {
        votes,
        quick_answers,
        signed_in,
        lost,
        reports: reported,
        ..
    } = changes;
    let votes: Vec<i64> = votes.iter().copied().collect();
    let quick: Vec<i64> = quick_answers.iter().copied().collect();
    let (signed_in, lost, reported) = (*signed_in, *lost, *reported);
    if votes.is_empty() && quick.is_empty() && !signed_in && !lost && !reported {
        return Ok(());
    }
    let read = move |conn: &mut PgConnection| {
        let mut told: Vec<(&str, Value)> = Vec::new();
        if !votes.is_empty() {
            told.push(("votes", polls::counts(conn, room, votes)?));
        }
        if !quick.is_empty() {
            let counts = quick_quizzes::answered(conn, &quick)?;
            told.push(("quiz-answers", json!(counts)));
        }
        if signed_in {
            told.push(("signed-in", json!(roll_calls::signed_in(conn, room)?)));
        }
        if lost {
            told.push(("lost", json!(signals::recent(conn, room)?)));
        }
        if reported {
            told.push(("reports", json!(reports::count(conn, room)?)));
        }
        Ok((rooms::staff(conn, room)?, told))
    };
    let (staff, told) = app.db.run(read).await?;
    for (name, data) in told {
        let topic = Topic::of::<LiveLog>(room);
        app.hub.announce_to(topic, staff.clone(), name, &data);
    }
    Ok(())
}

async fn tell_questions(app: &App, room: RoomId, ids: Vec<i64>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let read = move |conn: &mut _| questions::changed(conn, room, &ids);
    let changed = app.db.run(read).await?;
    say(app, room, "questions", |locale| {
        changed.iter().map(|one| one.told(locale)).collect()
    });
    Ok(())
}

async fn tell_polls(app: &App, room: RoomId, ids: Vec<i64>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let polls = app
        .db
        .run(move |conn| polls::these(conn, room, ids))
        .await?;
    say(app, room, "polls", |locale| {
        let told = polls.iter();
        told.map(|(id, poll)| polls::told(locale, *id, poll.as_ref()))
            .collect()
    });
    Ok(())
}

async fn tell_quick(app: &App, room: RoomId, ids: Vec<i64>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let read = move |conn: &mut _| quick_quizzes::now(conn, room, ids);
    let quizzes = app.db.run(read).await?;
    say(app, room, "quizzes", |locale| quizzes.told(locale));
    Ok(())
}
