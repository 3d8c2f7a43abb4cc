//! The fonts of certificates: Noto CJK, as distributions install it. They are read when a certificate is set and
//! embedded in it as far as it needs them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::config::Certificates;

/// Where Debian, Fedora, Arch and openSUSE put Noto CJK.
const FOLDERS: [&str; 5] = [
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-serif-cjk-vf-fonts",
    "/usr/share/fonts/truetype",
];

const HEADINGS: [&str; 3] = [
    "NotoSerifCJK-Bold.ttc",
    "NotoSerifCJKsc-Bold.otf",
    "NotoSansCJK-Bold.ttc",
];

const TEXT: [&str; 3] = [
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
];

/// The place of the simplified Chinese face in Noto's collections.
const SIMPLIFIED: u32 = 2;

/// The files that certificates are set with.
#[derive(Clone, Debug)]
pub struct Fonts {
    pub headings: PathBuf,
    pub text: PathBuf,
}

impl Fonts {
    /// # Errors
    /// In words, when a font is missing.
    pub fn find(config: &Certificates) -> Result<Fonts> {
        let configured = config.font_folder.clone().into_iter();
        let usual = FOLDERS.map(PathBuf::from).into_iter();
        let folders: Vec<PathBuf> = match config.font_folder {
            Some(_) => configured.collect(),
            None => usual.collect(),
        };
        Ok(Fonts {
            headings: first(&folders, &HEADINGS)?,
            text: first(&folders, &TEXT)?,
        })
    }
}

fn first(folders: &[PathBuf], names: &[&str]) -> Result<PathBuf> {
    let files = folders
        .iter()
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    files
        .into_iter()
        .find(|file| file.is_file())
        .with_context(|| {
            format!(
                "{} is not installed: apt install fonts-noto-cjk, or name its folder in LECTERN_CERTIFICATE_FONTS",
                names[0]
            )
        })
}

/// A font file, and the face in it that writes simplified Chinese.
pub fn read(file: &Path) -> Result<(Vec<u8>, u32)> {
    let data = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    let is_collection = data.starts_with(b"ttcf");
    Ok((data, if is_collection { SIMPLIFIED } else { 0 }))
}
