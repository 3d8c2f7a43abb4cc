//! Keeping a room civil: what its moderators do with people and messages, and how members call them.
//!
//! The staff of a course moderate its room and no other, a group is moderated by whom its owner names. Each act is written
//! to the audit log in its own transaction, and can be taken back; what is done to a person gives a reason.

mod administration;
mod audit;
mod gate;
mod handlers;
mod held;
mod reports;
mod rules;
mod sanctions;
mod views;

pub use administration::{delete_reported, dismiss_reported, read_reported, restore_reported};
pub(super) use audit::note;
pub(super) use gate::{admit, admit_edit};
pub(super) use handlers::{
    approve_message, ban_member, delete_messages_of, dismiss_reports, mute_member, new_report,
    pardon_member, refuse_message, report_message, restore_message, show_moderation, update_rules,
};
pub(super) use held::{HELD, Held, may_read as may_read_held, own as own_held};
pub(super) use reports::{count_waiting, settle};
