//! The machine: folder, disk, clock, fonts, ports.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use chrono::{DateTime, Utc};

use super::Finding;
use crate::config::Config;

const GIGABYTE: u64 = 1 << 30;
const TOO_LITTLE: u64 = GIGABYTE / 4;
/// An hour of class records about 2 GB.
const LITTLE: u64 = 4 * GIGABYTE;

pub(super) fn data_folder(config: &Config) -> Finding {
    let folder = config.data.display();
    match tempfile::tempfile_in(&config.data) {
        Ok(_) => Finding::Fine(folder.to_string()),
        Err(error) => Finding::Broken(format!(
            "{folder} can't be written ({error}): make it yours with chown, or set LECTERN_DATA"
        )),
    }
}

pub(super) fn disk_space(config: &Config) -> Finding {
    let space = match nix::sys::statvfs::statvfs(&config.data) {
        Ok(space) => space,
        Err(error) => return Finding::Doubtful(format!("unknown: {error}")),
    };
    let free = space.blocks_available() * space.fragment_size();
    let words = format!("{:.1} GB free", free as f64 / GIGABYTE as f64);
    match free {
        _ if free < TOO_LITTLE => {
            Finding::Broken(format!("{words}: make room, or move LECTERN_DATA"))
        }
        _ if free < LITTLE => {
            Finding::Doubtful(format!("{words}: an hour of class takes about 2 GB"))
        }
        _ => Finding::Fine(words),
    }
}

/// Sessions, stream segments and certificates carry the time, so it must not be far off.
pub(super) fn clock() -> Finding {
    let now = Utc::now();
    let words = now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let built = std::env::current_exe()
        .and_then(|program| program.metadata()?.modified())
        .map(DateTime::<Utc>::from);
    match built {
        Ok(built) if built > now => Finding::Broken(format!(
            "it is {words} here, before this program was built: set the clock (timedatectl set-ntp true)"
        )),
        _ => Finding::Fine(words),
    }
}

/// Only generated demo pictures need them.
pub(super) fn fonts() -> Finding {
    const FOLDERS: [&str; 3] = [
        "/usr/share/fonts/opentype/noto",
        "/usr/share/fonts/noto-cjk",
        "/usr/share/fonts/google-noto-cjk",
    ];
    let has_cjk = |folder: &&&str| {
        let files = std::fs::read_dir(Path::new(folder))
            .into_iter()
            .flatten()
            .flatten();
        let mut names = files.map(|file| file.file_name());
        names.any(|name| name.to_string_lossy().contains("CJK"))
    };
    match FOLDERS.iter().find(has_cjk) {
        Some(folder) => Finding::Fine(format!("Noto CJK in {folder}")),
        None => Finding::Doubtful(
            "no Chinese font: pictures made by the demo lack characters (apt install fonts-noto-cjk)".into(),
        ),
    }
}

pub(super) fn port(address: SocketAddr, setting: &str) -> Finding {
    match TcpListener::bind(address) {
        Ok(_) => Finding::Fine(format!("{address} is free")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Finding::Broken(format!(
            "{address} is in use: end the program that listens there, or set {setting}"
        )),
        Err(error) => Finding::Broken(format!("{address} can't be taken ({error}): set {setting}")),
    }
}
