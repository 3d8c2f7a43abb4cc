//! What a backup says of itself: the last of its entries.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::tar::Reader;

pub const NAME: &str = "manifest.json";

/// Of the layout of the file; another one is refused.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The version of the program that wrote it.
    program: String,
    /// By the database's clock; all that was committed before is in it.
    pub taken_at: DateTime<Utc>,
    pub entries: Vec<Entry>,
    /// Objects that a row names and the store did not have.
    pub missing: Vec<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Entry {
    pub name: String,
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub fn new(taken_at: DateTime<Utc>, entries: Vec<Entry>, missing: Vec<String>) -> Manifest {
        Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at,
            entries,
            missing,
        }
    }
}

/// Reads the whole file and compares each entry with the manifest.
///
/// # Errors
/// What is damaged, cut short, missing or too much.
pub async fn verify(path: &Path) -> Result<Manifest> {
    let mut reader = Reader::open(path).await?;
    let mut found = HashMap::new();
    let manifest = loop {
        let Some(header) = reader.next().await? else {
            bail!(
                "{} has no manifest: it was not written to its end",
                path.display()
            );
        };
        if header.name == NAME {
            break manifest_of(&mut reader).await?;
        }
        let sha256 = reader.copy_to(&mut tokio::io::sink()).await?;
        let entry = Entry {
            bytes: header.size,
            name: header.name.clone(),
            sha256,
        };
        ensure!(
            found.insert(header.name.clone(), entry).is_none(),
            "{} is there twice",
            header.name
        );
    };
    ensure!(
        reader.next().await?.is_none(),
        "something follows the manifest"
    );
    for entry in &manifest.entries {
        let there = found.remove(&entry.name);
        ensure!(there.as_ref() == Some(entry), "{} is damaged", entry.name);
    }
    if let Some(name) = found.keys().next() {
        bail!("the manifest does not know {name}");
    }
    Ok(manifest)
}

async fn manifest_of(reader: &mut Reader) -> Result<Manifest> {
    let mut json = Vec::new();
    reader.copy_to(&mut json).await?;
    let manifest: Manifest = serde_json::from_slice(&json).context("the manifest can't be read")?;
    ensure!(
        manifest.format == FORMAT,
        "this is a backup of format {}, and this program reads format {FORMAT}",
        manifest.format
    );
    Ok(manifest)
}
