//! `/courses/{course}/gradebook/items/{item}`, and whether learners see its grades.

use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::Statistics;
use super::views::ShowStatistics;
use crate::courses::CourseId;
use crate::error::Result;
use crate::gradebook::items;
use crate::gradebook::model::ItemId;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, see_other};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/gradebook/items/{item:\d+}",
        web::get().to(show_item),
    )
    .route(
        r"/courses/{course:\d+}/gradebook/items/{item:\d+}/posting",
        web::post().to(post_item),
    );
}

async fn show_item(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, ItemId)>,
) -> Result<HttpResponse> {
    let (course, item) = path.into_inner();
    let statistics = app
        .db
        .run(move |conn| Statistics::find(conn, &viewer, course, item))
        .await?;
    html(&ShowStatistics::new(page, statistics))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Posting {
    is_posted: String,
}

async fn post_item(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, ItemId)>,
    Form(form): Form<Posting>,
) -> Result<HttpResponse> {
    let ((course, item), is_posted) = (path.into_inner(), form.is_posted == "on");
    app.db
        .run(move |conn| items::post(conn, &viewer, course, item, is_posted))
        .await?;
    let told = match is_posted {
        true => fl!(page.l, "gradebook-posted-flash"),
        false => fl!(page.l, "gradebook-unposted-flash"),
    };
    let back = format!("/courses/{course}/gradebook/items/{item}");
    Ok(see_other(&back).with_flash(Flash::success(told)))
}
