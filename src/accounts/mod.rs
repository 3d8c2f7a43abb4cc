//! People: registering, signing in and out, their settings, and what an administrator may do to an account.
//!
//! Only this subject writes `users`. A change that takes something away from a person (password, rank, suspension) ends
//! their sessions in the same transaction. It knows nothing of courses, rooms or classes.

mod administration;
mod closing;
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
mod second_factor;
mod settings;
mod sign_in;
mod teaching;
mod tokens;
mod views;

pub use administration::{
    NewAdmin, PeopleFilter, Suspension, create_admin, end_sessions, find_person, list_people,
    reset_second_factor, restore, set_role, suspend,
};
pub use closing::{OwnerProof, close};
pub use devices::{PruneDevices, in_words as device_in_words};
pub use email::SendConfirmation;
pub use forgotten::SendResetLink;
pub use handlers::routes;
pub use jobs::{LiftSuspensions, PruneSessions};
pub use model::{EMAIL_LENGTH, NewAccount, Person};
pub use password::{Hash, hash_blocking};
pub use people::{Profile, may_be_called, profile};
pub use registration::insert;
pub use second_factor::{has_second_factor, those_with as with_second_factor};
pub use teaching::{Application, ApplicationFilter, decide, list_applications};
