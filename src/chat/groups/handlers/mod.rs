//! The addresses of groups.

mod members;
mod rooms;

use actix_web::web;

/// Mounted before what takes any word for the id of a room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/chat/open", web::get().to(rooms::list_open))
        .route("/chat/rooms/new", web::get().to(rooms::new_group))
        .route("/chat/rooms", web::post().to(rooms::create_group))
        .route(
            "/chat/rooms/{id}/settings",
            web::get().to(rooms::show_settings),
        )
        .route(
            "/chat/rooms/{id}/settings",
            web::post().to(rooms::update_group),
        )
        .route(
            "/chat/rooms/{id}/closure",
            web::post().to(rooms::close_group),
        )
        .route(
            "/chat/rooms/{id}/membership",
            web::post().to(members::join_group),
        )
        .route(
            "/chat/rooms/{id}/departure",
            web::post().to(members::leave_group),
        )
        .route(
            "/chat/rooms/{id}/people",
            web::post().to(members::add_people),
        )
        .route(
            "/chat/rooms/{id}/candidates",
            web::get().to(members::list_candidates),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/removal",
            web::post().to(members::remove_member),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/role",
            web::post().to(members::set_role),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/ownership",
            web::post().to(members::hand_over),
        );
}
