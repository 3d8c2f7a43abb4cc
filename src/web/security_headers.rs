//! The headers that every answer carries, errors included (security rows C3 to C5, S6).

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;

use crate::state::App;
use crate::web::flash;

/// Scripts, styles and connections from here alone; nothing inline, nothing evaluated, no frames around us.
/// `blob:` is what Media Source playback and its worker need.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; frame-src 'self'; \
    worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// Nobody but the page that broadcasts has a use for the camera.
const PERMISSIONS: &str = "camera=(), microphone=(), display-capture=(), geolocation=()";

/// What [`with_capture`] says instead.
const CAPTURE: &str = "camera=(self), microphone=(self), display-capture=(self), geolocation=()";

/// Middleware: adds each header that the answer has not set itself, as served files do with a stricter policy.
pub async fn add_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    // Not earlier: the router needs the request for itself.
    let asked = response.request().clone();
    if is_html(response.headers())
        && response.status() != 303
        && let Some(cookie) = flash::removal(&asked)
    {
        // A flash that stays is shown twice; that is all.
        let _ = response.response_mut().add_cookie(&cookie);
    }
    let has_session =
        App::of(&asked).is_ok_and(|app| asked.cookie(&app.config.cookie_name("lectern")).is_some());
    let is_https = App::of(&asked).is_ok_and(|app| app.config.is_https());
    let elsewhere = App::of(&asked)
        .ok()
        .and_then(|app| segments_elsewhere(&app));
    let headers = response.headers_mut();
    if let Some(policy) = elsewhere
        && !headers.contains_key(header::CONTENT_SECURITY_POLICY)
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    set_default(
        headers,
        header::CONTENT_SECURITY_POLICY,
        CONTENT_SECURITY_POLICY,
    );
    set_default(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set_default(headers, header::REFERRER_POLICY, "same-origin");
    set_default(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set_default(
        headers,
        HeaderName::from_static("permissions-policy"),
        PERMISSIONS,
    );
    // What a signed-in person saw must not come back from a cache after they have left.
    set_default(
        headers,
        header::CACHE_CONTROL,
        if has_session { "no-store" } else { "no-cache" },
    );
    if is_https {
        secure_cookies(headers);
        set_default(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    Ok(response)
}

/// The policy where players fetch the segments of live classes from another origin.
fn segments_elsewhere(app: &App) -> Option<HeaderValue> {
    let segments = app.config.live.segments.as_ref()?;
    let origin = segments.base.origin().ascii_serialization();
    let policy = CONTENT_SECURITY_POLICY
        .replace("media-src 'self'", &format!("media-src 'self' {origin}"))
        .replace(
            "connect-src 'self'",
            &format!("connect-src 'self' {origin}"),
        );
    HeaderValue::from_str(&policy).ok()
}

/// The answer with a policy that lets the page frame this one origin too: for a player that its reader has asked for.
pub fn with_frame(mut answer: HttpResponse, origin: &'static str) -> HttpResponse {
    let frames = format!("frame-src 'self' {origin};");
    let policy = CONTENT_SECURITY_POLICY.replace("frame-src 'self';", &frames);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

/// The answer as a page that may ask for screen, camera and microphone.
pub fn with_capture(mut answer: HttpResponse) -> HttpResponse {
    let name = HeaderName::from_static("permissions-policy");
    let headers = answer.headers_mut();
    headers.insert(name, HeaderValue::from_static(CAPTURE));
    answer
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// No cookie goes over a connection that others can read, not even one that only remembers a choice (security row S1).
fn secure_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.remove(header::SET_COOKIE).collect();
    for cookie in cookies {
        let is_secure = cookie.to_str().is_ok_and(|cookie| {
            let mut parts = cookie.split(';').map(str::trim);
            parts.any(|part| part.eq_ignore_ascii_case("secure"))
        });
        let secured = || HeaderValue::from_bytes(&[cookie.as_bytes(), b"; Secure"].concat()).ok();
        let cookie = if is_secure { None } else { secured() }.unwrap_or_else(|| cookie.clone());
        headers.append(header::SET_COOKIE, cookie);
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
