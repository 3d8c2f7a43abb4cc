//! A teacher's courses, and what each says of itself.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::super::details::{self, DetailsForm};
use super::super::reply::Reply;
use super::super::views::{EditCourse, NewCourse, Taught};
use super::super::{cover, taught};
use crate::courses::{CourseId, forget_catalogue, managed};
use crate::error::Result;
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{self, Flash, Form, Page, Respond, Teacher, Viewer};

#[derive(Deserialize)]
pub(super) struct After {
    after: Option<CourseId>,
}

pub(super) async fn list_taught(
    app: App,
    page: Page,
    viewer: Viewer,
    Query(After { after }): Query<After>,
) -> Result<HttpResponse> {
    let may_create = viewer.is_teacher();
    let (courses, next) = app
        .db
        .run(move |conn| taught::list(conn, &viewer, after))
        .await?;
    web::html(&Taught {
        l: page.l,
        page,
        courses,
        next,
        may_create,
    })
}

pub(super) async fn new_course(app: App, page: Page, _: Teacher) -> Result<HttpResponse> {
    show_new(app, page, DetailsForm::empty(), Reply::ok()).await
}

pub(super) async fn create_course(
    app: App,
    page: Page,
    Teacher(viewer): Teacher,
    Form(form): Form<DetailsForm>,
) -> Result<HttpResponse> {
    let typed = form.clone();
    let created = app
        .db
        .run(move |conn| details::create(conn, &viewer, &form))
        .await;
    match Reply::sort(created, "")? {
        Ok(id) => Ok(web::see_other(&format!("/courses/{id}/outline"))
            .with_flash(Flash::success(fl!(page.l, "teaching-course-created")))),
        Err(reply) => show_new(app, page, typed, reply).await,
    }
}

async fn show_new(app: App, page: Page, form: DetailsForm, reply: Reply) -> Result<HttpResponse> {
    let locale = page.locale;
    let categories = app
        .db
        .run(move |conn| details::category_choices(conn, locale))
        .await?;
    web::html_with(
        reply.status,
        &NewCourse {
            l: page.l,
            page,
            form,
            errors: reply.errors,
            categories,
        },
    )
}

pub(super) async fn edit_course(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    show_edit(app, page, viewer, *course, None, Reply::ok()).await
}

pub(super) async fn update_course(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<DetailsForm>,
) -> Result<HttpResponse> {
    let (id, typed, asker) = (*course, form.clone(), viewer.clone());
    let saved = app
        .db
        .run(move |conn| details::save(conn, &asker, id, &form))
        .await;
    match Reply::sort(saved, "")? {
        Ok(()) => Ok(shown_again(&app, id, fl!(page.l, "teaching-saved"))),
        Err(reply) => show_edit(app, page, viewer, id, Some(typed), reply).await,
    }
}

pub(super) async fn replace_cover(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let id = *course;
    let replaced = cover::replace(&app, &viewer, id, body).await;
    match Reply::sort(replaced, "file")? {
        Ok(()) => Ok(shown_again(
            &app,
            id,
            fl!(page.l, "teaching-cover-replaced"),
        )),
        Err(reply) => show_edit(app, page, viewer, id, None, reply).await,
    }
}

pub(super) async fn remove_cover(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    let id = *course;
    app.db
        .run(move |conn| cover::remove(conn, &viewer, id))
        .await?;
    Ok(shown_again(&app, id, fl!(page.l, "teaching-cover-removed")))
}

/// Back to the form after a change that the catalogue shows as well.
fn shown_again(app: &App, id: CourseId, said: String) -> HttpResponse {
    forget_catalogue(app);
    web::see_other(&format!("/courses/{id}/edit")).with_flash(Flash::success(said))
}

/// The page with what is stored, or with what was typed.
async fn show_edit(
    app: App,
    page: Page,
    viewer: Viewer,
    id: CourseId,
    typed: Option<DetailsForm>,
    reply: Reply,
) -> Result<HttpResponse> {
    let locale = page.locale;
    let (course, categories) = app
        .db
        .run(move |conn| {
            let course = managed(conn, &viewer, id)?;
            Ok((course, details::category_choices(conn, locale)?))
        })
        .await?;
    let status = reply.status;
    web::html_with(
        status,
        &EditCourse::new(page, course, typed, reply, categories),
    )
}
