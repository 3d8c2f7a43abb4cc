//! `/media/{id}/{name}`: every stored file, to whoever may read what it hangs on.
//!
//! The right is the container's and is asked at each request: a file of a lesson follows enrolment, one in a message
//! follows membership, a recording follows its class. A file that the person may not read does not exist for them.

use actix_web::{HttpRequest, HttpResponse, web};
use diesel::pg::PgConnection;
use serde::Deserialize;

use crate::error::{AppError, Result};
use crate::state::App;
use crate::storage::{self, Audience, Media, MediaContainer, MediaId, Rendition};
use crate::web::Viewer;
use crate::{assignments, chat, courses, live, quizzes};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/media/{id}/{name}")
            .route(web::get().to(show_media))
            .route(web::head().to(show_media)),
    );
}

#[derive(Deserialize)]
struct Size {
    #[serde(default)]
    size: Rendition,
}

async fn show_media(
    app: App,
    request: HttpRequest,
    path: web::Path<(MediaId, String)>,
    query: web::Query<Size>,
) -> Result<HttpResponse> {
    let viewer = Viewer::of(&request).await?;
    let id = path.0;
    let media = app
        .db
        .run(move |conn| readable(conn, viewer.as_ref(), id))
        .await?;
    let audience = match media.container {
        MediaContainer::CourseCover | MediaContainer::Avatar => Audience::Everyone,
        _ => Audience::Checked,
    };
    storage::serve(&app.storage, &request, &media, query.size, audience).await
}

/// The file, if what it hangs on is open to the viewer.
fn readable(conn: &mut PgConnection, viewer: Option<&Viewer>, id: MediaId) -> Result<Media> {
    let media = Media::find(conn, id)?;
    let is_open = match media.container {
        MediaContainer::CourseCover | MediaContainer::Lesson => {
            courses::may_read_media(conn, viewer, id)?
        }
        MediaContainer::Message => chat::may_read_media(conn, viewer, id)?,
        MediaContainer::LiveAsset => live::may_read_media(conn, viewer, id)?,
        MediaContainer::Avatar => true,
        MediaContainer::QuizAnswer => quizzes::may_read_media(conn, viewer, id)?,
        MediaContainer::Assignment => assignments::may_read_media(conn, viewer, id)?,
    };
    if is_open {
        Ok(media)
    } else {
        Err(AppError::NotFound)
    }
}
