//! The addresses that players ask: playlists of the whole picture, of smaller ones and of the sound, and their segments.

use actix_session::SessionExt;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use super::master;
use super::signature::Proof;
use super::slices::Slices;
use crate::error::{AppError, Result};
use crate::live::Streams;
use crate::live::model::RoomId;
use crate::live::rooms::Standing;
use crate::web::UserId;
use crate::web::session::USER_ID;

const PLAYLIST: &str = "application/vnd.apple.mpegurl";
const SEGMENT: &str = "video/mp2t";

/// Whatever else stands below `hls/` is nowhere.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/live/{id:[0-9]+}/hls/index.m3u8",
        web::get().to(show_playlist),
    )
    .route(
        "/live/{id:[0-9]+}/hls/{segment:[0-9]{1,20}}.ts",
        web::get().to(show_segment),
    )
    .route(
        "/live/{id:[0-9]+}/hls/stream.m3u8",
        web::get().to(show_stream),
    )
    .route(
        "/live/{id:[0-9]+}/hls/sound.m3u8",
        web::get().to(show_sound_playlist),
    )
    .route(
        "/live/{id:[0-9]+}/hls/{segment:[0-9]{1,20}}.aac",
        web::get().to(show_sound),
    )
    .route(
        "/live/{id:[0-9]+}/hls/{height:[0-9]{2,4}}p/index.m3u8",
        web::get().to(show_small_playlist),
    )
    .route(
        "/live/{id:[0-9]+}/hls/{height:[0-9]{2,4}}p/{segment:[0-9]{1,20}}.ts",
        web::get().to(show_small_segment),
    )
    .route(
        "/live/segments/{token:[0-9a-z]{16,64}}/{segment:[0-9]{1,20}}.ts",
        web::get().to(show_signed_segment),
    );
}

async fn show_playlist(
    id: Path<RoomId>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let standing = streams.standing(*id, person(&request)).await?;
    let playlist = streams.playlist(*id, standing)?;
    Ok(answer(PLAYLIST).body(playlist))
}

async fn show_segment(
    path: Path<(RoomId, u64)>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let (id, segment) = path.into_inner();
    let standing = streams.standing(id, person(&request)).await?;
    let bytes = streams.segment(id, segment, standing).await?;
    Ok(answer(SEGMENT).body(Slices(bytes)))
}

/// What players begin with: the playlist of playlists where there is more than one, or else that one.
async fn show_stream(
    id: Path<RoomId>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let standing = streams.standing(*id, person(&request)).await?;
    let playlist = streams.playlist(*id, standing)?;
    Ok(match streams.renditions() {
        [] => answer(PLAYLIST).body(playlist),
        renditions => answer(PLAYLIST).body(master::render(renditions, &streams.health(*id))),
    })
}

async fn show_sound_playlist(
    id: Path<RoomId>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let standing = streams.standing(*id, person(&request)).await?;
    let playlist = streams
        .served(*id)
        .and_then(|served| served.sound(standing > Standing::Audience))
        .ok_or(AppError::NotFound)?;
    Ok(answer(PLAYLIST).body(playlist))
}

async fn show_sound(
    path: Path<(RoomId, u64)>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let (id, segment) = path.into_inner();
    let standing = streams.standing(id, person(&request)).await?;
    let sound = streams.sound(id, segment, standing).await?;
    Ok(answer("audio/aac").body(sound))
}

async fn show_small_playlist(
    path: Path<(RoomId, u32)>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let (id, height) = path.into_inner();
    let standing = streams.standing(id, person(&request)).await?;
    let playlist = streams
        .small_playlist(id, height, standing)
        .ok_or(AppError::NotFound)?;
    Ok(answer(PLAYLIST).body(playlist))
}

async fn show_small_segment(
    path: Path<(RoomId, u32, u64)>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let (id, height, segment) = path.into_inner();
    let standing = streams.standing(id, person(&request)).await?;
    let bytes = streams
        .small_segment(id, height, segment, standing)
        .ok_or(AppError::NotFound)?;
    Ok(answer(SEGMENT).body(Slices(bytes)))
}

/// Asked by a CDN, which keeps it for all who have its address; any page of the school may.
async fn show_signed_segment(
    path: Path<(String, u64)>,
    proof: web::Query<Proof>,
    request: HttpRequest,
    streams: Data<Streams>,
) -> Result<HttpResponse> {
    let (token, segment) = path.into_inner();
    let bytes = streams
        .signed_segment(request.path(), &token, segment, &proof)
        .await?;
    Ok(answer(SEGMENT)
        .insert_header((header::CACHE_CONTROL, "public, max-age=60"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(Slices(bytes)))
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
