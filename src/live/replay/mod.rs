//! A class watched again: the film, the danmaku over it at the moments they were written for, the talk beside it.
//!
//! Messages are fetched in parts of five minutes of film, so a replay of any length opens at once. Who may watch the
//! class may watch its replay, unless it is hidden; then the staff still may.

mod density;
mod editing;
mod film;
mod handlers;
mod lessons;
mod marks;
mod parts;
mod practising;
mod views;
mod watching;

use actix_web::web::ServiceConfig;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(handlers::routes)
        .configure(practising::routes);
}
