//! What a supervisor asks: does the process live, can it serve, how is it doing.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{client, metrics};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/healthz", web::get().to(show_health))
        .route("/readyz", web::get().to(show_readiness))
        .route("/metrics", web::get().to(show_metrics));
}

/// 200 as long as the process answers at all.
async fn show_health() -> &'static str {
    "ok"
}

/// 200 while requests can be served; 503 while the database is away or the program is stopping. Without Redis they can
/// be served, so that is told in words alone.
async fn show_readiness(app: App) -> Result<&'static str> {
    if app.is_stopping() {
        return Err(AppError::Unavailable);
    }
    app.db.run(|conn| Ok(crate::db::is_ready(conn)?)).await?;
    Ok(match app.hub.bus().is_cut_off() {
        false => "ready",
        true => "ready; Redis is away: what other nodes write comes with some seconds' delay",
    })
}

/// For a scraper on this machine alone; to anybody else the page does not exist.
async fn show_metrics(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let is_local = client::address(&request).is_some_and(|address| address.is_loopback());
    if !is_local {
        return Err(AppError::NotFound);
    }
    metrics::look(&app).await;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(metrics::text()))
}
