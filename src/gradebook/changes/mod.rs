//! What happened to the grades of a course: every change, by whom and from where, for its staff; also as a table.

mod handlers;
mod list;
mod views;

pub(super) use handlers::routes;
