//! Postgres, nginx-rtmp and ffmpeg as they are really run: what happens when they, or we, are killed.

mod ffmpeg;
mod killed;
mod nginx_rtmp;
mod postgres;
mod publisher;
