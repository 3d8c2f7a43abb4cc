//! Every address of the program, subject by subject; each subject's own table stands first in its `handlers.rs`.

use actix_web::web::ServiceConfig;

use crate::{
    accounts, admin, assignments, calendar, chat, copying, courses, gradebook, home, live, media,
    notifications, orders, own_data, quizzes, site, web,
};

pub fn mount(cfg: &mut ServiceConfig) {
    // The router tries one address after another: what players and pages ask all the time stands first.
    cfg.configure(live::playback_routes)
        .configure(web::assets::routes)
        .configure(web::health::routes)
        .configure(home::routes)
        .configure(courses::routes)
        .configure(chat::routes)
        .configure(live::routes)
        .configure(notifications::routes)
        .configure(accounts::routes)
        .configure(gradebook::routes)
        .configure(quizzes::routes)
        .configure(assignments::routes)
        .configure(copying::routes)
        .configure(orders::routes)
        .configure(calendar::routes)
        .configure(own_data::routes)
        .configure(media::routes)
        .configure(admin::routes)
        .configure(site::routes);
}
