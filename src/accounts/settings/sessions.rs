//! Where a person is signed in, and ending it there (security row S3).

use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use i18n_embed_fl::fl;

use super::views::SessionsPage;
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::session::{self, hash_of_request};
use crate::web::{Flash, Page, Respond, Viewer, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/sessions", web::get().to(list_sessions))
        .route("/settings/sessions/end", web::post().to(end_others))
        .route(
            "/settings/sessions/{session}/end",
            web::post().to(end_session),
        );
}

async fn list_sessions(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let id = viewer.id;
    let sessions = app
        .db
        .run(move |conn| Ok(session::open_of(conn, id)?))
        .await?;
    html(&SessionsPage::new(
        page,
        sessions,
        hash_of_request(&request),
    ))
}

/// Ends every session but the one that asks.
async fn end_others(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let id = viewer.id;
    let own = hash_of_request(&request).ok_or(AppError::SignInRequired)?;
    let ended = app
        .db
        .run(move |conn| Ok(session::end_others(conn, id, &own)?))
        .await?;
    app.sessions.forget(id, ended);
    let done = fl!(page.l, "accounts-sessions-ended");
    Ok(see_other("/settings/sessions").with_flash(Flash::success(done)))
}

/// Ends one session of the viewer's own, known by the hash of its id: that opens nothing.
async fn end_session(app: App, viewer: Viewer, name: web::Path<String>) -> Result<HttpResponse> {
    let hash = URL_SAFE_NO_PAD
        .decode(name.as_bytes())
        .map_err(|_| AppError::NotFound)?;
    let (id, ended) = (viewer.id, hash.clone());
    let was_there = app
        .db
        .run(move |conn| Ok(session::end_one(conn, id, &hash)?))
        .await?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    app.sessions.forget(id, vec![ended]);
    Ok(see_other("/settings/sessions"))
}

/// What a session is called in addresses.
pub(super) fn name_of(hash: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(hash)
}
