//! `/payments/{gateway}/webhook`: where gateways tell what happened.
//!
//! The signature says who is calling, so `web::csrf` lets these requests through. An answer other than 2xx makes the
//! gateway tell it again later, and none is given before the commit.

use actix_web::http::header::ContentType;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};

use super::named;
use crate::error::{AppError, Result};
use crate::orders::model::GatewayName;
use crate::orders::settling;
use crate::realtime;
use crate::state::App;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/payments/{gateway}/webhook", web::post().to(create_notice));
}

async fn create_notice(
    app: App,
    request: HttpRequest,
    gateway: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse> {
    let name = GatewayName::from_name(&gateway).ok_or(AppError::NotFound)?;
    let gateway = named(&app, name)?;
    if let Some(notice) = gateway.read(request.headers(), &body)? {
        let out = app
            .db
            .run(move |conn| settling::record(conn, name, &notice))
            .await?;
        if let Some(user) = out {
            realtime::recheck(&app, user).await;
        }
    }
    Ok(HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body(gateway.thanks()))
}
