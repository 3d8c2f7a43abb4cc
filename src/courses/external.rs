//! Videos on other sites: which addresses a lesson may lead to, and which of them can play in its page.
//!
//! Nothing of another site is loaded before the learner asks for it; then the page's policy lets in that one site.

use url::{Host, Url};

const LONGEST: usize = 500;

/// A player of another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    pub address: String,
    /// What the page's policy has to let in.
    pub origin: &'static str,
}

/// The address in its clean form, if it is one of another site by https.
pub fn checked(typed: &str) -> Option<String> {
    let address = Url::parse(typed.trim()).ok()?;
    let is_name = matches!(address.host(), Some(Host::Domain(name)) if name.contains('.'));
    let is_plain = address.username().is_empty() && address.password().is_none();
    let address = (address.scheme() == "https" && is_name && is_plain).then_some(address)?;
    let address = String::from(address);
    (address.len() <= LONGEST).then_some(address)
}

/// The name of the site, without `www.`.
pub fn site(address: &str) -> String {
    let host = Url::parse(address).ok();
    let host = host.as_ref().and_then(Url::host_str).unwrap_or(address);
    host.trim_start_matches("www.").to_owned()
}

/// The player for an address of YouTube, Bilibili or Vimeo.
pub fn embed(address: &str) -> Option<Embed> {
    let url = Url::parse(address).ok()?;
    let path: Vec<&str> = url
        .path_segments()?
        .filter(|part| !part.is_empty())
        .collect();
    let asked = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    match (site(address).trim_start_matches("m."), &path[..]) {
        ("youtube.com", ["watch"]) => youtube(&asked("v")?),
        ("youtube.com", ["shorts" | "embed" | "live", id]) | ("youtu.be", [id]) => youtube(id),
        ("bilibili.com", ["video", id, ..]) => bilibili(id, asked("p")),
        ("vimeo.com", [id]) => vimeo(id),
        _ => None,
    }
}

fn youtube(id: &str) -> Option<Embed> {
    let origin = "https://www.youtube-nocookie.com";
    named(id, origin, |id| format!("{origin}/embed/{id}"))
}

fn bilibili(id: &str, part: Option<String>) -> Option<Embed> {
    let origin = "https://player.bilibili.com";
    let part: u16 = part.and_then(|part| part.parse().ok()).unwrap_or(1);
    let id = id.starts_with("BV").then_some(id)?;
    named(id, origin, |id| {
        format!("{origin}/player.html?bvid={id}&p={part}&autoplay=0")
    })
}

fn vimeo(id: &str) -> Option<Embed> {
    let origin = "https://player.vimeo.com";
    let id = id.bytes().all(|byte| byte.is_ascii_digit()).then_some(id)?;
    named(id, origin, |id| format!("{origin}/video/{id}"))
}

fn named(id: &str, origin: &'static str, address: impl Fn(&str) -> String) -> Option<Embed> {
    let is_id = (6..=20).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_id.then(|| Embed {
        address: address(id),
        origin,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_other_sites_by_https_are_taken() {
        for good in [
            "https://www.bilibili.com/video/BV1xx411c7mD",
            " https://e.example/a?b#c ",
        ] {
            assert_eq!(checked(good).as_deref(), Some(good.trim()));
        }
        for bad in [
            "http://e.example/",
            "javascript:alert(1)",
            "https://localhost/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://me:secret@e.example/",
            "//e.example",
            "e.example",
            "",
            &format!("https://e.example/{}", "x".repeat(500)),
        ] {
            assert_eq!(checked(bad), None, "{bad}");
        }
    }

    #[test]
    fn known_sites_have_a_player_and_others_have_none() {
        let shown = |address: &str| embed(address).map(|embed| embed.address);
        let youtube = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ";
        for address in [
            "https://www.youtube.com/watch?t=3&v=dQw4w9WgXcQ",
            "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://youtu.be/dQw4w9WgXcQ?si=x",
        ] {
            assert_eq!(shown(address).as_deref(), Some(youtube));
        }
        assert_eq!(
            shown("https://www.bilibili.com/video/BV1xx411c7mD/?p=2").as_deref(),
            Some("https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&p=2&autoplay=0")
        );
        assert_eq!(
            shown("https://vimeo.com/76979871").as_deref(),
            Some("https://player.vimeo.com/video/76979871")
        );
        for address in [
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=%22%3E%3Cscript%3E",
            "https://www.bilibili.com/video/BV1&x=1",
            "https://vimeo.com/abcdefg",
            "https://e.example/",
        ] {
            assert_eq!(shown(address), None, "{address}");
        }
    }
}
