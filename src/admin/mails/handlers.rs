//! The list of mails, and one mail where it became a file.

use actix_web::{HttpResponse, web};

use super::views::{self, Mail, Mails};
use crate::error::Result;
use crate::mail::MailFilter;
use crate::state::App;
use crate::web::{Admin, Page, html, listing};
use crate::{csv, mail};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/mails", web::get().to(list_mails))
        .route("/admin/mails.csv", web::get().to(export_mails))
        .route("/admin/mails/{mail}", web::get().to(show_mail));
}

async fn list_mails(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<MailFilter>,
) -> Result<HttpResponse> {
    let show = |filter, mails| Mails::new(page, &app.config, filter, mails);
    listing::show(&app, admin, filter.into_inner(), mail::list, show).await
}

async fn export_mails(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<MailFilter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), mail::list).await?;
    Ok(csv::download("mails", views::csv(page.l, &rows)))
}

async fn show_mail(app: App, page: Page, admin: Admin, id: web::Path<i64>) -> Result<HttpResponse> {
    let entry = app
        .db
        .run(move |conn| mail::find(conn, &admin, *id))
        .await?;
    let text = mail::read_file(&app.config, entry.message_id).await;
    html(&Mail::new(page, entry, text))
}
