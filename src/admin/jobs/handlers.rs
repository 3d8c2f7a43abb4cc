//! The page of jobs.

use actix_web::{HttpResponse, web};
use diesel::Connection;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;
use serde_json::json;

use super::queries::{self, Filter};
use super::views::{self, Jobs};
use crate::audit::Act;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Respond, html, listing, see_other};
use crate::{csv, jobs};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/jobs", web::get().to(list_jobs))
        .route("/admin/jobs.csv", web::get().to(export_failed))
        .route("/admin/jobs/retry", web::post().to(retry_all))
        .route("/admin/jobs/{job}/retry", web::post().to(retry_job))
        .route("/admin/jobs/{job}/deletion", web::post().to(drop_job));
}

async fn list_jobs(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let filter = filter.into_inner();
    let asked = filter.clone();
    let find = move |conn: &mut _| queries::both(conn, &admin, &asked, listing::PAGE as i64 + 1);
    let (dead, kinds) = app.db.run(find).await?;
    html(&Jobs::new(page, filter, kinds, dead))
}

async fn export_failed(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), queries::failed).await?;
    Ok(csv::download("failed-jobs", views::csv(page.l, &rows)))
}

#[derive(Deserialize)]
struct Which {
    /// The kind of job; empty for all.
    #[serde(default)]
    job: String,
}

async fn retry_all(
    app: App,
    page: Page,
    admin: Admin,
    Form(which): Form<Which>,
) -> Result<HttpResponse> {
    let count = app
        .db
        .run(move |conn| conn.transaction(|conn| revive(conn, &admin, &which.job)))
        .await?;
    let done = fl!(page.l, "admin-jobs-retried-all", count = count);
    Ok(see_other("/admin/jobs").with_flash(Flash::success(done)))
}

fn revive(conn: &mut PgConnection, admin: &Admin, job: &str) -> Result<usize> {
    let count = jobs::retry_all(conn, job)?;
    Act::of(admin.0.id, "job.retry_all", "job", job)
        .with(json!({ "count": count }))
        .write(conn)?;
    Ok(count)
}

async fn retry_job(app: App, page: Page, admin: Admin, id: web::Path<i64>) -> Result<HttpResponse> {
    settle(&app, admin, *id, "job.retry", jobs::retry).await?;
    let done = fl!(page.l, "admin-jobs-retried");
    Ok(see_other("/admin/jobs").with_flash(Flash::success(done)))
}

async fn drop_job(app: App, page: Page, admin: Admin, id: web::Path<i64>) -> Result<HttpResponse> {
    settle(&app, admin, *id, "job.drop", jobs::drop_dead_letter).await?;
    let done = fl!(page.l, "admin-jobs-dropped");
    Ok(see_other("/admin/jobs").with_flash(Flash::success(done)))
}

/// Does it to a dead letter and notes that, in one transaction.
async fn settle(
    app: &App,
    admin: Admin,
    id: i64,
    action: &'static str,
    act: fn(&mut PgConnection, i64) -> Result<String>,
) -> Result<()> {
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                let name = act(conn, id)?;
                Act::of(admin.0.id, action, "job", id)
                    .with(json!({ "name": name }))
                    .write(conn)
            })
        })
        .await
}
