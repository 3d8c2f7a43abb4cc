//! `/people/{id}`: what somebody says of themselves, and the courses that they teach.
//!
//! Who teaches a published course is shown to everybody, others to whoever is signed in.

use actix_web::{HttpResponse, web};
use askama::Template;
use i18n_embed_fl::fl;

use crate::accounts::{self, Profile};
use crate::courses::{self, CourseCard};
use crate::error::{AppError, Result};
use crate::i18n::{Loader, date};
use crate::state::App;
use crate::web::{Page, UserId, html, picture_address};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/people/{id}", web::get().to(show_person));
}

async fn show_person(app: App, page: Page, id: web::Path<UserId>) -> Result<HttpResponse> {
    let id = *id;
    let (profile, taught) = app
        .db
        .run(move |conn| Ok((accounts::profile(conn, id)?, courses::taught_by(conn, id)?)))
        .await?;
    if page.viewer.is_none() && taught.is_empty() {
        return Err(AppError::NotFound);
    }
    html(&Person {
        l: page.l,
        page,
        profile,
        taught,
    })
}

#[derive(Template)]
#[template(path = "home/person.html")]
struct Person {
    l: Loader,
    page: Page,
    profile: Profile,
    taught: Vec<CourseCard>,
}

impl Person {
    fn picture(&self) -> Option<String> {
        self.profile.avatar.map(picture_address)
    }

    fn is_self(&self) -> bool {
        self.page.viewer_id() == Some(self.profile.id)
    }

    fn joined(&self) -> String {
        let time = date(
            self.page.locale,
            self.profile.created_at,
            self.page.time_zone(),
        );
        fl!(self.l, "people-joined", time = time)
    }

    /// The paragraphs of what they say.
    fn bio(&self) -> impl Iterator<Item = &str> {
        let lines = self.profile.bio.lines().map(str::trim);
        lines.filter(|line| !line.is_empty())
    }
}
