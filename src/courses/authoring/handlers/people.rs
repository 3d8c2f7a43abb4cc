//! The staff and the learners of a course.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::super::ownership;
use super::super::people::{People, Search};
use super::super::reply::Reply;
use super::super::staff::{self, StaffForm};
use super::super::views::{ListPeople, PeopleForms};
use crate::courses::{CourseId, forget_catalogue};
use crate::error::Result;
use crate::realtime;
use crate::state::App;
use crate::web::{self, Flash, Form, Page, Respond, UserId, Viewer};

pub(super) async fn list_people(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(search): Query<Search>,
) -> Result<HttpResponse> {
    let forms = PeopleForms::default();
    show(app, page, viewer, *course, search, forms, Reply::ok()).await
}

pub(super) async fn create_staff(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<StaffForm>,
) -> Result<HttpResponse> {
    let (id, typed, asker) = (*course, form.clone(), viewer.clone());
    let granted = app
        .db
        .run(move |conn| staff::grant(conn, &asker, id, &form))
        .await;
    match Reply::sort(granted, "username")? {
        Ok(person) => Ok(settled(&app, id, person, fl!(page.l, "teaching-staff-added")).await),
        Err(reply) => {
            let forms = PeopleForms {
                staff: typed,
                ..PeopleForms::default()
            };
            show(app, page, viewer, id, Search::default(), forms, reply).await
        }
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OwnerForm {
    owner: String,
}

pub(super) async fn update_owner(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(OwnerForm { owner }): Form<OwnerForm>,
) -> Result<HttpResponse> {
    let (id, asker, name) = (*course, viewer.clone(), owner.clone());
    let transfer = move |conn: &mut _| ownership::hand_over(conn, &asker, id, &name);
    let forms = PeopleForms {
        owner,
        ..PeopleForms::default()
    };
    match Reply::sort(app.db.run(transfer).await, "owner")? {
        Ok(person) => {
            forget_catalogue(&app);
            Ok(settled(&app, id, person, fl!(page.l, "teaching-owner-changed")).await)
        }
        Err(reply) => show(app, page, viewer, id, Search::default(), forms, reply).await,
    }
}

pub(super) async fn delete_staff(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, UserId)>,
) -> Result<HttpResponse> {
    let (id, person) = path.into_inner();
    app.db
        .run(move |conn| staff::revoke(conn, &viewer, id, person))
        .await?;
    Ok(settled(&app, id, person, fl!(page.l, "teaching-staff-removed")).await)
}

/// Back to the list. Whatever this person has open that they no longer may have is closed first.
async fn settled(app: &App, course: CourseId, person: UserId, said: String) -> HttpResponse {
    realtime::recheck(app, person).await;
    web::see_other(&format!("/courses/{course}/people")).with_flash(Flash::success(said))
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    id: CourseId,
    search: Search,
    forms: PeopleForms,
    reply: Reply,
) -> Result<HttpResponse> {
    let people = app
        .db
        .run(move |conn| People::find(conn, &viewer, id, &search))
        .await?;
    web::html_with(reply.status, &ListPeople::new(page, people, forms, reply))
}
