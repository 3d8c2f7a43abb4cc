//! Reports of what people have written, whatever subject it is of: the reason that is given, and what is decided.

use crate::error::{AppError, Result};
use crate::text;
use crate::web::UserId;

/// In characters.
const LONGEST_REASON: usize = 500;

crate::pg_enum! {
    /// What was decided about a report. It stays what it was, whatever becomes of the thing later.
    pub enum Outcome : crate::schema::sql_types::ReportOutcome {
        /// The thing had to go.
        Upheld = "upheld",
        /// Nothing is wrong with it.
        Dismissed = "dismissed",
    }
}

/// A decision about all reports of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub by: UserId,
    pub outcome: Outcome,
    /// Whether it also takes the place of an earlier dismissal.
    pub is_anew: bool,
}

impl Decision {
    /// Somebody who may do so has the thing go, even if it was let stand before.
    pub fn upholding(by: UserId) -> Decision {
        Decision {
            by,
            outcome: Outcome::Upheld,
            is_anew: true,
        }
    }

    /// Nothing is wrong with it.
    pub fn dismissing(by: UserId) -> Decision {
        Decision {
            by,
            outcome: Outcome::Dismissed,
            is_anew: false,
        }
    }

    /// Its author takes it back: nobody has to decide any more, and what was decided stays.
    pub fn taking_back(by: UserId) -> Decision {
        Decision {
            is_anew: false,
            ..Decision::upholding(by)
        }
    }

    /// Of whoever deletes a thing.
    pub fn of_deletion(by: UserId, is_own: bool) -> Decision {
        match is_own {
            true => Decision::taking_back(by),
            false => Decision::upholding(by),
        }
    }
}

/// The reason that somebody gives.
///
/// # Errors
/// [`AppError::Invalid`] for none, or for one that is too long.
pub fn reason(typed: &str) -> Result<String> {
    let reason = typed.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(AppError::invalid(
            "reason",
            text!("chat-reason-missing", most = LONGEST_REASON),
        ));
    }
    Ok(reason.to_owned())
}

/// The same where none has to be given.
///
/// # Errors
/// [`AppError::Invalid`] for one that is too long.
pub fn reason_if_any(typed: &str) -> Result<String> {
    match typed.trim() {
        "" => Ok(String::new()),
        typed => reason(typed),
    }
}
