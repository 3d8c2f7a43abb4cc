//! A form body, read strictly: bounded in size, UTF-8, and without the NUL that Postgres can't store.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::error::{AppError, Result};
use crate::text;

/// The fields of an `application/x-www-form-urlencoded` body. At most 256 KiB, as the app's `PayloadConfig` sets it,
/// which leaves room for a lesson's text.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Form<T>>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_form {
                return Err(AppError::Unsupported(text!("errors-form-expected")));
            }
            let body = body.await.map_err(|error| match error.as_error() {
                Some(PayloadError::Overflow) => AppError::TooLarge(text!("errors-form-too-large")),
                // Cut off on the way, or given up as it hardly came.
                _ => AppError::invalid("", text!("errors-form-unreadable")),
            })?;
            parse(&body).map(Form)
        })
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let unreadable = || AppError::invalid("", text!("errors-form-unreadable"));
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_bytes(body).map_err(|_| unreadable())?;
    if fields
        .iter()
        .any(|(name, value)| name.contains('\0') || value.contains('\0'))
    {
        return Err(AppError::invalid("", text!("errors-form-nul")));
    }
    serde_urlencoded::from_bytes(body).map_err(|_| unreadable())
}
