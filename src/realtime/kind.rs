//! What the hub needs of a log without knowing which one it is.

use std::collections::HashSet;
use std::time::Duration;

use diesel::pg::PgConnection;

use super::Person;
use super::delivery::{self, Found};
use super::log::Log;
use super::room::Room;
use crate::error::Result;

/// Which of these people may be in these rooms: [`Log::allowed`].
pub(super) type Guard = fn(&mut PgConnection, &[(i64, Person)]) -> Result<HashSet<(i64, Person)>>;

/// The newest revision of each of these rooms: [`Log::last_revs`].
pub(super) type LastRevs = fn(&mut PgConnection, &[i64]) -> Result<Vec<(i64, i64)>>;

#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) allowed: Guard,
    pub(super) last_revs: LastRevs,
    /// [`delivery::read`].
    pub(super) read: fn(&mut PgConnection, &Room, i64, i64) -> Result<Found>,
    /// [`Log::PACE`].
    pub(super) pace: Option<Duration>,
}

impl Kind {
    pub(super) fn of<L: Log>() -> Kind {
        Kind {
            allowed: L::allowed,
            last_revs: L::last_revs,
            read: delivery::read::<L>,
            pace: L::PACE,
        }
    }
}
