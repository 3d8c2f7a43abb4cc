//! The list of announcements with the form for a new one, and the page that changes one.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query, ServiceConfig, get, post};
use diesel::Connection;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::form::AnnouncementForm;
use super::telling::TellOfAnnouncement;
use super::views::{self, Announcements, Edit};
use crate::error::{Errors, Result};
use crate::site::AnnouncementFilter;
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, listing, see_other};
use crate::{csv, jobs, realtime, site};

const LIST: &str = "/admin/announcements";

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin/announcements", get().to(list_announcements))
        .route("/admin/announcements.csv", get().to(export_announcements))
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

async fn list_announcements(
    app: App,
    page: Page,
    admin: Admin,
    filter: Query<AnnouncementFilter>,
) -> Result<HttpResponse> {
    let (form, errors) = (AnnouncementForm::default(), Errors::default());
    let show = |filter, rows| Announcements::new(page, filter, rows, form, errors);
    listing::show(&app, admin, filter.into_inner(), site::all, show).await
}

async fn export_announcements(
    app: App,
    page: Page,
    admin: Admin,
    filter: Query<AnnouncementFilter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), site::all).await?;
    Ok(csv::download("announcements", views::csv(page.l, &rows)))
}

async fn show_again(
    app: &App,
    page: Page,
    admin: Admin,
    form: AnnouncementForm,
    reply: Reply,
) -> Result<HttpResponse> {
    let (all, most) = (AnnouncementFilter::default(), listing::PAGE as i64 + 1);
    let filter = all.clone();
    let find = move |conn: &mut _| site::all(conn, &admin, &filter, most);
    let rows = app.db.run(find).await?;
    let page = Announcements::new(page, all, rows, form, reply.errors);
    html_with(reply.status, &page)
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
        Err(reply) => show_again(&app, page, admin, form, reply).await,
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
