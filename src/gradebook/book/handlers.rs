//! `/courses/{course}/gradebook`.

use actix_web::web::{Path, Query, ServiceConfig};
use actix_web::{HttpResponse, web};

use super::views::ShowBook;
use super::{Book, Search};
use crate::courses::CourseId;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route(r"/courses/{course:\d+}/gradebook", web::get().to(show_book));
}

async fn show_book(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Query(search): Query<Search>,
) -> Result<HttpResponse> {
    let book = app
        .db
        .run(move |conn| Book::find(conn, &viewer, *course, &search))
        .await?;
    html(&ShowBook::new(page, book))
}
