//! The address of the analysis.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::views::Analysis;
use crate::courses::CourseId;
use crate::error::Result;
use crate::quizzes::quiz::QuizId;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/quizzes/{quiz}/analysis",
        web::get().to(show_analysis),
    );
}

async fn show_analysis(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, QuizId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let shown = app
        .db
        .run(move |conn| Analysis::load(conn, page, &viewer, ids))
        .await?;
    html(&shown)
}
