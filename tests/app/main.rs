//! The program tested through its front door, with real parts.

mod accounts;
mod chat;
mod configuration;
mod courses;
mod cross_site;
mod doctor;
mod headers;
mod inert;
mod jobs;
mod lessons;
mod live_danmaku;
mod live_ingest;
mod live_playback;
mod live_recording;
mod live_rooms;
mod live_secrets;
mod live_statistics;
mod malformed;
mod operation;
mod pages;
mod searching;
mod sessions;
mod sidecar;
mod storage;
mod support;
mod teaching;
