//! Putting an announcement away: a cookie of the browser remembers it, so that guests can do it too.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::web::{Form, local_path, see_other};

const NAME: &str = "dismissed";

/// How many are remembered; more are never shown at once.
const MOST: usize = 20;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/announcements/{announcement}/dismissal",
        web::post().to(dismiss_announcement),
    );
}

/// What this browser has put away.
pub fn dismissed(request: &HttpRequest) -> Vec<i64> {
    let Some(cookie) = request.cookie(NAME) else {
        return Vec::new();
    };
    let ids = cookie.value().split('.').filter_map(|id| id.parse().ok());
    ids.take(MOST).collect()
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn dismiss_announcement(
    request: HttpRequest,
    id: web::Path<i64>,
    Form(Next { next }): Form<Next>,
) -> HttpResponse {
    let mut ids = dismissed(&request);
    ids.retain(|known| *known != *id);
    ids.insert(0, *id);
    ids.truncate(MOST);
    let mut answer = see_other(local_path(&next));
    // A cookie of digits and dots is always a valid one.
    let _ = answer.add_cookie(&remembering(&ids));
    answer
}

fn remembering(ids: &[i64]) -> Cookie<'static> {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    Cookie::build(NAME, ids.join("."))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(180))
        .finish()
}
