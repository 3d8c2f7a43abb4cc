//! `/courses/{course}/grades`.

use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpResponse, web};

use super::OwnGrades;
use super::views::ShowOwnGrades;
use crate::courses::CourseId;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/grades",
        web::get().to(show_own_grades),
    );
}

async fn show_own_grades(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    let own = app
        .db
        .run(move |conn| OwnGrades::find(conn, &viewer, *course))
        .await?;
    html(&ShowOwnGrades::new(page, own))
}
