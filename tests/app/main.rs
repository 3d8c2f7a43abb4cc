//! The program tested through its front door, with real parts.

mod accounts;
mod doctor;
mod pages;
mod sidecar;
mod support;
