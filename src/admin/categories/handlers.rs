//! The addresses of the tree. Each change answers with the tree, or with the form again where something has to be mended.

use actix_web::HttpResponse;
use actix_web::web::{Path, ServiceConfig, get, post};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{Categories, Removing, Typed};
use crate::courses::{self, CategoryCounts, CategoryForm, CategoryId, CategoryShift, CategoryTree};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin/categories", get().to(list_categories))
        .route("/admin/categories", post().to(create_category))
        .route(
            "/admin/categories/{category}/name",
            post().to(rename_category),
        )
        .route(
            "/admin/categories/{category}/position",
            post().to(shift_category),
        )
        .route(
            "/admin/categories/{category}/parent",
            post().to(place_category),
        )
        .route(
            "/admin/categories/{category}/removal",
            get().to(show_removal),
        )
        .route(
            "/admin/categories/{category}/removal",
            post().to(remove_category),
        );
}

async fn list_categories(app: App, page: Page, _: Admin) -> Result<HttpResponse> {
    show(app, page, Typed::default(), Reply::ok()).await
}

async fn create_category(
    app: App,
    page: Page,
    admin: Admin,
    Form(form): Form<CategoryForm>,
) -> Result<HttpResponse> {
    let typed = Typed::new_category(form.clone());
    let added = app
        .db
        .run(move |conn| courses::add_category(conn, &admin, &form).map(drop))
        .await;
    settle(app, page, added, typed).await
}

async fn rename_category(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<CategoryId>,
    Form(form): Form<CategoryForm>,
) -> Result<HttpResponse> {
    let typed = Typed::of(*id, form.clone());
    let renamed = app
        .db
        .run(move |conn| courses::rename_category(conn, &admin, *id, &form))
        .await;
    settle(app, page, renamed, typed).await
}

#[derive(Deserialize)]
struct Step {
    direction: CategoryShift,
}

async fn shift_category(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<CategoryId>,
    Form(Step { direction }): Form<Step>,
) -> Result<HttpResponse> {
    let typed = Typed::default();
    let shift = move |conn: &mut _| courses::shift_category(conn, &admin, *id, direction);
    let shifted = app.db.run(shift).await;
    settle(app, page, shifted, typed).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Place {
    parent_id: String,
}

async fn place_category(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<CategoryId>,
    Form(Place { parent_id }): Form<Place>,
) -> Result<HttpResponse> {
    let typed = Typed::placed(*id, parent_id.clone());
    let place = move |conn: &mut _| courses::place_category(conn, &admin, *id, &parent_id);
    let placed = app.db.run(place).await;
    settle(app, page, placed, typed).await
}

async fn show_removal(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<CategoryId>,
) -> Result<HttpResponse> {
    show_removing(app, page, admin, *id, String::new(), Reply::ok()).await
}

/// Where its contents shall go, and the tick that says it is meant.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct RemovalForm {
    heir: String,
    confirm: String,
}

async fn remove_category(
    app: App,
    page: Page,
    admin: Admin,
    id: Path<CategoryId>,
    Form(form): Form<RemovalForm>,
) -> Result<HttpResponse> {
    let (id, heir, asker) = (*id, form.heir.clone(), Admin(admin.0.clone()));
    let removed = app
        .db
        .run(move |conn| remove(conn, &asker, id, &form))
        .await;
    courses::forget_categories(&app);
    match Reply::sort(removed, "heir")? {
        Ok(()) => Ok(see_other("/admin/categories")
            .with_flash(Flash::success(fl!(page.l, "admin-categories-removed")))),
        Err(reply) => show_removing(app, page, admin, id, heir, reply).await,
    }
}

fn remove(
    conn: &mut diesel::pg::PgConnection,
    admin: &Admin,
    id: CategoryId,
    form: &RemovalForm,
) -> Result<()> {
    if form.confirm != "yes" {
        let words = text!("admin-categories-confirm-missing");
        return Err(AppError::invalid("confirm", words));
    }
    courses::remove_category(conn, admin, id, &form.heir)
}

/// Back to the tree, or to the form that was filled.
async fn settle(app: App, page: Page, done: Result<()>, typed: Typed) -> Result<HttpResponse> {
    courses::forget_categories(&app);
    match Reply::sort(done, "")? {
        Ok(()) => Ok(see_other("/admin/categories")
            .with_flash(Flash::success(fl!(page.l, "admin-categories-saved")))),
        Err(reply) => show(app, page, typed, reply).await,
    }
}

async fn show(app: App, page: Page, typed: Typed, reply: Reply) -> Result<HttpResponse> {
    let (tree, counts) = app
        .db
        .run(|conn| {
            let tree = CategoryTree::load(conn)?;
            let counts = CategoryCounts::load(conn, &tree)?;
            Ok((tree, counts))
        })
        .await?;
    html_with(
        reply.status,
        &Categories::new(page, tree, counts, typed, reply.errors),
    )
}

async fn show_removing(
    app: App,
    page: Page,
    admin: Admin,
    id: CategoryId,
    heir: String,
    reply: Reply,
) -> Result<HttpResponse> {
    let find = move |conn: &mut _| {
        let removal = courses::removal_of(conn, &admin, id)?;
        Ok((removal, CategoryTree::load(conn)?))
    };
    let (removal, tree) = app.db.run(find).await?;
    html_with(
        reply.status,
        &Removing::new(page, removal, tree, heir, reply.errors),
    )
}
