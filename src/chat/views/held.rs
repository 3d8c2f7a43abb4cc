//! A message of the viewer's that waits for a moderator, as they alone see it.

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;
use uuid::Uuid;

use crate::i18n::Loader;
use crate::markdown::{self, SafeHtml};
use crate::web::{Page, UserId, Viewer};

#[derive(Template)]
#[template(path = "chat/_held.html")]
pub(in crate::chat) struct HeldMessage {
    l: Loader,
    user: UserId,
    name: String,
    nonce: Uuid,
    body: SafeHtml,
}

impl HtmlSafe for HeldMessage {}

impl HeldMessage {
    pub(in crate::chat) fn new(
        page: &Page,
        viewer: &Viewer,
        nonce: Uuid,
        content: &str,
    ) -> HeldMessage {
        HeldMessage {
            l: page.l,
            user: viewer.id,
            name: viewer.display_name.clone(),
            nonce,
            body: markdown::chat(content),
        }
    }
}
