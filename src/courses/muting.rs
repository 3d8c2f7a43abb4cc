//! `/notifications/mutes/{course}`: being told nothing more of a course, and being told again.

use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::access::visible;
use super::model::CourseId;
use crate::error::Result;
use crate::notifications;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, local_path, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/notifications/mutes/{course:\d+}",
        web::post().to(mute_course),
    );
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Mute {
    /// `yes`, or anything else to be told again.
    muted: String,
    /// The page that asks.
    next: String,
}

async fn mute_course(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
    Form(form): Form<Mute>,
) -> Result<HttpResponse> {
    let is_muted = form.muted == "yes";
    let mute = move |conn: &mut _| match is_muted {
        true => mute(conn, &viewer, *course),
        false => unmute(conn, &viewer, *course),
    };
    let title = app.db.run(mute).await?;
    let told = match is_muted {
        true => fl!(page.l, "notifications-muted", title = title),
        false => fl!(page.l, "notifications-unmuted", title = title),
    };
    Ok(see_other(local_path(&form.next)).with_flash(Flash::success(told)))
}

/// Gives the title.
fn mute(conn: &mut PgConnection, viewer: &Viewer, course: CourseId) -> Result<String> {
    let course = visible(conn, Some(viewer), course)?;
    notifications::mute(conn, viewer.id, course.id)?;
    Ok(course.title)
}

/// Also a course that they no longer see: it stands on their list of muted ones.
fn unmute(conn: &mut PgConnection, viewer: &Viewer, course: CourseId) -> Result<String> {
    if let Some(title) = notifications::unmute(conn, viewer.id, course)? {
        return Ok(title);
    }
    Ok(visible(conn, Some(viewer), course)?.title)
}
