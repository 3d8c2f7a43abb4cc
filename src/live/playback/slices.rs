//! A body out of memory, sent in slices.
//!
//! The server copies each piece of a body into its write buffer. Slices that stay in the processor's cache make that
//! copy nearly free, and the buffer of a connection small, where a segment at once would be a megabyte of both.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;

const SLICE: usize = 64 * 1024;

/// Shared bytes as a body of known length.
pub struct Slices(pub Bytes);

impl MessageBody for Slices {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0.len() as u64)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        let length = self.0.len().min(SLICE);
        let slice = self.0.split_to(length);
        Poll::Ready((!slice.is_empty()).then_some(Ok(slice)))
    }
}
