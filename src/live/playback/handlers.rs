//! The two addresses that players ask, a playlist and its segments.

use actix_session::SessionExt;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use super::slices::Slices;
use crate::error::{AppError, Result};
use crate::live::Streams;
use crate::live::model::RoomId;
use crate::live::rooms::Standing;
use crate::web::UserId;
use crate::web::session::USER_ID;

/// Whatever else stands below `hls/` is nowhere.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/live/{id:[0-9]+}/hls/index.m3u8",
        web::get().to(show_playlist),
    )
    .route(
        "/live/{id:[0-9]+}/hls/{segment:[0-9]{1,20}}.ts",
        web::get().to(show_segment),
    );
}

async fn show_playlist(
    id: Path<RoomId>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let standing = streams.standing(*id, person(&request)).await?;
    let playlist = streams
        .served(*id)
        .and_then(|served| served.playlist(standing > Standing::Audience))
        .ok_or(AppError::NotFound)?;
    Ok(answer("application/vnd.apple.mpegurl").body(playlist))
}

async fn show_segment(
    path: Path<(RoomId, u64)>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let (id, segment) = path.into_inner();
    let standing = streams.standing(id, person(&request)).await?;
    let bytes = streams.segment(id, segment, standing).await?;
    Ok(answer("video/mp2t").body(Slices(bytes)))
}

/// Neither is kept by a browser, as nothing is that only some may see, and neither is compressed on the way: the one is
/// too short-lived, the other is video.
fn answer(content_type: &'static str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static(content_type)))
        .insert_header((
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ))
        .insert_header((
            header::CONTENT_ENCODING,
            HeaderValue::from_static("identity"),
        ));
    answer
}

/// Who asks, as far as the session knows. The row of the person is not needed: whether it may still watch is verified
/// with the right to.
fn person(request: &HttpRequest) -> Option<UserId> {
    request.get_session().get(USER_ID).ok().flatten()
}
