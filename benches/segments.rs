//! A playlist and a segment of a running class through the program, with its check of who may watch, beside the same
//! files from nginx; then a thousand viewers who watch it as players do, beside the same thousand at nginx.
//!
//!     cargo bench --bench segments

mod support;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use lectern::live::{lifecycle, stream_key};
use lectern::web::Viewer;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use support::{Lectern, load, viewers};

#[actix_web::main]
async fn main() -> Result<()> {
    let lectern = Lectern::start().await?;
    let room = lectern
        .number("SELECT id AS n FROM live_rooms WHERE status = 'planned' LIMIT 1")
        .await?;
    let teacher = lectern
        .number("SELECT id AS n FROM users WHERE username = 'teacher'")
        .await?;
    let key = lectern
        .server
        .app
        .db
        .run(move |conn| {
            let teacher = Viewer::find(conn, teacher)?.context("the teacher is there")?;
            lifecycle::start(conn, &teacher, room)?;
            stream_key::rotate(conn, &teacher, room)
        })
        .await?;
    let port = lectern
        .server
        .streams
        .rtmp_port()
        .context("live streams are on")?;
    let film = film("8M")?;
    let publisher = Ended(publish(port, key.reveal(), film.path())?);
    let cookie = format!("Cookie: {}\r\n", lectern.sign_in("student").await?);
    let folder = lectern.server.app.config.data.join("live");
    let (nginx, _server) = serve_static(&wait_for_segment(&folder).await?)?;
    let playlist = format!("/live/{room}/hls/index.m3u8");
    wait_until_served(lectern.address(), &playlist, &cookie).await?;
    load::compare(
        "playlist",
        (lectern.address(), &playlist, &cookie),
        (nginx, "/index.m3u8", ""),
    )
    .await;
    // Taken as late as this: the comparison must be over before the segment has left the playlist and the memory.
    let segment = wait_for_segment(&folder).await?;
    let name = segment
        .file_name()
        .and_then(|name| name.to_str())
        .context("segments have names")?;
    let (nginx, _server) = serve_static(&segment)?;
    let path = format!("/live/{room}/hls/{name}");
    load::compare(
        "segment",
        (lectern.address(), &path, &cookie),
        (nginx, &format!("/{name}"), ""),
    )
    .await;
    drop(publisher);
    let film = film_of_a_lesson()?;
    let _publisher = Ended(publish(port, key.reveal(), film.path())?);
    tokio::time::sleep(Duration::from_secs(12)).await;
    wait_until_served(lectern.address(), &playlist, &cookie).await?;
    let run = wait_for_segment(&folder).await?;
    let (nginx, _server) = serve_folder(run.parent().context("the run's folder")?, "")?;
    for _ in 0..2 {
        let time = Duration::from_secs(20);
        let own = viewers::watch(lectern.address(), &playlist, &cookie, VIEWERS, time).await;
        println!("{VIEWERS} viewers, lectern  {own}");
        let other = viewers::watch(nginx, "/index.m3u8", "", VIEWERS, time).await;
        println!("{VIEWERS} viewers, nginx    {other}");
    }
    lectern.stop().await
}

const VIEWERS: u32 = 1_000;

/// Slides and a voice: a hundred and some kilobytes a second.
fn film_of_a_lesson() -> Result<tempfile::NamedTempFile> {
    film("1M")
}

/// Ended with the bench, however that ends: by a signal that nginx passes on to its workers.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = kill(Pid::from_raw(self.0.id() as i32), Signal::SIGTERM);
        let _ = self.0.wait();
    }
}

/// Ten seconds of noise at this rate: at 8 Mbit/s a segment of one second has a megabyte. Made before the class, because an
/// encoder at work would take a core from both sides.
fn film(rate: &str) -> Result<tempfile::NamedTempFile> {
    let film = tempfile::Builder::new().suffix(".flv").tempfile()?;
    let made = ffmpeg()
        .args("-y -f lavfi -i nullsrc=s=640x360:r=25,geq=random(1)*255:128:128".split(' '))
        .args("-f lavfi -i anullsrc=r=44100:cl=stereo -t 10".split(' '))
        .args("-c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac".split(' '))
        .args(["-b:v", rate, "-minrate", rate, "-maxrate", rate])
        .args(["-bufsize", rate])
        .arg(film.path())
        .status()?;
    anyhow::ensure!(made.success(), "ffmpeg makes the film");
    Ok(film)
}

/// Sends the film again and again, as fast as it plays.
fn publish(port: u16, key: &str, film: &Path) -> Result<Child> {
    let address = format!("rtmp://127.0.0.1:{port}/live/{key}");
    Ok(ffmpeg()
        .args(["-re", "-stream_loop", "-1", "-i"])
        .arg(film)
        .args(["-c", "copy", "-f", "flv", &address])
        .spawn()?)
}

fn ffmpeg() -> Command {
    let mut command = Command::new("ffmpeg");
    command
        .args(["-nostdin", "-loglevel", "error"])
        .stdin(Stdio::null());
    command
}

/// A segment that is complete: there are newer ones.
async fn wait_for_segment(folder: &Path) -> Result<PathBuf> {
    for _ in 0..600 {
        let mut segments = segments_below(folder);
        segments.sort();
        if segments.len() >= 4 {
            return Ok(segments.swap_remove(segments.len() - 2));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("no segments appear below {}", folder.display())
}

fn segments_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                segments_below(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|ending| ending == "ts"))
        .collect()
}

async fn wait_until_served(address: SocketAddr, path: &str, cookie: &str) -> Result<()> {
    let cookie = cookie.trim().strip_prefix("Cookie: ").unwrap_or_default();
    let client = reqwest::Client::new();
    for _ in 0..100 {
        let answer = client
            .get(format!("http://{address}{path}"))
            .header("Cookie", cookie)
            .send()
            .await?;
        if answer.status().is_success() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("the playlist is not served")
}

/// A second nginx with copies of the same two files, as a plain file server.
fn serve_static(segment: &Path) -> Result<(SocketAddr, (Ended, [tempfile::TempDir; 2]))> {
    let folder = tempfile::tempdir()?;
    let files = folder.path().join("files");
    std::fs::create_dir(&files)?;
    let playlist = segment.with_file_name("index.m3u8");
    std::fs::copy(segment, files.join(segment.file_name().context("a name")?))?;
    std::fs::copy(playlist, files.join("index.m3u8"))?;
    let (address, (server, settings)) = serve_folder(&files, "open_file_cache max=16;")?;
    Ok((address, (server, [folder, settings])))
}

/// A second nginx as a plain file server of this folder, with the folder of its own files.
fn serve_folder(files: &Path, cache: &str) -> Result<(SocketAddr, (Ended, tempfile::TempDir))> {
    let folder = tempfile::tempdir()?;
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let user = if nix::unistd::geteuid().is_root() {
        "user root;"
    } else {
        ""
    };
    let configuration = format!(
        "{user} worker_processes 2; daemon off; pid {0}/pid; error_log {0}/error.log;
         events {{ worker_connections 2048; }}
         http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; {2}
         client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c; uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
         server {{ listen {address}; root {1}; }} }}",
        folder.path().display(),
        files.display(),
        cache
    );
    let path = folder.path().join("nginx.conf");
    std::fs::write(&path, configuration)?;
    let server = Ended(
        Command::new("nginx")
            .arg("-c")
            .arg(&path)
            .arg("-e")
            .arg(folder.path().join("error.log"))
            .spawn()?,
    );
    Ok((address, (server, folder)))
}
