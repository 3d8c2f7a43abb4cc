//! The address of a lesson.

use actix_web::{HttpResponse, web};

use super::reading::Reading;
use super::views::LessonPage;
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}",
        web::get().to(show_lesson),
    );
}

async fn show_lesson(
    app: App,
    page: Page,
    path: web::Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    let ((course, lesson), viewer, shared) = (path.into_inner(), page.viewer.clone(), app.clone());
    let reading = app
        .db
        .run(move |conn| Reading::of(conn, &shared.shared, viewer.as_ref(), course, lesson))
        .await?;
    html(&LessonPage::new(page, reading))
}
