//! `/courses/{course}/reviews`: read by everybody who sees the course, written by its learners, answered by its teachers.

mod moderation;

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::form::{ReplyForm, ReviewForm};
use super::parts::{Excerpt, VoteForm, Voted};
use super::views::{Asked, ReviewsPage, Typed};
use super::{ReviewId, replying, voting, writing};
use crate::courses::{CourseId, forget_catalogue};
use crate::error::{Errors, Result};
use crate::state::App;
use crate::web::{
    Flash, Form, Page, Reply, Respond, Viewer, html, html_with, is_htmx, local_path, see_other,
};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/reviews",
        web::get().to(list_reviews),
    )
    .route(
        r"/courses/{course:\d+}/reviews",
        web::post().to(save_review),
    )
    .route(
        r"/courses/{course:\d+}/reviews/excerpt",
        web::get().to(show_excerpt),
    )
    .route(
        r"/courses/{course:\d+}/reviews/deletion",
        web::post().to(delete_review),
    )
    .route(
        r"/courses/{course:\d+}/reviews/{review:\d+}/vote",
        web::post().to(update_vote),
    )
    .route(
        r"/courses/{course:\d+}/reviews/{review:\d+}/reply",
        web::post().to(save_reply),
    )
    .route(
        r"/courses/{course:\d+}/reviews/{review:\d+}/reply/deletion",
        web::post().to(delete_reply),
    )
    .configure(moderation::routes);
}

async fn list_reviews(
    app: App,
    page: Page,
    course: web::Path<CourseId>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| {
        let (typed, errors) = (Typed::Nothing, Errors::default());
        ReviewsPage::load(conn, page, *course, &asked, typed, errors)
    };
    html(&app.db.run(load).await?)
}

/// A part of the course's page.
async fn show_excerpt(app: App, page: Page, course: web::Path<CourseId>) -> Result<HttpResponse> {
    let load = move |conn: &mut _| Excerpt::load(conn, page, *course);
    html(&app.db.run(load).await?)
}

async fn save_review(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
    Form(form): Form<ReviewForm>,
) -> Result<HttpResponse> {
    let (id, typed) = (*course, form.clone());
    let save = move |conn: &mut _| writing::save(conn, &viewer, id, &form);
    let outcome = app.db.run(save).await;
    let told = fl!(page.l, "reviews-saved");
    answer(&app, page, (id, ""), Typed::Review(typed), outcome, told).await
}

async fn delete_review(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
) -> Result<HttpResponse> {
    let id = *course;
    let remove = move |conn: &mut _| writing::remove(conn, &viewer, id);
    let outcome = app.db.run(remove).await;
    let told = fl!(page.l, "reviews-removed");
    answer(&app, page, (id, ""), Typed::Nothing, outcome, told).await
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Vote {
    /// `yes`, or anything else to take it back.
    useful: String,
    /// The page that it was given on.
    next: String,
}

async fn update_vote(
    app: App,
    page: Page,
    viewer: Viewer,
    path: web::Path<(CourseId, ReviewId)>,
    request: actix_web::HttpRequest,
    Form(form): Form<Vote>,
) -> Result<HttpResponse> {
    let ((course, review), is_useful) = (path.into_inner(), form.useful == "yes");
    let vote = move |conn: &mut _| voting::vote(conn, &viewer, course, review, is_useful);
    let useful_count = app.db.run(vote).await?;
    let vote = Voted {
        course,
        review,
        is_voted: is_useful,
        useful_count,
    };
    match is_htmx(&request) {
        true => html(&VoteForm::new(&page, vote, form.next)),
        false => Ok(see_other(&there(course, &form.next))),
    }
}

async fn save_reply(
    app: App,
    page: Page,
    viewer: Viewer,
    path: web::Path<(CourseId, ReviewId)>,
    Form(form): Form<ReplyForm>,
) -> Result<HttpResponse> {
    let ((course, review), typed) = (path.into_inner(), form.clone());
    let reply = move |conn: &mut _| replying::reply(conn, &viewer, course, review, &form);
    let outcome = app.db.run(reply).await;
    let told = fl!(page.l, "reviews-reply-saved");
    let place = (course, typed.next.as_str());
    let kept = Typed::Reply(review, typed.reply);
    answer(&app, page, place, kept, outcome, told).await
}

async fn delete_reply(
    app: App,
    page: Page,
    viewer: Viewer,
    path: web::Path<(CourseId, ReviewId)>,
    Form(ReplyForm { next, .. }): Form<ReplyForm>,
) -> Result<HttpResponse> {
    let (course, review) = path.into_inner();
    let remove = move |conn: &mut _| replying::remove(conn, &viewer, course, review);
    let outcome = app.db.run(remove).await;
    let told = fl!(page.l, "reviews-reply-removed");
    answer(&app, page, (course, &next), Typed::Nothing, outcome, told).await
}

/// On to the page `next` with what was done, or the reviews of the course again with what has to be mended. The catalogue
/// shows ratings, so it is made anew.
async fn answer(
    app: &App,
    page: Page,
    (course, next): (CourseId, &str),
    typed: Typed,
    outcome: Result<()>,
    told: String,
) -> Result<HttpResponse> {
    let Reply { status, errors } = match Reply::sort(outcome, "")? {
        Ok(()) => {
            forget_catalogue(app);
            return Ok(see_other(&there(course, next)).with_flash(Flash::success(told)));
        }
        Err(reply) => reply,
    };
    let load =
        move |conn: &mut _| ReviewsPage::load(conn, page, course, &Asked::default(), typed, errors);
    html_with(status, &app.db.run(load).await?)
}

fn there(course: CourseId, next: &str) -> String {
    match next {
        "" => format!("/courses/{course}/reviews"),
        next => local_path(next).to_owned(),
    }
}
