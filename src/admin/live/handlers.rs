//! The list of classes and what can be done to one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query, ServiceConfig, get, post};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{self, Classes};
use crate::csv;
use crate::error::Result;
use crate::live::{self, ClassFilter, RoomId, Streams};
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Respond, listing, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin/live", get().to(list_classes))
        .route("/admin/live.csv", get().to(export_classes))
        .route("/admin/live/{room}/end", post().to(end_class))
        .route("/admin/live/{room}/cut", post().to(cut_class));
}

async fn list_classes(
    app: App,
    page: Page,
    admin: Admin,
    filter: Query<ClassFilter>,
) -> Result<HttpResponse> {
    let show = |filter, rows| Classes::new(page, filter, rows);
    listing::show(&app, admin, filter.into_inner(), live::all_classes, show).await
}

async fn export_classes(
    app: App,
    page: Page,
    admin: Admin,
    filter: Query<ClassFilter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), live::all_classes).await?;
    Ok(csv::download("classes", views::csv(page.l, &rows)))
}

#[derive(Deserialize)]
struct Why {
    #[serde(default)]
    reason: String,
}

async fn end_class(
    app: App,
    page: Page,
    admin: Admin,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(why): Form<Why>,
) -> Result<HttpResponse> {
    app.db
        .run(move |conn| live::end_any(conn, &admin, *room, &why.reason))
        .await?;
    streams.look_now();
    let done = Flash::success(fl!(page.l, "admin-live-ended"));
    Ok(see_other("/admin/live").with_flash(done))
}

/// The encoder is cut off and its key is worth nothing any more; the class goes on.
async fn cut_class(
    app: App,
    page: Page,
    admin: Admin,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(why): Form<Why>,
) -> Result<HttpResponse> {
    let id = *room;
    app.db
        .run(move |conn| live::void_key(conn, &admin, id, &why.reason))
        .await?;
    streams.cut_off(id).await;
    let done = Flash::success(fl!(page.l, "admin-live-cut"));
    Ok(see_other("/admin/live").with_flash(done))
}
