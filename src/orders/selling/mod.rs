//! The seller's side: what a course costs, its coupons, what it has earned. Who bought is not told here (security row
//! Z7): the staff see sums, and the learners on the page of people.

mod form;
mod handlers;
mod revenue;
mod views;

pub use handlers::routes;
