//! Files on their way in and out (rows U1, U2, U3, U7, U8), on routes of the test's own: those of the program add who may.

use std::io::Cursor;
use std::net::SocketAddr;

use actix_multipart::Multipart;
use actix_web::dev::ServerHandle;
use actix_web::{HttpRequest, HttpResponse, HttpServer, web};
use image::{DynamicImage, ImageFormat};
use lectern::error::Result;
use lectern::state::App;
use lectern::storage::{
    Accept, Audience, Media, MediaContainer, MediaId, Rendition, UploadLimits, commit, discard,
    receive, serve, take,
};
use reqwest::multipart::{Form, Part};
use serde::Deserialize;

use crate::support::TestApp;

const LIMIT: usize = 300_000;

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    size: Rendition,
    accept: Option<String>,
}

async fn upload(app: App, query: web::Query<Query>, body: Multipart) -> Result<HttpResponse> {
    let limits = UploadLimits {
        file_bytes: LIMIT as u64,
        files: 1,
    };
    let mut upload = receive(&app.storage, body, limits).await?;
    let accept = match query.accept.as_deref() {
        Some("image") => Accept::Image,
        Some("video") => Accept::Video,
        Some("pdf") => Accept::Pdf,
        _ => Accept::Anything,
    };
    let mut files = Vec::new();
    if let Some(file) = upload.take_file("file") {
        files.push(take(&app.storage, file, accept).await?);
    }
    let urls: Vec<String> = commit(&app, files, MediaContainer::Message, Some(1), |_, rows| {
        Ok(rows.iter().map(Media::url).collect())
    })
    .await?;
    Ok(HttpResponse::Ok().body(urls.join("\n")))
}

async fn show(
    app: App,
    request: HttpRequest,
    path: web::Path<(MediaId, String)>,
    query: web::Query<Query>,
) -> Result<HttpResponse> {
    let id = path.0;
    let media = app.db.run(move |conn| Media::find(conn, id)).await?;
    serve(
        &app.storage,
        &request,
        &media,
        query.size,
        Audience::Checked,
    )
    .await
}

/// A server with the two routes, over what a running program owns.
struct Bench {
    app: TestApp,
    address: SocketAddr,
    handle: ServerHandle,
    http: reqwest::Client,
}

impl Bench {
    async fn start() -> Bench {
        let app = TestApp::start().await;
        let state = app.app().clone();
        let server = HttpServer::new(move || {
            actix_web::App::new()
                .app_data(web::Data::new(state.clone()))
                .route("/upload", web::post().to(upload))
                .route("/media/{id}/{name}", web::get().to(show))
                .route("/media/{id}/{name}", web::head().to(show))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Bench {
            app,
            address,
            handle,
            http: reqwest::Client::new(),
        }
    }

    async fn finish(self) {
        self.handle.stop(false).await;
        self.app.finish().await;
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn send(&self, path: &str, name: &str, content: impl Into<Vec<u8>>) -> (u16, String) {
        let part = Part::bytes(content.into()).file_name(name.to_owned());
        let form = Form::new().text("caption", "x").part("file", part);
        let answer = self
            .http
            .post(self.url(path))
            .multipart(form)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
        let request = self.http.get(self.url(path));
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        request.send().await.unwrap()
    }

    /// Files below the data folder that belong to storage, on their way in or kept.
    fn files(&self) -> usize {
        let folders = ["storage", "uploads"].map(|folder| self.app.data().join(folder));
        folders.iter().map(|folder| count(folder)).sum()
    }

    async fn files_become(&self, expected: usize) {
        for _ in 0..200 {
            if self.files() == expected {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(self.files(), expected);
    }
}

fn count(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                count(&entry.path())
            } else {
                1
            }
        })
        .sum()
}

fn header<'a>(answer: &'a reqwest::Response, name: &str) -> &'a str {
    answer
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height)
        .write_to(&mut content, ImageFormat::Png)
        .unwrap();
    content.into_inner()
}

fn jpeg_with_exif() -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(8, 4)
        .write_to(&mut content, ImageFormat::Jpeg)
        .unwrap();
    let mut content = content.into_inner();
    // An EXIF block that says "turn by 90 degrees" and names a place.
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-canary";
    let mut block = vec![0xff, 0xe1];
    block.extend_from_slice(&(exif.len() as u16 + 2).to_be_bytes());
    block.extend_from_slice(exif);
    content.splice(2..2, block);
    content
}

