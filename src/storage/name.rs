//! Names that people give their files: cleaned once at intake, written safely into headers and addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// In characters; longer names lose their middle.
const LONGEST: usize = 120;

/// What may stand unencoded in a path segment and in an RFC 8187 value alike.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// The name without folders, control characters and marks that turn the direction of writing, which make
/// `gpj.exe` look like `exe.jpg`.
pub(super) fn cleaned(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .nfc()
        .filter(|character| !character.is_control() && !is_invisible(*character))
        .collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() {
        return "file".to_owned();
    }
    shortened(name)
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

fn shortened(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    if characters.len() <= LONGEST {
        return name.to_owned();
    }
    let (head, tail) = (LONGEST - 21, characters.len() - 20);
    let (head, tail) = (&characters[..head], &characters[tail..]);
    head.iter().chain(['…'].iter()).chain(tail).collect()
}

/// The name as the last segment of an address.
pub(super) fn in_path(name: &str) -> String {
    utf8_percent_encode(name, PLAIN).to_string()
}

/// `Content-Disposition` as RFC 6266 has it: a plain name for old programs and the real one in UTF-8.
pub fn disposition(inline: bool, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ' ' => character,
            _ => '_',
        })
        .collect();
    let how = if inline { "inline" } else { "attachment" };
    format!(
        "{how}; filename=\"{plain}\"; filename*=UTF-8''{}",
        in_path(name)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_could_mislead() {
        assert_eq!(cleaned("../../etc/passwd"), "passwd");
        assert_eq!(cleaned("C:\\Users\\x\\课件.pdf"), "课件.pdf");
        assert_eq!(cleaned("a\r\nSet-Cookie: b\0.txt"), "aSet-Cookie: b.txt");
        assert_eq!(cleaned("ann\u{202e}gpj.exe"), "anngpj.exe");
        assert_eq!(cleaned(" .. "), "file");
        assert_eq!(cleaned(&"x".repeat(4000)).chars().count(), LONGEST);
        assert!(cleaned(&format!("{}.tar.gz", "长".repeat(4000))).ends_with(".tar.gz"));
    }

    #[test]
    fn a_name_cannot_leave_its_place_in_the_header() {
        assert_eq!(
            disposition(false, "课\";x=\"y.pdf"),
            "attachment; filename=\"___x__y.pdf\"; filename*=UTF-8''%E8%AF%BE%22%3Bx%3D%22y.pdf"
        );
        assert_eq!(in_path("a/b?c#d.pdf"), "a%2Fb%3Fc%23d.pdf");
    }
}
