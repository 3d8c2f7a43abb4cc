//! chromedriver as a process, and what Chromium adds to WebDriver.

use std::path::Path;
use std::process::Stdio;

use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use url::Url;

/// What the console of the page says.
#[derive(Debug)]
pub(super) struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// Chromium's protocol through WebDriver.
#[derive(Debug)]
pub(super) struct DevTools(pub &'static str, pub Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let command = json!({ "cmd": self.0, "params": self.1 });
        (Method::POST, Some(command.to_string()))
    }
}

/// Starts chromedriver. It takes a port that is free for IPv4, and ends where that is not free for IPv6: then it tries another.
pub(super) async fn start_driver() -> (Child, u16) {
    for _ in 0..5 {
        if let Some(started) = try_to_start().await {
            return started;
        }
    }
    panic!("chromedriver does not start");
}

/// On the port that it tells.
async fn try_to_start() -> Option<(Child, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is installed (Debian: chromium-driver)");
    let mut lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
    while let Some(line) = lines.next_line().await.expect("a line of chromedriver") {
        if let Some((_, port)) = line.split_once("was started successfully on port ") {
            let port = port.trim_end_matches('.').parse().expect("a port");
            // Nobody may block it by not reading on.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some((driver, port));
        }
    }
    None
}

pub(super) fn capabilities(
    profile: &Path,
    width: u32,
    height: u32,
) -> serde_json::Map<String, Value> {
    let arguments = [
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--autoplay-policy=no-user-gesture-required".to_owned(),
        "--use-fake-device-for-media-stream".to_owned(),
        "--use-fake-ui-for-media-stream".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--lang=zh-CN".to_owned(),
        format!("--window-size={width},{height}"),
        format!("--user-data-dir={}", profile.display()),
    ];
    let options = json!({ "args": arguments, "prefs": { "intl.accept_languages": "zh-CN,zh" } });
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        _ => unreachable!("an object was written"),
    }
}