#[tokio::test]
async fn files_are_taken_up_to_the_limit_and_not_a_byte_more() {
    let bench = Bench::start().await;
    for (size, status) in [
        (LIMIT - 1, 200),
        (LIMIT, 200),
        (LIMIT + 1, 413),
        (50 * LIMIT, 413),
        (0, 422),
    ] {
        let (answered, words) = bench.send("/upload", "a.bin", vec![7; size]).await;
        assert_eq!(answered, status, "{size} bytes: {words}");
    }
    bench.files_become(2).await;
    assert_eq!(bench.app.count("SELECT count(*) AS n FROM media"), 2);
    bench.finish().await;
}

#[tokio::test]
async fn a_body_of_unknown_length_is_bounded_as_well() {
    let bench = Bench::start().await;
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let pieces = std::iter::once(Ok::<_, std::io::Error>(head.as_bytes().to_vec()))
        .chain((0..1_000).map(|_| Ok(vec![b'a'; 10_000])));
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let request = bench
        .http
        .post(bench.url("/upload"))
        .header("Content-Type", "multipart/form-data; boundary=x");
    // The answer comes while we are still sending, or the connection is closed under us.
    if let Ok(answer) = request.body(body).send().await {
        assert_eq!(answer.status(), 413);
    }
    bench.files_become(0).await;
    bench.finish().await;
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let bench = Bench::start().await;
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let pieces = [
        Ok(head.as_bytes().to_vec()),
        Ok(vec![b'a'; 100_000]),
        Err(std::io::Error::other("gone")),
    ];
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let request = bench
        .http
        .post(bench.url("/upload"))
        .header("Content-Type", "multipart/form-data; boundary=x");
    assert!(request.body(body).send().await.is_err());
    bench.files_become(0).await;
    assert_eq!(bench.app.count("SELECT count(*) AS n FROM media"), 0);
    bench.finish().await;
}

#[tokio::test]
async fn what_a_browser_could_run_is_only_ever_downloaded() {
    let bench = Bench::start().await;
    let script = "<script>alert(1)</script>";
    let mut gif = b"GIF89a\x01\0\x01\0\0\0\0".to_vec();
    gif.extend_from_slice(script.as_bytes());
    let files: [(&str, Vec<u8>); 8] = [
        ("page.html", format!("<!DOCTYPE html>{script}").into()),
        ("page.png", format!("<html>{script}").into()),
        (
            "picture.svg",
            format!("<svg xmlns='http://www.w3.org/2000/svg'>{script}</svg>").into(),
        ),
        (
            "page.xhtml",
            format!(
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{script}</html>"
            )
            .into(),
        ),
        ("code.js", "alert(1)".into()),
        (
            "page.mht",
            format!("MIME-Version: 1.0\nContent-Type: text/html\n\n{script}").into(),
        ),
        ("picture.gif", gif),
        (
            "video.mp4",
            "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd".into(),
        ),
    ];
    for (name, content) in files {
        let (status, url) = bench.send("/upload", name, content).await;
        assert_eq!(status, 200, "{name}: {url}");
        let answer = bench.get(&url, &[]).await;
        assert!(
            header(&answer, "content-disposition").starts_with("attachment;"),
            "{name}"
        );
        assert_eq!(
            header(&answer, "x-content-type-options"),
            "nosniff",
            "{name}"
        );
        assert!(
            header(&answer, "content-security-policy").starts_with("sandbox"),
            "{name}"
        );
        assert_eq!(
            header(&answer, "content-type"),
            "application/octet-stream",
            "{name}"
        );
    }
    bench.finish().await;
}

#[tokio::test]
async fn a_route_for_one_sort_refuses_all_others_in_disguise() {
    let bench = Bench::start().await;
    let cases = [
        (
            "image",
            "a.png",
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
        ),
        ("image", "a.png", "\u{89}PNG\r\n\u{1a}\nnot really"),
        ("image", "a.jpg", "%PDF-1.7"),
        ("video", "a.mp4", "#EXTM3U"),
        ("video", "a.mp4", "%PDF-1.7"),
        ("pdf", "a.pdf", "<html>"),
        ("pdf", "a.pdf", "GIF89a"),
    ];
    for (accept, name, content) in cases {
        let (status, words) = bench
            .send(&format!("/upload?accept={accept}"), name, content)
            .await;
        assert_eq!(status, 422, "{content} for {accept}: {words}");
    }
    bench.files_become(0).await;
    bench.finish().await;
}

