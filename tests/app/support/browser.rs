//! A real Chromium, driven by WebDriver, with a profile of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Child;

use super::cast::{PASSWORD, Person};
use super::driver::{BrowserLog, DevTools, capabilities, start_driver};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the README's pictures are.
const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pictures");

/// A browser window. It ends with [`Browser::close`], or with its driver when a test fails.
pub struct Browser {
    pub page: fantoccini::Client,
    origin: String,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens an empty window whose page has this size in CSS pixels.
    pub async fn open(origin: &str, width: u32, height: u32) -> Browser {
        let (driver, port) = start_driver().await;
        let profile = tempfile::tempdir().expect("a profile");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(profile.path(), width, height));
        let page = builder.connect(&format!("http://127.0.0.1:{port}")).await;
        let browser = Browser {
            page: page.expect("a session of chromedriver"),
            origin: origin.to_owned(),
            driver,
            _profile: profile,
        };
        browser.resize(width, height).await;
        browser
    }

    /// Opens a path of the site.
    pub async fn visit(&self, path: &str) {
        let address = format!("{}{path}", self.origin);
        self.page.goto(&address).await.expect("the page opens");
    }

    /// Signs in by typing.
    pub async fn sign_in(&self, person: Person) {
        self.sign_in_as(person.username()).await;
    }

    /// The same for whoever is not of the cast.
    pub async fn sign_in_as(&self, username: &str) {
        self.visit("/login").await;
        self.type_into("input[name=login]", username).await;
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
        let ready = format!(
            "const found = document.querySelector({}); \
             found?.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             return !!found && !document.getAnimations().some(shown => \
                 shown.effect?.pseudoElement?.startsWith('::view-transition'))",
            json!(selector)
        );
        // While one page gives way to the next, clicks go to neither.
        self.wait_until(&ready).await;
        self.find(selector)
            .await
            .click()
            .await
            .expect("it can be clicked");
    }

    /// Clicks the element that fits and has these words.
    pub async fn click_text(&self, selector: &str, words: &str) {
        self.click_within(selector, words, ":scope").await;
    }

    /// Clicks what fits inside of the element that fits and has these words.
    pub async fn click_within(&self, selector: &str, words: &str, inner: &str) {
        let found = format!(
            "const outer = [...document.querySelectorAll({})].find(e => e.textContent.includes({})); \
             const found = {inner:?} == ':scope' ? outer : outer?.querySelector({inner:?});",
            json!(selector),
            json!(words)
        );
        self.wait_until(&format!("{found} return !!found")).await;
        self.evaluate(&format!("{found} found.click()")).await;
    }

    /// Says yes to the question of the page.
    pub async fn confirm(&self) {
        self.click("#confirm[open] button[value=yes]").await;
    }

    /// Chooses the option with these words.
    pub async fn choose(&self, selector: &str, words: &str) {
        let select = self.find(selector).await;
        select
            .select_by_label(words)
            .await
            .expect("it can be chosen");
    }

    pub async fn count(&self, selector: &str) -> usize {
        let found = self.page.find_all(Locator::Css(selector)).await;
        found.expect("the page can be searched").len()
    }

    pub async fn type_into(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it can be typed into");
    }

    /// Types behind what is there.
    pub async fn type_behind(&self, selector: &str, keys: &str) {
        let field = self.find(selector).await;
        field.send_keys(keys).await.expect("it can be typed into");
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
        self.wait_until_within(PATIENCE, script).await;
    }

    /// The same for what takes its time.
    pub async fn wait_until_within(&self, patience: Duration, script: &str) {
        let started = std::time::Instant::now();
        loop {
            // While a page is being replaced, a script may fail.
            if self.page.execute(script, vec![]).await.ok() == Some(Value::Bool(true)) {
                return;
            }
            assert!(
                started.elapsed() < patience,
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
        let mut messages = self.logged_errors().await;
        messages.retain(|message| {
            message.contains("Content Security Policy") || message.contains("Uncaught")
        });
        messages
    }

    /// Every error of the console since it was last read, answers of 400 and above included.
    pub async fn logged_errors(&self) -> Vec<String> {
        let log = self.page.issue_cmd(BrowserLog).await.expect("the log");
        let entries = log.as_array().cloned().unwrap_or_default();
        let errors = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        let messages = errors.filter_map(|entry| entry["message"].as_str());
        messages.map(str::to_owned).collect()
    }

    /// Makes the page as large as this, which may be narrower than a window can be.
    pub async fn resize(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Makes it a phone's: touched, with nothing that hovers.
    pub async fn become_phone(&self) {
        let size = json!({ "width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": true });
        self.command("Emulation.setDeviceMetricsOverride", size)
            .await;
        let touch = json!({ "enabled": true });
        self.command("Emulation.setTouchEmulationEnabled", touch)
            .await;
    }

    /// Has what the browser sends go no faster than this, in bytes a second.
    pub async fn send_slowly(&self, bytes: u32) {
        let slow = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes });
        self.command("Network.enable", json!({})).await;
        self.command("Network.emulateNetworkConditions", slow).await;
    }

    /// Has its person ask for no more motion than is needed, as the system's settings let them.
    pub async fn ask_for_stillness(&self) {
        let wish = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        self.command("Emulation.setEmulatedMedia", json!({ "features": [wish] }))
            .await;
    }

    /// Opens another tab of the same browser and turns to it; the first is [turned back](Browser::turn_to) to by its handle.
    pub async fn open_tab(&self) -> (WindowHandle, WindowHandle) {
        let first = self.page.window().await.expect("the window");
        let tab = self.page.new_window(true).await.expect("a tab").handle;
        self.turn_to(&tab).await;
        (first, tab)
    }

    pub async fn turn_to(&self, window: &WindowHandle) {
        let turned = self.page.switch_to_window(window.clone()).await;
        turned.expect("the tab is there");
    }

    /// A command of Chromium's own protocol.
    async fn command(&self, name: &'static str, arguments: Value) {
        let done = self.page.issue_cmd(DevTools(name, arguments)).await;
        done.expect("Chromium does it");
    }

    /// Keeps a picture of the window below `target/screenshots`, and among those of the README with `LECTERN_PICTURES=1`.
    pub async fn photograph(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let file = folder.join(format!("{name}.png"));
        let picture = self.page.screenshot().await.expect("a picture");
        std::fs::write(&file, &picture).expect("the picture is kept");
        if std::env::var("LECTERN_PICTURES").is_ok_and(|value| value == "1") {
            std::fs::create_dir_all(PICTURES).expect("a folder for the README's pictures");
            let shown = Path::new(PICTURES).join(format!("{name}.png"));
            std::fs::write(shown, picture).expect("the picture is kept");
        }
        file
    }

    /// Closes it, after it has had nothing to complain of.
    pub async fn finish(self) {
        let complaints = self.complaints().await;
        assert!(complaints.is_empty(), "{complaints:#?}");
        self.close().await;
    }

    pub async fn close(mut self) {
        self.page.clone().close().await.expect("the session ends");
        // It is killed with its handle otherwise.
        let _ = self.driver.kill().await;
    }
}
