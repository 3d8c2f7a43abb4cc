//! Opening a session for somebody who has shown who they are, and telling them of a device that they have not used before.

use actix_session::Session;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::accounts::devices::{self, Device};
use crate::accounts::tokens;
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::session::{ADDRESS, AGENT, BRIEF, Brief, USER_ID};
use crate::web::{UserId, client};

/// The cookie that a browser is known again by. It opens nothing.
const DEVICE: &str = "device";

/// The most of what a browser calls itself that is kept, in characters.
const AGENT_LENGTH: usize = 300;

/// Puts the person into the session, under a new id (security row S2), and returns the answer with the cookie by which
/// this browser is known from now on. A session that is not to be remembered ends with the browser.
pub(super) async fn enter(
    app: &App,
    request: &HttpRequest,
    session: &Session,
    person: UserId,
    is_remembered: bool,
    mut answer: HttpResponse,
) -> Result<HttpResponse> {
    let device = Device {
        agent: agent(request),
        address: client::address(request).map_or_else(String::new, |address| address.to_string()),
    };
    open(session, person, &device, is_remembered)?;
    if !is_remembered {
        request.extensions_mut().insert(Brief);
    }
    let name = app.config.cookie_name(DEVICE);
    let known = request
        .cookie(&name)
        .map(|cookie| cookie.value().to_owned());
    let (token, is_fresh) = match known {
        Some(token) => (token, false),
        None => (tokens::draw().0, true),
    };
    let (hash, config) = (tokens::hash_of(&token), app.config.clone());
    app.db
        .run(move |conn| devices::recognise(conn, &config, person, &hash, &device))
        .await?;
    if is_fresh {
        // Without it the next sign-in is told as one from a new device; that is all.
        let _ = answer.add_cookie(&device_cookie(name, token, app.config.is_https()));
    }
    Ok(answer)
}

/// What is stored of the browser that asks, if it has signed in before.
pub(super) fn device_of(app: &App, request: &HttpRequest) -> Option<Vec<u8>> {
    let cookie = request.cookie(&app.config.cookie_name(DEVICE))?;
    Some(tokens::hash_of(cookie.value()))
}

/// What the browser calls itself, cut to what is kept.
fn agent(request: &HttpRequest) -> String {
    let given = request.headers().get(header::USER_AGENT);
    let agent = given
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    agent.chars().take(AGENT_LENGTH).collect()
}

fn open(session: &Session, person: UserId, device: &Device, is_remembered: bool) -> Result<()> {
    let put = || {
        session.insert(USER_ID, person)?;
        session.insert(AGENT, &device.agent)?;
        session.insert(ADDRESS, &device.address)?;
        match is_remembered {
            true => Ok(()),
            false => session.insert(BRIEF, true),
        }
    };
    session.renew();
    session.remove(BRIEF);
    put().map_err(|error: actix_session::SessionInsertError| AppError::Internal(error.into()))
}

fn device_cookie(name: String, token: String, is_https: bool) -> Cookie<'static> {
    Cookie::build(name, token)
        .path("/")
        .http_only(true)
        .secure(is_https)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(devices::KEPT_DAYS.into()))
        .finish()
}
