//! Tar as POSIX says (ustar), as far as a backup needs it: plain files with short names, of any size, written and read as
//! streams, each with the SHA-256 of its content.

use std::io::SeekFrom;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWrite, AsyncWriteExt, BufReader, BufWriter};

use super::manifest::Entry;

const BLOCK: usize = 512;

const BUFFER: usize = 1024 * 1024;

/// What fits into the eleven octal digits of a size; a larger one is written in binary, as GNU and BSD do.
const MOST_OCTAL: u64 = 0o77_777_777_777;

/// A name and the number of bytes that follow.
pub struct Header {
    pub name: String,
    pub size: u64,
}

impl Header {
    fn to_block(&self) -> Result<[u8; BLOCK]> {
        ensure!(self.name.len() <= 100, "{} is too long a name", self.name);
        let mut block = [0; BLOCK];
        let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, self.name.as_bytes());
        put(100, b"0000600\0");
        put(108, b"0000000\0");
        put(116, b"0000000\0");
        match self.size {
            0..=MOST_OCTAL => put(124, format!("{:011o}\0", self.size).as_bytes()),
            size => {
                put(124, &[0x80, 0, 0, 0]);
                put(128, &size.to_be_bytes());
            }
        }
        put(
            136,
            format!("{:011o}\0", chrono::Utc::now().timestamp()).as_bytes(),
        );
        put(148, b"        0");
        put(257, b"ustar\x0000");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        Ok(block)
    }

    /// None for the block of zeros that ends an archive.
    fn of_block(block: &[u8; BLOCK]) -> Result<Option<Header>> {
        if block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let own = octal(&block[148..156]).context("this is no backup")?;
        let spaces = 8 * u32::from(b' ');
        let outside = block[..148].iter().chain(&block[156..]);
        let sum: u32 = outside.map(|byte| u32::from(*byte)).sum();
        ensure!(u64::from(sum + spaces) == own, "a header is damaged");
        ensure!(block[156] == b'0', "an entry is no plain file");
        let name = block[..100]
            .split(|byte| *byte == 0)
            .next()
            .unwrap_or_default();
        let size = match block[124] {
            0x80 => {
                let mut size = [0; 8];
                size.copy_from_slice(&block[128..136]);
                u64::from_be_bytes(size)
            }
            _ => octal(&block[124..136]).context("a size can't be read")?,
        };
        let name = std::str::from_utf8(name)?.to_owned();
        Ok(Some(Header { name, size }))
    }
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    u64::from_str_radix(text.trim_matches(['\0', ' ']), 8).ok()
}

/// Zeros from the end of a content to the next block.
fn padding(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

/// A tar that is being written.
pub struct Writer(BufWriter<File>);

impl Writer {
    /// Nobody else may read it: it holds the secrets of the site.
    pub async fn create(path: &Path) -> Result<Writer> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let file = options.open(path).await;
        let file = file.with_context(|| format!("can't write {}", path.display()))?;
        Ok(Writer(BufWriter::with_capacity(BUFFER, file)))
    }

    /// Adds a content of which nobody knows yet how long it is.
    pub async fn add<E: Into<anyhow::Error>>(
        &mut self,
        name: &str,
        mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<Entry> {
        let start = self.0.stream_position().await?;
        self.0.write_all(&[0; BLOCK]).await?;
        let (mut size, mut hash) = (0, Sha256::new());
        while let Some(piece) = content.next().await {
            let piece = piece.map_err(Into::into)?;
            size += piece.len() as u64;
            hash.update(&piece);
            self.0.write_all(&piece).await?;
        }
        self.0.write_all(&vec![0; padding(size)]).await?;
        let name = name.to_owned();
        let header = Header { name, size };
        self.0.seek(SeekFrom::Start(start)).await?;
        self.0.write_all(&header.to_block()?).await?;
        self.0.seek(SeekFrom::End(0)).await?;
        Ok(Entry {
            name: header.name,
            bytes: size,
            sha256: hex(&hash.finalize()),
        })
    }

    /// Ends it; once this returns it is on the disk.
    pub async fn finish(mut self) -> Result<()> {
        self.0.write_all(&[0; 2 * BLOCK]).await?;
        self.0.flush().await?;
        self.0.get_ref().sync_all().await?;
        Ok(())
    }
}

/// A tar that is being read, entry by entry.
pub struct Reader {
    file: BufReader<File>,
    /// Of the entry at hand.
    left: u64,
    padding: usize,
}

impl Reader {
    pub async fn open(path: &Path) -> Result<Reader> {
        let file = File::open(path).await;
        let file = file.with_context(|| format!("can't read {}", path.display()))?;
        Ok(Reader {
            file: BufReader::with_capacity(BUFFER, file),
            left: 0,
            padding: 0,
        })
    }

    /// The next entry, once the one before has been read; none at the end.
    pub async fn next(&mut self) -> Result<Option<Header>> {
        if self.left > 0 {
            bail!("an entry was not read to its end");
        }
        let mut block = [0; BLOCK];
        let read = self.file.read_exact(&mut block).await;
        read.context("the backup is cut short")?;
        let header = Header::of_block(&block)?;
        if let Some(header) = &header {
            (self.left, self.padding) = (header.size, padding(header.size));
        }
        Ok(header)
    }

    /// Copies the content of the entry at hand; its SHA-256.
    pub async fn copy_to(&mut self, sink: &mut (impl AsyncWrite + Unpin)) -> Result<String> {
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 256 * 1024]);
        while self.left > 0 {
            let most = piece
                .len()
                .min(usize::try_from(self.left).unwrap_or(usize::MAX));
            let length = self.file.read(&mut piece[..most]).await?;
            ensure!(length > 0, "the backup is cut short");
            hash.update(&piece[..length]);
            sink.write_all(&piece[..length]).await?;
            self.left -= length as u64;
        }
        sink.flush().await?;
        let mut zeros = vec![0; self.padding];
        self.file
            .read_exact(&mut zeros)
            .await
            .context("the backup is cut short")?;
        Ok(hex(&hash.finalize()))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_it_was_written_however_large_the_file() {
        for size in [0, 1, MOST_OCTAL, MOST_OCTAL + 1, u64::MAX] {
            let name = "storage/media/ab/x.mp4".to_owned();
            let block = Header { name, size }.to_block().unwrap();
            let read = Header::of_block(&block).unwrap().unwrap();
            assert_eq!(
                (read.name.as_str(), read.size),
                ("storage/media/ab/x.mp4", size)
            );
            let mut damaged = block;
            damaged[3] ^= 1;
            assert!(Header::of_block(&damaged).is_err());
        }
        assert!(Header::of_block(&[0; BLOCK]).unwrap().is_none());
        assert!(
            Header {
                name: "x".repeat(101),
                size: 1
            }
            .to_block()
            .is_err()
        );
    }
}
