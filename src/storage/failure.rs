//! What went wrong in a store, as the rest of the program understands it.

use std::io;

use crate::error::AppError;

pub(super) fn failed(error: object_store::Error) -> AppError {
    match error {
        object_store::Error::NotFound { .. } => missing(),
        error => match io_kind(&error) {
            Some(kind) if is_away(kind) => {
                tracing::warn!(%error, "the store is away");
                AppError::Unavailable
            }
            Some(kind) => io::Error::new(kind, error).into(),
            None => AppError::Internal(error.into()),
        },
    }
}

/// The store is not on this machine, and does not answer.
fn is_away(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable, TimedOut,
    };
    matches!(
        kind,
        ConnectionAborted | ConnectionRefused | ConnectionReset | HostUnreachable | TimedOut
    )
}

/// What the operating system said, where it was asked: a full disk is told as such.
fn io_kind(error: &object_store::Error) -> Option<io::ErrorKind> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        cause = error.source();
    }
    None
}

pub(super) fn missing() -> AppError {
    AppError::Internal(anyhow::anyhow!("an object that a row names is not there"))
}
