//! A panic in a handler costs its request and nothing else (security row K4): whoever asked gets a generic 500, the
//! connection and the program live on, and the cause stays in the log, where the panic hook has written it.

use std::panic::AssertUnwindSafe;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};
use futures_util::FutureExt;

/// In both languages, because the request and with it the reader's language are lost with the handler.
const WORDS: &str = "500\n\n出了点问题，我们已经记下来了。请稍后再试。\n\
    Something went wrong and has been noted. Please try again later.\n";

/// Middleware: answers for whatever has panicked inside of it.
pub async fn answer_panics(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // Nothing of the request is used after a panic, so nothing half-changed is seen.
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        Err(InternalError::from_response("a handler panicked", generic()).into())
    })
}

/// Made outside of every other middleware, so it brings its own headers.
fn generic() -> HttpResponse {
    HttpResponse::InternalServerError()
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(WORDS)
}
