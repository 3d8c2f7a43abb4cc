//! The cover of a course whose teacher uploaded none: a pattern in its category's hue with the title on it, as SVG.

mod pattern;
mod setting;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::access::visible;
use super::category::CategoryTree;
use super::model::{CategoryId, Course, CourseId, Status};
use crate::error::Result;
use crate::state::App;
use crate::web::Viewer;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/cover.svg",
        web::get().to(show_cover),
    );
}

#[derive(Deserialize)]
struct Wanted {
    /// For places that are too narrow for the title and have it beside the picture.
    #[serde(default)]
    untitled: bool,
}

async fn show_cover(
    app: App,
    viewer: Option<Viewer>,
    course: web::Path<CourseId>,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse> {
    let id = course.into_inner();
    let (course, hue) = app
        .db
        .run(move |conn| {
            let course = visible(conn, viewer.as_ref(), id)?;
            let hue = hue_of(&CategoryTree::load(conn)?, course.category_id);
            Ok((course, hue))
        })
        .await?;
    let kept = match course.status {
        Status::Published => "public, max-age=86400",
        Status::Draft | Status::Archived => "private, max-age=300",
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, kept))
        .content_type("image/svg+xml")
        .body(Cover::of(&course, hue).titled(!wanted.untitled).render()?))
}

/// Where the picture of a course is read: the uploaded one or the one made here. The version makes browsers see a new
/// title at once.
pub fn address(id: CourseId, uploaded: Option<Uuid>, version: i64) -> String {
    match uploaded {
        Some(media) => format!("/media/{media}/cover?size=thumbnail"),
        None => format!("/courses/{id}/cover.svg?v={version}"),
    }
}

/// The same without the title, for a picture that is cut to a narrow piece beside the title.
pub fn address_untitled(id: CourseId, uploaded: Option<Uuid>, version: i64) -> String {
    match uploaded {
        Some(_) => address(id, uploaded, version),
        None => format!("{}&untitled=true", address(id, uploaded, version)),
    }
}

/// A hue for each top category, as far from the others as the golden angle gets them; those below share it.
fn hue_of(tree: &CategoryTree, category: CategoryId) -> u32 {
    let top = tree.path(category).first().map_or(category, |top| top.id);
    (250 + top.rem_euclid(360) as u32 * 137) % 360
}

const MARGIN: f64 = 44.0;

#[derive(Template)]
#[template(path = "courses/cover.html")]
struct Cover {
    hue: u32,
    lang: &'static str,
    shapes: Vec<pattern::Shape>,
    font_size: f64,
    /// Each with the height of its baseline.
    lines: Vec<(f64, String)>,
}

impl Cover {
    fn of(course: &Course, hue: u32) -> Cover {
        let setting = setting::set(&course.title, pattern::WIDTH - 2.0 * MARGIN - 60.0);
        let leading = setting.font_size * 1.28;
        let last = pattern::HEIGHT - MARGIN - setting.font_size * 0.12;
        let count = setting.lines.len();
        Cover {
            hue,
            lang: course.language.tag(),
            shapes: pattern::grow(course.id),
            font_size: setting.font_size,
            lines: setting
                .lines
                .into_iter()
                .enumerate()
                .map(|(place, line)| (last - leading * (count - 1 - place) as f64, line))
                .collect(),
        }
    }

    fn titled(mut self, is_titled: bool) -> Cover {
        if !is_titled {
            self.lines.clear();
        }
        self
    }
}
