//! Which Postgres is installed, and which of several fits.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// The programs of one installed Postgres.
#[derive(Clone, Debug)]
pub struct Binaries {
    pub folder: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// The oldest Postgres that the migrations are written for.
    pub const OLDEST_MAJOR: u32 = 15;

    /// The newest Postgres installed; an error that says what to install otherwise.
    pub fn newest() -> Result<Self> {
        let oldest = Self::OLDEST_MAJOR;
        let newest = Self::installed()
            .into_iter()
            .min_by_key(|found| Reverse(found.major));
        match newest {
            Some(found) if found.major >= oldest => Ok(found),
            Some(found) => bail!(
                "PostgreSQL {} is too old: install {oldest} or newer, or set DATABASE_URL",
                found.major
            ),
            None => bail!(
                "PostgreSQL is not installed: install it (Debian, Ubuntu: apt install postgresql), or set DATABASE_URL"
            ),
        }
    }

    /// Those that talk to the database of this data folder, or to a configured one.
    pub fn for_data(data: &Path, is_configured: bool) -> Result<Self> {
        match is_configured {
            true => Self::newest(),
            false => Self::for_cluster(&data.join(super::FOLDER)),
        }
    }

    /// Those that fit an existing cluster, which only its own major version can open.
    pub(super) fn for_cluster(folder: &Path) -> Result<Self> {
        let Ok(major) = fs::read_to_string(folder.join("PG_VERSION")) else {
            return Self::newest();
        };
        let major = major.trim();
        let fitting = |found: &Self| found.major.to_string() == major;
        Self::installed().into_iter().find(fitting).with_context(|| {
            let folder = folder.display();
            format!("{folder} was made by PostgreSQL {major}, which is not installed: install postgresql-{major}")
        })
    }

    fn installed() -> Vec<Self> {
        let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
        let debian = debian.flatten().map(|entry| entry.path().join("bin"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        debian
            .chain(std::env::split_paths(&path))
            .filter(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
            .filter_map(|folder| {
                let major = major(&folder.join("postgres"))?;
                Some(Self { folder, major })
            })
            .collect()
    }
}

/// Reads the 15 of `postgres (PostgreSQL) 15.20 (Debian …)`.
fn major(postgres: &Path) -> Option<u32> {
    let output = std::process::Command::new(postgres)
        .arg("--version")
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.split(") ").nth(1)?;
    let digits = version.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}
