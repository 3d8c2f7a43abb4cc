//! Why a broadcast has ended, as the code its socket is closed with; the page has words for each.

use crate::live::ingest::Refusal;
use crate::sidecar::ffmpeg::Gone;

/// The page comes again by itself after all but those that `FINAL` in js/broadcast-uplink.js names; after `Unreadable` with
/// another format, after `TooSlow` at a lower rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Farewell {
    /// The page said goodbye, or is gone.
    Done = 1000,
    /// Nothing came for some time.
    Silent = 1001,
    /// The peer broke the websocket protocol.
    Protocol = 1002,
    /// Text means nothing here.
    Unsupported = 1003,
    /// More than any picture takes.
    Policy = 1008,
    /// A frame larger than any a recorder makes.
    TooLarge = 1009,
    /// The program restarts.
    Restart = 1012,
    /// The database is away, or too many broadcast here.
    TryLater = 1013,
    /// The session has ended: sign in first.
    SignedOut = 4401,
    /// Does not run the class, or no longer.
    NotAllowed = 4403,
    /// The same person broadcasts from another page now.
    Replaced = 4408,
    /// Somebody else publishes: an encoder, or another teacher of the course.
    Occupied = 4409,
    /// The class is over.
    Over = 4410,
    /// The recorder's bytes are not what the page said they are.
    Unreadable = 4415,
    /// There is no ffmpeg here, or no RTMP server.
    NoEncoder = 4501,
    /// The encoder can't keep up with what comes.
    TooSlow = 4429,
    /// The RTMP server has cut it off, as it does when it restarts.
    CutOff = 4502,
}

impl Farewell {
    /// What the end of the encoder means, if the door has refused it for this.
    pub fn of(gone: Gone, refusal: Option<Refusal>) -> Farewell {
        match refusal {
            Some(Refusal::Ended) => Farewell::Over,
            Some(Refusal::Occupied) => Farewell::Occupied,
            Some(_) => Farewell::NotAllowed,
            None if gone == Gone::Unreadable => Farewell::Unreadable,
            None => Farewell::CutOff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_door_said_counts_for_more_than_how_the_encoder_ended() {
        let ends = [
            (Gone::CutOff, Some(Refusal::Occupied), Farewell::Occupied),
            (Gone::CutOff, Some(Refusal::Suspended), Farewell::NotAllowed),
            (Gone::Finished, Some(Refusal::Ended), Farewell::Over),
            (Gone::Unreadable, None, Farewell::Unreadable),
            (Gone::CutOff, None, Farewell::CutOff),
        ];
        for (gone, refusal, farewell) in ends {
            assert_eq!(Farewell::of(gone, refusal), farewell);
        }
    }
}
