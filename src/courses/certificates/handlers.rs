//! `/certificates/{code}` for everybody who has the code, and `/courses/{course}/certificates` for its teachers.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::fonts::Fonts;
use super::pdf;
use super::queries::{self, Certificate, CertificateId};
use super::revoking::{revoke, set_giving};
use super::views::{ListCertificates, ShowCertificate, TypedReason};
use crate::courses::CourseId;
use crate::courses::access::managed;
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::text;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, html_with, see_other};

/// Setting one takes the memory of its fonts; so few at once are enough for anybody.
static PRESSES: Semaphore = Semaphore::const_new(2);

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/certificates/{code:[0-9a-z]+}.pdf",
        web::get().to(show_pdf),
    )
    .route(
        "/certificates/{code:[0-9a-z]+}",
        web::get().to(show_certificate),
    )
    .route(
        r"/courses/{course:\d+}/certificates",
        web::get().to(list_certificates),
    )
    .route(
        r"/courses/{course:\d+}/certificates",
        web::post().to(update_giving),
    )
    .route(
        r"/courses/{course:\d+}/certificates/{certificate:\d+}/revocation",
        web::post().to(create_revocation),
    );
}

async fn show_certificate(app: App, page: Page, code: web::Path<String>) -> Result<HttpResponse> {
    let certificate = app
        .db
        .run(move |conn| queries::by_code(conn, &code))
        .await?;
    let l = page.l;
    html(&ShowCertificate {
        l,
        page,
        certificate,
    })
}

async fn show_pdf(app: App, code: web::Path<String>) -> Result<HttpResponse> {
    let certificate = app
        .db
        .run(move |conn| queries::by_code(conn, &code))
        .await?;
    let name = format!("certificate-{}.pdf", &certificate.code[..8]);
    let pdf = set(&app, certificate).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}\""),
        ))
        .body(pdf))
}

/// The certificate as it was given, with the address that verifies it.
///
/// # Errors
/// [`AppError::Conflict`] for one that is revoked, [`AppError::Away`] in words where the fonts are missing.
async fn set(app: &App, certificate: Certificate) -> Result<Vec<u8>> {
    if certificate.is_revoked() {
        return Err(AppError::Conflict(text!("certificates-revoked-pdf")));
    }
    let fonts = Fonts::find(&app.config.certificates).map_err(|error| {
        tracing::error!(%error, "a certificate can't be set");
        AppError::Away(text!("certificates-no-fonts"))
    })?;
    let address = app.config.http.public_url.join(&certificate.path());
    let address = address.map_err(anyhow::Error::from)?.to_string();
    let _press = PRESSES.acquire().await.map_err(|_| AppError::Unavailable)?;
    let setting = move || pdf::render(&certificate, &fonts, &address);
    let pdf = web::block(setting)
        .await
        .map_err(|_| AppError::Unavailable)?;
    Ok(pdf?)
}

#[derive(Deserialize)]
struct Asked {
    before: Option<String>,
}

async fn list_certificates(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let before = asked.before.as_deref().and_then(|id| id.parse().ok());
    let listed = move |conn: &mut _| listed(conn, page, &viewer, *course, before, None);
    html(&app.db.run(listed).await?)
}

fn listed(
    conn: &mut PgConnection,
    page: Page,
    viewer: &Viewer,
    course: CourseId,
    before: Option<CertificateId>,
    refused: Option<(TypedReason, Errors)>,
) -> Result<ListCertificates> {
    let course = managed(conn, viewer, course)?;
    let found = queries::of_course(conn, course.id, before)?;
    let (typed, errors) = refused.unzip();
    let errors = errors.unwrap_or_default();
    Ok(ListCertificates::new(page, course, found, typed, errors))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct GivingForm {
    /// `on` when the box is ticked.
    gives: String,
}

async fn update_giving(
    app: App,
    viewer: Viewer,
    course: web::Path<CourseId>,
    Form(form): Form<GivingForm>,
) -> Result<HttpResponse> {
    let (id, l, gives) = (*course, viewer.locale.loader(), !form.gives.is_empty());
    app.db
        .run(move |conn| set_giving(conn, &viewer, id, gives))
        .await?;
    let told = match gives {
        true => fl!(l, "certificates-given-now"),
        false => fl!(l, "certificates-not-given-now"),
    };
    Ok(see_other(&format!("/courses/{id}/certificates")).with_flash(Flash::success(told)))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RevocationForm {
    reason: String,
}

async fn create_revocation(
    app: App,
    page: Page,
    viewer: Viewer,
    path: web::Path<(CourseId, CertificateId)>,
    Form(form): Form<RevocationForm>,
) -> Result<HttpResponse> {
    let ((course, id), asker, reason) = (path.into_inner(), viewer.clone(), form.reason.clone());
    let done = move |conn: &mut _| revoke(conn, &asker, course, id, &reason);
    match app.db.run(done).await {
        Ok(()) => Ok(see_other(&format!("/courses/{course}/certificates"))
            .with_flash(Flash::success(fl!(page.l, "certificates-revoked-flash")))),
        Err(AppError::Invalid(errors)) => {
            let refused = Some((TypedReason::new(id, form.reason), errors));
            let listed = move |conn: &mut _| listed(conn, page, &viewer, course, None, refused);
            let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
            html_with(status, &app.db.run(listed).await?)
        }
        Err(error) => Err(error),
    }
}
