//! The addresses of danmaku over a lesson.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::pg::PgConnection;
use serde::Deserialize;

use super::deletion;
use super::timeline::{self, LineForm, LineId, Placed};
use super::views::{DanmakuPage, DanmakuPanel, Part, Piece, Reader};
use crate::courses::access::lesson_to_study;
use crate::courses::{CourseId, Lesson, LessonId, staff_role};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Form, Page, Reply, Viewer, html, html_with, is_htmx, see_other};

type At = (CourseId, LessonId);

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/danmaku",
        web::get().to(list_danmaku),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/danmaku",
        web::post().to(create_danmaku),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/danmaku/{line:\d+}/deletion",
        web::post().to(delete_danmaku),
    );
}

#[derive(Deserialize)]
struct Place {
    /// Which five minutes.
    #[serde(default)]
    part: u16,
    /// What the page has of them.
    #[serde(default)]
    known: String,
}

/// A page; for scripts the part alone, or nothing if they have it already.
async fn list_danmaku(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: web::Path<At>,
    place: web::Query<Place>,
) -> Result<HttpResponse> {
    let (at, part, l) = (path.into_inner(), place.part.into(), page.l);
    if !is_htmx(&request) {
        let (reply, typed) = (Reply::ok(), LineForm::default());
        return show(app, page, viewer, at, part, reply, typed).await;
    }
    let known = place.into_inner().known;
    let load = move |conn: &mut _| fresh(conn, l, &viewer, at, part, &known);
    let part = app.db.run(load).await?;
    part.map_or_else(
        || Ok(HttpResponse::NoContent().finish()),
        |part| html(&part),
    )
}

/// The part, unless it is what the page knows.
fn fresh(
    conn: &mut PgConnection,
    l: crate::i18n::Loader,
    viewer: &Viewer,
    (course, lesson): At,
    part: i64,
    known: &str,
) -> Result<Option<Part>> {
    let lesson = lesson_to_study(conn, viewer, course, lesson)?;
    if !known.is_empty() && timeline::version(conn, lesson.id, part)? == known {
        return Ok(None);
    }
    let reader = reader(conn, viewer, course)?;
    Part::load(conn, l, &lesson, reader, part).map(Some)
}

fn reader(conn: &mut PgConnection, viewer: &Viewer, course: CourseId) -> Result<Reader> {
    Ok(Reader {
        user: viewer.id,
        is_staff: staff_role(conn, viewer, course)?.is_some(),
    })
}

async fn create_danmaku(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: web::Path<At>,
    Form(form): Form<LineForm>,
) -> Result<HttpResponse> {
    let (at, typed) = (path.into_inner(), form.clone());
    let sent = send(&app, &viewer, at, form).await;
    match (sent, is_htmx(&request)) {
        (Ok((lesson, line)), true) => line_of(&page, &viewer, &lesson, &line),
        (Ok((lesson, _)), false) => Ok(see_other(&format!("{}/danmaku", lesson.path()))),
        (Err(AppError::Invalid(errors)), false) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(app, page, viewer, at, 0, Reply { status, errors }, typed).await
        }
        (Err(error), _) => Err(error),
    }
}

async fn send(
    app: &App,
    viewer: &Viewer,
    (course, lesson): At,
    form: LineForm,
) -> Result<(Lesson, Placed)> {
    let key = ("danmaku", lesson, viewer.id);
    app.limits.messages.take(key)?;
    let viewer = viewer.clone();
    let write = move |conn: &mut PgConnection| {
        let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
        let line = timeline::add(conn, viewer.id, &lesson, &form)?;
        Ok((lesson, line))
    };
    app.db.run(write).await
}

fn line_of(page: &Page, viewer: &Viewer, lesson: &Lesson, line: &Placed) -> Result<HttpResponse> {
    let reader = Reader {
        user: viewer.id,
        is_staff: false,
    };
    html(&Piece {
        l: page.l,
        path: &lesson.path(),
        line,
        reader,
    })
}

async fn delete_danmaku(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: web::Path<(CourseId, LessonId, LineId)>,
) -> Result<HttpResponse> {
    let (course, lesson, line) = path.into_inner();
    let delete = move |conn: &mut PgConnection| {
        let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
        deletion::delete(conn, &viewer, (course, lesson.id, line))
    };
    app.db.run(delete).await?;
    match is_htmx(&request) {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Ok(see_other(&format!(
            "/courses/{course}/lessons/{lesson}/danmaku"
        ))),
    }
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    (course, lesson): At,
    part: i64,
    reply: Reply,
    typed: LineForm,
) -> Result<HttpResponse> {
    let (l, status) = (page.l, reply.status);
    let load = move |conn: &mut PgConnection| {
        let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
        let is_staff = staff_role(conn, &viewer, course)?.is_some();
        let panel = DanmakuPanel::load(conn, l, &viewer, is_staff, &lesson, part)?;
        Ok((lesson, panel.saying(typed, reply.errors)))
    };
    let (lesson, panel) = app.db.run(load).await?;
    html_with(status, &DanmakuPage::new(page, lesson, panel))
}
