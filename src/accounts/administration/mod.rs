//! What an administrator does to accounts, in the page or on the command line.

mod changing;
mod creating;
mod list;
mod suspending;

pub use changing::{end_sessions, reset_second_factor, set_role};
pub use creating::{NewAdmin, create_admin};
pub use list::{PeopleFilter, find_person, list_people};
pub(super) use suspending::lift_due;
pub use suspending::{Suspension, restore, suspend};
