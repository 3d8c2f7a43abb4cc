//! Publishing, archiving and deleting a course.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::super::publication::{self, Prospect};
use super::super::reply::Reply;
use super::super::seats::{self, SeatsForm};
use super::super::views::ShowPublication;
use crate::courses::{CourseId, Status, forget_catalogue, managed};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::{self, Flash, Form, Page, Respond, Viewer};

#[derive(Deserialize)]
pub(super) struct StatusForm {
    status: Status,
}

/// A box that has to be ticked before something is destroyed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Confirmation {
    confirm: String,
}

impl Confirmation {
    pub(super) fn require(&self) -> Result<()> {
        match self.confirm.as_str() {
            "yes" => Ok(()),
            _ => Err(AppError::invalid(
                "confirm",
                text!("teaching-confirm-missing"),
            )),
        }
    }
}

pub(super) async fn show_publication(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    show(app, page, viewer, *course, None, Reply::ok()).await
}

pub(super) async fn update_publication(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(StatusForm { status }): Form<StatusForm>,
) -> Result<HttpResponse> {
    let (id, asker) = (*course, viewer.clone());
    let set = app
        .db
        .run(move |conn| publication::set_status(conn, &asker, id, status))
        .await;
    forget_catalogue(&app);
    match Reply::sort(set, "")? {
        Ok(()) => Ok(web::see_other(&format!("/courses/{id}/publication"))
            .with_flash(Flash::success(said_of(&page, status)))),
        Err(reply) => show(app, page, viewer, id, None, reply).await,
    }
}

pub(super) async fn update_seats(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<SeatsForm>,
) -> Result<HttpResponse> {
    let (id, asker, typed) = (*course, viewer.clone(), form.clone());
    let set = app
        .db
        .run(move |conn| seats::set_seats(conn, &asker, id, &form))
        .await;
    match Reply::sort(set, "seats")? {
        Ok(()) => Ok(web::see_other(&format!("/courses/{id}/publication"))
            .with_flash(Flash::success(fl!(page.l, "teaching-saved")))),
        Err(reply) => show(app, page, viewer, id, Some(typed), reply).await,
    }
}

fn said_of(page: &Page, status: Status) -> String {
    match status {
        Status::Draft => fl!(page.l, "teaching-unpublished"),
        Status::Published => fl!(page.l, "teaching-published"),
        Status::Archived => fl!(page.l, "teaching-archived"),
    }
}

pub(super) async fn delete_course(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(confirmation): Form<Confirmation>,
) -> Result<HttpResponse> {
    let (id, asker) = (*course, viewer.clone());
    let deletion = move |conn: &mut _| {
        managed(conn, &asker, id)?;
        confirmation.require()?;
        publication::delete_draft(conn, &asker, id)
    };
    match Reply::sort(app.db.run(deletion).await, "")? {
        Ok(()) => Ok(web::see_other("/teaching")
            .with_flash(Flash::success(fl!(page.l, "teaching-course-deleted")))),
        Err(reply) => show(app, page, viewer, id, None, reply).await,
    }
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    id: CourseId,
    typed: Option<SeatsForm>,
    reply: Reply,
) -> Result<HttpResponse> {
    let prospect = app
        .db
        .run(move |conn| Prospect::find(conn, &viewer, id))
        .await?;
    let status = reply.status;
    web::html_with(status, &ShowPublication::new(page, prospect, typed, reply))
}
