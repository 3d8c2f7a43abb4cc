//! The programs that run beside lectern: Postgres, nginx-rtmp and, for moments, ffmpeg and pdftoppm.
//!
//! Invariant: nothing started here outlives lectern, not even a lectern that was killed with SIGKILL, and
//! nothing a killed lectern left behind blocks the next start. The data folder belongs to one lectern at a
//! time, and [`DataLock`] is the proof of it that everything here asks for.
//!
//! This module knows no subject: who may publish, what a recording means and which database is used are
//! decided elsewhere. It never logs what a program was given in confidence (see [`log`]).

mod bounds;
mod database;
pub mod ffmpeg;
mod lock;
mod log;
pub mod nginx_rtmp;
pub mod poppler;
pub mod postgres;
mod process;
mod socket;
pub mod supervisor;

pub use database::Database;
pub use lock::{DataLock, LockError};
pub use nginx_rtmp::NginxRtmp;
pub use postgres::Postgres;
