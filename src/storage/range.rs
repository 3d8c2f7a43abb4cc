//! The `Range` header (RFC 9110, section 14), as far as players and readers use it: one range of bytes.

use std::ops::Range;

/// What of a file is to be sent.
#[derive(Debug, PartialEq)]
pub(super) enum Wanted {
    Whole,
    Part(Range<u64>),
    /// No byte of the file lies in the range.
    Unsatisfiable,
}

/// Reads the header for a file of this length. What is not understood, several ranges among it, asks for the whole
/// file, as the standard allows.
pub(super) fn wanted(header: &str, length: u64) -> Wanted {
    let Some(range) = header.trim().strip_prefix("bytes=") else {
        return Wanted::Whole;
    };
    let Some((first, last)) = range.split_once('-') else {
        return Wanted::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Wanted::Whole,
        (Some(first), _) if first >= length && (last.is_empty() || number(last).is_some()) => {
            Wanted::Unsatisfiable
        }
        (Some(first), Some(last)) => Wanted::Part(first..(last.saturating_add(1)).min(length)),
        (Some(first), None) if last.is_empty() => Wanted::Part(first..length),
        (None, Some(0)) if first.is_empty() => Wanted::Unsatisfiable,
        (None, Some(count)) if first.is_empty() => {
            Wanted::Part(length.saturating_sub(count)..length)
        }
        _ => Wanted::Whole,
    }
}

fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // More digits than fit are beyond the end of any file.
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_served_and_everything_strange_is_the_whole() {
        assert_eq!(wanted("bytes=0-0", 10), Wanted::Part(0..1));
        assert_eq!(wanted("bytes=3-", 10), Wanted::Part(3..10));
        assert_eq!(wanted("bytes=-4", 10), Wanted::Part(6..10));
        assert_eq!(wanted("bytes=-40", 10), Wanted::Part(0..10));
        assert_eq!(wanted("bytes=4-400", 10), Wanted::Part(4..10));
        assert_eq!(
            wanted("bytes=2-99999999999999999999999", 10),
            Wanted::Part(2..10)
        );
        assert_eq!(wanted("bytes=10-", 10), Wanted::Unsatisfiable);
        assert_eq!(wanted("bytes=-0", 10), Wanted::Unsatisfiable);
        for strange in [
            "bytes=5-4",
            "bytes=0-1,3-4",
            "items=0-1",
            "bytes=a-b",
            "bytes=-",
            "bytes=",
            "bytes=+1-2",
        ] {
            assert_eq!(wanted(strange, 10), Wanted::Whole, "{strange}");
        }
    }
}
