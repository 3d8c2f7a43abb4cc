//! `/courses/{course}/gradebook/changes`.

use actix_web::web::{Path, Query, ServiceConfig};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::list::Asked;
use super::views::{self, ShowChanges};
use crate::courses::CourseId;
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/gradebook/changes",
        web::get().to(list_changes),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/changes.csv",
        web::get().to(export_changes),
    );
}

async fn list_changes(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| ShowChanges::load(conn, page, &viewer, *course, asked);
    html(&app.db.run(load).await?)
}

async fn export_changes(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse> {
    let (id, name) = (*course, fl!(page.l, "gradebook-changes"));
    let write = move |conn: &mut _| views::write(conn, &page, &viewer, id, &asked);
    Ok(csv::download(
        &format!("{name}-{id}"),
        app.db.run(write).await?,
    ))
}
