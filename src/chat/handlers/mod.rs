//! The addresses of chat.

mod delivery;
mod editing;
mod members;
mod messages;
mod pins;
mod rooms;

use actix_web::web;

use super::{groups, moderation, search};

pub(in crate::chat) use members::people_of;

pub fn routes(cfg: &mut web::ServiceConfig) {
    groups::routes(cfg);
    cfg.route("/chat", web::get().to(rooms::list_rooms))
        .route("/chat/badge", web::get().to(rooms::show_badge))
        .route("/chat/search", web::get().to(search::search_messages))
        .route("/chat/rooms", web::get().to(rooms::list_rooms_again))
        .route("/chat/courses/{id}", web::get().to(rooms::find_course_room))
        .route("/chat/people/{id}", web::post().to(rooms::open_direct))
        .route("/chat/rooms/{id}", web::get().to(rooms::show_room))
        .route(
            "/chat/rooms/{id}/people",
            web::get().to(members::list_people),
        )
        .route(
            "/chat/rooms/{id}/mentions",
            web::get().to(members::list_mentions),
        )
        .route(
            "/chat/rooms/{id}/typing",
            web::post().to(members::tell_typing),
        )
        .route("/chat/rooms/{id}/level", web::post().to(rooms::set_level))
        .route("/chat/rooms/{id}/read", web::post().to(rooms::mark_read))
        .route(
            "/chat/rooms/{id}/messages",
            web::post().to(messages::create_message),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}",
            web::post().to(editing::update_message),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/edit",
            web::get().to(editing::edit_message),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/revisions",
            web::get().to(editing::list_revisions),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/pin",
            web::post().to(pins::pin_message),
        )
        .route(
            "/chat/rooms/{id}/moderation",
            web::get().to(moderation::show_moderation),
        )
        .route(
            "/chat/rooms/{id}/moderation",
            web::post().to(moderation::update_rules),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/mute",
            web::post().to(moderation::mute_member),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/ban",
            web::post().to(moderation::ban_member),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/pardon",
            web::post().to(moderation::pardon_member),
        )
        .route(
            "/chat/rooms/{id}/people/{user}/deletion",
            web::post().to(moderation::delete_messages_of),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/report",
            web::get().to(moderation::new_report),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/report",
            web::post().to(moderation::report_message),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/dismissal",
            web::post().to(moderation::dismiss_reports),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/restoration",
            web::post().to(moderation::restore_message),
        )
        .route(
            "/chat/rooms/{id}/held/{held}/approval",
            web::post().to(moderation::approve_message),
        )
        .route(
            "/chat/rooms/{id}/held/{held}/refusal",
            web::post().to(moderation::refuse_message),
        )
        .route("/chat/rooms/{id}/pins", web::get().to(pins::list_pins))
        .route(
            "/chat/rooms/{id}/messages/{message}/deletion",
            web::post().to(messages::delete_message),
        )
        .route(
            "/chat/rooms/{id}/messages/{message}/reactions",
            web::post().to(messages::toggle_reaction),
        )
        .route(
            "/chat/rooms/{id}/changes",
            web::get().to(delivery::list_changes),
        )
        .route(
            "/chat/rooms/{id}/socket",
            web::get().to(delivery::open_socket),
        );
}
