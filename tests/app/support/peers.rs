//! Stripe and Alipay, each with its own official library, as one process beside the program: see `tests/peers/README.md`.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use lectern::config::{Alipay, Payment, RsaPrivateKey, RsaPublicKey, Stripe};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What Stripe signs its notices with.
pub const WEBHOOK_SECRET: &str = "whsec_a_secret_of_the_tests";

/// As the peers know them.
const STRIPE_KEY: &str = "sk_test_of_the_peers";
const APP_ID: &str = "2021000000000001";
const SELLER_ID: &str = "2088000000000001";

const SHOP_KEY: &str = include_str!("../../peers/keys/shop_private.pem");
const ALIPAY_KEY: &str = include_str!("../../peers/keys/alipay_public.pem");

/// The running process, which ends with its handle.
pub struct Peers {
    child: Child,
    pub origin: String,
    http: reqwest::Client,
}

impl Peers {
    pub async fn start() -> Peers {
        lectern::app::choose_cryptography();
        let mut child = Command::new("python3")
            .args(["-S", "-B", "serve.py"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers"))
            .env("PYTHONPATH", path_of(&libraries()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("python3 is installed");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = lines.next_line().await.expect("its output");
        Peers {
            child,
            origin: format!(
                "http://127.0.0.1:{}",
                port.expect("the peers start; see above what they lack")
            ),
            http: reqwest::Client::new(),
        }
    }

    /// Has the peers do something: see `Peers.command` of `serve.py`.
    pub async fn ask(&self, what: Value) -> Value {
        let asked = self
            .http
            .post(format!("{}/peers", self.origin))
            .json(&what)
            .send()
            .await;
        let answer = asked.expect("the peers answer");
        assert!(answer.status().is_success(), "{what}");
        answer.json().await.expect("JSON")
    }

    /// How notices travel from now on: `now`, `twice`, `held` or `never`.
    pub async fn notices_travel(&self, manner: &str) {
        self.ask(json!({ "do": "travel", "manner": manner })).await;
    }

    /// Sends what was held; the status of each answer.
    pub async fn deliver(&self, times: usize) -> Vec<u64> {
        let answers = self.ask(json!({ "do": "deliver", "times": times })).await;
        serde_json::from_value(answers).expect("numbers")
    }

    /// Sends what was held as often as this, and again as long as the program is too busy to take all of it.
    pub async fn deliver_until_taken(&self, times: usize) {
        loop {
            let answers = self.deliver(times).await;
            assert!(!answers.is_empty(), "something was held");
            let are_known = answers.iter().all(|status| [200, 503].contains(status));
            assert!(are_known, "{answers:?}");
            if !answers.contains(&503) {
                return;
            }
        }
    }

    /// What Stripe signs this notice with, at this time in seconds since 1970.
    pub async fn stripe_signature(&self, payload: &str, at: i64) -> String {
        let asked =
            json!({ "do": "stripe.sign", "payload": payload, "secret": WEBHOOK_SECRET, "at": at });
        self.ask(asked).await.as_str().expect("a header").to_owned()
    }

    /// What a gateway's books say came in and was given back for all payments, in minor units.
    pub async fn books(&self, gateway: &str) -> (i64, i64) {
        let books = self.ask(json!({ "do": "books" })).await;
        let lines = books.as_array().expect("lines").iter();
        let own: Vec<&Value> = lines.filter(|line| line["gateway"] == gateway).collect();
        let sum = |name: &str| {
            own.iter()
                .map(|line| line[name].as_i64().unwrap_or(0))
                .sum()
        };
        (sum("taken"), sum("given_back"))
    }

    /// Presses a button of the page that this address leads to, as a browser does without following where it leads.
    pub async fn press(&self, page: &str, act: &str) {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.build().expect("a client");
        let shown = client.get(page).send().await.expect("the page");
        let html = shown.text().await.expect("its text");
        let form = super::Document::parse(&html).form("form");
        let pressed = client.post(&form.action).form(&[("act", act)]).send().await;
        assert_eq!(pressed.expect("an answer").status(), 303, "{html}");
    }

    /// Has the program pay with these gateways.
    pub fn configure(&self, payment: &mut Payment) {
        let address = |path: &str| {
            format!("{}{path}", self.origin)
                .parse()
                .expect("an address")
        };
        payment.stripe = Some(Stripe {
            secret_key: STRIPE_KEY.into(),
            webhook_secret: WEBHOOK_SECRET.into(),
            api_url: address("/stripe"),
        });
        payment.alipay = Some(Alipay {
            app_id: APP_ID.into(),
            seller_id: SELLER_ID.into(),
            private_key: RsaPrivateKey::read(SHOP_KEY).expect("a key"),
            public_key: RsaPublicKey::read(ALIPAY_KEY).expect("a key"),
            gateway_url: address("/alipay/gateway.do"),
        });
    }

    /// Stripe as the environment says it to `lectern serve`.
    pub fn stripe_settings(&self) -> [(&'static str, String); 3] {
        [
            ("STRIPE_SECRET_KEY", STRIPE_KEY.to_owned()),
            ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET.to_owned()),
            ("STRIPE_API_URL", format!("{}/stripe", self.origin)),
        ]
    }

    /// Where Stripe sends its notices from now on.
    pub async fn send_stripe_s_notices_to(&self, origin: &str) {
        let url = format!("{origin}/payments/stripe/webhook");
        let asked = json!({ "do": "stripe.webhook", "url": url, "secret": WEBHOOK_SECRET });
        self.ask(asked).await;
    }

    pub async fn finish(mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        self.child.wait().await.expect("the peers end");
    }
}

/// The files that `bin/test` has fetched, beside what is built.
fn libraries() -> Vec<PathBuf> {
    let program = Path::new(env!("CARGO_BIN_EXE_lectern"));
    let target = program.parent().and_then(Path::parent);
    let folder = target.expect("the target folder").join("peers");
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut wheels: Vec<PathBuf> = files.map(|file| file.path()).collect();
    wheels.retain(|file| file.extension().is_some_and(|kind| kind == "whl"));
    assert!(
        !wheels.is_empty(),
        "the libraries of Stripe and Alipay are not in {}: bin/test fetches them",
        folder.display()
    );
    wheels
}

fn path_of(wheels: &[PathBuf]) -> String {
    let wheels: Vec<String> = wheels
        .iter()
        .map(|wheel| wheel.display().to_string())
        .collect();
    wheels.join(":")
}
