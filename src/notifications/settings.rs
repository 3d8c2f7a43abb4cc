//! `/settings/notifications`: how one is told of what.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::choices::{self, Choices};
use super::event::Topic;
use super::model::Channel;
use super::views::Matrix;
use super::{muting, queries};
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, see_other};

const PAGE: &str = "/settings/notifications";

pub(super) fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(PAGE, web::get().to(show_matrix))
        .route(PAGE, web::post().to(update_matrix))
        .route(
            "/settings/notifications/reset",
            web::post().to(reset_matrix),
        );
}

async fn show_matrix(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    let load = move |conn: &mut _| {
        let muted: Vec<queries::OfCourse> = muting::muted(conn, &viewer)?;
        Ok((Choices::of(conn, viewer.id)?, muted))
    };
    let (choices, muted) = app.db.run(load).await?;
    html(&Matrix::new(page, choices, muted))
}

/// The form names each box that is ticked, as `grade.mail`; names of no box are nothing to it.
async fn update_matrix(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(ticked): Form<HashMap<String, String>>,
) -> Result<HttpResponse> {
    app.db
        .run(move |conn| {
            let wanted =
                |topic: Topic, channel: Channel| ticked.contains_key(&box_of(topic, channel));
            Ok(choices::save(conn, viewer.id, wanted)?)
        })
        .await?;
    let done = fl!(page.l, "notifications-settings-saved");
    Ok(see_other(PAGE).with_flash(Flash::success(done)))
}

async fn reset_matrix(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    app.db
        .run(move |conn| Ok(choices::reset(conn, viewer.id)?))
        .await?;
    let done = fl!(page.l, "notifications-settings-were-reset");
    Ok(see_other(PAGE).with_flash(Flash::success(done)))
}

/// What the form calls the box of a topic and a channel.
pub(super) fn box_of(topic: Topic, channel: Channel) -> String {
    format!("{}.{}", topic.name(), channel.name())
}
