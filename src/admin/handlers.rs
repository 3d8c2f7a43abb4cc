//! The pages of administrators.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::accounts;
use crate::admin::views::{Components, People};
use crate::admin::{mails, system};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Respond, Role, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(mails::routes)
        .configure(super::applications::routes)
        .configure(system::routes)
        .route("/admin", web::get().to(show_admin))
        .route("/admin/components", web::get().to(show_components))
        .route("/admin/people", web::get().to(list_people))
        .route("/admin/people/{id}/role", web::post().to(update_role))
        .route(
            "/admin/people/{id}/suspension",
            web::post().to(update_suspension),
        )
        .route(
            "/admin/people/{id}/two-factor/removal",
            web::post().to(reset_second_factor),
        )
        .configure(super::categories::routes);
}

async fn show_admin(_: Admin) -> HttpResponse {
    see_other("/admin/people")
}

/// Every component in both themes: what the browser tests photograph.
async fn show_components(page: Page, _: Admin) -> Result<HttpResponse> {
    html(&Components::new(page))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    before: Option<i64>,
}

async fn list_people(
    app: App,
    page: Page,
    admin: Admin,
    query: web::Query<Search>,
) -> Result<HttpResponse> {
    let Search { q, before } = query.into_inner();
    let words = q.clone();
    let (people, guarded) = app
        .db
        .run(move |conn| {
            let people = accounts::list_people(conn, &admin, &words, before)?;
            let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
            let guarded = accounts::with_second_factor(conn, &admin, &ids)?;
            Ok((people, guarded))
        })
        .await?;
    html(&People::new(page, q, people, guarded))
}

#[derive(Deserialize)]
struct RoleForm {
    role: String,
}

async fn update_role(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<i64>,
    Form(form): Form<RoleForm>,
) -> Result<HttpResponse> {
    let role = Role::from_name(&form.role).ok_or(AppError::NotFound)?;
    accounts::set_role(&app, &admin, *id, role).await?;
    Ok(see_other("/admin/people").with_flash(Flash::success(fl!(page.l, "admin-role-saved"))))
}

#[derive(Deserialize)]
struct SuspensionForm {
    suspended: bool,
}

async fn update_suspension(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<i64>,
    Form(form): Form<SuspensionForm>,
) -> Result<HttpResponse> {
    accounts::set_suspended(&app, &admin, *id, form.suspended).await?;
    Ok(
        see_other("/admin/people")
            .with_flash(Flash::success(fl!(page.l, "admin-suspension-saved"))),
    )
}

async fn reset_second_factor(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<i64>,
) -> Result<HttpResponse> {
    accounts::reset_second_factor(&app, &admin, *id).await?;
    let done = fl!(page.l, "admin-second-factor-done");
    Ok(see_other("/admin/people").with_flash(Flash::success(done)))
}
