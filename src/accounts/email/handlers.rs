//! The page of one's address, and what the links in the mails open. A link is looked at by GET and used by POST, so that
//! what reads mails before people do uses none.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::changing::{self, EmailForm};
use super::views::{Confirmation, EmailPage, Undo};
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::web::{
    Flash, Form, Page, Reply, Respond, Viewer, html, html_with, local_path, see_other,
};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/email", web::get().to(show_email))
        .route("/settings/email", web::post().to(update_email))
        .route("/settings/email/confirmation", web::post().to(send_again))
        .route(
            "/settings/email/cancellation",
            web::post().to(cancel_change),
        )
        .route(
            "/email/confirmation/{token}",
            web::get().to(show_confirmation),
        )
        .route("/email/confirmation/{token}", web::post().to(confirm_email))
        .route("/email/undo/{token}", web::get().to(show_undo))
        .route("/email/undo/{token}", web::post().to(undo_change));
}

async fn show_email(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    show(&app, page, &viewer, EmailForm::default(), Reply::ok()).await
}

async fn update_email(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(form): Form<EmailForm>,
) -> Result<HttpResponse> {
    match Reply::sort(changing::request(&app, &viewer, form.clone()).await, "")? {
        Ok(()) => {
            let sent = fl!(page.l, "accounts-email-sent", email = form.email.trim());
            Ok(see_other("/settings/email").with_flash(Flash::notice(sent)))
        }
        Err(reply) => show(&app, page, &viewer, form, reply).await,
    }
}

async fn show(
    app: &App,
    page: Page,
    viewer: &Viewer,
    form: EmailForm,
    reply: Reply,
) -> Result<HttpResponse> {
    let id = viewer.id;
    let address = app
        .db
        .run(move |conn| changing::address_of(conn, id))
        .await?;
    let template = EmailPage::new(page, address, form.email, reply.errors);
    html_with(reply.status, &template)
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn send_again(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(form): Form<Next>,
) -> Result<HttpResponse> {
    changing::ask_again(&app, &viewer).await?;
    let sent = fl!(page.l, "accounts-confirm-sent-again");
    Ok(see_other(local_path(&form.next)).with_flash(Flash::notice(sent)))
}

async fn cancel_change(app: App, viewer: Viewer) -> Result<HttpResponse> {
    changing::cancel(&app, &viewer).await?;
    Ok(see_other("/settings/email"))
}

async fn show_confirmation(
    app: App,
    page: Page,
    viewer: Viewer,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    match super::offered(&app, &viewer, &token).await? {
        Some(email) => html(&Confirmation::new(page, token.into_inner(), Some(email))),
        None => over(page),
    }
}

async fn confirm_email(
    app: App,
    page: Page,
    viewer: Viewer,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    match super::confirm(&app, &viewer, &token).await {
        Ok(()) => {
            let done = fl!(page.l, "accounts-confirm-done");
            Ok(see_other("/settings/email").with_flash(Flash::success(done)))
        }
        Err(AppError::NotFound) => over(page),
        Err(error) => Err(error),
    }
}

/// The link opens nothing, or nothing for whoever is signed in.
fn over(page: Page) -> Result<HttpResponse> {
    let template = Confirmation::new(page, String::new(), None);
    html_with(StatusCode::NOT_FOUND, &template)
}

async fn show_undo(app: App, page: Page, token: web::Path<String>) -> Result<HttpResponse> {
    let email = changing::undoable(&app, &token).await?;
    let status = match email {
        Some(_) => StatusCode::OK,
        None => StatusCode::NOT_FOUND,
    };
    let template = Undo::new(page, token.into_inner(), email, Errors::default());
    html_with(status, &template)
}

async fn undo_change(app: App, page: Page, token: web::Path<String>) -> Result<HttpResponse> {
    let token = token.into_inner();
    let outcome = match changing::undo(&app, &token).await {
        Err(AppError::NotFound) => {
            let over = Undo::new(page, token, None, Errors::default());
            return html_with(StatusCode::NOT_FOUND, &over);
        }
        outcome => Reply::sort(outcome, "")?,
    };
    match outcome {
        Ok(()) => {
            let done = fl!(page.l, "accounts-undo-done");
            Ok(see_other("/login").with_flash(Flash::success(done)))
        }
        Err(reply) => html_with(reply.status, &Undo::new(page, token, None, reply.errors)),
    }
}
