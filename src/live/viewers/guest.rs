//! How a guest is counted once: a random id in a cookie of its own. It opens nothing; whoever forges one is counted.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::realtime::Person;
use crate::web::Viewer;

const COOKIE: &str = "live_guest";

/// The person behind a request: whoever is signed in, or the guest that their cookie names.
pub fn guest_of(request: &HttpRequest, viewer: Option<&Viewer>) -> Person {
    match viewer {
        Some(viewer) => Person::User(viewer.id),
        None => Person::Guest(known(request).unwrap_or_else(Uuid::now_v7)),
    }
}

/// Gives a guest the cookie by which their next visits are counted as one person's.
pub fn with_guest(
    mut answer: HttpResponse,
    request: &HttpRequest,
    viewer: Option<&Viewer>,
) -> HttpResponse {
    if viewer.is_none() && known(request).is_none() {
        let cookie = Cookie::build(COOKIE, Uuid::new_v4().to_string())
            .path("/live")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::days(30))
            .finish();
        // Without it the guest is counted anew at each visit; nothing else depends on it.
        let _ = answer.add_cookie(&cookie);
    }
    answer
}

fn known(request: &HttpRequest) -> Option<Uuid> {
    request.cookie(COOKIE)?.value().parse().ok()
}
