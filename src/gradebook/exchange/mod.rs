//! The grade book as a table, out and back in.
//!
//! What goes out names each column by its item, and has at the end of each row the grades as they went out. So what comes
//! back tells what was changed in it from what has only grown old: cells that are as they went out change nothing, and one
//! that was changed on both sides is named. A table is looked at first; it is applied as a whole or not at all, and the
//! same table again changes nothing.

mod applying;
mod export;
mod handlers;
mod plan;
mod reading;
mod state;
mod views;

use i18n_embed_fl::fl;

use crate::i18n::{Loader, Locale};

pub(super) use handlers::routes;

/// Whether a cell is this word, in any language: who exports may read another one than who imports.
fn is_word(cell: &str, word: fn(Loader) -> String) -> bool {
    let cell = cell.trim().to_lowercase();
    let mut words = Locale::ALL.into_iter();
    words.any(|locale| word(locale.loader()).to_lowercase() == cell)
}

fn is_excused(cell: &str) -> bool {
    is_word(cell, |l| fl!(l, "gradebook-excused"))
}
