//! The list of those who want to teach.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{self, Applications};
use crate::accounts::{self, ApplicationFilter};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, listing, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/applications", web::get().to(list_applications))
        .route(
            "/admin/applications.csv",
            web::get().to(export_applications),
        )
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
    fn of(application: i64, typed: String, reply: Reply) -> Again {
        Again {
            application,
            typed,
            reply,
        }
    }
}

async fn list_applications(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<ApplicationFilter>,
) -> Result<HttpResponse> {
    let show = |filter, rows| Applications::new(page, filter, rows, None);
    listing::show(
        &app,
        admin,
        filter.into_inner(),
        accounts::list_applications,
        show,
    )
    .await
}

async fn export_applications(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<ApplicationFilter>,
) -> Result<HttpResponse> {
    let rows = listing::all(
        &app,
        admin,
        filter.into_inner(),
        accounts::list_applications,
    )
    .await?;
    Ok(csv::download("applications", views::csv(page.l, &rows)))
}

async fn show_again(app: &App, page: Page, admin: Admin, again: Again) -> Result<HttpResponse> {
    let waiting = ApplicationFilter::default();
    let (filter, most) = (waiting.clone(), listing::PAGE as i64 + 1);
    let find = move |conn: &mut _| accounts::list_applications(conn, &admin, &filter, most);
    let rows = app.db.run(find).await?;
    let status = again.reply.status;
    html_with(status, &Applications::new(page, waiting, rows, Some(again)))
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
        Err(reply) => show_again(&app, page, admin, Again::of(*id, form.reason, reply)).await,
    }
}
