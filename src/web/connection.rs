//! What holds for every connection, whatever is asked over it.

use std::any::Any;
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;

/// Has the kernel end the connection when its other end is gone without a word, or never reads: neither keeps a socket and
/// its memory for longer than `patience`, twice over (security row D3). A program can't tell a reader who does not read from
/// one who is slow; the kernel can.
pub fn watch(patience: Duration) -> impl Fn(&dyn Any, &mut Extensions) + Send + Clone + 'static {
    move |connection, _| limit(connection, patience * 2)
}

fn limit(connection: &dyn Any, patience: Duration) {
    #[cfg(target_os = "linux")]
    if let Some(stream) = connection.downcast_ref::<TcpStream>() {
        use nix::sys::socket::{setsockopt, sockopt::TcpUserTimeout};
        let milliseconds = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
        if let Err(error) = setsockopt(stream, TcpUserTimeout, &milliseconds) {
            tracing::warn!(%error, "a connection is watched over by nobody");
        }
    }
}
