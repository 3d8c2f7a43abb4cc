//! The list of mails, and one mail where it became a file.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{Mail, Mails};
use crate::error::Result;
use crate::mail;
use crate::state::App;
use crate::web::{Admin, Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/mails", web::get().to(list_mails))
        .route("/admin/mails/{mail}", web::get().to(show_mail));
}

#[derive(Deserialize)]
struct Older {
    before: Option<i64>,
}

async fn list_mails(
    app: App,
    page: Page,
    admin: Admin,
    query: web::Query<Older>,
) -> Result<HttpResponse> {
    let before = query.before;
    let mails = app
        .db
        .run(move |conn| mail::list(conn, &admin, before))
        .await?;
    html(&Mails::new(page, &app.config, mails))
}

async fn show_mail(app: App, page: Page, admin: Admin, id: web::Path<i64>) -> Result<HttpResponse> {
    let entry = app
        .db
        .run(move |conn| mail::find(conn, &admin, *id))
        .await?;
    let text = mail::read_file(&app.config, entry.message_id).await;
    html(&Mail::new(page, entry, text))
}
