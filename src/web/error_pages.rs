//! Turns whatever went wrong into an answer a person can use, once, and logs what nobody foresaw.
//!
//! People get a page, htmx the page's notice as a fragment, programs a line of text. The cause of an internal error is
//! logged and never shown (security row K4).

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use i18n_embed_fl::fl;

use crate::error::AppError;
use crate::i18n::Loader;
use crate::web::{Page, is_htmx, see_other};

/// Middleware: the outermost of those that answer.
pub async fn render_errors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?;
    if !needs_page(response.response()) {
        return Ok(response.map_into_boxed_body());
    }
    let asked = response.request().clone();
    let answer = Problem::of_response(response.response())
        .answer(&asked)
        .await;
    Ok(ServiceResponse::new(asked, answer))
}

/// An error status that no handler has written a body of its own for.
fn needs_page<B>(response: &HttpResponse<B>) -> bool {
    let is_failure = response.status().is_client_error() || response.status().is_server_error();
    is_failure
        && (response.error().is_some() || !response.headers().contains_key(header::CONTENT_TYPE))
}

/// What is told of an error.
struct Problem {
    status: StatusCode,
    /// Words of the error itself, where it has any.
    details: Box<dyn Fn(Loader) -> Vec<String>>,
    retry_after_seconds: Option<u64>,
    /// Where to go first, for what is locked until then.
    first: Option<String>,
}

impl Problem {
    fn of_response<B>(response: &HttpResponse<B>) -> Problem {
        match response.error() {
            Some(error) => Problem::of_error(error),
            None => Problem::of_status(response.status()),
        }
    }

    fn of_error(error: &Error) -> Problem {
        if let Some(error) = error.as_error::<AppError>() {
            return Problem::of_app_error(error);
        }
        let status = error.as_response_error().status_code();
        if status.is_server_error() {
            tracing::error!(%error, "request failed");
        }
        Problem::of_status(status)
    }

    fn of_app_error(error: &AppError) -> Problem {
        let mut problem = Problem::of_status(error.status_code());
        match error {
            AppError::Invalid(errors) => {
                let errors = errors.clone();
                problem.details = Box::new(move |loader| errors.all(loader));
            }
            AppError::Conflict(words)
            | AppError::TooLarge(words)
            | AppError::NoRoom(words)
            | AppError::Unsupported(words)
            | AppError::Away(words) => {
                let words = words.clone();
                problem.details = Box::new(move |loader| vec![words.in_(loader)]);
            }
            AppError::NotYet { words, link } => {
                let words = words.clone();
                problem.details = Box::new(move |loader| vec![words.in_(loader)]);
                problem.first = Some(link.clone());
            }
            AppError::TooManyRequests { retry_after } => {
                problem.retry_after_seconds = Some(retry_after.as_secs() + 1);
            }
            AppError::Internal(cause) => tracing::error!(error = ?cause, "request failed"),
            _ => {}
        }
        problem
    }

    fn of_status(status: StatusCode) -> Problem {
        let retry_after_seconds = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5);
        Problem {
            status,
            details: Box::new(|_| Vec::new()),
            retry_after_seconds,
            first: None,
        }
    }

    async fn answer(self, request: &HttpRequest) -> HttpResponse {
        if self.status == StatusCode::UNAUTHORIZED && wants_html(request) {
            return sign_in_first(request);
        }
        let page = Page::of(request)
            .await
            .unwrap_or_else(|_| Page::for_guest(request));
        let mut answer = HttpResponse::build(self.status);
        if let Some(seconds) = self.retry_after_seconds {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        let (is_page, l) = (wants_html(request), page.l);
        let template = ErrorPage::new(self, page);
        let body = match (is_page, is_htmx(request)) {
            (_, true) => ErrorNotice { problem: &template }.render(),
            (true, false) => template.render(),
            (false, false) => Ok(template.as_text()),
        };
        let content_type = if is_page || is_htmx(request) {
            "text/html; charset=utf-8"
        } else {
            "text/plain; charset=utf-8"
        };
        answer
            .content_type(content_type)
            .body(body.unwrap_or_else(|_| fl!(l, "errors-500-title")))
    }
}

/// On to the sign-in page, and back here afterwards if this was a page to look at.
fn sign_in_first(request: &HttpRequest) -> HttpResponse {
    let here = match *request.method() {
        Method::GET => request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str()),
        _ => "/",
    };
    let next = serde_urlencoded::to_string([("next", here)]).unwrap_or_default();
    let place = format!("/login?{next}");
    if is_htmx(request) {
        return HttpResponse::Unauthorized()
            .insert_header(("HX-Redirect", place))
            .finish();
    }
    see_other(&place)
}

fn wants_html(request: &HttpRequest) -> bool {
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    is_htmx(request) || accept.is_some_and(|accept| accept.contains("text/html"))
}

#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    l: Loader,
    page: Page,
    status: u16,
    title: String,
    /// What to do about it.
    advice: String,
    details: Vec<String>,
    retry_after_seconds: Option<u64>,
    first: Option<String>,
}

#[derive(Template)]
#[template(path = "errors/_notice.html")]
struct ErrorNotice<'a> {
    problem: &'a ErrorPage,
}

impl ErrorPage {
    fn new(problem: Problem, page: Page) -> ErrorPage {
        let l = page.l;
        let (title, advice) = match problem.first {
            Some(_) => (
                fl!(l, "errors-not-yet-title"),
                fl!(l, "errors-not-yet-advice"),
            ),
            None => words(problem.status, l),
        };
        ErrorPage {
            l,
            page,
            status: problem.status.as_u16(),
            title,
            advice,
            details: (problem.details)(l),
            retry_after_seconds: problem.retry_after_seconds,
            first: problem.first,
        }
    }

    fn as_text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        lines.extend(self.details.iter().cloned());
        lines.join("\n")
    }
}

fn words(status: StatusCode, l: Loader) -> (String, String) {
    match status.as_u16() {
        400 => (fl!(l, "errors-400-title"), fl!(l, "errors-400-advice")),
        401 => (fl!(l, "errors-401-title"), fl!(l, "errors-401-advice")),
        403 => (fl!(l, "errors-403-title"), fl!(l, "errors-403-advice")),
        404 => (fl!(l, "errors-404-title"), fl!(l, "errors-404-advice")),
        405 => (fl!(l, "errors-405-title"), fl!(l, "errors-405-advice")),
        409 => (fl!(l, "errors-409-title"), fl!(l, "errors-409-advice")),
        413 => (fl!(l, "errors-413-title"), fl!(l, "errors-413-advice")),
        415 => (fl!(l, "errors-415-title"), fl!(l, "errors-415-advice")),
        422 => (fl!(l, "errors-422-title"), fl!(l, "errors-422-advice")),
        429 => (fl!(l, "errors-429-title"), fl!(l, "errors-429-advice")),
        503 => (fl!(l, "errors-503-title"), fl!(l, "errors-503-advice")),
        507 => (fl!(l, "errors-507-title"), fl!(l, "errors-507-advice")),
        code if code < 500 => (fl!(l, "errors-400-title"), fl!(l, "errors-400-advice")),
        _ => (fl!(l, "errors-500-title"), fl!(l, "errors-500-advice")),
    }
}
