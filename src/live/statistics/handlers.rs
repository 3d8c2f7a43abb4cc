//! The teacher's page about one class.

use actix_web::{HttpResponse, web};

use super::attendance;
use super::views::Statistics;
use crate::csv;
use crate::error::Result;
use crate::live::{RoomId, studio};
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/statistics", web::get().to(show_statistics))
        .route(
            "/live/{room}/statistics/attendance.csv",
            web::get().to(download_attendance),
        );
}

async fn show_statistics(
    app: App,
    page: Page,
    viewer: Viewer,
    room: web::Path<RoomId>,
) -> Result<HttpResponse> {
    let statistics = app
        .db
        .run(move |conn| {
            let room = studio::run_by(conn, &viewer, *room)?;
            Statistics::load(conn, page, room)
        })
        .await?;
    html(&statistics)
}

async fn download_attendance(
    app: App,
    page: Page,
    viewer: Viewer,
    room: web::Path<RoomId>,
) -> Result<HttpResponse> {
    let (name, table) = app
        .db
        .run(move |conn| {
            let room = studio::run_by(conn, &viewer, *room)?;
            let table = attendance::table(conn, &page, &room)?;
            Ok((room.title, table))
        })
        .await?;
    Ok(csv::download(&name, table))
}
