//! The page on which somebody asks to teach.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::TeachingPage;
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/teaching", web::get().to(show_application))
        .route("/settings/teaching", web::post().to(create_application))
        .route(
            "/settings/teaching/withdrawal",
            web::post().to(withdraw_application),
        );
}

async fn show_application(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    show(&app, page, &viewer, String::new(), Reply::ok()).await
}

async fn show(
    app: &App,
    page: Page,
    viewer: &Viewer,
    typed: String,
    reply: Reply,
) -> Result<HttpResponse> {
    let id = viewer.id;
    let latest = app.db.run(move |conn| Ok(super::latest(conn, id)?)).await?;
    let template = TeachingPage::new(page, latest, typed, reply.errors);
    html_with(reply.status, &template)
}

#[derive(Deserialize)]
struct ApplicationForm {
    #[serde(default)]
    words: String,
}

async fn create_application(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(form): Form<ApplicationForm>,
) -> Result<HttpResponse> {
    match Reply::sort(super::apply(&app, &viewer, &form.words).await, "")? {
        Ok(()) => {
            let done = fl!(page.l, "accounts-teaching-sent");
            Ok(see_other("/settings/teaching").with_flash(Flash::success(done)))
        }
        Err(reply) => show(&app, page, &viewer, form.words, reply).await,
    }
}

async fn withdraw_application(app: App, viewer: Viewer) -> Result<HttpResponse> {
    super::withdraw(&app, &viewer).await?;
    Ok(see_other("/settings/teaching"))
}
