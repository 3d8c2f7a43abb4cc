//! Courses: the catalogue, who is enrolled, what is learnt in them and how far each learner is.
//!
//! Every course and lesson is reached through the person asking ([`visible`], [`managed`], [`may_study`]): what they may
//! not see does not exist for them. Rights come from `course_staff` and `enrollments`; of the roles on the platform only
//! admin counts, and it opens no lesson. This subject knows no orders, rooms or live classes; those ask it.

mod access;
mod model;

use actix_web::web::ServiceConfig;

pub use access::{is_enrolled, managed, may_study, staff_role, visible, visible_to};
pub use model::{
    Category, CategoryId, Course, CourseId, Language, Lesson, LessonId, LessonKind, Level,
    ProgressStatus, Section, SectionId, StaffRole, Status,
};

pub fn routes(_: &mut ServiceConfig) {}
