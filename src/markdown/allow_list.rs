//! The elements, attributes and addresses that a rendered text may have; all others are dropped.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::calls::CALLS;
use super::code;
use super::formulas::FORMULAS;

/// The elements that every text may have, and these.
pub(super) fn allow_list(more: &[&'static str]) -> Builder<'static> {
    const ALWAYS: [&str; 12] = [
        "p",
        "br",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
    ];
    let mut builder = Builder::empty();
    builder
        .tags(ALWAYS.iter().chain(more).copied().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start"])),
            ("code", HashSet::from(["class"])),
            ("span", HashSet::from(["class", "data-user"])),
            ("div", HashSet::from(["class", "tabindex"])),
            ("pre", HashSet::from(["tabindex"])),
            ("th", HashSet::from(["class"])),
            ("td", HashSet::from(["class"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener"))
        .attribute_filter(|element, attribute, value| {
            let is_allowed = match (element, attribute) {
                ("a", "href") => is_link(value),
                ("img", "src") => is_own_picture(value),
                ("code", "class") => is_language(value) || FORMULAS.contains(&value),
                ("span", "class") => code::CLASSES.contains(&value) || CALLS.contains(&value),
                ("span", "data-user") => value.bytes().all(|byte| byte.is_ascii_digit()),
                ("div", "class") => value == "table-scroll",
                ("th" | "td", "class") => ["left", "center", "right"].contains(&value),
                ("div" | "pre", "tabindex") => value == "0",
                _ => true,
            };
            is_allowed.then(|| value.into())
        });
    if more.contains(&"img") {
        builder.set_tag_attribute_value("img", "loading", "lazy");
    }
    builder
}

/// An address elsewhere with its scheme, a path of this site, or a place on the page.
fn is_link(address: &str) -> bool {
    let has_scheme = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| starts_with_ignoring_case(address, scheme));
    has_scheme || is_own_path(address)
}

/// Browsers drop tabs and newlines and read `\` as `/`: with either, a path may lead elsewhere.
fn is_own_path(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address
            .chars()
            .any(|character| character == '\\' || character.is_control())
}

fn is_own_picture(address: &str) -> bool {
    is_own_path(address)
        && (address.starts_with("/media/") || address.starts_with("/static/"))
        && !address.contains("..")
}

/// `language-rust`, as the renderer writes it for code with a language.
fn is_language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| {
        name.len() <= 20
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+#-_".contains(&byte))
    })
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}
