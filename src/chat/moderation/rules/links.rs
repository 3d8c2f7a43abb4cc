//! Where links may lead from a room.

use url::Url;

use super::Listed;
use crate::error::{AppError, Result};
use crate::markdown;
use crate::search;
use crate::text;

crate::pg_enum! {
    /// Which links members may send. A link within this site is none of these.
    pub enum LinkPolicy : crate::schema::sql_types::ChatLinkPolicy {
        All = "all",
        /// To the hosts that the room trusts, and those below them.
        Trusted = "trusted",
        None = "none",
    }
}

/// Refuses text with a link that the room does not take.
///
/// # Errors
/// `Invalid`, with words.
pub fn check(content: &str, policy: LinkPolicy, trusted: &Listed) -> Result<()> {
    let refusal = match policy {
        LinkPolicy::All => return Ok(()),
        LinkPolicy::None if addresses(content).is_empty() => return Ok(()),
        LinkPolicy::None => text!("chat-links-none"),
        LinkPolicy::Trusted => {
            let foreign = addresses(content);
            if !foreign.iter().any(|address| !is_trusted(address, trusted)) {
                return Ok(());
            }
            let hosts: Vec<String> = trusted.iter().flatten().cloned().collect();
            text!("chat-links-trusted", hosts = hosts.join(" "))
        }
    };
    Err(AppError::invalid("content", refusal))
}

/// A host as the list has it, or nothing for what is no host. What stands around it in an address is passed over.
pub fn host_of(typed: &str) -> Option<String> {
    let typed = search::fold(typed.trim());
    let address = match typed.contains("://") {
        true => typed,
        false => format!("http://{typed}"),
    };
    let host = Url::parse(&address).ok()?.host_str()?.to_owned();
    let is_name = host.contains('.') || host == "localhost";
    is_name.then_some(host)
}

fn is_trusted(address: &str, trusted: &Listed) -> bool {
    let Some(host) = host_of(address) else {
        return false;
    };
    let is_below = |name: &String| {
        host.strip_suffix(name.as_str())
            .is_some_and(|rest| rest.ends_with('.'))
    };
    trusted
        .iter()
        .flatten()
        .any(|name| host == *name || is_below(name))
}

/// The addresses elsewhere that the text holds, as links of Markdown or as they stand.
fn addresses(content: &str) -> Vec<String> {
    let written = markdown::links(content);
    let is_elsewhere = |address: &String| address.starts_with("//") || address.contains("://");
    let mut found: Vec<String> = written.into_iter().filter(is_elsewhere).collect();
    for word in search::fold(content).split(ends_address) {
        let start = match (word.find("://"), word.find("www.")) {
            (Some(colon), _) => scheme_before(word, colon),
            (None, Some(www)) => www,
            (None, None) => continue,
        };
        found.push(word[start..].to_owned());
    }
    found
}

fn ends_address(character: char) -> bool {
    character.is_whitespace() || "<>\"'`()[]{}|，。；！？、（）《》“”".contains(character)
}

/// Where the scheme begins whose colon stands here.
fn scheme_before(word: &str, colon: usize) -> usize {
    let scheme = word[..colon]
        .bytes()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric());
    colon - scheme.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(content: &str, policy: LinkPolicy) -> bool {
        let trusted = vec![Some("school.example".to_owned())];
        check(content, policy, &trusted).is_ok()
    }

    #[test]
    fn links_are_taken_as_the_room_has_it() {
        let foreign = [
            "看 https://evil.example/x",
            "看https://evil.example，快",
            "[学校](https://evil.example)",
            "[x](https&#58;//evil.example)",
            "<http://evil.example>",
            "www.evil.example",
            "ＨＴＴＰＳ：//evil.example",
            "https://school.example@evil.example/",
            "https://evil.example/https://school.example",
            "https://notschool.example",
            "ftp://evil.example",
        ];
        for content in foreign {
            assert!(is_taken(content, LinkPolicy::All), "{content}");
            assert!(!is_taken(content, LinkPolicy::Trusted), "{content}");
            assert!(!is_taken(content, LinkPolicy::None), "{content}");
        }
        for content in [
            "https://school.example/a?b=c",
            "[去](http://www.school.example)",
        ] {
            assert!(is_taken(content, LinkPolicy::Trusted), "{content}");
            assert!(!is_taken(content, LinkPolicy::None), "{content}");
        }
        for content in ["没有链接", "[课程](/courses/1)", "a//b 是注释", "w.w.w."] {
            assert!(is_taken(content, LinkPolicy::None), "{content}");
        }
    }

    #[test]
    fn a_host_is_read_from_what_is_typed() {
        for typed in [
            "Example.org",
            "https://example.org/path",
            " example.org:8080 ",
        ] {
            assert_eq!(host_of(typed).as_deref(), Some("example.org"), "{typed}");
        }
        for typed in ["", "example", "a b.c", "http://"] {
            assert_eq!(host_of(typed), None, "{typed}");
        }
    }
}
