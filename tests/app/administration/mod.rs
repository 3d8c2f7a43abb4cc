//! What administrators see and do (rows K3, Z15).

mod announcements;
mod audit;
mod day;
mod figures;
mod jobs;
mod people;
