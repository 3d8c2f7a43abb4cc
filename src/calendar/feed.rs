//! The calendar as other programs read it: iCalendar (RFC 5545), all times in UTC.
//!
//! The same dates make the same bytes, so that a program that asks again learns by the tag that nothing has changed:
//! DTSTAMP is when a date last became what it is, which RFC 5545 (3.8.7.2) says of feeds without a METHOD.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Duration, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use icalendar::{Calendar, Component, Event, EventLike, Property};
use sha2::{Digest, Sha256};
use url::Url;

use super::item::{Item, Kind};
use super::queries::items;
use super::token::{self, Token};
use crate::config::Config;
use crate::db;
use crate::error::{AppError, Result};
use crate::i18n::Loader;
use crate::mail;
use crate::state::App;
use crate::web::client;

/// How far back and how far ahead it reaches.
const BACK: Duration = Duration::days(60);
const AHEAD: Duration = Duration::days(366);

/// How often programs are asked to look again.
const LOOK_AGAIN: Duration = Duration::hours(1);

/// So long a class is shown to take before anybody knows.
const CLASS: Duration = Duration::hours(1);

/// A feed to be sent.
pub struct Feed {
    body: String,
    /// Of this very body.
    tag: String,
}

impl Feed {
    /// The feed, or no more than that it is still the same. Nobody but its reader may keep it.
    pub fn answer(self, request: &HttpRequest) -> HttpResponse {
        let is_known = request
            .headers()
            .get(header::IF_NONE_MATCH)
            .and_then(|tags| tags.to_str().ok())
            .is_some_and(|tags| tags.split(',').any(|known| known.trim() == self.tag));
        let mut answer = match is_known {
            true => HttpResponse::NotModified(),
            false => HttpResponse::Ok(),
        };
        answer
            .insert_header((header::CACHE_CONTROL, "private, no-cache"))
            .insert_header((header::REFERRER_POLICY, "no-referrer"))
            .insert_header((header::ETAG, self.tag));
        if is_known {
            return answer.finish();
        }
        answer
            .content_type("text/calendar; charset=utf-8")
            .insert_header((
                header::CONTENT_DISPOSITION,
                "inline; filename=\"lectern.ics\"",
            ))
            .body(self.body)
    }
}

/// What is said to whoever brings a token that opens nothing: no page, so that nothing leads on from this address.
///
/// # Errors
/// `TooManyRequests` to who tries again and again.
pub fn nothing(app: &App, request: &HttpRequest) -> Result<HttpResponse> {
    app.limits.feeds.take((None, client::address(request)))?;
    Ok(HttpResponse::NotFound()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .body(AppError::NotFound.to_string()))
}

/// The feed that this token opens.
///
/// # Errors
/// `NotFound` for a token that opens none; `TooManyRequests` for one that is asked for all the time.
pub fn read(app: &App, conn: &mut PgConnection, token: &Token) -> Result<Feed> {
    let viewer = token::open(conn, token)?;
    app.limits.feeds.take((Some(viewer.id), None))?;
    let now = db::clock(conn)?;
    let items = items(conn, viewer.id, now - BACK, now + AHEAD)?;
    let body = written(&app.config, viewer.locale.loader(), &items);
    let hash = Sha256::digest(body.as_bytes());
    let hash: String = hash[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Feed {
        body,
        tag: format!("W/\"{hash}\""),
    })
}

fn written(config: &Config, l: Loader, items: &[Item]) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Lectern//Calendar//EN"),
        ("CALSCALE", "GREGORIAN"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", fl!(l, "shell-name")));
    calendar.ttl(&LOOK_AGAIN);
    for item in items {
        calendar.push(event(config, l, item));
    }
    calendar.to_string()
}

fn event(config: &Config, l: Loader, item: &Item) -> Event {
    let link = mail::link(config, &item.path);
    let about = match &item.course_title {
        Some(course) => format!("{course}\n{link}"),
        None => link.clone(),
    };
    let mut event = Event::new();
    event
        .uid(&uid(&config.http.public_url, item))
        .timestamp(item.changed_at)
        .last_modified(item.changed_at)
        .starts(item.at)
        .summary(&one_line(&summary(l, item)))
        .description(&about.replace('\r', ""))
        .url(&link);
    match item.kind() {
        Kind::Class => event.ends(end(item)),
        // A moment, in which nobody is busy.
        _ => event.add_property("TRANSP", "TRANSPARENT"),
    };
    event
}

/// A thing's date is the same event for ever, whenever it is and whatever it is called.
fn uid(public_url: &Url, item: &Item) -> String {
    let host = public_url.host_str().unwrap_or("localhost");
    format!("{}-{}@{host}", item.kind().name(), item.id)
}

fn summary(l: Loader, item: &Item) -> String {
    let (label, title) = (item.kind().label(l), item.title.as_str());
    let words = fl!(l, "calendar-summary", label = label, title = title);
    match item.is_done && item.kind().is_deadline() {
        true => format!("✓ {words}"),
        false => words,
    }
}

fn end(item: &Item) -> DateTime<Utc> {
    let known = item.ended_at.filter(|end| *end > item.at);
    known.unwrap_or(item.at + CLASS)
}

/// Titles are lines, but who knows; a carriage return would end the line of the feed.
fn one_line(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
