//! An object of the archive: written and read back, or read and remembered for a while.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result, ensure};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::RoomId;
use super::record::{self, Record};
use crate::state::App;
use crate::storage::Storage;

/// How much of unpacked objects is remembered: some pages of history that several people read.
const REMEMBERED_BYTES: u64 = 32 * 1024 * 1024;

type Records = Arc<Vec<Record>>;

/// By key; a key never names anything else.
static REMEMBERED: LazyLock<Cache<String, Records>> = LazyLock::new(|| {
    let size = |record: &Record| record.content.len() + size_of::<Record>();
    Cache::builder()
        .max_capacity(REMEMBERED_BYTES)
        .weigher(move |_, records: &Records| records.iter().map(size).sum::<usize>() as u32)
        .build()
});

/// An object as its row tells of it.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) key: String,
    pub(super) byte_size: i64,
    pub(super) sha256: Vec<u8>,
}

/// Writes the records to a new object, reads it back and compares.
///
/// # Errors
/// The store is away, or does not give back what it was given.
pub(super) async fn write(app: &App, room: RoomId, records: &[Record]) -> Result<Object> {
    let (first, last) = (records.first(), records.last());
    let ends = first.zip(last).context("nothing to write")?;
    let name = Uuid::new_v4().simple();
    let key = format!(
        "archive/{room}/{}-{}-{name}.ndjson.zst",
        ends.0.seq, ends.1.seq
    );
    let packed = record::pack(records)?;
    let object = Object {
        key,
        byte_size: packed.len() as i64,
        sha256: Sha256::digest(&packed).to_vec(),
    };
    app.storage.put(&object.key, packed.into()).await?;
    let back = read_anew(&app.storage, &object).await?;
    ensure!(
        back == records,
        "{} is not read as it was written",
        object.key
    );
    Ok(object)
}

/// Reads the object, or remembers it.
///
/// # Errors
/// The store is away, or what it holds is not what was written.
pub(super) async fn read(app: &App, object: &Object) -> Result<Records> {
    if let Some(records) = REMEMBERED.get(&object.key) {
        return Ok(records);
    }
    let records = Arc::new(read_anew(&app.storage, object).await?);
    REMEMBERED.insert(object.key.clone(), records.clone());
    Ok(records)
}

/// Reads the object from the store.
pub(super) async fn read_anew(storage: &Storage, object: &Object) -> Result<Vec<Record>> {
    let packed = storage
        .read_whole(&object.key, object.byte_size as u64)
        .await?;
    let is_same = Sha256::digest(&packed).as_slice() == object.sha256.as_slice();
    ensure!(is_same, "{} is not what was written", object.key);
    let unpacked = tokio::task::spawn_blocking(move || record::unpack(&packed));
    unpacked.await?.with_context(|| object.key.clone())
}
