//! The page of the second factor.

use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::rows;
use super::setting_up::{self, Proof};
use super::views::{Codes, SettingUp, State, StatePage};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, client, html, html_with, see_other};

const PAGE: &str = "/settings/two-factor";

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/two-factor", web::get().to(show_state))
        .route("/settings/two-factor", web::post().to(begin))
        .route("/settings/two-factor/setup", web::get().to(show_setup))
        .route("/settings/two-factor/setup", web::post().to(finish))
        .route("/settings/two-factor/codes", web::post().to(renew_codes))
        .route("/settings/two-factor/removal", web::post().to(turn_off));
}

async fn show_state(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    show(&app, page, &viewer, Reply::ok()).await
}

async fn show(app: &App, page: Page, viewer: &Viewer, reply: Reply) -> Result<HttpResponse> {
    let id = viewer.id;
    let state = app
        .db
        .run(move |conn| {
            Ok(State {
                is_on: rows::is_on(conn, id)?,
                codes_left: rows::recovery_left(conn, id)?,
            })
        })
        .await?;
    html_with(reply.status, &StatePage::new(page, state, reply.errors))
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    current_password: String,
}

async fn begin(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(form): Form<PasswordForm>,
) -> Result<HttpResponse> {
    match Reply::sort(
        setting_up::begin(&app, &viewer, form.current_password).await,
        "",
    )? {
        Ok(()) => Ok(see_other("/settings/two-factor/setup")),
        Err(reply) => show(&app, page, &viewer, reply).await,
    }
}

async fn show_setup(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    match setting_up::begun(&app, &viewer).await {
        Ok(secret) => html(&SettingUp::new(page, &viewer, &secret, Reply::ok().errors)?),
        Err(AppError::NotFound) => Ok(see_other(PAGE)),
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

async fn finish(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    Form(form): Form<CodeForm>,
) -> Result<HttpResponse> {
    let address = client::address(&request);
    let finished = match setting_up::finish(&app, &viewer, address, &form.code).await {
        Err(AppError::NotFound) => return Ok(see_other(PAGE)),
        finished => Reply::sort(finished, "code")?,
    };
    match finished {
        Ok(codes) => html(&Codes::new(page, &viewer, codes)),
        Err(reply) => {
            let secret = setting_up::begun(&app, &viewer).await?;
            let again = SettingUp::new(page, &viewer, &secret, reply.errors)?;
            html_with(reply.status, &again)
        }
    }
}

async fn renew_codes(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    Form(proof): Form<Proof>,
) -> Result<HttpResponse> {
    let address = client::address(&request);
    let renewed = setting_up::renew_codes(&app, &viewer, address, proof).await;
    match Reply::sort(renewed, "")? {
        Ok(codes) => html(&Codes::new(page, &viewer, codes)),
        Err(reply) => show(&app, page, &viewer, reply).await,
    }
}

async fn turn_off(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    Form(proof): Form<Proof>,
) -> Result<HttpResponse> {
    let address = client::address(&request);
    let turned = setting_up::turn_off(&app, &viewer, address, proof).await;
    match Reply::sort(turned, "")? {
        Ok(()) => {
            let done = fl!(page.l, "accounts-second-factor-is-off");
            Ok(see_other(PAGE).with_flash(Flash::success(done)))
        }
        Err(reply) => show(&app, page, &viewer, reply).await,
    }
}
