//! The address of a subtitle file.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::queries::file_of;
use crate::courses::access::lesson_to_open;
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::Viewer;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/subtitles/{language:[A-Za-z-]+}.vtt",
        web::get().to(show_subtitles),
    );
}

async fn show_subtitles(
    app: App,
    request: HttpRequest,
    path: web::Path<(CourseId, LessonId, String)>,
) -> Result<HttpResponse> {
    let (viewer, (course, lesson, language)) = (Viewer::of(&request).await?, path.into_inner());
    let file = app
        .db
        .run(move |conn| {
            let lesson = lesson_to_open(conn, viewer.as_ref(), course, lesson)?;
            file_of(conn, lesson.id, &language)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/vtt; charset=utf-8"))
        .body(file))
}
