//! What the log says of a request. Addresses that are secrets by themselves are not among it (security row Z15), nor is what
//! stands behind a question mark: words that are searched for, signatures, tokens (row K2).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::{Error, HttpMessage};
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{DefaultRootSpanBuilder, RequestId, RootSpanBuilder};

use crate::web::client;

/// What stands behind these opens something for whoever knows it.
const SECRETS: [&str; 5] = [
    "/calendar/",
    "/password/reset/",
    "/email/confirmation/",
    "/email/undo/",
    "/notifications/unsubscribe/",
];

/// The span around each request.
pub struct Spans;

impl RootSpanBuilder for Spans {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let connection = request.connection_info();
        // What the client itself says of where it comes from is not believed here either (row D1).
        let address = client::address(request.request());
        let agent = request.headers().get("User-Agent");
        let id = request.extensions().get::<RequestId>().copied();
        tracing::info_span!(
            "HTTP request",
            http.method = %request.method(),
            http.route = Empty,
            http.flavor = ?request.version(),
            http.scheme = connection.scheme(),
            http.host = connection.host(),
            http.client_ip = address.map(|address| address.to_string()),
            http.user_agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default(),
            http.target = target(request.uri()),
            http.status_code = Empty,
            request_id = id.map(|id| id.to_string()),
            exception.message = Empty,
            exception.details = Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        // Not earlier: before it is routed, a request would have to be matched with every pattern a second time.
        if let Some(route) = outcome.as_ref().ok().and_then(route) {
            span.record("http.route", route);
        }
        DefaultRootSpanBuilder::on_request_end(span, outcome);
    }
}

/// The pattern that the router has found.
fn route<B>(response: &ServiceResponse<B>) -> Option<String> {
    response.request().match_pattern()
}

/// The path, cut off where a secret begins.
fn target(uri: &Uri) -> &str {
    let path = uri.path();
    let secret = SECRETS.iter().find(|before| path.starts_with(**before));
    secret.map_or(path, |before| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_something_is_cut_off_and_the_rest_stays() {
        let shown = |path: &str| target(&path.parse().unwrap()).to_owned();
        assert_eq!(shown("/calendar/s3cret.ics"), "/calendar/");
        assert_eq!(shown("/calendar/s3cret"), "/calendar/");
        assert_eq!(shown("/password/reset/s3cret?x=1"), "/password/reset/");
        assert_eq!(shown("/email/undo/s3cret"), "/email/undo/");
        assert_eq!(shown("/calendar?month=2026-03"), "/calendar");
        assert_eq!(shown("/chat/search?q=s3cret"), "/chat/search");
        assert_eq!(shown("/courses/1"), "/courses/1");
    }
}
