//! What is decided about an upload before a byte of its body is read (security row U9): whether its sender may send so
//! often, so much, and whether there is room for it.

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::{FromRequest, HttpRequest};

use super::{UploadLimits, Usage, quota};
use crate::config::Quota;
use crate::error::{AppError, Result};
use crate::i18n;
use crate::state::App;
use crate::text;
use crate::web::Viewer;

/// What the fields and the seams of a form may add to its files, in bytes.
const FORM_BYTES: u64 = 600 * 1024;

/// A form with files that nobody has read yet.
pub struct UploadBody {
    form: Multipart,
    /// How long it says it is in bytes; 0 where it does not.
    length: u64,
}

impl UploadBody {
    /// The body of a request with these headers.
    pub fn new(headers: &HeaderMap, form: Multipart) -> UploadBody {
        let length = headers
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok());
        UploadBody {
            form,
            length: length.and_then(|digits| digits.parse().ok()).unwrap_or(0),
        }
    }
}

impl FromRequest for UploadBody {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<UploadBody, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Multipart::new(request.headers(), payload.take());
        std::future::ready(Ok(UploadBody::new(request.headers(), form)))
    }
}

impl From<UploadBody> for Multipart {
    fn from(body: UploadBody) -> Multipart {
        body.form
    }
}

/// How much is taken of somebody's form, after a look at who they are: see [`admit`](super::admit()).
#[derive(Clone, Copy, Debug)]
pub struct Admitted {
    pub(super) limits: UploadLimits,
    /// Bytes of all files together, and the quota that leaves no more.
    left: Option<(u64, Quota)>,
}

impl Admitted {
    fn within(limits: UploadLimits, left: u64, quota: Quota) -> Admitted {
        Admitted {
            limits,
            left: Some((left, quota)),
        }
    }

    /// Takes note of more bytes.
    pub(super) fn spend(&mut self, bytes: u64) -> Result<()> {
        match &mut self.left {
            None => Ok(()),
            Some((left, _)) if *left >= bytes => {
                *left -= bytes;
                Ok(())
            }
            Some((_, quota)) => Err(AppError::NoRoom(quota::out_of_room(*quota))),
        }
    }
}

impl From<UploadLimits> for Admitted {
    /// For files that are read and not kept: no quota.
    fn from(limits: UploadLimits) -> Admitted {
        Admitted { limits, left: None }
    }
}

/// Decides before the body is read whether this person may send it, and how much of it is taken.
///
/// # Errors
/// `TooManyRequests`; `TooLarge` for a body that says it is longer than the route takes; `NoRoom` where the person's
/// quota has no room for it.
pub async fn admit(
    app: &App,
    viewer: &Viewer,
    body: &UploadBody,
    limits: UploadLimits,
) -> Result<Admitted> {
    app.limits.uploads.take(viewer.id)?;
    let most = limits.file_bytes.saturating_mul(limits.files as u64);
    if body.length > most.saturating_add(FORM_BYTES) {
        let largest = i18n::file_size(limits.file_bytes as i64);
        return Err(AppError::TooLarge(text!(
            "media-too-large",
            limit = largest
        )));
    }
    let (quotas, id) = (app.config.quotas.clone(), viewer.id);
    let usage = app.db.run(move |conn| Usage::of(conn, &quotas, id)).await?;
    let next = Usage {
        bytes: usage.bytes + body.length.saturating_sub(FORM_BYTES).max(1),
        files: usage.files + 1,
        ..usage
    };
    match next.complaint() {
        Some(words) => Err(AppError::NoRoom(words)),
        None => Ok(Admitted::within(limits, usage.left(), usage.quota)),
    }
}
