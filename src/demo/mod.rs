//! Demo data worth looking at: people, courses with lessons of every kind, work that was handed in and graded, reviews, a
//! course that is sold, conversations, a class with its replay and one that is planned.
//!
//! It is the one part that writes other subjects' tables, because what it writes has happened in the past, which no
//! ability allows. Everything it made is listed in `site_settings`, so `clear` removes just that. All content is our own.

mod chat;
mod content;
mod courses;
mod coursework;
mod films;
mod lessons;
mod live;
mod people;
mod quizzes;
mod reviews;
mod selling;
mod study;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, DurationRound, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::demo::content::DemoCourse;
use crate::demo::films::LessonFile;
use crate::error::{AppError, Result};
use crate::schema::{self, site_settings};
use crate::state::App;
use crate::storage::{self, MediaContainer};
use crate::web::UserId;

pub use people::ACCOUNTS;

const SETTING: &str = "demo";

/// People by username.
type People = BTreeMap<&'static str, UserId>;

/// What was made, to be removed again.
#[derive(Serialize, Deserialize, Default)]
struct Made {
    users: Vec<i64>,
    categories: Vec<i64>,
    courses: Vec<i64>,
    live_rooms: Vec<i64>,
}

/// Eight in the evening in China, so many days from today: when people hold classes, whatever the hour of loading.
fn evening(days: i64) -> DateTime<Utc> {
    Utc::now()
        .duration_trunc(Duration::days(1))
        .unwrap_or_else(|_| Utc::now())
        + Duration::days(days)
        + Duration::hours(12)
}

/// Whether demo data is loaded.
pub fn is_loaded(conn: &mut PgConnection) -> Result<bool> {
    let row = site_settings::table
        .find(SETTING)
        .select(site_settings::key);
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}

/// Loads everything; `false` if it was loaded before. Making the films takes some seconds.
///
/// # Errors
/// ffmpeg is missing, or a name is taken by somebody real; nothing is written then.
pub async fn load(app: &App, password: &str) -> anyhow::Result<bool> {
    if app.db.run(is_loaded).await? {
        return Ok(false);
    }
    let courses = content::courses()?;
    let files = films::make_all(app, &courses).await?;
    let (password, cost) = (password.to_owned(), app.config.security.bcrypt_cost);
    let hash = actix_web::web::block(move || accounts::hash_blocking(&password, cost)).await??;
    let (people, made) = load_courses(app, courses, files, hash).await?;
    load_class(app, people, made).await?;
    app.demo.set(true);
    Ok(true)
}

async fn load_courses(
    app: &App,
    courses: Vec<DemoCourse>,
    files: Vec<LessonFile>,
    hash: String,
) -> Result<(People, Made)> {
    let (titles, stored): (Vec<_>, Vec<_>) = files
        .into_iter()
        .map(|file| ((file.course, file.lesson), file.stored))
        .unzip();
    storage::commit(
        app,
        stored,
        MediaContainer::Lesson,
        None,
        move |conn, media| {
            let media = titles.into_iter().zip(media.iter().cloned()).collect();
            let people = people::insert(conn, &hash)?;
            let mut made = Made {
                users: people.values().copied().collect(),
                ..Made::default()
            };
            courses::insert(conn, &courses, &people, &media, &mut made)?;
            study::insert(conn, &people, &made)?;
            quizzes::insert(conn, made.courses[0], people["teacher"])?;
            coursework::insert(conn, made.courses[0], &people)?;
            reviews::insert(conn, &people, &made)?;
            selling::insert(conn, made.courses[1], people["teacher"])?;
            chat::insert(conn, &people, &made)?;
            remember(conn, &made)?;
            Ok((people, made))
        },
    )
    .await
}

async fn load_class(app: &App, people: People, mut made: Made) -> anyhow::Result<()> {
    let folder = tempfile::TempDir::new_in(&app.config.data)?;
    let film = films::film(app, &folder, live::TITLE, live::RECORDING_SECONDS, 1).await?;
    storage::commit(
        app,
        vec![film],
        MediaContainer::LiveAsset,
        None,
        move |conn, media| {
            live::insert(conn, &people, &media[0], &mut made)?;
            remember(conn, &made)
        },
    )
    .await?;
    Ok(())
}

/// Removes what [`load`] has made, with what people have hung on it since.
pub async fn clear(app: &App) -> Result<bool> {
    let cleared = app
        .db
        .run_patiently(|conn| conn.transaction(remove))
        .await?;
    app.demo.set(false);
    Ok(cleared)
}

fn remember(conn: &mut PgConnection, made: &Made) -> Result<()> {
    diesel::insert_into(site_settings::table)
        .values((
            site_settings::key.eq(SETTING),
            site_settings::value.eq(serde_json::to_value(made).map_err(anyhow::Error::from)?),
        ))
        .on_conflict(site_settings::key)
        .do_update()
        .set(site_settings::value.eq(excluded(site_settings::value)))
        .execute(conn)?;
    Ok(())
}

fn remove(conn: &mut PgConnection) -> Result<bool> {
    use schema::{categories, chat_rooms, courses, live_rooms, messages, orders, payments, users};
    let made = diesel::delete(site_settings::table.find(SETTING))
        .returning(site_settings::value)
        .get_result::<serde_json::Value>(conn)
        .optional()?;
    let Some(made) = made else { return Ok(false) };
    let made: Made =
        serde_json::from_value(made).map_err(|error| AppError::Internal(error.into()))?;
    diesel::delete(live_rooms::table.filter(live_rooms::id.eq_any(&made.live_rooms)))
        .execute(conn)?;
    // Orders outlive courses and people, and payments orders; those of the demo are no business anybody has done.
    let bought = || {
        orders::course_id
            .eq_any(&made.courses)
            .or(orders::user_id.eq_any(&made.users))
    };
    let sold = orders::table.filter(bought()).select(orders::id);
    diesel::delete(payments::table.filter(payments::order_id.eq_any(sold))).execute(conn)?;
    diesel::delete(orders::table.filter(bought())).execute(conn)?;
    diesel::delete(courses::table.filter(courses::id.eq_any(&made.courses))).execute(conn)?;
    let direct = chat_rooms::direct_low_id
        .eq_any(&made.users)
        .or(chat_rooms::direct_high_id.eq_any(&made.users));
    diesel::delete(chat_rooms::table.filter(direct.assume_not_null())).execute(conn)?;
    let owned = chat_rooms::owner_id.eq_any(&made.users);
    diesel::delete(chat_rooms::table.filter(owned.assume_not_null())).execute(conn)?;
    diesel::delete(messages::table.filter(messages::user_id.eq_any(&made.users))).execute(conn)?;
    diesel::delete(users::table.filter(users::id.eq_any(&made.users))).execute(conn)?;
    diesel::delete(categories::table.filter(categories::parent_id.eq_any(&made.categories)))
        .execute(conn)?;
    diesel::delete(categories::table.filter(categories::id.eq_any(&made.categories)))
        .execute(conn)?;
    Ok(true)
}
