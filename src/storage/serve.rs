//! A stored file as an answer: whole or in ranges, and harmless in any browser.

use actix_web::body::SizedStream;
use actix_web::http::header::{self, ContentEncoding, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::{StreamExt, stream};

use super::intake::PDF;
use super::range::{self, Wanted};
use super::{Media, MediaKind, Storage, name};
use crate::error::{AppError, Result};

/// Who else may read the file, for caches on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Audience {
    /// Everybody, as with covers.
    Everyone,
    /// Those whom the caller let through just now: asked again each time.
    Checked,
}

/// Which of the objects of a file.
#[derive(Clone, Copy, Debug, PartialEq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rendition {
    #[default]
    Original,
    /// The small picture of an image; files without one answer that there is none.
    Thumbnail,
}

/// Answers with the file, or with the range of it that was asked for.
pub async fn serve(
    storage: &Storage,
    request: &HttpRequest,
    media: &Media,
    rendition: Rendition,
    audience: Audience,
) -> Result<HttpResponse> {
    match rendition {
        Rendition::Original => serve_original(storage, request, media, audience).await,
        Rendition::Thumbnail => serve_thumbnail(storage, request, media, audience).await,
    }
}

async fn serve_original(
    storage: &Storage,
    request: &HttpRequest,
    media: &Media,
    audience: Audience,
) -> Result<HttpResponse> {
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&media.sha256[..18]));
    if is_known(request.headers(), &tag) {
        return Ok(head(StatusCode::NOT_MODIFIED, media, &tag, audience).finish());
    }
    let length = media.byte_size as u64;
    let (status, part) = match wanted(request.headers(), &tag, length) {
        Wanted::Whole => (StatusCode::OK, 0..length),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Unsatisfiable => {
            return Ok(
                head(StatusCode::RANGE_NOT_SATISFIABLE, media, &tag, audience)
                    .insert_header((header::CONTENT_RANGE, format!("bytes */{length}")))
                    .finish(),
            );
        }
    };
    let mut response = head(status, media, &tag, audience);
    response
        .content_type(media.content_type.as_str())
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            name::disposition(opens_in_browser(media), &media.original_name),
        ));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
        response.insert_header((header::CONTENT_RANGE, range));
    }
    let size = part.end - part.start;
    let content = match *request.method() {
        // The length is told all the same.
        Method::HEAD => stream::empty().boxed(),
        _ => storage.get(&media.storage_key, part).await?,
    };
    Ok(response.body(SizedStream::new(size, content)))
}

async fn serve_thumbnail(
    storage: &Storage,
    request: &HttpRequest,
    media: &Media,
    audience: Audience,
) -> Result<HttpResponse> {
    let key = media.thumbnail_key.as_deref().ok_or(AppError::NotFound)?;
    let tag = format!("\"t-{}\"", URL_SAFE_NO_PAD.encode(&media.sha256[..18]));
    if is_known(request.headers(), &tag) {
        return Ok(head(StatusCode::NOT_MODIFIED, media, &tag, audience).finish());
    }
    let content_type = if key.ends_with(".png") {
        "image/png"
    } else {
        "image/jpeg"
    };
    let content = storage.get(key, 0..u64::MAX).await?;
    Ok(head(StatusCode::OK, media, &tag, audience)
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .streaming(content))
}

/// What every answer about a file says. It is never compressed on the way: ranges count the bytes of the file.
fn head(status: StatusCode, media: &Media, tag: &str, audience: Audience) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header(ContentEncoding::Identity)
        .insert_header((header::ETAG, tag))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(media)))
        .insert_header((
            header::CACHE_CONTROL,
            match audience {
                Audience::Everyone => "public, max-age=300",
                Audience::Checked => "private, no-cache",
            },
        ));
    response
}

/// Pictures that were drawn anew, videos and PDF; the rest is only ever downloaded.
fn opens_in_browser(media: &Media) -> bool {
    matches!(media.kind, MediaKind::Image | MediaKind::Video) || media.content_type == PDF
}

/// A sandbox: even if a browser took the file for a page, nothing in it would run. The readers of PDF that browsers have
/// built in don't start in one, and are one themselves.
fn policy(media: &Media) -> &'static str {
    if media.content_type == PDF {
        "frame-ancestors 'self'"
    } else {
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    }
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    text(headers, header::IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',')
            .any(|known| known.trim().trim_start_matches("W/") == tag)
    })
}

/// A range of an older version is of no use: then the whole file goes.
fn wanted(headers: &HeaderMap, tag: &str, length: u64) -> Wanted {
    let is_same = text(headers, header::IF_RANGE).is_none_or(|known| known == tag);
    match text(headers, header::RANGE) {
        Some(range) if is_same => range::wanted(range, length),
        _ => Wanted::Whole,
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
