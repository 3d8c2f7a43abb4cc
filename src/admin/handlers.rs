//! Where the pages of administration are, and the page of components.

use actix_web::{HttpResponse, web};

use super::views::Components;
use crate::error::Result;
use crate::web::{Admin, Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(super::mails::routes)
        .configure(super::applications::routes)
        .configure(super::system::routes)
        .configure(super::people::routes)
        .configure(super::jobs::routes)
        .configure(super::audit::routes)
        .configure(super::figures::routes)
        .configure(super::courses::routes)
        .configure(super::live::routes)
        .configure(super::reports::routes)
        .configure(super::words::routes)
        .configure(super::announcements::routes)
        .configure(super::settings::routes)
        .route("/admin/components", web::get().to(show_components))
        .configure(super::categories::routes);
}

/// Every component in both themes: what the browser tests photograph.
async fn show_components(page: Page, _: Admin) -> Result<HttpResponse> {
    html(&Components::new(page))
}
