//! Courses: the catalogue, who is enrolled, what is learnt in them and how far each learner is.
//!
//! Every course and lesson is reached through the person asking ([`visible`], [`managed`], [`may_study`]): what they may
//! not see does not exist for them. Rights come from `course_staff` and `enrollments`; of the roles on the platform only
//! admin counts, and it opens no lesson. This subject knows no orders, rooms or live classes; those ask it.

mod access;
mod analytics;
mod audit;
mod authoring;
mod card;
mod catalogue;
mod category;
mod certificates;
mod chapters;
mod copied;
mod copying;
mod cover;
mod danmaku;
mod enrolment;
mod external;
mod files;
mod finishing;
mod forgetting;
mod handouts;
mod index;
mod learning;
mod lesson;
mod lessons;
mod locks;
mod model;
mod muting;
mod news;
mod notes;
mod pricing;
mod progress;
mod reviews;
mod roster;
mod sheet;
mod show;
mod standing;
mod subtitles;

use actix_web::web::ServiceConfig;

use crate::state::App;

pub use access::{
    is_enrolled, learner_named, lesson_to_study, managed, may_study, staff_role, visible,
    visible_to,
};
pub use analytics::Plot;
pub use authoring::{add_replay, replay_lesson, staffed};
pub use card::{CourseCard, popular, taught_by};
pub use category::{
    CategoryCounts, CategoryForm, CategoryTree, Node as CategoryNode, Removal as CategoryRemoval,
    Shift as CategoryShift, TopCategory, add_category, categories, place_category, removal_of,
    remove_category, rename_category, shift_category,
};
pub use certificates::Fonts as CertificateFonts;
pub use copied::{Copied, Ids};
pub use copying::{CopyForm, copy};
pub use danmaku::{
    delete_reported as delete_reported_danmaku, dismiss_reported as dismiss_reported_danmaku,
    restore_reported as restore_reported_danmaku,
};
pub use enrolment::{end as end_enrolment, enrol, of_order};
pub use files::may_read_media;
pub use finishing::share_done;
pub use forgetting::forget;
pub use index::reindex;
pub use learning::{LearntCourse, continue_learning};
pub use model::{
    Category, CategoryId, Course, CourseId, Language, Lesson, LessonId, LessonKind, Level,
    ProgressStatus, Section, SectionId, StaffRole, Status,
};
pub use news::TellOfLessons;
pub use pricing::set_price;
pub use progress::recount as recount_course;
pub use progress::{
    RecountCourse, record_attendance, record_post, record_score, record_scores, record_submission,
};
pub use reviews::{
    Rating, dismiss as dismiss_review_reports, hide as hide_review, restore as restore_review,
};

/// The topic of [`Shared`](crate::web::shared::Shared) that holds pages of the catalogue.
const CATALOGUE: &str = "catalogue";

/// Makes this node show the catalogue as it is now. To be called after the commit of whatever changes it: publishing,
/// archiving, another title, cover or category.
pub fn forget_catalogue(app: &App) {
    app.shared.forget(CATALOGUE);
}

/// Makes this node show the tree of categories as it is now, in lists and on the pages of courses. To be called after the
/// commit of whatever changes it.
pub fn forget_categories(app: &App) {
    forget_catalogue(app);
    app.shared.forget(sheet::TOPIC);
}

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(catalogue::routes)
        .configure(show::routes)
        .configure(cover::routes)
        .configure(enrolment::routes)
        .configure(lessons::routes)
        .configure(subtitles::routes)
        .configure(notes::routes)
        .configure(danmaku::routes)
        .configure(progress::routes)
        .configure(learning::routes)
        .configure(certificates::routes)
        .configure(reviews::routes)
        .configure(muting::routes)
        .configure(analytics::routes)
        .configure(roster::routes)
        .configure(authoring::routes);
}
