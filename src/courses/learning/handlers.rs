//! The address of "my learning".

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::queries::{continue_learning, list};
use super::views::LearningPage;
use crate::courses::certificates::of_learner;
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
    let (recent, courses, certificates) = app
        .db
        .run(move |conn| {
            let courses = list(conn, &viewer, after)?;
            let certificates = of_learner(conn, viewer.id)?;
            Ok((continue_learning(conn, &viewer, 1)?, courses, certificates))
        })
        .await?;
    let is_later = after.is_some();
    let page = LearningPage::new(page, recent, courses, certificates, is_later);
    html(&page)
}
