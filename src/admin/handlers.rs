//! The front page of administration, and the page of components.

use actix_web::{HttpResponse, web};

use super::views::Components;
use crate::error::Result;
use crate::web::{Admin, Page, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(super::mails::routes)
        .configure(super::applications::routes)
        .configure(super::system::routes)
        .configure(super::people::routes)
        .configure(super::jobs::routes)
        .configure(super::audit::routes)
        .route("/admin", web::get().to(show_admin))
        .route("/admin/components", web::get().to(show_components))
        .configure(super::categories::routes);
}

async fn show_admin(_: Admin) -> HttpResponse {
    see_other("/admin/people")
}

/// Every component in both themes: what the browser tests photograph.
async fn show_components(page: Page, _: Admin) -> Result<HttpResponse> {
    html(&Components::new(page))
}
