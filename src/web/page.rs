//! The shell around every page: language, theme, who is asking, and what is to be told them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use crate::error::{AppError, Result};
use crate::i18n::{Loader, Locale};
use crate::site::{self, Announcement, Facts, GroupRooms, Registration};
use crate::state::App;
use crate::web::{Flash, Viewer, client, flash};

crate::pg_enum! {
    /// Light or dark; `System` follows the device.
    pub enum Theme : crate::schema::sql_types::Theme {
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

/// What the layout of every page shows; a handler takes it as an extractor and hands it to its template.
#[derive(Clone)]
pub struct Page {
    /// The messages of the page's language.
    pub l: Loader,
    pub locale: Locale,
    pub theme: Theme,
    /// Nobody, for a guest.
    pub viewer: Option<Viewer>,
    pub flashes: Vec<Flash>,
    /// Path and query, for coming back after signing in or changing the language.
    pub path: String,
    /// Whether demo data is loaded.
    pub demo: bool,
    /// What administrators have set for the whole site.
    pub site: Arc<Facts>,
    /// What they have to say to this person now.
    pub announcement: Option<Announcement>,
}

impl Page {
    /// The shell for this request, with whoever is signed in.
    pub async fn of(request: &HttpRequest) -> Result<Page> {
        let viewer = Viewer::of(request).await?;
        Ok(Page::with_viewer(request, viewer))
    }

    /// The shell as a guest sees it; needs no database.
    pub fn for_guest(request: &HttpRequest) -> Page {
        Page::with_viewer(request, None)
    }

    fn with_viewer(request: &HttpRequest, viewer: Option<Viewer>) -> Page {
        let site = App::of(request)
            .map(|app| app.site.facts())
            .unwrap_or_default();
        let locale = viewer.as_ref().map_or_else(
            || guest_locale(request, site.settings.language),
            |viewer| viewer.locale,
        );
        let announcement = site.announcement_for(viewer.as_ref(), &site::dismissed(request));
        let theme = viewer
            .as_ref()
            .map_or_else(|| guest_theme(request), |viewer| viewer.theme);
        Page {
            l: locale.loader(),
            locale,
            theme,
            viewer,
            flashes: flash::of(request),
            path: request
                .uri()
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
            demo: client::is_demo(request),
            site,
            announcement,
        }
    }

    /// The site's name in the language of the page.
    pub fn site_name(&self) -> String {
        let own = self.site.settings.name_in(self.locale);
        own.map_or_else(|| fl!(self.l, "shell-name"), str::to_owned)
    }

    /// Whether strangers may make an account.
    pub fn is_registration_closed(&self) -> bool {
        self.site.settings.registration == Registration::Closed
    }

    /// Whether they need an invitation for it.
    pub fn is_by_invitation(&self) -> bool {
        self.site.settings.registration == Registration::Invited
    }

    /// Whether whoever is signed in may open groups in chat.
    pub fn may_open_groups(&self) -> bool {
        let viewer = self.viewer.as_ref();
        match self.site.settings.group_rooms {
            GroupRooms::Teachers => viewer.is_some_and(Viewer::is_teacher),
            GroupRooms::Admins => viewer.is_some_and(Viewer::is_admin),
        }
    }

    /// The time zone that times on the page are written in.
    pub fn time_zone(&self) -> Tz {
        self.viewer
            .as_ref()
            .map_or(chrono_tz::Asia::Shanghai, |viewer| viewer.time_zone)
    }

    /// Whether whoever is signed in may open courses of their own.
    pub fn is_teacher(&self) -> bool {
        self.viewer.as_ref().is_some_and(Viewer::is_teacher)
    }

    /// The id of whoever is signed in.
    pub fn viewer_id(&self) -> Option<i64> {
        self.viewer.as_ref().map(|viewer| viewer.id)
    }
}

fn guest_locale(request: &HttpRequest, usual: Locale) -> Locale {
    let chosen = request
        .cookie("locale")
        .and_then(|cookie| Locale::from_tag(cookie.value()));
    let accepted = || {
        let header = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)?
            .to_str()
            .ok()?;
        Locale::negotiate(header)
    };
    chosen.or_else(accepted).unwrap_or(usual)
}

fn guest_theme(request: &HttpRequest) -> Theme {
    request
        .cookie("theme")
        .and_then(|cookie| Theme::from_name(cookie.value()))
        .unwrap_or(Theme::System)
}

impl FromRequest for Page {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Page>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Page::of(&request).await })
    }
}
