//! `/courses/{course}/enrolment`: made by a POST, ended by a POST to its `end`.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::{enrol_freely, leave};
use crate::courses::CourseId;
use crate::error::Result;
use crate::realtime;
use crate::state::App;
use crate::web::{Flash, Respond, Viewer, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/enrolment",
        web::post().to(create_enrolment),
    )
    .route(
        r"/courses/{course:\d+}/enrolment/end",
        web::post().to(end_enrolment),
    );
}

async fn create_enrolment(
    app: App,
    viewer: Viewer,
    course: web::Path<CourseId>,
) -> Result<HttpResponse> {
    let (id, l) = (course.into_inner(), viewer.locale.loader());
    app.db
        .run(move |conn| enrol_freely(conn, &viewer, id))
        .await?;
    let told = Flash::success(fl!(l, "courses-enrolled-flash"));
    Ok(see_other(&format!("/courses/{id}")).with_flash(told))
}

async fn end_enrolment(
    app: App,
    viewer: Viewer,
    course: web::Path<CourseId>,
) -> Result<HttpResponse> {
    let (id, l) = (course.into_inner(), viewer.locale.loader());
    let user = viewer.id;
    app.db.run(move |conn| leave(conn, &viewer, id)).await?;
    realtime::recheck(&app, user).await;
    let told = Flash::notice(fl!(l, "courses-left-flash"));
    Ok(see_other(&format!("/courses/{id}")).with_flash(told))
}
