//! The address of a course.

use actix_web::{HttpResponse, web};

use super::related::Related;
use super::views::CoursePage;
use crate::courses::CourseId;
use crate::courses::sheet::Sheet;
use crate::courses::standing::Standing;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(r"/courses/{course:\d+}", web::get().to(show_course));
}

async fn show_course(app: App, page: Page, course: web::Path<CourseId>) -> Result<HttpResponse> {
    let (id, viewer, shared) = (course.into_inner(), page.viewer.clone(), app.clone());
    let locale = page.locale;
    let (standing, sheet, related) = app
        .db
        .run(move |conn| {
            let standing = Standing::of(conn, viewer.as_ref(), id)?;
            let sheet = Sheet::of(&shared.shared, conn, id, standing.version)?;
            let related = Related::of(&shared.shared, conn, &sheet.course, locale)?;
            Ok((standing, sheet, related))
        })
        .await?;
    html(&CoursePage::new(page, sheet, standing, related))
}
