//! The addresses of grading. Writes answer 303 to the screen or the next one, or the screen again with what to mend.

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use actix_web::web::{self, Path, PayloadConfig, Query};
use i18n_embed_fl::fl;
use serde::Deserialize;
use serde_json::json;

use super::form::GradingForm;
use super::page::GradingPage;
use super::queue::{self, Filter};
use super::views::SubmissionList;
use super::{SubmissionPath, export, files, saving};
use crate::courses::{CourseId, LessonId};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, UserId, Viewer, html, html_with, see_other};

/// A long comment: each of its characters may take nine bytes in a form.
const LONG_FORM: usize = 512 * 1024;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/courses/{course}/lessons/{lesson}/assignment/submissions",
        web::get().to(list_submissions),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/submissions.csv",
        web::get().to(export_submissions),
    )
    .service(
        web::resource("/courses/{course}/lessons/{lesson}/assignment/submissions/{submission}")
            .app_data(PayloadConfig::new(LONG_FORM))
            .route(web::get().to(show_submission))
            .route(web::post().to(save_evaluation)),
    )
    .service(
        web::resource(
            "/courses/{course}/lessons/{lesson}/assignment/submissions/{submission}/draft",
        )
        .app_data(PayloadConfig::new(LONG_FORM))
        .route(web::post().to(save_draft)),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/submissions/{submission}/files",
        web::post().to(create_file),
    )
    .route(
        "/courses/{course}/lessons/{lesson}/assignment/submissions/{submission}/files/{file}/deletion",
        web::post().to(delete_file),
    );
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    pub filter: String,
    pub after: UserId,
    pub version: Option<i32>,
    /// `latest`: to grade anew by the rubric that holds.
    pub rubric: String,
}

async fn list_submissions(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
    Query(wanted): Query<Wanted>,
) -> Result<HttpResponse> {
    let (ids, filter) = (path.into_inner(), Filter::parse(&wanted.filter));
    let load =
        move |conn: &mut _| SubmissionList::load(conn, page, &viewer, ids, filter, wanted.after);
    html(&app.db.run(load).await?)
}

async fn export_submissions(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    let ids = path.into_inner();
    let name = format!("{}-{}", fl!(page.l, "assignments-file-name"), ids.1);
    let write = move |conn: &mut _| export::write(conn, &page, &viewer, ids);
    Ok(csv::download(&name, app.db.run(write).await?))
}

async fn show_submission(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<SubmissionPath>,
    Query(wanted): Query<Wanted>,
) -> Result<HttpResponse> {
    let path = path.into_inner();
    let load = move |conn: &mut _| GradingPage::load(conn, page, &viewer, path, &wanted, None);
    html(&app.db.run(load).await?)
}

async fn save_evaluation(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<SubmissionPath>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (path, form, by) = (path.into_inner(), GradingForm::read(fields), viewer.clone());
    let given = form.clone();
    let save = move |conn: &mut _| saving::save(conn, &by, path, &given);
    match Reply::sort(app.db.run(save).await, "")? {
        Ok(_) => go_on(app, page, path, form).await,
        Err(reply) => show_again(app, page, viewer, path, form, reply).await,
    }
}

/// To the next learner, to the list after the last one, or back to the same screen.
async fn go_on(
    app: App,
    page: Page,
    path: SubmissionPath,
    form: GradingForm,
) -> Result<HttpResponse> {
    let (is_draft, filter) = (form.is_draft(), form.filter);
    let to = match form.act == "next" {
        true => {
            app.db
                .run(move |conn| queue::next(conn, path, filter))
                .await?
        }
        false => queue::address(path, filter),
    };
    let told = match is_draft {
        true => fl!(page.l, "assignments-grading-draft-saved"),
        false => fl!(page.l, "assignments-grading-saved"),
    };
    Ok(see_other(&to).with_flash(Flash::success(told)))
}

async fn show_again(
    app: App,
    page: Page,
    viewer: Viewer,
    path: SubmissionPath,
    form: GradingForm,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let wanted = Wanted {
        version: form.version,
        filter: form.filter.name().into(),
        ..Wanted::default()
    };
    let typed = Some((form, reply));
    let load = move |conn: &mut _| GradingPage::load(conn, page, &viewer, path, &wanted, typed);
    html_with(status, &app.db.run(load).await?)
}

/// Marks on the way, as the page's script sends them. The answer is JSON: the state that was made, or words.
async fn save_draft(
    app: App,
    viewer: Viewer,
    path: Path<SubmissionPath>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (path, l) = (path.into_inner(), viewer.locale.loader());
    let mut form = GradingForm::read(fields);
    form.act = "draft".into();
    let save = move |conn: &mut _| saving::save(conn, &viewer, path, &form);
    Ok(match Reply::sort(app.db.run(save).await, "")? {
        Ok(seen) => HttpResponse::Ok().json(json!({ "seen": seen })),
        Err(reply) => HttpResponse::build(reply.status)
            .json(json!({ "words": reply.errors.all(l).join(" ") })),
    })
}

async fn create_file(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<SubmissionPath>,
    body: Multipart,
) -> Result<HttpResponse> {
    let path = path.into_inner();
    let added = files::add(&app, &viewer, path, body).await;
    match Reply::sort(added, "file")? {
        Ok(()) => Ok(back(path, fl!(page.l, "assignments-returned-added"))),
        Err(reply) => show_again(app, page, viewer, path, GradingForm::default(), reply).await,
    }
}

async fn delete_file(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, LessonId, i64, i64)>,
) -> Result<HttpResponse> {
    let (course, lesson, submission, file) = path.into_inner();
    let path = (course, lesson, submission);
    app.db
        .run(move |conn| files::remove(conn, &viewer, path, file))
        .await?;
    Ok(back(path, fl!(page.l, "assignments-file-removed")))
}

fn back(path: SubmissionPath, told: String) -> HttpResponse {
    let to = format!("{}#returned", queue::address(path, Filter::All));
    see_other(&to).with_flash(Flash::success(told))
}
