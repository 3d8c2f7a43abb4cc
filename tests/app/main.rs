//! The program tested through its front door, with real parts.

mod accounts;
mod configuration;
mod cross_site;
mod doctor;
mod headers;
mod jobs;
mod malformed;
mod pages;
mod searching;
mod sessions;
mod sidecar;
mod storage;
mod support;
mod teaching;
