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

pub use administration::{NewAdmin, create_admin, reset_second_factor, set_role, set_suspended};
pub use closing::{OwnerProof, close};
pub use devices::PruneDevices;
pub use email::SendConfirmation;
pub use forgotten::SendResetLink;
pub use handlers::routes;
pub use jobs::PruneSessions;
pub use model::{EMAIL_LENGTH, NewAccount, Person};
pub use password::{Hash, hash_blocking};
pub use people::{PAGE as PEOPLE_PAGE, Profile, list_people, profile};
pub use registration::insert;
pub use second_factor::{has_second_factor, those_with as with_second_factor};
pub use teaching::{Application, decide, open_applications};
