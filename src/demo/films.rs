//! The files of the demo data: short films made with ffmpeg, and the documents that come with the program.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::courses::LessonKind;
use crate::demo::content::{DemoCourse, Files};
use crate::sidecar::ffmpeg;
use crate::state::App;
use crate::storage::{self, Accept, Received, Stored};

/// How long a lesson's film is, in seconds.
const LESSON_SECONDS: u32 = 36;

/// How long making one may take: seconds, unless the machine is busy with a build.
const PATIENCE: Duration = Duration::from_secs(900);

/// Two colours per film, as ffmpeg writes them.
const COLOURS: [(&str, &str); 6] = [
    ("0x7a2f2a", "0xd9a066"),
    ("0x1f4e46", "0x9cc5a1"),
    ("0x2b3a67", "0x8fa3d9"),
    ("0x5b3a1e", "0xe0b97d"),
    ("0x3d2c4f", "0xb79ad0"),
    ("0x24455c", "0x8cc3d6"),
];

/// A file, and which lesson it belongs to: the title of its course and its own.
pub(super) struct LessonFile {
    pub course: String,
    pub lesson: String,
    pub stored: Stored,
}

/// Makes a film for each video lesson and takes the document of each document lesson.
pub(super) async fn make_all(app: &App, courses: &[DemoCourse]) -> Result<Vec<LessonFile>> {
    let folder = TempDir::new_in(&app.config.data)?;
    let mut files = Vec::new();
    for (number, course) in courses.iter().enumerate() {
        for lesson in course.sections.iter().flat_map(|section| &section.lessons) {
            let stored = match lesson.kind {
                LessonKind::Text
                | LessonKind::Quiz
                | LessonKind::Assignment
                | LessonKind::Replay => continue,
                LessonKind::Video => {
                    film(app, &folder, &lesson.title, LESSON_SECONDS, files.len()).await?
                }
                LessonKind::Document => document(app, &folder, number + 1, &lesson.title).await?,
            };
            files.push(LessonFile {
                course: course.title.clone(),
                lesson: lesson.title.clone(),
                stored,
            });
        }
    }
    Ok(files)
}

/// A film with a moving background, its title and a running clock, and a quiet chord: enough to see that playing, seeking
/// and resuming work. H.264 and AAC with a keyframe each second.
pub(super) async fn film(
    app: &App,
    folder: &TempDir,
    title: &str,
    seconds: u32,
    number: usize,
) -> Result<Stored> {
    let out = folder.path().join(format!("{number}.mp4"));
    let words = folder.path().join(format!("{number}.txt"));
    std::fs::write(&words, title)?;
    ffmpeg::run(arguments(&words, &out, seconds, number), PATIENCE).await?;
    let measured = ffmpeg::probe(&out, ffmpeg::Format::Mp4).await?;
    let file = Received::adopt(out, &format!("{title}.mp4")).await?;
    let mut stored = storage::take(&app.storage, file, Accept::Video).await?;
    stored.set_measures(measured.duration_ms, Some((854, 480)));
    Ok(stored)
}

fn arguments(
    words: &std::path::Path,
    out: &std::path::Path,
    seconds: u32,
    number: usize,
) -> Vec<String> {
    let (dark, light) = COLOURS[number % COLOURS.len()];
    let picture = format!(
        "gradients=s=214x120:r=25:d={seconds}:c0={dark}:c1={light}:c2={dark}:n=3:speed=0.012,\
         scale=854:480,format=yuv420p,\
         drawtext=font='Noto Serif CJK SC':textfile={}:fontsize=40:fontcolor=white:x=(w-tw)/2:y=(h-th)/2-24,\
         drawtext=font='Noto Sans CJK SC':text='%{{pts\\:hms}}':fontsize=20:fontcolor=white@0.8:x=(w-tw)/2:y=h/2+36",
        words.display()
    );
    let base = [196, 220, 247, 262, 294, 330][number % 6];
    let sound = format!(
        "aevalsrc='0.06*sin(2*PI*{base}*t)+0.04*sin(2*PI*{}*t)':s=44100:d={seconds}",
        base * 3 / 2
    );
    ["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound]
        .into_iter()
        .chain([
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "25",
            "-crf",
            "30",
        ])
        .chain([
            "-c:a",
            "aac",
            "-b:a",
            "64k",
            "-shortest",
            "-movflags",
            "+faststart",
            "-y",
        ])
        .map(str::to_owned)
        .chain([out.display().to_string()])
        .collect()
}

async fn document(app: &App, folder: &TempDir, course: usize, title: &str) -> Result<Stored> {
    let prefix = format!("documents/{course:02}-");
    let name = Files::iter()
        .find(|name| name.starts_with(&prefix))
        .context("no document for the course")?;
    let content = Files::get(&name).context("listed just now")?.data;
    let path: PathBuf = folder.path().join("document.pdf");
    std::fs::write(&path, &content)?;
    let file = Received::adopt(path, &format!("{title}.pdf")).await?;
    Ok(storage::take(&app.storage, file, Accept::Pdf).await?)
}
