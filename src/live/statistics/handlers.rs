//! The teacher's page about one class.

use actix_web::{HttpResponse, web};

use super::views::Statistics;
use crate::error::Result;
use crate::live::{RoomId, studio};
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/statistics", web::get().to(show_statistics));
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
