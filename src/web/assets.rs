//! Stylesheets, scripts and images, embedded in the program and named by their content, so that a browser may keep
//! them for ever and still sees a new version at once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

use crate::error::{AppError, Result};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/static/{path:.*}", web::get().to(show_asset));
}

/// The address of a file below `static/`, with its version: `asset("css/app.css")`.
pub fn asset(path: &str) -> Cow<'static, str> {
    static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        Files::iter()
            .map(|path| (path.to_string(), address(&path)))
            .collect()
    });
    // In a debug build files are read from the folder and may have changed since.
    match ADDRESSES.get(path) {
        Some(address) if cfg!(not(debug_assertions)) => Cow::Borrowed(address),
        _ => Cow::Owned(address(path)),
    }
}

fn address(path: &str) -> String {
    match hash(path) {
        Some(version) => format!("/static/{path}?v={version}"),
        None => format!("/static/{path}"),
    }
}

/// The first eight bytes of the file's SHA-256.
fn hash(path: &str) -> Option<String> {
    let hash = Files::get(path)?.metadata.sha256_hash();
    Some(hash[..8].iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn show_asset(path: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let file = Files::get(&path).ok_or(AppError::NotFound)?;
    let etag = format!("\"{}\"", hash(&path).unwrap_or_default());
    let cached = if request.query_string().starts_with("v=") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tag| tag.as_bytes() == etag.as_bytes());
    let mut answer = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, cached))
        .insert_header((header::CONTENT_TYPE, content_type(&path)));
    Ok(if known {
        answer.finish()
    } else {
        answer.body(file.data.into_owned())
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg") => "image/jpeg",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}
