//! The grade book: what each learner of a course got for each item, and what that makes in total.
//!
//! Quizzes and assignments keep an item of their own and [`record`] into it, in their transactions; the course's staff fill
//! the others by hand. Each change of a grade leaves a line in `grade_changes`, which a trigger writes and guards: no path
//! can forget it. Until an item is posted, nothing of it reaches a learner. Points are decimals, never floats. This subject
//! knows neither quizzes nor assignments.

mod book;
mod cell;
mod changes;
mod copying;
mod exchange;
mod items;
mod learners;
mod model;
mod own;
mod passing;
pub mod points;
mod recording;
mod scheme;
mod settings;
mod statistics;
pub mod total;

use actix_web::web::ServiceConfig;

pub use copying::copy;
pub use items::{add_item, change_item, max_points, note_graded, open_item, remove_item};
pub use model::{Item, ItemId, ItemKind};
pub use recording::{Given, Standing, give, record, standing};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(book::routes)
        .configure(cell::routes)
        .configure(settings::routes)
        .configure(statistics::routes)
        .configure(exchange::routes)
        .configure(changes::routes)
        .configure(own::routes);
}
