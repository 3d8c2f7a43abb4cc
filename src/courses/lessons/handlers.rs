//! The address of a lesson.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::reading::Reading;
use super::views::LessonPage;
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::security_headers::with_frame;
use crate::web::{Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}",
        web::get().to(show_lesson),
    );
}

#[derive(Deserialize)]
struct Play {
    /// `here` asks for the player of another site.
    #[serde(default)]
    play: String,
}

async fn show_lesson(
    app: App,
    page: Page,
    path: web::Path<(CourseId, LessonId)>,
    query: web::Query<Play>,
) -> Result<HttpResponse> {
    let ((course, lesson), viewer, shared) = (path.into_inner(), page.viewer.clone(), app.clone());
    let l = page.l;
    let load =
        move |conn: &mut _| Reading::of(conn, &shared.shared, l, viewer.as_ref(), course, lesson);
    let reading = app.db.run(load).await?;
    let lesson = LessonPage::new(page, reading, query.play == "here");
    let answer = html(&lesson)?;
    Ok(match lesson.playing() {
        Some(embed) => with_frame(answer, embed.origin),
        None => answer,
    })
}
