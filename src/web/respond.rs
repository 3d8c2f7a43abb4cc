//! Answers: a rendered template, or the way to another page.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::error::Result;
use crate::web::Flash;

/// Room for most pages, in bytes: growing to this from askama's guess would copy each several times.
const PAGE: usize = 24 * 1024;

/// The template as a page or fragment.
pub fn html(template: &impl Template) -> Result<HttpResponse> {
    html_with(StatusCode::OK, template)
}

/// The template with a status of its own, as 422 for a form that needs another look.
pub fn html_with(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    let mut body = String::with_capacity(PAGE);
    template.render_into(&mut body)?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(body))
}

/// On to another page after a write (POST, redirect, GET).
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .finish()
}

/// The answer to a write that the page learns of by itself: nothing to htmx, back to the page for a plain form.
pub fn settled(request: &HttpRequest, back: &str) -> HttpResponse {
    match is_htmx(request) {
        true => HttpResponse::NoContent().finish(),
        false => see_other(back),
    }
}

/// The answer to a write that says what will come of it: the words alone to a script, back to the page with them for a plain form.
pub fn told(request: &HttpRequest, back: &str, words: String) -> HttpResponse {
    match is_htmx(request) {
        true => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(words),
        false => see_other(back).with_flash(Flash::success(words)),
    }
}

/// The path with what was asked for behind it; what is empty is left out.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let asked = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = serde_urlencoded::to_string(asked.collect::<Vec<_>>()).unwrap_or_default();
    match query.as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// What can be added to an answer.
pub trait Respond {
    /// Has the next page show this line once.
    fn with_flash(self, flash: Flash) -> HttpResponse;
}

impl Respond for HttpResponse {
    fn with_flash(mut self, flash: Flash) -> HttpResponse {
        // A cookie made here is always a valid one; if not, the line is lost and the act stands.
        let _ = self.add_cookie(&flash.into_cookie());
        self
    }
}

/// Whether htmx asks, and a fragment will do.
pub fn is_htmx(request: &HttpRequest) -> bool {
    request.headers().contains_key("HX-Request")
}

/// The path if it leads to a page of this site, or `/` (security row C6). Browsers read `\` as `/` and drop tabs and
/// newlines, so none of them may stand in it.
pub fn local_path(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && !path
            .chars()
            .any(|character| character == '\\' || character.is_control())
        && !path.to_ascii_lowercase().starts_with("/%09")
        && !path.to_ascii_lowercase().starts_with("/%5c");
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local_path("/courses?q=x"), "/courses?q=x");
        for foreign in [
            "//e",
            "/\\e",
            "/%09/e",
            "https:e",
            "javascript:alert(1)",
            "",
            "/\t/e",
            "/\n/e",
        ] {
            assert_eq!(local_path(foreign), "/", "{foreign:?}");
        }
    }
}
