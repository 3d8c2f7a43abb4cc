//! `/courses/{course}/analytics`, for the staff of the course.

use actix_web::{Handler, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::tables::Table;
use super::views::ShowAnalytics;
use super::{export, learner};
use crate::courses::{CourseId, LessonId};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/analytics",
        web::get().to(show_analytics),
    )
    .route(
        r"/courses/{course:\d+}/analytics.csv",
        web::get().to(export_analytics),
    )
    .route(
        r"/courses/{course:\d+}/analytics/days.csv",
        web::get().to(export_table(Table::Days)),
    )
    .route(
        r"/courses/{course:\d+}/analytics/lessons.csv",
        web::get().to(export_table(Table::Lessons)),
    )
    .route(
        r"/courses/{course:\d+}/analytics/video.csv",
        web::get().to(export_table(Table::Video)),
    )
    .route(
        r"/courses/{course:\d+}/analytics/stopped.csv",
        web::get().to(export_table(Table::Stopped)),
    )
    .configure(learner::routes);
}

/// What the page is asked for; what can't be read counts as not asked.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// After how many days without a visit somebody has stopped.
    days: String,
    /// The video whose curve is shown.
    video: String,
}

impl Asked {
    pub fn days(&self) -> i32 {
        let days = self.days.parse().ok();
        days.filter(|days| (1..=365).contains(days)).unwrap_or(14)
    }

    pub fn video(&self) -> Option<LessonId> {
        self.video.parse().ok()
    }
}

async fn show_analytics(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| ShowAnalytics::load(conn, page, &viewer, *course, &asked);
    html(&app.db.run(load).await?)
}

async fn export_analytics(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
) -> Result<HttpResponse> {
    let (id, l) = (*course, page.l);
    let write = move |conn: &mut _| export::write(conn, &page, &viewer, id);
    let name = format!("{}-{id}", fl!(l, "analytics-file-name"));
    Ok(csv::download(&name, app.db.run(write).await?))
}

/// The handler of one table.
fn export_table(
    table: Table,
) -> impl Handler<
    (App, Page, Viewer, web::Path<CourseId>, web::Query<Asked>),
    Output = Result<HttpResponse>,
> {
    move |app: App,
          page: Page,
          viewer: Viewer,
          course: web::Path<CourseId>,
          asked: web::Query<Asked>| export(app, page, viewer, *course, asked, table)
}

async fn export(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    asked: web::Query<Asked>,
    table: Table,
) -> Result<HttpResponse> {
    let name = format!("{}-{course}", table.name(page.l));
    let write = move |conn: &mut _| table.write(conn, &page, &viewer, course, &asked);
    Ok(csv::download(&name, app.db.run(write).await?))
}
