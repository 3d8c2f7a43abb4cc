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

pub(super) use handlers::routes;
