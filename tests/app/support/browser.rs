//! A real Chromium, driven by WebDriver, with a profile of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use url::Url;

use super::cast::{PASSWORD, Person};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);

/// A browser window. It ends with [`Browser::close`], or with its driver when a test fails.
pub struct Browser {
    pub page: fantoccini::Client,
    origin: String,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens an empty window of this size in CSS pixels.
    pub async fn open(origin: &str, width: u32, height: u32) -> Browser {
        let (driver, port) = start_driver().await;
        let profile = tempfile::tempdir().expect("a profile");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(profile.path(), width, height));
        let page = builder.connect(&format!("http://127.0.0.1:{port}")).await;
        Browser {
            page: page.expect("a session of chromedriver"),
            origin: origin.to_owned(),
            driver,
            _profile: profile,
        }
    }

    /// Opens a path of the site.
    pub async fn visit(&self, path: &str) {
        let address = format!("{}{path}", self.origin);
        self.page.goto(&address).await.expect("the page opens");
    }

    /// Signs in by typing.
    pub async fn sign_in(&self, person: Person) {
        self.visit("/login").await;
        self.type_into("input[name=login]", person.username()).await;
        self.type_into("input[name=password]", PASSWORD).await;
        self.click("main form button[type=submit], main form button:not([type])")
            .await;
        self.wait_until("return location.pathname != '/login'")
            .await;
    }

    /// The element, once it is there.
    pub async fn find(&self, selector: &str) -> Element {
        let waiting = self.page.wait().at_most(PATIENCE);
        let found = waiting.for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector:?} does not appear: {error}"))
    }

    pub async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.expect("its text")
    }

    pub async fn click(&self, selector: &str) {
        self.find(selector)
            .await
            .click()
            .await
            .expect("it can be clicked");
    }

    pub async fn type_into(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it can be typed into");
    }

    /// Waits until the text stands somewhere in the elements that fit.
    pub async fn sees(&self, selector: &str, text: &str) {
        let script = format!(
            "return [...document.querySelectorAll({})].some(e => e.textContent.includes({}))",
            json!(selector),
            json!(text)
        );
        self.wait_until(&script).await;
    }

    /// Waits until the text stands nowhere in the elements that fit.
    pub async fn loses(&self, selector: &str, text: &str) {
        let script = format!(
            "return ![...document.querySelectorAll({})].some(e => e.textContent.includes({}))",
            json!(selector),
            json!(text)
        );
        self.wait_until(&script).await;
    }

    /// Waits until the script returns true.
    pub async fn wait_until(&self, script: &str) {
        let started = std::time::Instant::now();
        loop {
            // While a page is being replaced, a script may fail.
            if self.page.execute(script, vec![]).await.ok() == Some(Value::Bool(true)) {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "it does not become true: {script}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The value of a script.
    pub async fn evaluate(&self, script: &str) -> Value {
        self.page
            .execute(script, vec![])
            .await
            .expect("the script runs")
    }

    /// What the browser has logged as refused by the content security policy, and errors of scripts.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.page.issue_cmd(BrowserLog).await.expect("the log");
        let entries = log.as_array().cloned().unwrap_or_default();
        let messages = entries.iter().filter_map(|entry| entry["message"].as_str());
        messages
            .filter(|message| {
                message.contains("Content Security Policy") || message.contains("Uncaught")
            })
            .map(str::to_owned)
            .collect()
    }

    /// Keeps a picture of the window below `target/screenshots`.
    pub async fn photograph(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let file = folder.join(format!("{name}.png"));
        let picture = self.page.screenshot().await.expect("a picture");
        std::fs::write(&file, picture).expect("the picture is kept");
        file
    }

    pub async fn close(mut self) {
        self.page.clone().close().await.expect("the session ends");
        // It is killed with its handle otherwise.
        let _ = self.driver.kill().await;
    }
}

/// Chromium's own addition to WebDriver.
#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// Starts chromedriver on a free port, which it tells.
async fn start_driver() -> (Child, u16) {
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
            return (driver, port);
        }
    }
    panic!("chromedriver does not start");
}

fn capabilities(profile: &Path, width: u32, height: u32) -> serde_json::Map<String, Value> {
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
