//! Certificates: given to whoever completes a course that gives them, verified by anybody who has their code, revoked by
//! the course's teachers.
//!
//! What a certificate says is frozen on the day it is given; a name changed later changes none. It is given in the
//! transaction that completes the course, once, and only ever revoked, never deleted or given again.

mod fonts;
mod handlers;
mod issuing;
mod pdf;
mod queries;
mod revoking;
mod sheet;
mod type_setting;
mod views;

pub use fonts::Fonts;
pub use handlers::routes;
pub use issuing::{issue, issue_missing};
pub use queries::{Certificate, of_learner};
