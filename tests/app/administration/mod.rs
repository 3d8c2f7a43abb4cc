//! What administrators see and do (rows K3, Z15).

mod announcements;
mod audit;
mod day;
mod departed;
mod figures;
mod jobs;
mod lists;
mod people;
mod reports;
mod words;
