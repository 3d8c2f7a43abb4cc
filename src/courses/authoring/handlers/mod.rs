//! The addresses of authoring. Writes answer 303 to where their result is seen, or the form again with what to mend.

mod courses;
mod handouts;
mod lessons;
mod outline;
mod people;
mod publication;
mod subtitles;
mod versions;

use actix_web::Resource;
use actix_web::web::{PayloadConfig, ServiceConfig, get, post, resource};

/// Forms with a long text: 200,000 characters, each of which may take nine bytes in a form.
const LONG_FORM: usize = 2 * 1024 * 1024;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/teaching", get().to(courses::list_taught))
        .route("/courses/new", get().to(courses::new_course))
        .service(
            long_form("/courses")
                .guard(actix_web::guard::Post())
                .route(post().to(courses::create_course)),
        )
        .service(
            long_form("/courses/{course}/edit")
                .route(get().to(courses::edit_course))
                .route(post().to(courses::update_course)),
        )
        .route("/courses/{course}/cover", post().to(courses::replace_cover))
        .route(
            "/courses/{course}/cover/removal",
            post().to(courses::remove_cover),
        )
        .route(
            "/courses/{course}/publication",
            get().to(publication::show_publication),
        )
        .route(
            "/courses/{course}/publication",
            post().to(publication::update_publication),
        )
        .route(
            "/courses/{course}/deletion",
            post().to(publication::delete_course),
        )
        .route(
            "/courses/{course}/seats",
            post().to(publication::update_seats),
        )
        .route("/courses/{course}/owner", post().to(people::update_owner))
        .route("/courses/{course}/people", get().to(people::list_people))
        .route("/courses/{course}/staff", post().to(people::create_staff))
        .route(
            "/courses/{course}/staff/{person}/deletion",
            post().to(people::delete_staff),
        )
        .route("/courses/{course}/outline", get().to(outline::show_outline))
        .route(
            "/courses/{course}/sections",
            post().to(outline::create_section),
        )
        .route(
            "/courses/{course}/sections/{section}/title",
            post().to(outline::rename_section),
        )
        .route(
            "/courses/{course}/sections/{section}/position",
            post().to(outline::move_section),
        )
        .route(
            "/courses/{course}/sections/{section}/deletion",
            post().to(outline::delete_section),
        )
        .route(
            "/courses/{course}/lessons",
            post().to(outline::create_lesson),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/title",
            post().to(outline::rename_lesson),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/position",
            post().to(outline::move_lesson),
        )
        .service(
            long_form("/courses/{course}/lessons/{lesson}/edit")
                .route(get().to(lessons::edit_lesson))
                .route(post().to(lessons::update_lesson)),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/completion-rules",
            post().to(lessons::update_completion),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/file",
            post().to(lessons::replace_file),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/link",
            post().to(lessons::update_link),
        )
        .configure(versions::routes)
        .configure(handouts::routes)
        .route(
            "/courses/{course}/lessons/{lesson}/subtitles",
            post().to(subtitles::replace_subtitles),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/subtitles/{language}/deletion",
            post().to(subtitles::delete_subtitles),
        )
        .route(
            "/courses/{course}/lessons/{lesson}/deletion",
            post().to(lessons::delete_lesson),
        )
        .service(long_form("/markdown/preview").route(post().to(lessons::preview_markdown)));
}

fn long_form(path: &str) -> Resource {
    resource(path).app_data(PayloadConfig::new(LONG_FORM))
}
