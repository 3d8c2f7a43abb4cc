//! `/settings/account`: one's own data, and the end of the account.

use actix_session::Session;
use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;

use super::deletion::{self, Standing};
use super::export;
use super::views::AccountPage;
use crate::accounts::{OwnerProof, has_second_factor};
use crate::error::Result;
use crate::state::App;
use crate::storage::disposition;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, client, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/account", web::get().to(show_account))
        .route("/settings/account/export", web::post().to(request_export))
        .route("/settings/account/export", web::get().to(fetch_export))
        .route("/settings/account/deletion", web::post().to(delete_account));
}

async fn show_account(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    show(&app, page, &viewer, Reply::ok()).await
}

async fn show(app: &App, page: Page, viewer: &Viewer, reply: Reply) -> Result<HttpResponse> {
    let id = viewer.id;
    let load = move |conn: &mut _| {
        let factor = has_second_factor(conn, id)?;
        Ok((export::of(conn, id)?, Standing::of(conn, id)?, factor))
    };
    let loaded = app.db.run(load).await?;
    html_with(reply.status, &AccountPage::new(page, loaded, reply.errors))
}

async fn request_export(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    export::request(&app, &viewer).await?;
    let asked = fl!(page.l, "own-data-export-asked");
    Ok(see_other("/settings/account").with_flash(Flash::notice(asked)))
}

async fn fetch_export(app: App, viewer: Viewer) -> Result<HttpResponse> {
    let ready = export::read(&app, &viewer).await?;
    let name = format!("lectern-{}.{}", viewer.username, ready.ending);
    Ok(HttpResponse::Ok()
        .content_type(format!("application/{}", ready.ending))
        .insert_header((header::CONTENT_DISPOSITION, disposition(false, &name)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(SizedStream::new(ready.size, ready.content)))
}

async fn delete_account(
    app: App,
    page: Page,
    viewer: Viewer,
    session: Session,
    request: HttpRequest,
    Form(proof): Form<OwnerProof>,
) -> Result<HttpResponse> {
    let deleted = deletion::delete(&app, &viewer, client::address(&request), proof).await;
    if let Err(reply) = Reply::sort(deleted, "")? {
        return show(&app, page, &viewer, reply).await;
    }
    session.purge();
    let done = fl!(page.l, "own-data-deleted");
    let mut answer = see_other("/").with_flash(Flash::success(done));
    client::clear_site_data(&mut answer);
    Ok(answer)
}
