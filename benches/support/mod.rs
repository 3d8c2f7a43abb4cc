//! What the benches share: the real program with demo data, people who sign in, and a load that is the same for both
//! sides of a comparison.
//!
//! A figure means little on a machine that is shared; each bench therefore runs both sides by turns in one process and
//! prints their ratio.

#![allow(
    dead_code,
    reason = "each bench is a program of its own and uses a part of this"
)]

pub mod bare;
pub mod crowd;
pub mod helper;
pub mod load;
pub mod viewers;

use std::net::SocketAddr;

use lectern::app::Server;
use lectern::config::{Config, Database, Http, Live, Security};
use lectern::demo;
use tempfile::TempDir;

const PASSWORD: &str = "one two three four";

/// The program on a data folder of its own, with demo data.
pub struct Lectern {
    pub server: Server,
    _data: TempDir,
}

impl Lectern {
    pub async fn start() -> anyhow::Result<Lectern> {
        let data = tempfile::tempdir()?;
        let config = Config {
            data: data.path().canonicalize()?,
            http: Http {
                listen: "127.0.0.1:0".parse()?,
                public_url: "http://localhost".parse()?,
                // So that a bench can ask from as many addresses as it likes.
                trusted_proxies: vec!["127.0.0.1".parse()?],
                patience: lectern::config::PATIENCE,
            },
            database: Database {
                url: None,
                pool_size: 16,
            },
            security: Security {
                secret: (0..64).map(|byte| byte * 3 + 1).collect(),
                bcrypt_cost: 4,
                demo_password: None,
            },
            live: Live {
                rtmp_listen: Some("127.0.0.1:0".parse()?),
                idle_limit: std::time::Duration::from_secs(1_800),
                renditions: Vec::new(),
                segments: None,
            },
            bus: Default::default(),
            store: Default::default(),
            archive: Default::default(),
            certificates: Default::default(),
            payment: lectern::config::Payment {
                sandbox: true,
                stripe: None,
                alipay: None,
            },
            quotas: Default::default(),
            mail: lectern::config::Mail {
                smtp_url: None,
                from: "lectern@localhost".parse().expect("an address"),
            },
            log: "warn".into(),
        };
        let server = Server::start(config).await?;
        demo::load(&server.app, PASSWORD).await?;
        Ok(Lectern {
            server,
            _data: data,
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// Signs in and returns the `Cookie` header of the session.
    pub async fn sign_in(&self, username: &str) -> anyhow::Result<String> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let origin = format!("http://{}", self.address());
        let answer = client
            .post(format!("{origin}/login"))
            .header("Origin", &origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(format!(
                "login={username}&password={}",
                PASSWORD.replace(' ', "+")
            ))
            .send()
            .await?;
        let cookie = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next())
            .find(|pair| pair.starts_with("lectern="));
        cookie
            .map(str::to_owned)
            .ok_or_else(|| anyhow::anyhow!("{username} could not sign in"))
    }

    /// The one number that this query yields.
    pub async fn number(&self, sql: &'static str) -> anyhow::Result<i64> {
        use diesel::RunQueryDsl;
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let row = self
            .server
            .app
            .db
            .run(move |conn| Ok(diesel::sql_query(sql).get_result::<Row>(conn)?));
        Ok(row.await?.n)
    }

    pub async fn stop(self) -> anyhow::Result<()> {
        self.server.stop().await
    }
}
