//! The socket that a broadcast comes over.

use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, web};

use super::socket::{Line, Source};
use crate::live::{RoomId, Streams, studio};
use crate::realtime;
use crate::state::App;
use crate::web::Viewer;
use crate::web::session::hash_of_request;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/live/{room}/broadcast/socket",
        web::get().to(open_broadcast),
    );
}

async fn open_broadcast(
    app: App,
    viewer: Viewer,
    streams: Data<Streams>,
    request: HttpRequest,
    room: Path<RoomId>,
    source: Query<Source>,
    payload: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    realtime::refuse_foreign(&request)?;
    let (room, person, session) = (*room, viewer.clone(), hash_of_request(&request));
    let run = move |conn: &mut _| studio::run_by(conn, &person, room);
    app.db.run(run).await?;
    let line = Line::new(app, (**streams).clone(), room, viewer, session);
    line.open(source.into_inner(), &request, payload)
}
