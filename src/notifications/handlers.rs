//! The list of notifications and the count in the header.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::error::{AppError, Result};
use crate::notifications::views::{Badge, List};
use crate::notifications::{muting, queries, settings, unsubscribing};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, local_path, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(settings::routes)
        .configure(unsubscribing::routes)
        .route("/notifications", web::get().to(list_notifications))
        .route("/notifications/badge", web::get().to(show_badge))
        .route("/notifications/read", web::post().to(read_all))
        .route("/notifications/{id}", web::post().to(open_notification))
        .route(
            "/notifications/{id}/read",
            web::post().to(read_notification),
        );
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

async fn list_notifications(
    app: App,
    page: Page,
    viewer: Viewer,
    query: web::Query<Before>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| {
        let rows = queries::list(conn, &viewer, query.before)?;
        Ok((rows, muting::muted(conn, &viewer)?))
    };
    let (rows, muted) = app.db.run(load).await?;
    html(&List::new(page, rows, muted))
}

async fn show_badge(app: App, page: Page) -> Result<HttpResponse> {
    let Some(viewer) = page.viewer.clone() else {
        return html(&Badge::new(page.l, 0));
    };
    let unread = app
        .db
        .run(move |conn| Ok(queries::count_unread(conn, &viewer)?))
        .await?;
    html(&Badge::new(page.l, unread))
}

#[derive(Deserialize)]
struct UpTo {
    up_to: i64,
}

/// Reads what the page has shown, and leaves alone what came in since.
async fn read_all(app: App, viewer: Viewer, Form(form): Form<UpTo>) -> Result<HttpResponse> {
    app.db
        .run(move |conn| Ok(queries::mark_read(conn, &viewer, form.up_to)?))
        .await?;
    Ok(see_other("/notifications"))
}

async fn open_notification(app: App, viewer: Viewer, id: web::Path<i64>) -> Result<HttpResponse> {
    let link = app
        .db
        .run(move |conn| Ok(queries::open(conn, &viewer, *id)?))
        .await?;
    let link = link
        .ok_or(AppError::NotFound)?
        .unwrap_or_else(|| "/notifications".into());
    Ok(see_other(local_path(&link)))
}

/// Without going where it leads.
async fn read_notification(
    app: App,
    viewer: Viewer,
    id: web::Path<i64>,
    Form(form): Form<Next>,
) -> Result<HttpResponse> {
    let is_own = app
        .db
        .run(move |conn| Ok(queries::read(conn, &viewer, *id)?))
        .await?;
    match is_own {
        true => Ok(see_other(local_path(&form.next))),
        false => Err(AppError::NotFound),
    }
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}
