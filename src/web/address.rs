//! What may stand in an address at all.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::error::AppError;

/// Middleware that knows no page whose address has a NUL in it (security row I4): Postgres can't store one, so no handler
/// need think of it. Bodies are looked through by [`Form`](super::Form) and by `storage::receive`.
pub async fn refuse_nul(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().contains("%00")) {
        return Err(AppError::NotFound.into());
    }
    next.call(request).await
}
