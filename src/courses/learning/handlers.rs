//! The address of "my learning".

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::queries::{continue_learning, list};
use super::views::LearningPage;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/learning", web::get().to(list_learning));
}

#[derive(Deserialize)]
struct Asked {
    after: Option<String>,
}

async fn list_learning(
    app: App,
    page: Page,
    viewer: Viewer,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let after = asked.after.as_deref().and_then(|after| after.parse().ok());
    let (recent, courses) = app
        .db
        .run(move |conn| {
            let recent = continue_learning(conn, &viewer, 1)?;
            Ok((recent, list(conn, &viewer, after)?))
        })
        .await?;
    html(&LearningPage::new(page, recent, courses, after.is_some()))
}
