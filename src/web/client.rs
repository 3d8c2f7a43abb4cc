//! Where a request comes from, and facts about the running site that every page shows.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};

use crate::origin;
use crate::state::App;

/// The address of the client: the peer's, or, behind a trusted proxy, the last one that this proxy has added to
/// `X-Forwarded-For` (security row D1: what the client itself wrote there is never believed).
pub fn address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let app = App::of(request).ok()?;
    if !app.config.http.trusted_proxies.contains(&peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get("X-Forwarded-For")?.to_str().ok()?;
    forwarded
        .rsplit(',')
        .next()?
        .trim()
        .parse()
        .ok()
        .or(Some(peer))
}

/// Middleware: lets whatever is done for the request know where it comes from.
pub async fn tell_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let address = address(request.request());
    origin::serving(address, next.call(request)).await
}

/// Whether demo data is loaded; set at start and by `lectern demo`.
#[derive(Default)]
pub struct DemoFlag(AtomicBool);

impl DemoFlag {
    pub fn set(&self, loaded: bool) {
        self.0.store(loaded, Ordering::Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

pub(super) fn is_demo(request: &HttpRequest) -> bool {
    App::of(request).is_ok_and(|app| app.demo.is_set())
}

/// Has the browser drop what it kept of somebody who is signed out with this answer (security row S6).
pub fn clear_site_data(answer: &mut HttpResponse) {
    let name = HeaderName::from_static("clear-site-data");
    let value = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(name, value);
}
