//! An attempt as it may be seen: its questions while it is open, and afterwards what the quiz has released of it.
//!
//! Keys, weights and feedback are put into a page by [`Released`] alone; staff of the course see everything.

mod page;
mod release;

pub(super) use page::show_attempt;
pub use release::Released;
