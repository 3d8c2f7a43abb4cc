//! The addresses of notes. Each write answers htmx with the list as it is now, and others with the way to its page.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::pg::PgConnection;
use serde::Deserialize;

use super::export;
use super::note::{self, NoteForm, NoteId, Place};
use super::views::{NotesPage, NotesPanel, Said};
use crate::courses::access::lesson_to_study;
use crate::courses::{CourseId, Lesson, LessonId};
use crate::error::Result;
use crate::state::App;
use crate::web::{Form, Page, Reply, UserId, Viewer, html_with, is_htmx, see_other};

type At = (CourseId, LessonId);
type Of = web::Path<At>;
type OfNote = web::Path<(CourseId, LessonId, NoteId)>;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/notes",
        web::get().to(list_notes),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/notes",
        web::post().to(create_note),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/notes/export",
        web::get().to(export_notes),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/notes/{note:\d+}",
        web::post().to(update_note),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/notes/{note:\d+}/deletion",
        web::post().to(delete_note),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/notes/{note:\d+}/restoration",
        web::post().to(restore_note),
    );
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default = "before_all")]
    after_ms: i64,
    #[serde(default)]
    after: NoteId,
    /// A note that was deleted just now.
    deleted: Option<NoteId>,
}

fn before_all() -> i64 {
    Place::default().after_ms
}

/// Who asks for what, however the request may end.
struct Asked {
    app: App,
    page: Page,
    viewer: Viewer,
    is_htmx: bool,
    at: At,
}

impl Asked {
    fn new(app: App, page: Page, viewer: Viewer, request: &HttpRequest, at: At) -> Asked {
        let is_htmx = is_htmx(request);
        Asked {
            app,
            page,
            viewer,
            is_htmx,
            at,
        }
    }
}

async fn list_notes(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: Of,
    shown: web::Query<Shown>,
) -> Result<HttpResponse> {
    let asked = Asked::new(app, page, viewer, &request, path.into_inner());
    let (after_ms, after) = (shown.after_ms, shown.after);
    let said = Said::deleted(shown.deleted);
    show(asked, Place { after_ms, after }, StatusCode::OK, said).await
}

async fn create_note(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: Of,
    Form(form): Form<NoteForm>,
) -> Result<HttpResponse> {
    let asked = Asked::new(app, page, viewer, &request, path.into_inner());
    let key = ("note", asked.at.1, asked.viewer.id);
    asked.app.limits.messages.take(key)?;
    let typed = form.clone();
    let act = move |conn: &mut _, user, lesson: &Lesson| note::add(conn, user, lesson, &form);
    let outcome = write(&asked, act).await;
    answer(asked, outcome, typed, None).await
}

async fn update_note(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: OfNote,
    Form(form): Form<NoteForm>,
) -> Result<HttpResponse> {
    let (course, lesson, id) = path.into_inner();
    let asked = Asked::new(app, page, viewer, &request, (course, lesson));
    let typed = form.clone();
    let act =
        move |conn: &mut _, user, lesson: &Lesson| note::change(conn, user, lesson, id, &form);
    let outcome = write(&asked, act).await;
    answer(asked, outcome, typed, Some(id)).await
}

async fn delete_note(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: OfNote,
) -> Result<HttpResponse> {
    let (course, lesson, id) = path.into_inner();
    let asked = Asked::new(app, page, viewer, &request, (course, lesson));
    let act = move |conn: &mut _, user, lesson: &Lesson| note::delete(conn, user, lesson, id);
    write(&asked, act).await?;
    if !asked.is_htmx {
        return Ok(back(asked.at, &format!("?deleted={id}")));
    }
    let said = Said::deleted(Some(id));
    show(asked, Place::default(), StatusCode::OK, said).await
}

async fn restore_note(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: OfNote,
) -> Result<HttpResponse> {
    let (course, lesson, id) = path.into_inner();
    let asked = Asked::new(app, page, viewer, &request, (course, lesson));
    let act = move |conn: &mut _, user, lesson: &Lesson| note::restore(conn, user, lesson, id);
    let outcome = write(&asked, act).await;
    answer(asked, outcome, NoteForm::default(), None).await
}

async fn export_notes(app: App, viewer: Viewer, path: Of) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let load = move |conn: &mut _| {
        let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
        let notes = note::all(conn, viewer.id, lesson.id)?;
        Ok(export::markdown(&lesson, &notes))
    };
    let file = app.db.run(load).await?;
    let name = format!("attachment; filename=\"notes-{lesson}.md\"");
    Ok(HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(file))
}

/// Does this with a lesson that the viewer may study.
async fn write(
    asked: &Asked,
    act: impl FnOnce(&mut PgConnection, UserId, &Lesson) -> Result<()> + Send + 'static,
) -> Result<()> {
    let (viewer, (course, lesson)) = (asked.viewer.clone(), asked.at);
    let work = move |conn: &mut PgConnection| {
        let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
        act(conn, viewer.id, &lesson)
    };
    asked.app.db.run(work).await
}

/// After a write: the list, with the form again where what was typed can't be taken.
async fn answer(
    asked: Asked,
    outcome: Result<()>,
    typed: NoteForm,
    of: Option<NoteId>,
) -> Result<HttpResponse> {
    let (status, said) = match Reply::sort(outcome, "body")? {
        Ok(()) if !asked.is_htmx => return Ok(back(asked.at, "")),
        Ok(()) => (StatusCode::OK, Said::default()),
        Err(reply) => (reply.status, Said::refused(typed, of, reply.errors)),
    };
    show(asked, Place::default(), status, said).await
}

fn back((course, lesson): At, query: &str) -> HttpResponse {
    see_other(&format!("/courses/{course}/lessons/{lesson}/notes{query}"))
}

async fn show(asked: Asked, place: Place, status: StatusCode, said: Said) -> Result<HttpResponse> {
    let (viewer, l, (course, lesson)) = (asked.viewer, asked.page.l, asked.at);
    let load = move |conn: &mut PgConnection| {
        let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
        let panel = NotesPanel::load(conn, l, viewer.id, &lesson, place)?;
        Ok((lesson, panel.saying(said)))
    };
    let (lesson, panel) = asked.app.db.run(load).await?;
    match asked.is_htmx {
        true => html_with(status, &panel),
        false => html_with(status, &NotesPage::new(asked.page, lesson, panel)),
    }
}
