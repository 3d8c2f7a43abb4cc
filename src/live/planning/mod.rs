//! Planning a class: opening a room, changing it, calling it off.
//!
//! Only teachers open rooms, and only in courses that they teach. What has begun is no longer planned: its title may
//! still be changed, its course and its audience may not.

mod form;
mod handlers;
mod queries;
mod saving;
mod views;

pub(super) use handlers::routes;
