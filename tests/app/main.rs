//! The program tested through its front door, with real parts.

mod sidecar;
