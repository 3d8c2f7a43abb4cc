//! People: registering, signing in and out, their settings, and what an administrator may do to an account.
//!
//! Only this subject writes `users`. A change that takes something away from a person (password, rank, suspension) ends
//! their sessions in the same transaction. It knows nothing of courses, rooms or classes.

mod administration;
mod devices;
mod email;
mod entering;
mod forgotten;
mod handlers;
mod jobs;
mod letters;
mod model;
mod password;
mod people;
mod registration;
mod settings;
mod sign_in;
mod tokens;
mod views;

pub use administration::{NewAdmin, create_admin, set_role, set_suspended};
pub use devices::PruneDevices;
pub use email::SendConfirmation;
pub use forgotten::SendResetLink;
pub use handlers::routes;
pub use jobs::PruneSessions;
pub use model::{EMAIL_LENGTH, NewAccount, Person};
pub use password::{Hash, hash_blocking};
pub use people::{PAGE as PEOPLE_PAGE, list_people};
pub use registration::insert;
