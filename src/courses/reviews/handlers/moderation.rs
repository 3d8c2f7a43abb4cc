//! Reports of reviews, and what the platform's moderators do about them.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::{answer, there};
use crate::courses::reviews::form::ReasonForm;
use crate::courses::reviews::queue::{self, Asked};
use crate::courses::reviews::views::Typed;
use crate::courses::reviews::views::queue::{ReviewQueue, csv as table};
use crate::courses::reviews::{ReviewId, hiding, reporting};
use crate::courses::{CourseId, forget_catalogue};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Flash, Form, Page, Respond, Viewer, listing, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/reviews", web::get().to(list_for_moderators))
        .route("/admin/reviews.csv", web::get().to(export_reviews))
        .route(
            r"/courses/{course:\d+}/reviews/{review:\d+}/report",
            web::post().to(create_report),
        )
        .route(
            r"/courses/{course:\d+}/reviews/{review:\d+}/report/dismissal",
            web::post().to(dismiss_reports),
        )
        .route(
            r"/courses/{course:\d+}/reviews/{review:\d+}/hiding",
            web::post().to(hide_review),
        )
        .route(
            r"/courses/{course:\d+}/reviews/{review:\d+}/restoration",
            web::post().to(restore_review),
        );
}

async fn create_report(
    app: App,
    page: Page,
    viewer: Viewer,
    path: web::Path<(CourseId, ReviewId)>,
    Form(form): Form<ReasonForm>,
) -> Result<HttpResponse> {
    let ((course, review), typed) = (path.into_inner(), form.clone());
    let report = move |conn: &mut _| reporting::report(conn, &viewer, course, review, &form);
    let outcome = app.db.run(report).await;
    let told = fl!(page.l, "reviews-reported");
    let place = (course, typed.next.as_str());
    let kept = Typed::Report(review, typed.reason);
    answer(&app, page, place, kept, outcome, told).await
}

async fn hide_review(
    app: App,
    page: Page,
    admin: Admin,
    path: web::Path<(CourseId, ReviewId)>,
    Form(form): Form<ReasonForm>,
) -> Result<HttpResponse> {
    let ((course, review), typed) = (path.into_inner(), form.clone());
    let hide = move |conn: &mut _| hiding::hide(conn, &admin, course, review, &form.reason);
    let outcome = app.db.run(hide).await;
    let told = fl!(page.l, "reviews-hidden-flash");
    let place = (course, typed.next.as_str());
    let kept = Typed::Hiding(review, typed.reason);
    answer(&app, page, place, kept, outcome, told).await
}

async fn restore_review(
    app: App,
    page: Page,
    admin: Admin,
    path: web::Path<(CourseId, ReviewId)>,
    Form(form): Form<ReasonForm>,
) -> Result<HttpResponse> {
    let (course, review) = path.into_inner();
    let restore = move |conn: &mut _| hiding::restore(conn, &admin, course, review);
    app.db.run(restore).await?;
    forget_catalogue(&app);
    let told = Flash::success(fl!(page.l, "reviews-restored"));
    Ok(see_other(&there(course, &form.next)).with_flash(told))
}

async fn dismiss_reports(
    app: App,
    page: Page,
    admin: Admin,
    path: web::Path<(CourseId, ReviewId)>,
) -> Result<HttpResponse> {
    let (course, review) = path.into_inner();
    let dismiss = move |conn: &mut _| hiding::dismiss(conn, &admin, course, review, "");
    app.db.run(dismiss).await?;
    let told = Flash::success(fl!(page.l, "reviews-dismissed"));
    Ok(see_other("/admin/reviews").with_flash(told))
}

async fn list_for_moderators(
    app: App,
    page: Page,
    admin: Admin,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let show = |asked, rows| ReviewQueue::new(page, asked, rows);
    listing::show(&app, admin, asked.into_inner(), queue::find, show).await
}

async fn export_reviews(
    app: App,
    page: Page,
    admin: Admin,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, asked.into_inner(), queue::find).await?;
    Ok(csv::download("reviews", table(page.l, &rows)))
}
