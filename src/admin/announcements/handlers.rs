//! The list of announcements with the form for a new one, and the page that changes one.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query, ServiceConfig, get, post};
use diesel::Connection;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::form::AnnouncementForm;
use super::telling::TellOfAnnouncement;
use super::views::{Announcements, Edit};
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, see_other};
use crate::{jobs, realtime, site};

const LIST: &str = "/admin/announcements";

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin/announcements", get().to(list_announcements))
        .route("/admin/announcements", post().to(create_announcement))
        .route(
            "/admin/announcements/{announcement}",
            get().to(edit_announcement),
        )
        .route(
            "/admin/announcements/{announcement}",
            post().to(update_announcement),
        )
        .route(
            "/admin/announcements/{announcement}/deletion",
            post().to(delete_announcement),
        );
}

#[derive(Deserialize)]
struct Older {
    before: Option<i64>,
}

async fn list_announcements(
    app: App,
    page: Page,
    admin: Admin,
    older: Query<Older>,
) -> Result<HttpResponse> {
    let form = AnnouncementForm::default();
    show(&app, page, admin, older.before, form, Reply::ok()).await
}

async fn show(
    app: &App,
    page: Page,
    admin: Admin,
    before: Option<i64>,
    form: AnnouncementForm,
    reply: Reply,
) -> Result<HttpResponse> {
    let rows = app
        .db
        .run(move |conn| site::all(conn, &admin, before))
        .await?;
    html_with(
        reply.status,
        &Announcements::new(page, rows, form, reply.errors),
    )
}

async fn create_announcement(
    app: App,
    page: Page,
    admin: Admin,
    Form(form): Form<AnnouncementForm>,
) -> Result<HttpResponse> {
    let (zone, typed, asker) = (page.time_zone(), form.clone(), Admin(admin.0.clone()));
    let published = app
        .db
        .run(move |conn| publish(conn, &asker, &typed, zone))
        .await;
    match Reply::sort(published, "words")? {
        Ok(()) => settled(&app, &fl!(page.l, "admin-announcement-published")).await,
        Err(reply) => show(&app, page, admin, None, form, reply).await,
    }
}

fn publish(
    conn: &mut PgConnection,
    admin: &Admin,
    form: &AnnouncementForm,
    zone: chrono_tz::Tz,
) -> Result<()> {
    conn.transaction(|conn| {
        let announcement = site::publish(conn, admin, &form.read(zone)?)?;
        match form.tell.as_str() {
            "yes" => jobs::enqueue(
                conn,
                &TellOfAnnouncement {
                    announcement,
                    after: 0,
                },
            ),
            _ => Ok(()),
        }
    })
}

/// On every page of every node from now on.
async fn settled(app: &App, words: &str) -> Result<HttpResponse> {
    realtime::tell_site_changed(app).await;
    Ok(see_other(LIST).with_flash(Flash::success(words)))
}

async fn edit_announcement(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<i64>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    let found = app.db.run(move |conn| site::find(conn, &admin, id)).await?;
    let form = AnnouncementForm::of(&found, page.time_zone());
    let reply = Reply::ok();
    html_with(reply.status, &Edit::new(page, id, form, reply.errors))
}

async fn update_announcement(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<i64>,
    Form(form): Form<AnnouncementForm>,
) -> Result<HttpResponse> {
    let (id, zone, typed) = (*id, page.time_zone(), form.clone());
    let change = move |conn: &mut _| site::change(conn, &admin, id, &typed.read(zone)?);
    match Reply::sort(app.db.run(change).await, "words")? {
        Ok(()) => settled(&app, &fl!(page.l, "admin-announcement-changed")).await,
        Err(reply) => html_with(reply.status, &Edit::new(page, id, form, reply.errors)),
    }
}

async fn delete_announcement(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<i64>,
) -> Result<HttpResponse> {
    app.db
        .run(move |conn| site::remove(conn, &admin, *id))
        .await?;
    settled(&app, &fl!(page.l, "admin-announcement-removed")).await
}
