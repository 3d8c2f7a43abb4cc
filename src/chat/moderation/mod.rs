//! Keeping a room civil: what its moderators do with people and messages, and how members call them.
//!
//! The staff of a course moderate its room and no other. Each act gives a reason, is written to the audit log in its own
//! transaction, and can be taken back.

mod audit;
mod gate;
mod handlers;
mod reports;
mod rules;
mod sanctions;
mod views;

pub(super) use audit::note;
pub(super) use gate::{admit, admit_edit};
pub(super) use handlers::{
    ban_member, delete_messages_of, dismiss_reports, mute_member, new_report, pardon_member,
    report_message, restore_message, show_moderation, update_rules,
};
pub(super) use reports::settle;
