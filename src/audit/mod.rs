//! Who did what to what, from where, and why: one table that is only ever added to.
//!
//! A line is written in the transaction of its act, so neither is there without the other. It never holds a password, a
//! token, a key or the text of a direct message. The database refuses to change or delete a line (a trigger); reading them
//! all is for administrators.

mod list;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::error::Result;
use crate::origin;
use crate::schema::audit_log;
use crate::web::UserId;

pub use list::{Filter, Line, about_person, actions, export, kinds, page};

/// Something that has been done, about to be written down.
pub struct Act<'a> {
    actor: Option<UserId>,
    action: &'a str,
    kind: &'a str,
    id: String,
    reason: &'a str,
    details: Value,
}

impl<'a> Act<'a> {
    /// `action` is named after its subject (`account.role`); the thing it was done to is `kind` and `id` (`user`, 12). No
    /// actor is the program itself or the command line.
    pub fn of(
        actor: impl Into<Option<UserId>>,
        action: &'a str,
        kind: &'a str,
        id: impl ToString,
    ) -> Act<'a> {
        Act {
            actor: actor.into(),
            action,
            kind,
            id: id.to_string(),
            reason: "",
            details: json!({}),
        }
    }

    pub fn because(self, reason: &'a str) -> Act<'a> {
        Act { reason, ..self }
    }

    /// Whatever else is worth knowing: an object of names and values.
    pub fn with(self, details: Value) -> Act<'a> {
        Act { details, ..self }
    }

    /// What the thing was before and is now.
    pub fn change(mut self, from: impl Into<Value>, to: impl Into<Value>) -> Act<'a> {
        self.details["from"] = from.into();
        self.details["to"] = to.into();
        self
    }

    /// Writes the line, in the caller's transaction, with the address of the request that is served.
    pub fn write(self, conn: &mut PgConnection) -> Result<()> {
        let address = origin::address().map(|address| address.to_string());
        diesel::insert_into(audit_log::table)
            .values((
                audit_log::actor_id.eq(self.actor),
                audit_log::action.eq(self.action),
                audit_log::subject_type.eq(self.kind),
                audit_log::subject_id.eq(self.id),
                audit_log::reason.eq(self.reason),
                audit_log::details.eq(self.details),
                audit_log::address.eq(address.unwrap_or_default()),
            ))
            .execute(conn)?;
        Ok(())
    }
}
