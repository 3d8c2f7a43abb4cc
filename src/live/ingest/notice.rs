//! What nginx-rtmp says in a callback, read strictly.
//!
//! The server appends the publisher's own query arguments to the form as they came, so the first `name` is the
//! server's and any further one the publisher's. A form that says something known twice is refused as a whole. It
//! carries the stream key, hence no `Debug`.

use std::net::IpAddr;

/// The fields the server writes; a publisher may not write any of them again.
const KNOWN: [&str; 13] = [
    "app", "flashver", "swfurl", "tcurl", "pageurl", "addr", "clientid", "call", "name", "type",
    "path", "recorder", "epoch",
];

/// A callback of the RTMP server.
pub struct Notice {
    /// The name as published: the stream key, or what was tried in its place.
    pub name: String,
    /// The connection as the server counts it, from 1 at each of its starts.
    pub client_id: String,
    /// Where the publisher is.
    pub address: Option<IpAddr>,
    /// What the publishing program calls itself.
    pub program: String,
    /// The recorded file, in `record_done`.
    pub path: Option<String>,
}

/// Why a callback was not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Something the server says once is there again. The name that came first is kept to find the room.
    Polluted { first_name: String },
    /// It is no callback of the public application.
    Foreign,
}

impl Notice {
    /// Reads the form of a callback.
    pub fn parse(form: &[u8], call: &str) -> Result<Notice, Unreadable> {
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(form).into_owned().collect();
        let all = |name: &'static str| fields.iter().filter(move |(field, _)| field == name);
        let first = |name| all(name).next().map(|(_, value)| value.clone());
        if KNOWN.iter().any(|name| all(name).count() > 1) {
            let first_name = first("name").unwrap_or_default();
            return Err(Unreadable::Polluted { first_name });
        }
        if first("call").as_deref() != Some(call) || first("app").as_deref() != Some("live") {
            return Err(Unreadable::Foreign);
        }
        Ok(Notice {
            name: first("name").ok_or(Unreadable::Foreign)?,
            client_id: first("clientid").ok_or(Unreadable::Foreign)?,
            address: first("addr").and_then(|address| address.parse().ok()),
            program: first("flashver").unwrap_or_default(),
            path: first("path"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "app=live&flashver=FMLE/3.0%20(compatible%3B%20Lavf59.27&swfurl=&tcurl=rtmp://127.0.0.1:19350/live\
        &pageurl=&addr=127.0.0.1&clientid=1&call=publish&name=7-abc&type=live";

    #[test]
    fn the_form_of_nginx_is_read() {
        let notice = Notice::parse(FORM.as_bytes(), "publish").ok().unwrap();
        assert_eq!(
            (notice.name.as_str(), notice.client_id.as_str()),
            ("7-abc", "1")
        );
        assert_eq!(notice.program, "FMLE/3.0 (compatible; Lavf59.27");
        assert_eq!(notice.address, "127.0.0.1".parse().ok());
    }

    #[test]
    fn a_publisher_cannot_speak_for_the_server() {
        for argument in [
            "name=victim",
            "addr=10.0.0.1",
            "clientid=2",
            "call=publish",
            "n%61me=x",
        ] {
            let form = format!("{FORM}&{argument}");
            let refused = Notice::parse(form.as_bytes(), "publish").err();
            let first_name = "7-abc".to_owned();
            assert_eq!(
                refused,
                Some(Unreadable::Polluted { first_name }),
                "{argument}"
            );
        }
        assert!(Notice::parse(format!("{FORM}&x=1").as_bytes(), "publish").is_ok());
    }

    #[test]
    fn callbacks_are_not_taken_for_one_another() {
        let other_app = FORM.replace("app=live", "app=hls");
        for (form, call) in [
            (FORM, "publish_done"),
            (&other_app, "publish"),
            ("", "publish"),
        ] {
            assert_eq!(
                Notice::parse(form.as_bytes(), call).err(),
                Some(Unreadable::Foreign)
            );
        }
    }
}
