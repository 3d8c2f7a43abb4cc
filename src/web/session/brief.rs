//! Sessions that end with the browser, for who does not want to be remembered on a device.
//!
//! The store gives every session a lifetime and its cookie the same. Here the cookie loses it again, so that the browser
//! drops it when it is closed.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use super::COOKIE;
use crate::error::AppError;
use crate::state::App;

/// The entry of a session that its person does not want remembered: it ends after half a day without use, and with the
/// browser.
pub const BRIEF: &str = "brief";

/// Left with a request whose session ends with the browser.
pub struct Brief;

/// Middleware around the sessions' own, that makes such a cookie one of the browser's session.
pub async fn end_with_browser(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let asked = response.request().clone();
    if !asked.extensions().contains::<Brief>() {
        return Ok(response);
    }
    let name = App::of(&asked)?.config.cookie_name(COOKIE);
    let headers = response.headers_mut();
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        headers.append(SET_COOKIE, without_end(&cookie, &name)?);
    }
    Ok(response)
}

/// The cookie without its lifetime if it is the one of this name.
fn without_end(cookie: &HeaderValue, name: &str) -> Result<HeaderValue, AppError> {
    let Ok(text) = cookie.to_str() else {
        return Ok(cookie.clone());
    };
    if !text.starts_with(&format!("{name}=")) {
        return Ok(cookie.clone());
    }
    let is_end = |part: &str| {
        let part = part.trim_start().to_ascii_lowercase();
        part.starts_with("max-age=") || part.starts_with("expires=")
    };
    let kept: Vec<&str> = text.split(';').filter(|part| !is_end(part)).collect();
    HeaderValue::from_str(&kept.join(";")).map_err(|error| AppError::Internal(error.into()))
}
