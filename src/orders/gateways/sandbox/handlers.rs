//! `/payments/sandbox/{reference}`: the page of the sandbox.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use super::page::{Act, SandboxPage, act};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/payments/sandbox/{reference}", web::get().to(show_sandbox))
        .route(
            "/payments/sandbox/{reference}",
            web::post().to(update_sandbox),
        );
}

async fn show_sandbox(
    app: App,
    page: Page,
    viewer: Viewer,
    reference: web::Path<Uuid>,
) -> Result<HttpResponse> {
    require_sandbox(&app)?;
    let shown = app
        .db
        .run(move |conn| SandboxPage::load(conn, page, &viewer, *reference))
        .await?;
    html(&shown)
}

#[derive(Deserialize)]
struct Choice {
    act: Act,
}

async fn update_sandbox(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    reference: web::Path<Uuid>,
    Form(choice): Form<Choice>,
) -> Result<HttpResponse> {
    require_sandbox(&app)?;
    let address = request.app_config().local_addr().to_string();
    let order = app
        .db
        .run(move |conn| act(conn, &viewer, *reference, choice.act, &address))
        .await?;
    Ok(see_other(&order))
}

fn require_sandbox(app: &App) -> Result<()> {
    if app.config.payment.sandbox {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}
