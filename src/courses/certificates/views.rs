//! The public page of a certificate, and the page where a course's teachers see them all.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::queries::{Certificate, CertificateId, PAGE};
use crate::courses::Status;
use crate::courses::model::Course;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::web::Page;

#[derive(Template)]
#[template(path = "certificates/show.html")]
pub struct ShowCertificate {
    pub l: Loader,
    pub page: Page,
    pub certificate: Certificate,
}

impl ShowCertificate {
    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}

#[derive(Template)]
#[template(path = "certificates/of_course.html")]
pub struct ListCertificates {
    l: Loader,
    page: Page,
    course: Course,
    certificates: Vec<Certificate>,
    next: String,
    errors: Errors,
    typed: Option<TypedReason>,
}

/// A reason that came back, and for which certificate.
pub struct TypedReason {
    pub certificate: CertificateId,
    pub reason: String,
}

impl TypedReason {
    pub fn new(certificate: CertificateId, reason: String) -> TypedReason {
        TypedReason {
            certificate,
            reason,
        }
    }
}

impl ListCertificates {
    pub fn new(
        page: Page,
        course: Course,
        mut certificates: Vec<Certificate>,
        typed: Option<TypedReason>,
        errors: Errors,
    ) -> ListCertificates {
        let has_more = certificates.len() > PAGE;
        certificates.truncate(PAGE);
        let last = certificates.last().filter(|_| has_more);
        ListCertificates {
            l: page.l,
            next: last.map_or_else(String::new, |last| {
                format!("{}/certificates?before={}", course.path(), last.id)
            }),
            page,
            course,
            certificates,
            errors,
            typed,
        }
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }

    fn reason_of(&self, certificate: &CertificateId) -> &str {
        self.typed
            .as_ref()
            .filter(|typed| typed.certificate == *certificate)
            .map_or("", |typed| typed.reason.as_str())
    }

    fn error_of(&self, certificate: &CertificateId) -> String {
        self.typed
            .as_ref()
            .filter(|typed| typed.certificate == *certificate)
            .and_then(|_| self.errors.all(self.l).into_iter().next())
            .unwrap_or_default()
    }
}
