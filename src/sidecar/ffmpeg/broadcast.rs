//! A broadcast out of a browser: what its recorder writes goes in, H.264 and AAC for the RTMP server come out.
//!
//! It runs as long as somebody holds its [`Inlet`] and its [`Run`]; dropping the run kills it. The address it publishes
//! to stands among its arguments, which every user of the machine can read: it must be worth nothing to whoever reads it
//! there. Nothing it complains of is logged, for that names the address too.

use std::time::Duration;

use anyhow::Result;
use bytes::Bytes;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{ChildStdin, Command};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::{Format, bounded};
use crate::sidecar::bounds::Bounds;
use crate::sidecar::process::{first_megabyte, runtime};

/// Chunks on their way into ffmpeg: some seconds of picture. Whoever has more to give waits.
const WAITING: usize = 12;

/// How long it may take to send on what it has got once the broadcast has ended.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// The longest day of classes with every picture encoded anew.
const BROADCASTING: Bounds = Bounds {
    processor_seconds: 24 * 3600,
    memory_bytes: 3 << 30,
};

/// What becomes of the picture; sound becomes AAC in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// H.264 already, with a keyframe a second.
    AsItIs,
    /// Encoded, no wider than 1280 pixels, with a keyframe a second.
    Anew,
}

/// Why it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Everything that went in has come out.
    Finished,
    /// What went in is not of the format it should be.
    Unreadable,
    /// The RTMP server has not taken it, or no longer.
    CutOff,
}

/// Where the recorder's bytes go in. Dropping it is the end of the broadcast.
pub struct Inlet(mpsc::Sender<Bytes>);

/// The running program.
pub struct Run(AbortOnDropHandle<Result<Gone>>);

/// Starts it.
///
/// # Errors
/// ffmpeg is not installed.
pub fn broadcast(format: Format, picture: Picture, address: &str) -> Result<(Inlet, Run)> {
    let command = encoder(format, picture, address)?;
    let (inlet, chunks) = mpsc::channel(WAITING);
    let run = runtime().spawn(carry(command, chunks));
    Ok((Inlet(inlet), Run(AbortOnDropHandle::new(run))))
}

impl Inlet {
    /// Hands the next bytes over, once there is room for them. `false` if nobody takes them any more.
    pub async fn put(&self, chunk: Bytes) -> bool {
        self.0.send(chunk).await.is_ok()
    }
}

impl Run {
    /// Returns when it has ended by itself.
    ///
    /// # Errors
    /// It could not be started.
    pub async fn ended(&mut self) -> Result<Gone> {
        (&mut self.0).await?
    }

    /// Waits until what went in has come out, after the inlet has been dropped; not for long.
    pub async fn finish(self) {
        let _ = tokio::time::timeout(LAST_WORDS, self.0).await;
    }
}

async fn carry(mut command: Command, chunks: mpsc::Receiver<Bytes>) -> Result<Gone> {
    let mut child = command.spawn()?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let feeding = async {
        if let Some(stdin) = stdin {
            feed(stdin, chunks).await;
        }
        // Whatever else there is to say, the program says by ending.
        std::future::pending::<()>().await
    };
    let running = async { tokio::join!(child.wait(), first_megabyte(stderr)) };
    tokio::select! {
        () = feeding => Ok(Gone::CutOff),
        (status, complaint) = running => Ok(judge(status?.success(), &complaint)),
    }
}

async fn feed(mut stdin: ChildStdin, mut chunks: mpsc::Receiver<Bytes>) {
    while let Some(chunk) = chunks.recv().await {
        if stdin.write_all(&chunk).await.is_err() {
            return;
        }
    }
}

fn judge(is_success: bool, complaint: &[u8]) -> Gone {
    let complaint = String::from_utf8_lossy(complaint);
    if complaint.contains("pipe:0: ") {
        Gone::Unreadable
    } else if is_success {
        Gone::Finished
    } else {
        Gone::CutOff
    }
}

fn encoder(format: Format, picture: Picture, address: &str) -> Result<Command> {
    let demuxer = format.demuxer();
    let mut command = bounded("ffmpeg", BROADCASTING)?;
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .args(["-nostdin", "-hide_banner", "-v", "error"])
        .args(["-protocol_whitelist", "pipe", "-format_whitelist", demuxer])
        // What it reads to find out what there is, is as much delay.
        .args(["-probesize", "1M", "-analyzeduration", "2M"])
        .args(["-f", demuxer, "-i", "pipe:0"])
        .args(["-map", "0:v:0", "-map", "0:a:0"]);
    match picture {
        Picture::AsItIs => command.args(["-c:v", "copy"]),
        Picture::Anew => command
            .args(["-c:v", "libx264", "-preset", "veryfast"])
            .args(["-tune", "zerolatency", "-profile:v", "main"])
            .args(["-pix_fmt", "yuv420p", "-threads", "2"])
            .args(["-vf", "scale=w='min(1280,iw)':h=-2"])
            .args(["-sc_threshold", "0", "-g", "300"])
            .args(["-force_key_frames", "expr:gte(t,n_forced)"])
            .args(["-b:v", "2500k", "-maxrate", "2500k", "-bufsize", "2500k"]),
    };
    command
        .args(["-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2"])
        // Gaps in the sound are filled, or picture and sound would part.
        .args(["-af", "aresample=async=1000"])
        .args(["-flvflags", "no_duration_filesize", "-f", "flv"])
        .args(["-protocol_whitelist", "rtmp,tcp", address]);
    Ok(command)
}
