//! Cross-site requests may not change anything (security row C1).
//!
//! Browsers say where a request comes from, in `Sec-Fetch-Site` and `Origin`, and scripts can't forge either. An unsafe
//! method is served only if one of them says "from here"; a request that says nothing is refused as well. Forms need no
//! tokens, so a fragment can be rendered once and shown to many.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest};
use url::Url;

use crate::error::AppError;
use crate::state::App;

/// Middleware that refuses unsafe requests from other sites with 403.
pub async fn refuse_cross_site(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_trusted = is_signed(request.path()) || is_same_origin(request.request());
    if !request.method().is_safe() && !is_trusted {
        return Ok(request
            .error_response(AppError::Forbidden)
            .map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// The addresses where other servers tell us things: gateways of a payment, and mail programs that their reader wants no more
/// of some mails (RFC 8058). What they send is signed, and counts by its signature alone; no cookie
/// of a browser has any say there.
fn is_signed(path: &str) -> bool {
    let is_unsubscribing = path
        .strip_prefix("/notifications/unsubscribe/")
        .is_some_and(|token| !token.contains('/'));
    is_unsubscribing || is_webhook(path)
}

fn is_webhook(path: &str) -> bool {
    path.strip_prefix("/payments/")
        .and_then(|rest| rest.strip_suffix("/webhook"))
        .is_some_and(|gateway| !gateway.contains('/'))
}

/// Whether the browser says that a page of this site made the request. Also the rule for opening a websocket (W1),
/// which is a GET and has no `Sec-Fetch-Site` in some browsers.
pub fn is_same_origin(request: &HttpRequest) -> bool {
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    if text(header::HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|site| site != "same-origin")
    {
        return false;
    }
    match text(header::ORIGIN) {
        Some(origin) => is_own_origin(request, origin),
        None => text(header::HeaderName::from_static("sec-fetch-site")).is_some(),
    }
}

/// The origin is the configured one, or, where none but localhost is configured, the address that was asked for.
fn is_own_origin(request: &HttpRequest, origin: &str) -> bool {
    let Ok(app) = App::of(request) else {
        return false;
    };
    let Ok(origin) = Url::parse(origin) else {
        return false;
    };
    let public = &app.config.http.public_url;
    if origin.origin() == public.origin() {
        return true;
    }
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    public.host_str() == Some("localhost")
        && origin.scheme() == "http"
        && host.is_some_and(|host| {
            Some(host)
                == origin
                    .as_str()
                    .strip_prefix("http://")
                    .map(|rest| rest.trim_end_matches('/'))
        })
}
