//! The picture that a person gives themselves. Without one, their first letter stands for them.

use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::handlers::show;
use crate::error::{AppError, Result};
use crate::schema::users;
use crate::state::App;
use crate::storage::{self, Accept, MediaContainer, UploadBody, UploadLimits};
use crate::text;
use crate::web::{Flash, Page, Reply, Respond, UserId, Viewer, see_other};

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 5_000_000,
    files: 1,
};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/avatar", web::post().to(update_avatar))
        .route("/settings/avatar/removal", web::post().to(remove_avatar));
}

async fn update_avatar(
    app: App,
    page: Page,
    viewer: Viewer,
    body: UploadBody,
) -> Result<HttpResponse> {
    match Reply::sort(replace(&app, &viewer, body).await, "file")? {
        Ok(()) => {
            let done = fl!(page.l, "accounts-avatar-saved");
            Ok(see_other("/settings").with_flash(Flash::success(done)))
        }
        Err(reply) => show(&app, page, &viewer, None, reply).await,
    }
}

async fn remove_avatar(app: App, viewer: Viewer) -> Result<HttpResponse> {
    let id = viewer.id;
    app.db
        .run(move |conn| conn.transaction(|conn| set(conn, id, None)))
        .await?;
    app.sessions.forget_viewer(id);
    Ok(see_other("/settings"))
}

/// Takes the picture from the field `file`, drawn anew, in place of the one before.
async fn replace(app: &App, viewer: &Viewer, body: UploadBody) -> Result<()> {
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let mut upload = storage::receive(&app.storage, body, admitted).await?;
    let file = upload
        .take_file("file")
        .ok_or_else(|| AppError::invalid("file", text!("accounts-avatar-missing")))?;
    let stored = storage::take(&app.storage, file, Accept::Image).await?;
    let (id, container) = (viewer.id, MediaContainer::Avatar);
    storage::commit(app, vec![stored], container, Some(id), move |conn, rows| {
        set(conn, id, rows.first().map(|row| row.id))
    })
    .await?;
    app.sessions.forget_viewer(id);
    Ok(())
}

fn set(conn: &mut PgConnection, id: UserId, avatar: Option<Uuid>) -> Result<()> {
    let before: Option<Uuid> = users::table
        .find(id)
        .select(users::avatar_id)
        .for_update()
        .first(conn)?;
    diesel::update(users::table.find(id))
        .set(users::avatar_id.eq(avatar))
        .execute(conn)?;
    before.map_or(Ok(()), |before| storage::discard(conn, before))
}
