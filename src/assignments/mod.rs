//! Assignments: what a course asks for, and what its learners hand in.
//!
//! An assignment is a lesson of that kind. A learner writes a draft that nobody else sees; handing it in makes a version
//! that is never changed, and the staff see versions alone. What is late or closed is told by the database's clock.

mod assignment;
mod copying;
mod grade;
mod handing_in;
mod late;
mod points;
mod reading;
mod settings;

use actix_web::web::ServiceConfig;

pub use copying::copy;
pub use handing_in::may_read_media;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(settings::routes)
        .configure(handing_in::routes)
        .configure(reading::routes);
}
