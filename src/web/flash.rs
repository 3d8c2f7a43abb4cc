//! A line that the next page shows once: what the last act has done.
//!
//! It travels in a cookie of its own, so that a guest needs no session for it. Its text is shown escaped; whoever
//! forges the cookie talks to themselves.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

const NAME: &str = "flash";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    /// `success`, `notice` or `error`: the class of the toast.
    pub kind: String,
    pub text: String,
}

impl Flash {
    pub fn success(text: impl Into<String>) -> Flash {
        Flash {
            kind: "success".into(),
            text: text.into(),
        }
    }

    pub fn notice(text: impl Into<String>) -> Flash {
        Flash {
            kind: "notice".into(),
            text: text.into(),
        }
    }

    pub fn error(text: impl Into<String>) -> Flash {
        Flash {
            kind: "error".into(),
            text: text.into(),
        }
    }

    pub(super) fn into_cookie(self) -> Cookie<'static> {
        let value = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self).unwrap_or_default());
        Cookie::build(NAME, value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::minutes(1))
            .finish()
    }
}

/// What the last answer left for this page.
pub(super) fn of(request: &HttpRequest) -> Vec<Flash> {
    let read = || {
        let cookie = request.cookie(NAME)?;
        let json = URL_SAFE_NO_PAD.decode(cookie.value()).ok()?;
        serde_json::from_slice::<Flash>(&json).ok()
    };
    read().into_iter().collect()
}

/// The cookie that takes a shown flash away, if this request brought one.
pub(super) fn removal(request: &HttpRequest) -> Option<Cookie<'static>> {
    request.cookie(NAME)?;
    let mut cookie = Cookie::build(NAME, "").path("/").finish();
    cookie.make_removal();
    Some(cookie)
}
