//! Questions that come into the bank from a file and leave it as one, in GIFT.
//!
//! A file is shown before it is stored: each question, and each problem with its line. It comes in whole or not at all,
//! and once, however often its form is sent. What leaves is the bank as it is filtered; what GIFT can't say is named
//! on the page and in the file.

mod export_page;
mod exporting;
mod handlers;
mod import_page;
mod importing;
mod key;

pub use handlers::routes;
