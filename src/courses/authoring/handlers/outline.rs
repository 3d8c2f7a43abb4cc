//! The outline, edited in place. With htmx each write answers the outline anew; without, the way back to it.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Path;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use diesel::pg::PgConnection;
use serde::Deserialize;

use super::super::lessons::{self, Move, NewLessonForm};
use super::super::outline::Direction;
use super::super::reply::Reply;
use super::super::views::{OutlineFragment, ShowOutline, Typed};
use super::super::{contents, sections};
use crate::courses::{CourseId, LessonId, SectionId, managed};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::{self, Form, Page, Viewer};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TitleForm {
    title: String,
}

#[derive(Deserialize)]
pub(super) struct StepForm {
    pub(super) direction: Direction,
}

/// One step, or a place as a drag has it.
#[derive(Deserialize)]
pub(super) struct PlaceForm {
    direction: Option<Direction>,
    section_id: Option<SectionId>,
    place: Option<usize>,
}

impl PlaceForm {
    fn wanted(&self) -> Result<Move> {
        match (self.direction, self.section_id, self.place) {
            (Some(direction), _, _) => Ok(Move::Step(direction)),
            (None, Some(section), Some(place)) => Ok(Move::To { section, place }),
            _ => Err(AppError::invalid("", text!("errors-form-unreadable"))),
        }
    }
}

pub(super) async fn show_outline(asked: Asked, course: Path<CourseId>) -> Result<HttpResponse> {
    asked.show(*course, Typed::nothing(), Reply::ok()).await
}

pub(super) async fn create_section(
    asked: Asked,
    course: Path<CourseId>,
    Form(form): Form<TitleForm>,
) -> Result<HttpResponse> {
    let typed = Typed::title("section-new", &form.title);
    asked
        .change(*course, typed, move |conn, viewer, course| {
            sections::add(conn, viewer, course, &form.title).map(drop)
        })
        .await
}

pub(super) async fn rename_section(
    asked: Asked,
    path: Path<(CourseId, SectionId)>,
    Form(form): Form<TitleForm>,
) -> Result<HttpResponse> {
    let (course, section) = path.into_inner();
    let typed = Typed::title(format!("section-{section}"), &form.title);
    asked
        .change(course, typed, move |conn, viewer, course| {
            sections::rename(conn, viewer, course, section, &form.title)
        })
        .await
}

pub(super) async fn move_section(
    asked: Asked,
    path: Path<(CourseId, SectionId)>,
    Form(StepForm { direction }): Form<StepForm>,
) -> Result<HttpResponse> {
    let (course, section) = path.into_inner();
    asked
        .change(course, Typed::nothing(), move |conn, viewer, course| {
            sections::shift(conn, viewer, course, section, direction)
        })
        .await
}

pub(super) async fn delete_section(
    asked: Asked,
    path: Path<(CourseId, SectionId)>,
) -> Result<HttpResponse> {
    let (course, section) = path.into_inner();
    asked
        .change(course, Typed::nothing(), move |conn, viewer, course| {
            sections::delete(conn, viewer, course, section)
        })
        .await
}

pub(super) async fn create_lesson(
    asked: Asked,
    course: Path<CourseId>,
    Form(form): Form<NewLessonForm>,
) -> Result<HttpResponse> {
    let (course, viewer) = (*course, asked.viewer.clone());
    let typed = Typed::lesson(&form);
    let added = asked
        .app
        .db
        .run(move |conn| lessons::add(conn, &viewer, course, &form))
        .await;
    match Reply::sort(added, "")? {
        Ok(lesson) => Ok(web::see_other(&format!(
            "/courses/{course}/lessons/{lesson}/edit"
        ))),
        Err(reply) => asked.show(course, typed, reply).await,
    }
}

pub(super) async fn rename_lesson(
    asked: Asked,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<TitleForm>,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let typed = Typed::title(format!("lesson-{lesson}"), &form.title);
    asked
        .change(course, typed, move |conn, viewer, course| {
            lessons::rename(conn, viewer, course, lesson, &form.title)
        })
        .await
}

pub(super) async fn move_lesson(
    asked: Asked,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<PlaceForm>,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    asked
        .change(course, Typed::nothing(), move |conn, viewer, course| {
            lessons::shift(conn, viewer, course, lesson, form.wanted()?)
        })
        .await
}

/// Who asks, and for a page or for the outline alone.
pub(super) struct Asked {
    app: App,
    page: Page,
    viewer: Viewer,
    is_htmx: bool,
}

impl FromRequest for Asked {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Asked>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            Ok(Asked {
                viewer: Viewer::of(&request)
                    .await?
                    .ok_or(AppError::SignInRequired)?,
                app: App::of(&request)?,
                page: Page::of(&request).await?,
                is_htmx: web::is_htmx(&request),
            })
        })
    }
}

impl Asked {
    async fn change(
        self,
        course: CourseId,
        typed: Typed,
        work: impl FnOnce(&mut PgConnection, &Viewer, CourseId) -> Result<()> + Send + 'static,
    ) -> Result<HttpResponse> {
        let viewer = self.viewer.clone();
        let outcome = self
            .app
            .db
            .run(move |conn| work(conn, &viewer, course))
            .await;
        match Reply::sort(outcome, "")? {
            Ok(()) if self.is_htmx => self.show(course, Typed::nothing(), Reply::ok()).await,
            Ok(()) => Ok(web::see_other(&format!("/courses/{course}/outline"))),
            Err(reply) => self.show(course, typed, reply).await,
        }
    }

    async fn show(self, id: CourseId, typed: Typed, reply: Reply) -> Result<HttpResponse> {
        let viewer = self.viewer;
        let (course, parts) = self
            .app
            .db
            .run(move |conn| Ok((managed(conn, &viewer, id)?, contents::list(conn, id)?)))
            .await?;
        let (l, errors) = (self.page.l, reply.errors);
        let outline = OutlineFragment {
            l,
            course,
            parts,
            typed,
            errors,
        };
        if self.is_htmx {
            web::html_with(reply.status, &outline)
        } else {
            let page = self.page;
            web::html_with(reply.status, &ShowOutline { l, page, outline })
        }
    }
}
