//! Who may watch, remembered, so that a playlist or a segment asks no database.
//!
//! A verdict counts for at most ten seconds after it was last verified. While somebody keeps asking, it is verified in
//! the background every three seconds, a whole room with one query, so a viewer waits for the database only once. Who
//! has lost the right is refused at once on the node where it was taken away ([`Audience::forget`]), elsewhere after about
//! three seconds, ten at the most.
//! A refusal is never remembered: whoever enrols may watch at once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dashmap::DashMap;

use crate::db::Db;
use crate::error::{AppError, Result};
use crate::live::model::{Access, RoomId};
use crate::live::rooms::{self, Standing};
use crate::web::UserId;

const BELIEVED: Duration = Duration::from_secs(10);
const FORGOTTEN: Duration = Duration::from_secs(30);

/// Stands for all who are not signed in; no person has this id.
const GUEST: UserId = 0;

/// The verdicts of this node.
#[derive(Default)]
pub struct Audience {
    seats: DashMap<(RoomId, UserId), Seat>,
    /// How often somebody was forgotten: what was asked before then is not remembered after it.
    forgotten: AtomicU64,
}

#[derive(Clone, Copy)]
struct Seat {
    standing: Standing,
    verified: Instant,
    asked: Instant,
}

impl Audience {
    /// What this person may do in the room.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for whoever may not watch; [`AppError::Unavailable`] if only the database could tell.
    pub async fn standing(
        &self,
        db: &Db,
        room: RoomId,
        person: Option<UserId>,
    ) -> Result<Standing> {
        let key = (room, person.unwrap_or(GUEST));
        if let Some(mut seat) = self.seats.get_mut(&key)
            && seat.verified.elapsed() < BELIEVED
        {
            seat.asked = Instant::now();
            return Ok(seat.standing);
        }
        let before = self.forgotten.load(Ordering::SeqCst);
        let reached = db.run(move |conn| rooms::reach(conn, person, room)).await?;
        if self.forgotten.load(Ordering::SeqCst) != before {
            return Ok(reached.standing);
        }
        let now = Instant::now();
        let seat = Seat {
            standing: reached.standing,
            verified: now,
            asked: now,
        };
        self.seats.insert(key, seat);
        Ok(reached.standing)
    }

    /// Verifies everybody who watches, and forgets who has stopped to ask.
    pub async fn verify(&self, db: &Db) -> Result<()> {
        self.seats
            .retain(|_, seat| seat.asked.elapsed() < FORGOTTEN);
        let mut people: HashMap<RoomId, Vec<UserId>> = HashMap::new();
        for seat in &self.seats {
            let (room, person) = *seat.key();
            people.entry(room).or_default().push(person);
        }
        for (room, people) in people {
            let asked = people.clone();
            let standings = db
                .run(move |conn| match rooms::find(conn, room) {
                    Ok(found) => {
                        let mut standings = rooms::standings(conn, &found, &asked)?;
                        if found.access == Access::Everyone {
                            standings.insert(GUEST, Standing::Audience);
                        }
                        Ok(standings)
                    }
                    Err(AppError::NotFound) => Ok(HashMap::new()),
                    Err(error) => Err(error),
                })
                .await?;
            self.settle(room, &people, &standings);
        }
        Ok(())
    }

    fn settle(&self, room: RoomId, people: &[UserId], standings: &HashMap<UserId, Standing>) {
        for person in people {
            match standings.get(person) {
                None => drop(self.seats.remove(&(room, *person))),
                Some(standing) => {
                    if let Some(mut seat) = self.seats.get_mut(&(room, *person)) {
                        seat.standing = *standing;
                        seat.verified = Instant::now();
                    }
                }
            }
        }
    }

    /// Forgets what is known of a person, on this node, at once.
    pub fn forget(&self, person: UserId) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.seats.retain(|(_, seated), _| *seated != person);
    }
}
