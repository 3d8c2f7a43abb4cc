//! The first page.

use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;

use crate::error::Result;
use crate::home::views::{Home, Shelves};
use crate::state::App;
use crate::web::{Page, Viewer, html};
use crate::{calendar, courses, live};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/", web::get().to(show_home))
        .configure(super::person::routes);
}

async fn show_home(app: App, page: Page) -> Result<HttpResponse> {
    let viewer = page.viewer.clone();
    let shelves = app
        .db
        .run(move |conn| fill_shelves(conn, viewer.as_ref()))
        .await?;
    html(&Home::new(page, shelves))
}

fn fill_shelves(conn: &mut PgConnection, viewer: Option<&Viewer>) -> Result<Shelves> {
    Ok(Shelves {
        recent: match viewer {
            Some(viewer) => courses::continue_learning(conn, viewer, 2)?,
            None => Vec::new(),
        },
        next_up: match viewer {
            Some(viewer) => calendar::next_up(conn, viewer.id, 4)?,
            None => Vec::new(),
        },
        on_now: live::on_now(conn, viewer, 3)?,
        upcoming: live::upcoming(conn, viewer, 3)?,
        popular: courses::popular(conn, 8)?,
        categories: courses::categories(conn)?,
    })
}
