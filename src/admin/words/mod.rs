//! Words that are said in no room of the site: the list, putting words on it and taking them off.

mod handlers;
mod views;

pub use handlers::routes;
