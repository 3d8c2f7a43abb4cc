//! What every test stands on: the real program on a real port over a database of its own, and the people who use it.

#![allow(dead_code, unused_imports)]

mod axe;
mod black_hole;
mod browser;
mod cast;
mod clients;
mod driver;
mod html;
mod mail_server;
mod on_air;
mod page;
mod peers;
mod postgres;
mod program;
mod queries;
mod redis_server;
mod routes;
mod rtmp;
mod s3_server;
mod snapshot;
mod socket;
mod source;
mod test_app;

pub use black_hole::BlackHole;
pub use browser::Browser;
pub use cast::{Cast, PASSWORD, Person};
pub use clients::{Answer, Client, Fields};
pub use html::Document;
pub use mail_server::{MailServer, Mood};
pub use on_air::{Class, Encoder, PICTURE, SOUND, eventually, from_address};
pub use page::Copy;
pub use peers::{Peers, WEBHOOK_SECRET};
pub use postgres::{Database, as_owner, count, owner as owner_of_postgres, populate};
pub use program::{
    Program, bytes_below, files_below, free_address, limits_of_processes_beside, processes_beside,
};
pub use redis_server::RedisServer;
pub use routes::Route;
pub use rtmp::RtmpClient;
pub use s3_server::S3Server;
pub use snapshot::Snapshot;
pub use socket::{Handshake, Socket};
pub use test_app::{Node, TestApp};
