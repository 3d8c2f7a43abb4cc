//! The calendar's page, and the feed that its token opens.

use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::feed;
use super::month::Month;
use super::token::{self, Token};
use super::views::CalendarPage;
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Flash, Page, Respond, Viewer, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/calendar", web::get().to(show_calendar))
        .route("/calendar/feed", web::post().to(renew_feed))
        .route("/calendar/feed/removal", web::post().to(revoke_feed))
        .route("/calendar/{token}.ics", web::get().to(show_feed));
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    month: String,
}

async fn show_calendar(
    app: App,
    page: Page,
    viewer: Viewer,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let month = Month::parse(&asked.month);
    let load = move |conn: &mut _| CalendarPage::load(conn, page, &viewer, month);
    html(&app.db.run(load).await?)
}

/// Answers with the page itself instead of a redirect: the address is in no other answer.
async fn renew_feed(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    let config = app.clone();
    let renew = move |conn: &mut _| {
        let token = token::renew(conn, viewer.id)?;
        let page = CalendarPage::load(conn, page, &viewer, None)?;
        Ok(page.with_address(&config.config, &token))
    };
    html(&app.db.run(renew).await?)
}

async fn revoke_feed(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    app.db
        .run(move |conn| Ok(token::revoke(conn, viewer.id)?))
        .await?;
    Ok(see_other("/calendar").with_flash(Flash::success(fl!(page.l, "calendar-feed-revoked"))))
}

async fn show_feed(
    app: App,
    request: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    let (shared, token) = (app.clone(), Token::sent(token.into_inner()));
    let read = move |conn: &mut _| feed::read(&shared, conn, &token);
    match app.db.run(read).await {
        Ok(feed) => Ok(feed.answer(&request)),
        Err(AppError::NotFound) => feed::nothing(&app, &request),
        Err(error) => Err(error),
    }
}
