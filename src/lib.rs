//! Lectern 讲堂: courses, chat rooms and live classes in one server-rendered program.
//!
//! The modules stand in reading order, and each may use only those above it (`tests/architecture.rs` keeps this):
//! first the ground that knows no subject, then the subjects, then what joins them.

pub mod config;
pub mod error;
pub mod i18n;
pub mod origin;
pub mod schema;

pub mod audit;
pub mod csv;
pub mod danmaku;
pub mod db;
pub mod jobs;
pub mod mail;
pub mod markdown;
pub mod realtime;
pub mod reporting;
pub mod search;
pub mod sidecar;
pub mod site;
pub mod state;
pub mod storage;
pub mod web;

pub mod accounts;
pub mod assignments;
pub mod chat;
pub mod courses;
pub mod gradebook;
pub mod live;
pub mod notifications;
pub mod orders;
pub mod quizzes;

pub mod calendar;

pub mod admin;
pub mod copying;
pub mod demo;
pub mod home;
pub mod media;
pub mod own_data;

pub mod app;
pub mod backup;
pub mod doctor;
pub mod routes;
