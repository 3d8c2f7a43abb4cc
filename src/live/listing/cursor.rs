//! Where a page of a list ends: a time and an id, as they stand in an address.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

/// The last row of the page before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Cursor, Self::Err> {
        let parse = || {
            let (micros, id) = text.split_once('-')?;
            let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
            Some(Cursor {
                at,
                id: id.parse().ok()?,
            })
        };
        parse().ok_or("not a place in this list")
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cursor, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_address() {
        let cursor = Cursor {
            at: DateTime::from_timestamp_micros(1_772_710_200_123_456).unwrap(),
            id: 42,
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for nonsense in ["", "-", "1", "1-", "x-1", "9223372036854775807-1"] {
            assert!(nonsense.parse::<Cursor>().is_err(), "{nonsense}");
        }
    }
}
