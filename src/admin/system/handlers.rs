//! The page of the system.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use tokio::time::timeout;

use super::views::{Seen, System};
use crate::chat;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Page, html, metrics};

/// A store that takes longer to answer is away as far as the page goes.
const PATIENCE: Duration = Duration::from_secs(3);

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/system", web::get().to(show_system));
}

async fn show_system(app: App, page: Page, _: Admin) -> Result<HttpResponse> {
    let archive = app.db.run(chat::sum_up_archive).await?;
    let store = timeout(PATIENCE, app.storage.check()).await;
    let seen = Seen {
        archive,
        is_store_there: matches!(store, Ok(Ok(()))),
        sockets: metrics::SOCKETS.get(),
    };
    html(&System::new(page, &app, seen))
}
