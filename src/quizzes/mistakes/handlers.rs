//! The addresses of 错题本.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::practice;
use super::rows::MistakeId;
use super::views::Mistakes;
use crate::error::Result;
use crate::state::App;
use crate::web::{Form, Page, Viewer, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/learning/mistakes", web::get().to(show_mistakes))
        .route(
            "/learning/mistakes/{mistake}",
            web::post().to(answer_mistake),
        );
}

async fn show_mistakes(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    let shown = app
        .db
        .run(move |conn| Mistakes::load(conn, page, viewer.id, None))
        .await?;
    html(&shown)
}

async fn answer_mistake(
    app: App,
    page: Page,
    viewer: Viewer,
    mistake: Path<MistakeId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let turn = fields.iter().find(|(name, _)| name == "turn");
    let turn = turn.and_then(|(_, turn)| turn.parse().ok()).unwrap_or(0);
    let answered = move |conn: &mut _| {
        let outcome = practice::answer(conn, viewer.id, *mistake, turn, &fields)?;
        Mistakes::load(conn, page, viewer.id, Some(outcome))
    };
    html(&app.db.run(answered).await?)
}