#[tokio::test]
async fn images_are_drawn_anew_upright_and_without_what_hides_in_them() {
    let bench = Bench::start().await;
    let mut content = jpeg_with_exif();
    content.extend_from_slice(b"<script>trailing-canary</script>");
    let (status, url) = bench
        .send("/upload?accept=image", "照片.jpeg", content)
        .await;
    assert_eq!(status, 200, "{url}");
    let answer = bench.get(&url, &[]).await;
    assert_eq!(header(&answer, "content-type"), "image/jpeg");
    assert!(header(&answer, "content-disposition").starts_with("inline;"));
    let served = answer.bytes().await.unwrap();
    for canary in ["Exif", "GPS-canary", "trailing-canary"] {
        assert!(
            !served
                .windows(canary.len())
                .any(|bytes| bytes == canary.as_bytes()),
            "{canary}"
        );
    }
    let picture = image::load_from_memory(&served).unwrap();
    assert_eq!(
        (picture.width(), picture.height()),
        (4, 8),
        "turned as the camera was held"
    );
    let (_, url) = bench
        .send("/upload?accept=image", "large.png", png(1600, 800))
        .await;
    let thumbnail = bench
        .get(&format!("{url}?size=thumbnail"), &[])
        .await
        .bytes()
        .await
        .unwrap();
    let thumbnail = image::load_from_memory(&thumbnail).unwrap();
    assert_eq!((thumbnail.width(), thumbnail.height()), (640, 320));
    bench.finish().await;
}

#[tokio::test]
async fn names_are_kept_for_people_and_never_used_as_paths() {
    let bench = Bench::start().await;
    let long = "长".repeat(2_000);
    let names = [
        "../../../etc/passwd",
        "a\u{202e}gpj.exe",
        "课件 1.pdf",
        "\"; filename=\"evil.html",
        long.as_str(),
    ];
    for name in names {
        let (status, url) = bench.send("/upload", name, "text").await;
        assert_eq!(status, 200, "{name}: {url}");
        let answer = bench.get(&url, &[]).await;
        let disposition = header(&answer, "content-disposition");
        assert!(disposition.contains("filename*=UTF-8''"), "{disposition}");
        assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
        assert!(
            !disposition.contains("..") && !disposition.contains("%E2%80%AE"),
            "{disposition}"
        );
    }
    let named = "SELECT count(*) AS n FROM media WHERE original_name = '课件 1.pdf' AND storage_key ~ '^media/[0-9a-f]{2}/[0-9a-f]{32}$'";
    assert_eq!(bench.app.count(named), 1);
    bench.finish().await;
}

#[tokio::test]
async fn players_get_the_ranges_they_ask_for() {
    let bench = Bench::start().await;
    let mut content = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
    content.extend((0..200_000u32).map(|number| number as u8));
    let (_, url) = bench
        .send("/upload?accept=video", "video.mp4", content.clone())
        .await;
    let whole = bench.get(&url, &[("Accept-Encoding", "gzip")]).await;
    assert_eq!(
        (whole.status(), header(&whole, "accept-ranges")),
        (reqwest::StatusCode::OK, "bytes")
    );
    let tag = header(&whole, "etag").to_owned();
    assert_eq!(whole.bytes().await.unwrap(), content);
    let part = bench.get(&url, &[("Range", "bytes=100-199")]).await;
    assert_eq!(part.status(), 206);
    assert_eq!(
        header(&part, "content-range"),
        format!("bytes 100-199/{}", content.len())
    );
    assert_eq!(header(&part, "content-length"), "100");
    assert_eq!(part.bytes().await.unwrap(), content[100..200]);
    let end = bench
        .get(&url, &[("Range", "bytes=-10"), ("If-Range", &tag)])
        .await;
    assert_eq!(end.bytes().await.unwrap(), content[content.len() - 10..]);
    let changed = bench
        .get(&url, &[("Range", "bytes=0-9"), ("If-Range", "\"old\"")])
        .await;
    assert_eq!(changed.status(), 200);
    let beyond = bench.get(&url, &[("Range", "bytes=9999999-")]).await;
    assert_eq!(
        (beyond.status().as_u16(), header(&beyond, "content-range")),
        (416, format!("bytes */{}", content.len()).as_str())
    );
    assert_eq!(
        bench.get(&url, &[("If-None-Match", &tag)]).await.status(),
        304
    );
    let head = bench.http.head(bench.url(&url)).send().await.unwrap();
    assert_eq!(
        (head.status().as_u16(), header(&head, "content-length")),
        (200, content.len().to_string().as_str())
    );
    bench.finish().await;
}

#[tokio::test]
async fn a_discarded_file_goes_with_its_object() {
    let bench = Bench::start().await;
    let (_, url) = bench
        .send("/upload?accept=image", "a.png", png(20, 20))
        .await;
    assert_eq!(bench.files(), 2, "the image and its thumbnail");
    let id: MediaId = url.split('/').nth(2).unwrap().parse().unwrap();
    discard(&mut bench.app.database(), id).unwrap();
    bench.app.jobs_done().await;
    bench.files_become(0).await;
    assert_eq!(bench.get(&url, &[]).await.status(), 404);
    bench.finish().await;
}
