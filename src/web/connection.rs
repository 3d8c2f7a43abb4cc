//! What holds for every connection, whatever is asked over it.

use std::any::Any;

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;

/// How long the other end may leave unread or unconfirmed what was sent, in milliseconds. A program can't tell a reader who
/// does not read from one who is slow; the kernel can.
#[cfg(target_os = "linux")]
const PATIENCE: u32 = 60_000;

/// Has the kernel end the connection when its other end is gone without a word, or never reads: neither keeps a socket and
/// its memory for good.
pub fn watch(connection: &dyn Any, _: &mut Extensions) {
    #[cfg(target_os = "linux")]
    if let Some(stream) = connection.downcast_ref::<TcpStream>() {
        use nix::sys::socket::{setsockopt, sockopt::TcpUserTimeout};
        if let Err(error) = setsockopt(stream, TcpUserTimeout, &PATIENCE) {
            tracing::warn!(%error, "a connection is watched over by nobody");
        }
    }
}
