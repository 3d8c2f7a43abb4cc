//! Everything that people have reported, whatever it is, in one list: messages of rooms and classes, danmaku over lessons,
//! reviews of courses. What is done
//! about it is the ability of the subject that it is of.

mod deciding;
mod handlers;
mod kinds;
mod queries;
mod views;

pub use handlers::routes;
