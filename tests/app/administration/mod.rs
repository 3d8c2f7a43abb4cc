//! What administrators see and do (rows K3, Z15).

mod audit;
mod jobs;
mod people;
