//! Assignments: what a course asks for, and what its learners hand in.
//!
//! An assignment is a lesson of that kind. A learner writes a draft that nobody else sees; handing it in makes a version
//! that is never changed, and the staff see versions alone. What is late or closed is told by the database's clock. What
//! a grader makes of a version goes to the grade book, and reaches its learner once the column there is posted.

mod assignment;
mod copying;
mod feedback;
mod files;
mod grade;
mod grading;
mod handing_in;
mod late;
mod points;
mod rubric;
mod settings;

use actix_web::web::ServiceConfig;

pub use copying::copy;
pub use files::may_read_media;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(settings::routes)
        .configure(handing_in::routes)
        .configure(rubric::routes)
        .configure(grading::routes);
}
