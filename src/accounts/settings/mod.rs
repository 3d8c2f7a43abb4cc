//! What a person may change about their own account, page by page.

mod avatar;
mod handlers;
mod password;
mod profile;
mod sessions;
mod views;

use actix_web::web;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(handlers::routes)
        .configure(avatar::routes)
        .configure(password::routes)
        .configure(sessions::routes);
}
