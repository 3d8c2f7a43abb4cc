//! Everything that can be configured, read from the environment once, at start.
//!
//! A small struct per concern; each field names its variable and default. What contradicts itself or is unsafe
//! refuses to start with words that say what to do. Nothing else in the program reads the environment.

mod archive;
mod bus;
mod live;
mod mail;
mod payment;
mod quotas;
mod store;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, bail};
use url::Url;

pub use archive::Archive;
pub use bus::Bus;
pub use live::{Live, Rendition, Segments};
pub use mail::Mail;
pub use payment::{Alipay, Payment, RsaPrivateKey, RsaPublicKey, Stripe};
pub use quotas::{Quota, Quotas};
pub use store::{S3, Store};

/// A phone in a tunnel comes out of it by then.
pub const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Debug)]
pub struct Config {
    /// `LECTERN_DATA` (`var`): the one folder that everything is written below. Absolute once loaded.
    pub data: PathBuf,
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub store: Store,
    pub archive: Archive,
    pub security: Security,
    pub live: Live,
    pub certificates: Certificates,
    pub quotas: Quotas,
    pub payment: Payment,
    pub mail: Mail,
    /// `LECTERN_LOG` (`info`): what is logged, in the words of `tracing_subscriber::EnvFilter`.
    pub log: String,
}

#[derive(Clone, Debug)]
pub struct Http {
    /// `LECTERN_LISTEN` (127.0.0.1:8080).
    pub listen: SocketAddr,
    /// `PUBLIC_URL` (http://localhost:<port>): the origin that people see. With https, cookies become
    /// `__Host-` ones and browsers are told to stay on https.
    pub public_url: Url,
    /// `TRUSTED_PROXIES` (none): addresses, parted by commas, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How long a client may take over its next piece: the head of a request, some of a body, reading some of an answer. Not
    /// read from the environment.
    pub patience: Duration,
}

#[derive(Clone, Debug)]
pub struct Database {
    /// `DATABASE_URL` (none): without it, a private Postgres runs below the data folder.
    pub url: Option<String>,
    /// `LECTERN_DATABASE_POOL` (16): the most connections at once.
    pub pool_size: u32,
}

#[derive(Clone)]
pub struct Security {
    /// `LECTERN_SECRET` (made once and kept in the data folder): at least 64 bytes, seals the session cookies.
    pub secret: Vec<u8>,
    /// `LECTERN_BCRYPT_COST` (12): the cost of new password hashes.
    pub bcrypt_cost: u32,
    /// `LECTERN_DEMO_PASSWORD` (made and printed): the password of the demo accounts.
    pub demo_password: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Certificates {
    /// `LECTERN_CERTIFICATE_FONTS` (where distributions put Noto CJK): the folder of the fonts of certificates.
    pub font_folder: Option<PathBuf>,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// The first setting that can't be used, in words.
    pub fn from_env() -> anyhow::Result<Config> {
        let data = PathBuf::from(var("LECTERN_DATA").unwrap_or_else(|| "var".into()));
        fs::create_dir_all(&data)
            .with_context(|| format!("LECTERN_DATA: can't create {}", data.display()))?;
        let data = data.canonicalize()?;
        let http = Http::from_env()?;
        Ok(Config {
            payment: Payment::from_env(http.public_url.scheme() == "https")?,
            mail: Mail::from_env(&http)?,
            http,
            database: Database {
                url: var("DATABASE_URL"),
                pool_size: parsed("LECTERN_DATABASE_POOL", "16")?,
            },
            bus: Bus::from_env()?,
            store: Store::from_env()?,
            archive: Archive::from_env()?,
            security: Security {
                secret: secret(&data)?,
                bcrypt_cost: bcrypt_cost()?,
                demo_password: var("LECTERN_DEMO_PASSWORD"),
            },
            live: Live::from_env()?,
            quotas: Quotas::from_env()?,
            certificates: Certificates {
                font_folder: var("LECTERN_CERTIFICATE_FONTS").map(PathBuf::from),
            },
            log: var("LECTERN_LOG").unwrap_or_else(|| "info".into()),
            data,
        })
    }

    /// Whether people reach the program by https, as `PUBLIC_URL` says.
    pub fn is_https(&self) -> bool {
        self.http.public_url.scheme() == "https"
    }

    /// The name of a cookie: with `__Host-` where the browser will take it.
    pub fn cookie_name(&self, name: &str) -> String {
        if self.is_https() {
            format!("__Host-{name}")
        } else {
            name.to_owned()
        }
    }
}

impl Http {
    fn from_env() -> anyhow::Result<Http> {
        let listen: SocketAddr = parsed("LECTERN_LISTEN", "127.0.0.1:8080")?;
        let public_url: Url = parsed("PUBLIC_URL", &format!("http://localhost:{}", listen.port()))?;
        if !matches!(public_url.scheme(), "http" | "https") || public_url.host().is_none() {
            bail!("PUBLIC_URL must be an http or https address, like https://school.example");
        }
        let trusted_proxies = var("TRUSTED_PROXIES")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|address| !address.is_empty())
            .map(|address| {
                address
                    .parse()
                    .context("TRUSTED_PROXIES takes addresses parted by commas")
            })
            .collect::<anyhow::Result<_>>()?;
        Ok(Http {
            patience: PATIENCE,
            listen,
            public_url,
            trusted_proxies,
        })
    }
}

impl std::fmt::Debug for Security {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Security")
            .field("bcrypt_cost", &self.bcrypt_cost)
            .finish_non_exhaustive()
    }
}

fn var(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn parsed<T: std::str::FromStr>(name: &str, default: &str) -> anyhow::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let value = var(name).unwrap_or_else(|| default.to_owned());
    value
        .parse()
        .with_context(|| format!("{name}={value} can't be understood"))
}

fn bcrypt_cost() -> anyhow::Result<u32> {
    let cost = parsed("LECTERN_BCRYPT_COST", "12")?;
    if !(4..=31).contains(&cost) {
        bail!("LECTERN_BCRYPT_COST must be between 4 and 31; 12 is a good choice");
    }
    Ok(cost)
}

/// The configured secret, or the one that an earlier start made, or a new one.
fn secret(data: &Path) -> anyhow::Result<Vec<u8>> {
    if let Some(secret) = var("LECTERN_SECRET") {
        return checked_secret(secret.into_bytes(), "LECTERN_SECRET");
    }
    let path = data.join("secret.key");
    match fs::read(&path) {
        Ok(secret) => checked_secret(secret, &path.display().to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_secret(&path),
        Err(error) => Err(error).with_context(|| format!("can't read {}", path.display())),
    }
}

/// Refuses what is short or has hardly any variety ("changeme" sixteen times over).
fn checked_secret(secret: Vec<u8>, origin: &str) -> anyhow::Result<Vec<u8>> {
    let distinct = secret
        .iter()
        .collect::<std::collections::HashSet<_>>()
        .len();
    if secret.len() < 64 || distinct < 12 {
        bail!("{origin} must be at least 64 random bytes; `openssl rand -base64 64` makes some");
    }
    Ok(secret)
}

fn make_secret(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let secret: [u8; 64] = rand::random();
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    Ok(secret.to_vec())
}
