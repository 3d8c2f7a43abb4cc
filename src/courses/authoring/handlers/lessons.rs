//! One lesson: its text, its file, its end.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::super::completion::{self, CompletionForm};
use super::super::files;
use super::super::lesson_form::LessonForm;
use super::super::lessons;
use super::super::link::{self, LinkForm};
use super::super::reply::Reply;
use super::super::views::{EditLesson, LessonFacts, MarkdownPreview, TypedLesson};

use super::publication::Confirmation;
use crate::courses::{CourseId, LessonId, managed};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{self, Flash, Form, Page, Respond, Viewer};

pub(super) async fn edit_lesson(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    show(app, page, viewer, path.into_inner(), NOTHING, Reply::ok()).await
}

pub(super) async fn update_lesson(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<LessonForm>,
) -> Result<HttpResponse> {
    let ((course, lesson), typed, asker) = (path.into_inner(), (&form).into(), viewer.clone());
    let saved = app
        .db
        .run(move |conn| lessons::save(conn, &asker, course, lesson, &form))
        .await;
    match Reply::sort(saved, "")? {
        Ok(()) => Ok(
            web::see_other(&format!("/courses/{course}/lessons/{lesson}/edit"))
                .with_flash(Flash::success(fl!(page.l, "teaching-saved"))),
        ),
        Err(reply) => show(app, page, viewer, (course, lesson), typed, reply).await,
    }
}

pub(super) async fn replace_file(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let (course, lesson) = path.into_inner();
    let replaced = files::replace(&app, &viewer, course, lesson, body).await;
    match Reply::sort(replaced, "file")? {
        Ok(()) => Ok(
            web::see_other(&format!("/courses/{course}/lessons/{lesson}/edit"))
                .with_flash(Flash::success(fl!(page.l, "teaching-file-stored"))),
        ),
        Err(reply) => show(app, page, viewer, (course, lesson), NOTHING, reply).await,
    }
}

pub(super) async fn update_link(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(form): Form<LinkForm>,
) -> Result<HttpResponse> {
    let ((course, lesson), asker) = (path.into_inner(), viewer.clone());
    let typed = TypedLesson::of_link(form.url.clone());
    let save = move |conn: &mut _| link::set(conn, &asker, course, lesson, &form);
    match Reply::sort(app.db.run(save).await, "url")? {
        Ok(()) => Ok(
            web::see_other(&format!("/courses/{course}/lessons/{lesson}/edit"))
                .with_flash(Flash::success(fl!(page.l, "teaching-saved"))),
        ),
        Err(reply) => show(app, page, viewer, (course, lesson), typed, reply).await,
    }
}

pub(super) async fn update_completion(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let ((course, lesson), asker) = (path.into_inner(), viewer.clone());
    let form = CompletionForm::typed(fields);
    let typed = (&form).into();
    let save = move |conn: &mut _| completion::save(conn, &asker, course, lesson, &form);
    match Reply::sort(app.db.run(save).await, "after")? {
        Ok(()) => Ok(web::see_other(&format!(
            "/courses/{course}/lessons/{lesson}/edit#completion"
        ))
        .with_flash(Flash::success(fl!(page.l, "completion-saved")))),
        Err(reply) => show(app, page, viewer, (course, lesson), typed, reply).await,
    }
}

pub(super) async fn delete_lesson(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Form(confirmation): Form<Confirmation>,
) -> Result<HttpResponse> {
    let ((course, lesson), asker) = (path.into_inner(), viewer.clone());
    let deletion = move |conn: &mut _| {
        managed(conn, &asker, course)?;
        lessons::find(conn, course, lesson)?;
        confirmation.require()?;
        lessons::delete(conn, &asker, course, lesson)
    };
    match Reply::sort(app.db.run(deletion).await, "")? {
        Ok(()) => Ok(web::see_other(&format!("/courses/{course}/outline"))
            .with_flash(Flash::success(fl!(page.l, "teaching-lesson-deleted")))),
        Err(reply) => show(app, page, viewer, (course, lesson), NOTHING, reply).await,
    }
}

/// Nothing was typed, or nothing that comes back.
pub(super) const NOTHING: TypedLesson = TypedLesson {
    content: None,
    completion: None,
    link: None,
};

/// Back to a part of the page with words about what was done there, or the page with what is wrong.
pub(super) async fn answer(
    app: App,
    page: Page,
    viewer: Viewer,
    ids: (CourseId, LessonId),
    part: &'static str,
    done: Result<String>,
) -> Result<HttpResponse> {
    match Reply::sort(done, part)? {
        Ok(told) => Ok(back(ids, part).with_flash(Flash::success(told))),
        Err(reply) => show(app, page, viewer, ids, NOTHING, reply).await,
    }
}

/// To the part of the page that is about this.
pub(super) fn back((course, lesson): (CourseId, LessonId), part: &str) -> HttpResponse {
    web::see_other(&format!(
        "/courses/{course}/lessons/{lesson}/edit#{part}-part"
    ))
}

/// The page with what is stored, or with what was typed.
pub(super) async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    (course, lesson): (CourseId, LessonId),
    typed: TypedLesson,
    reply: Reply,
) -> Result<HttpResponse> {
    let facts = app
        .db
        .run(move |conn| {
            let course = managed(conn, &viewer, course)?;
            let lesson = lessons::find(conn, course.id, lesson)?;
            LessonFacts::of(conn, course, lesson)
        })
        .await?;
    web::html_with(reply.status, &EditLesson::new(page, facts, typed, reply))
}

/// Whichever text area of a form asks to be shown as readers will see it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PreviewForm {
    #[serde(alias = "description", alias = "body")]
    text: String,
}

pub(super) async fn preview_markdown(
    page: Page,
    _: Viewer,
    Form(PreviewForm { text }): Form<PreviewForm>,
) -> Result<HttpResponse> {
    let preview = actix_web::web::block(move || MarkdownPreview::of(page.l, &text));
    web::html(&preview.await.map_err(|_| AppError::Unavailable)?)
}
