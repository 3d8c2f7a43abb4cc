//! Live classes: rooms, the stream from the teacher's encoder to the learners' players, its recording, and the talk.
//!
//! Invariants: a room is reached only through [`rooms`]; a stream key is never stored, logged or shown a second time;
//! a class ends when its teacher ends it or after a set time without a picture, never because the stream dropped.
//! It may use courses, the grade book and quizzes (whose questions a class is asked), and nothing of chat: both stand on
//! `realtime`.

mod administration;
mod board;
mod broadcast;
mod channel;
mod conduct;
mod hands;
pub mod ingest;
pub mod jobs;
pub mod lifecycle;
mod listing;
mod media;
mod messages;
pub mod model;
mod notices;
mod planning;
mod playback;
mod polls;
mod questions;
mod quick_quizzes;
pub mod recording;
mod replay;
mod reports;
mod roll_calls;
pub mod rooms;
mod rounds;
mod signals;
mod slides;
mod statistics;
pub mod stream_key;
mod streams;
mod studio;
mod viewers;
mod watching;

pub use administration::{Class, ClassFilter, all_classes, end_any, void_key};
pub use channel::Picture;
pub use listing::{Listed, of_course, on_now, upcoming};
pub use media::may_read_media;
pub use messages::LiveLog;
pub use model::{Access, Room, RoomId, Status};
pub use playback::routes as playback_routes;
pub use reports::{delete_reported, dismiss_reported, restore_reported};
pub use rooms::Standing;
pub use stream_key::StreamKey;
pub use streams::{Happening, LiveEvent, Streams};
pub use viewers::count_viewers;
pub use watching::tell_rooms;

pub fn routes(cfg: &mut actix_web::web::ServiceConfig) {
    cfg.configure(listing::routes)
        .configure(planning::routes)
        .configure(watching::routes)
        .configure(messages::routes)
        .configure(reports::routes)
        .configure(questions::routes)
        .configure(hands::routes)
        .configure(polls::routes)
        .configure(quick_quizzes::routes)
        .configure(roll_calls::routes)
        .configure(signals::routes)
        .configure(slides::routes)
        .configure(conduct::routes)
        .configure(studio::routes)
        .configure(broadcast::routes)
        .configure(replay::routes)
        .configure(statistics::routes);
}
