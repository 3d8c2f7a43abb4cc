//! `/courses/{course}/analytics/learners/{learner}`.

use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpResponse, web};

use super::export;
use super::views::ShowLearner;
use crate::courses::CourseId;
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, UserId, Viewer, html};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/analytics/learners/{learner:\d+}",
        web::get().to(show_learner),
    )
    .route(
        r"/courses/{course:\d+}/analytics/learners/{learner:\d+}.csv",
        web::get().to(export_learner),
    );
}

async fn show_learner(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, UserId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let load = move |conn: &mut _| ShowLearner::load(conn, page, &viewer, ids);
    html(&app.db.run(load).await?)
}

async fn export_learner(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, UserId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let write = move |conn: &mut _| export::write(conn, &page, &viewer, ids);
    let (name, table) = app.db.run(write).await?;
    Ok(csv::download(&name, table))
}
