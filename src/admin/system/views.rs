//! The page of the system.

use std::path::PathBuf;
use std::time::Duration;

use askama::Template;
use i18n_embed_fl::fl;

use crate::chat::ArchiveSummary;
use crate::config::Store;
use crate::i18n::{Loader, date, file_size};
use crate::sidecar::{ffmpeg, poppler};
use crate::state::App;
use crate::web::Page;

/// What was found out for the page.
pub(super) struct Seen {
    pub(super) archive: ArchiveSummary,
    pub(super) is_store_there: bool,
    /// Open on this node.
    pub(super) sockets: i64,
}

/// One part and how it does.
struct Part {
    name: String,
    is_fine: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "admin/system.html")]
pub(super) struct System {
    l: Loader,
    page: Page,
    parts: Vec<Part>,
}

impl System {
    pub(super) fn new(page: Page, app: &App, seen: Seen) -> System {
        let parts = vec![
            sockets(page.l, seen.sockets),
            nodes(page.l, app),
            store(page.l, app, seen.is_store_there),
            archive(&page, app, &seen.archive),
            program(page.l, "ffmpeg", ffmpeg::find("ffmpeg"), |why| {
                fl!(page.l, "admin-system-ffmpeg-missing", why = why)
            }),
            program(page.l, "pdftoppm", poppler::find(), |why| {
                fl!(page.l, "admin-system-pdftoppm-missing", why = why)
            }),
        ];
        System {
            l: page.l,
            page,
            parts,
        }
    }
}

fn sockets(l: Loader, count: i64) -> Part {
    Part {
        name: fl!(l, "admin-system-sockets"),
        is_fine: true,
        words: fl!(l, "admin-system-sockets-open", count = count),
    }
}

fn nodes(l: Loader, app: &App) -> Part {
    let bus = app.hub.bus();
    let trouble = bus.trouble();
    Part {
        name: fl!(l, "admin-system-nodes"),
        is_fine: trouble.is_none(),
        words: match trouble {
            Some(why) => fl!(l, "admin-system-nodes-apart", why = why),
            None if bus.is_shared() => fl!(l, "admin-system-nodes-joined"),
            None => fl!(l, "admin-system-nodes-one"),
        },
    }
}

fn store(l: Loader, app: &App, is_there: bool) -> Part {
    let place = match &app.config.store {
        Store::Folder => fl!(l, "admin-system-store-folder"),
        Store::S3(s3) => fl!(l, "admin-system-store-bucket", name = s3.bucket.as_str()),
    };
    Part {
        name: fl!(l, "admin-system-store"),
        is_fine: is_there,
        words: match is_there {
            true => place,
            false => fl!(l, "admin-system-store-away", place = place),
        },
    }
}

/// A program that is called where it is needed.
fn program(
    l: Loader,
    name: &str,
    found: anyhow::Result<PathBuf>,
    missing: impl FnOnce(String) -> String,
) -> Part {
    Part {
        name: name.to_owned(),
        is_fine: found.is_ok(),
        words: match found {
            Ok(path) => fl!(l, "admin-system-program", path = path.display().to_string()),
            Err(error) => missing(format!("{error:#}")),
        },
    }
}

const fn days(time: Duration) -> u64 {
    time.as_secs() / 86_400
}

fn archive(page: &Page, app: &App, archive: &ArchiveSummary) -> Part {
    let l = page.l;
    let size = file_size(archive.bytes);
    let so_far = match archive.latest {
        Some(at) => fl!(
            l,
            "admin-system-archive-holds",
            messages = archive.messages,
            size = size,
            day = date(page.locale, at, page.time_zone())
        ),
        None => fl!(l, "admin-system-archive-empty"),
    };
    let rule = match app.config.archive.after {
        Some(after) => fl!(l, "admin-system-archive-after", days = days(after)),
        None => fl!(l, "admin-system-archive-off"),
    };
    Part {
        name: fl!(l, "admin-system-archive"),
        is_fine: true,
        words: format!("{rule} {so_far}"),
    }
}
