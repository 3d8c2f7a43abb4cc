//! `/courses/{course}/gradebook/settings` and what its forms write.

use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::Settings;
use super::changes::{self, SettingsForm, Target};
use super::views::{ShowSettings, Typed};
use crate::courses::CourseId;
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html_with, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/gradebook/settings",
        web::get().to(show_settings),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/categories",
        web::post().to(create_category),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/categories/{category:\d+}",
        web::post().to(update_category),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/categories/{category:\d+}/deletion",
        web::post().to(delete_category),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/items",
        web::post().to(create_item),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/items/{item:\d+}",
        web::post().to(update_item),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/items/{item:\d+}/deletion",
        web::post().to(delete_item),
    );
}

async fn show_settings(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    show(app, page, viewer, *course, None, Reply::ok()).await
}

async fn create_category(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<SettingsForm>,
) -> Result<HttpResponse> {
    save(app, page, viewer, *course, Target::NewCategory, form).await
}

async fn update_category(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, i64)>,
    Form(form): Form<SettingsForm>,
) -> Result<HttpResponse> {
    let (course, id) = path.into_inner();
    save(app, page, viewer, course, Target::Category(id), form).await
}

async fn delete_category(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, i64)>,
) -> Result<HttpResponse> {
    let (course, id) = path.into_inner();
    remove(app, page, viewer, course, Target::Category(id)).await
}

async fn create_item(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<SettingsForm>,
) -> Result<HttpResponse> {
    save(app, page, viewer, *course, Target::NewItem, form).await
}

async fn update_item(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, i64)>,
    Form(form): Form<SettingsForm>,
) -> Result<HttpResponse> {
    let (course, id) = path.into_inner();
    save(app, page, viewer, course, Target::Item(id), form).await
}

async fn delete_item(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, i64)>,
) -> Result<HttpResponse> {
    let (course, id) = path.into_inner();
    remove(app, page, viewer, course, Target::Item(id)).await
}

async fn save(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    target: Target,
    form: SettingsForm,
) -> Result<HttpResponse> {
    let (asker, given) = (viewer.clone(), form.clone());
    let saving = move |conn: &mut _| changes::save(conn, &asker, course, target, &given);
    match Reply::sort(app.db.run(saving).await, "")? {
        Ok(()) => Ok(back(course, fl!(page.l, "gradebook-settings-saved"))),
        Err(reply) => {
            let typed = Some(Typed { target, form });
            show(app, page, viewer, course, typed, reply).await
        }
    }
}

async fn remove(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    target: Target,
) -> Result<HttpResponse> {
    let removing = move |conn: &mut _| changes::remove(conn, &viewer, course, target);
    app.db.run(removing).await?;
    Ok(back(course, fl!(page.l, "gradebook-removed")))
}

fn back(course: CourseId, told: String) -> HttpResponse {
    see_other(&format!("/courses/{course}/gradebook/settings")).with_flash(Flash::success(told))
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    typed: Option<Typed>,
    reply: Reply,
) -> Result<HttpResponse> {
    let settings = app
        .db
        .run(move |conn| Settings::find(conn, &viewer, course))
        .await?;
    html_with(
        reply.status,
        &ShowSettings::new(page, settings, typed, reply.errors),
    )
}
