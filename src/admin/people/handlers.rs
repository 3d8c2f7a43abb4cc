//! The list of people, the page of one, and what can be done there.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::page::PersonPage;
use super::queries;
use super::views::{self, People};
use crate::accounts::{self, PeopleFilter, Suspension};
use crate::csv;
use crate::error::{AppError, Result};
use crate::i18n::Text;
use crate::state::App;
use crate::text;
use crate::web::{
    Admin, Flash, Form, Page, Reply, Respond, Role, UserId, html_with, listing, see_other,
};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/people", web::get().to(list_people))
        .route("/admin/people.csv", web::get().to(export_people))
        .route("/admin/people/{id}", web::get().to(show_person))
        .route("/admin/people/{id}/role", web::post().to(update_role))
        .route(
            "/admin/people/{id}/suspension",
            web::post().to(update_suspension),
        )
        .route(
            "/admin/people/{id}/sessions/end",
            web::post().to(end_sessions),
        )
        .route(
            "/admin/people/{id}/two-factor/removal",
            web::post().to(reset_second_factor),
        );
}

async fn list_people(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<PeopleFilter>,
) -> Result<HttpResponse> {
    let show = |filter, people| People::new(page, filter, people);
    listing::show(
        &app,
        admin,
        filter.into_inner(),
        accounts::list_people,
        show,
    )
    .await
}

async fn export_people(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<PeopleFilter>,
) -> Result<HttpResponse> {
    let people = listing::all(&app, admin, filter.into_inner(), accounts::list_people).await?;
    Ok(csv::download("people", views::csv(page.l, &people)))
}

async fn show_person(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<UserId>,
) -> Result<HttpResponse> {
    show(
        &app,
        page,
        admin,
        *id,
        Reply::ok(),
        SuspensionForm::default(),
    )
    .await
}

async fn show(
    app: &App,
    page: Page,
    admin: Admin,
    id: UserId,
    reply: Reply,
    typed: SuspensionForm,
) -> Result<HttpResponse> {
    let about = app
        .db
        .run(move |conn| queries::about(conn, &admin, id))
        .await?;
    html_with(
        reply.status,
        &PersonPage::new(page, about, reply.errors, typed),
    )
}

#[derive(Deserialize)]
struct RoleForm {
    role: String,
    #[serde(default)]
    reason: String,
}

async fn update_role(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<UserId>,
    Form(form): Form<RoleForm>,
) -> Result<HttpResponse> {
    let role = Role::from_name(&form.role).ok_or(AppError::NotFound)?;
    let reason = shortened(&form.reason);
    accounts::set_role(&app, &admin, *id, role, reason).await?;
    Ok(back(&page, *id, text!("admin-role-saved")))
}

/// What was filled in beside the button that suspends or lets in again.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SuspensionForm {
    pub suspended: bool,
    pub reason: String,
    /// For how long; empty for until it is lifted.
    pub days: String,
}

impl SuspensionForm {
    fn read(&self) -> Result<Suspension> {
        let wrong = || AppError::invalid("days", text!("admin-suspension-days-wrong"));
        let days = match self.days.trim() {
            "" => None,
            typed => Some(typed.parse().map_err(|_| wrong())?),
        };
        let reason = self.reason.trim().to_owned();
        Ok(Suspension { reason, days })
    }

    async fn obey(&self, app: &App, admin: &Admin, person: UserId) -> Result<()> {
        match self.suspended {
            true => accounts::suspend(app, admin, person, self.read()?).await,
            false => accounts::restore(app, admin, person, shortened(&self.reason)).await,
        }
    }
}

async fn update_suspension(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<UserId>,
    Form(form): Form<SuspensionForm>,
) -> Result<HttpResponse> {
    match Reply::sort(form.obey(&app, &admin, *id).await, "reason")? {
        Ok(()) => Ok(back(&page, *id, text!("admin-suspension-saved"))),
        Err(reply) => show(&app, page, admin, *id, reply, form).await,
    }
}

async fn end_sessions(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<UserId>,
) -> Result<HttpResponse> {
    accounts::end_sessions(&app, &admin, *id).await?;
    Ok(back(&page, *id, text!("admin-sessions-ended")))
}

async fn reset_second_factor(
    app: App,
    page: Page,
    admin: Admin,
    id: web::Path<UserId>,
) -> Result<HttpResponse> {
    accounts::reset_second_factor(&app, &admin, *id).await?;
    Ok(back(&page, *id, text!("admin-second-factor-done")))
}

fn back(page: &Page, id: UserId, words: Text) -> HttpResponse {
    see_other(&format!("/admin/people/{id}")).with_flash(Flash::success(words.in_(page.l)))
}

/// A remark as the log keeps it.
fn shortened(reason: &str) -> String {
    reason.trim().chars().take(500).collect()
}
