//! The list of those who want to teach.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::Applications;
use crate::accounts;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/applications", web::get().to(list_applications))
        .route(
            "/admin/applications/{application}/decision",
            web::post().to(decide_application),
        );
}

/// A form that needs another look: whose it is, what was typed, and what is wrong.
pub(super) struct Again {
    pub application: i64,
    pub typed: String,
    pub reply: Reply,
}

impl Again {
    fn of(application: i64, typed: String, reply: Reply) -> Option<Again> {
        Some(Again {
            application,
            typed,
            reply,
        })
    }
}

async fn list_applications(app: App, page: Page, admin: Admin) -> Result<HttpResponse> {
    show(&app, page, admin, None).await
}

async fn show(app: &App, page: Page, admin: Admin, again: Option<Again>) -> Result<HttpResponse> {
    let status = again.as_ref().map(|again| again.reply.status);
    let applications = app
        .db
        .run(move |conn| accounts::open_applications(conn, &admin))
        .await?;
    html_with(
        status.unwrap_or_default(),
        &Applications::new(page, applications, again),
    )
}

#[derive(Deserialize)]
struct Decision {
    #[serde(default)]
    granted: String,
    #[serde(default)]
    reason: String,
}

async fn decide_application(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<i64>,
    Form(form): Form<Decision>,
) -> Result<HttpResponse> {
    let is_granted = form.granted == "true";
    let decided = accounts::decide(&app, &admin, *id, is_granted, &form.reason).await;
    match Reply::sort(decided, "reason")? {
        Ok(()) => {
            let done = fl!(page.l, "admin-application-done");
            Ok(see_other("/admin/applications").with_flash(Flash::success(done)))
        }
        Err(reply) => show(&app, page, admin, Again::of(*id, form.reason, reply)).await,
    }
}
