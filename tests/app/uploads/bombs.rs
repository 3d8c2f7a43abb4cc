//! Files that are small on the way in and huge once opened (rows U4, U5), sent to the program as a process of its own, so
//! that its memory can be read.

use std::io::{Cursor, Write};

use flate2::{Compress, Compression, Crc, FlushCompress};
use futures_util::future::join_all;
use image::{DynamicImage, ImageFormat};

use super::form;
use crate::support::{Client, Database, PASSWORD, Program};

const MEGABYTE: u64 = 1024 * 1024;

/// Zeros as a deflate stream that has hardly any length: `pieces` times a piece of so many bytes, compressed once.
fn deflated_zeros(piece: usize, pieces: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut once = Vec::with_capacity(piece / 100 + 1024);
    compress
        .compress_vec(&vec![0; piece], &mut once, FlushCompress::Full)
        .expect("zeros");
    let mut stream = once.repeat(pieces);
    stream.extend_from_slice(&[0x03, 0x00]);
    stream
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    let mut chunk = (content.len() as u32).to_be_bytes().to_vec();
    chunk.extend_from_slice(kind);
    chunk.extend_from_slice(content);
    chunk.extend_from_slice(&crc.sum().to_be_bytes());
    chunk
}

/// A whole, valid PNG of 22,000 × 22,000 black pixels in some hundred kilobytes.
fn picture_bomb() -> Vec<u8> {
    const EDGE: usize = 22_000;
    let length = EDGE * (EDGE + 1);
    let mut zlib = vec![0x78, 0xda];
    zlib.extend(deflated_zeros(length / 100, 100));
    // Adler-32 of zeros.
    zlib.extend_from_slice(&(((length % 65_521) as u32) << 16 | 1).to_be_bytes());
    let mut header = [(EDGE as u32).to_be_bytes(), (EDGE as u32).to_be_bytes()].concat();
    header.extend_from_slice(&[8, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(b"IHDR", &header));
    png.extend(chunk(b"IDAT", &zlib));
    png.extend(chunk(b"IEND", b""));
    png
}

/// A zip archive with one entry of a gigabyte of zeros, and one that would leave the folder it is unpacked in.
fn zip_bomb() -> Vec<u8> {
    let content = deflated_zeros(4_000_000, 250);
    let mut zip = Vec::new();
    for name in ["zeros.bin", "../../../outside.txt"] {
        zip.write_all(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0")
            .unwrap();
        zip.write_all(&0u32.to_le_bytes()).unwrap();
        zip.write_all(&(content.len() as u32).to_le_bytes())
            .unwrap();
        zip.write_all(&1_000_000_000u32.to_le_bytes()).unwrap();
        zip.write_all(&(name.len() as u16).to_le_bytes()).unwrap();
        zip.write_all(&0u16.to_le_bytes()).unwrap();
        zip.write_all(name.as_bytes()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip
}

async fn signed_in(program: &Program, username: &str) -> Client {
    let client = program.client();
    let fields = [("login", username), ("password", PASSWORD)];
    assert_eq!(client.post("/login", &fields).await.status(), 303);
    client
}

fn course(database: &Database, title: &str) -> i64 {
    use diesel::prelude::*;
    use lectern::schema::courses;
    courses::table
        .filter(courses::title.eq(title))
        .select(courses::id)
        .first(&mut database.connect())
        .expect("a course")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_with_too_many_pixels_are_refused_at_once_and_cost_no_memory() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let bomb = picture_bomb();
    assert!(bomb.len() < 700_000, "{} bytes", bomb.len());
    let mut covers = Vec::new();
    for (username, title) in [("wang", "线性代数"), ("li", "Foreign course")] {
        let teacher = signed_in(&program, username).await;
        let path = format!("/courses/{}/cover", course(&database, title));
        covers.extend((0..25).map(|_| (teacher.clone(), path.clone())));
    }
    let before = program.peak_memory();
    let started = std::time::Instant::now();
    let sent = covers
        .iter()
        .map(|(teacher, path)| teacher.upload(path, form(bomb.clone(), "cover.png")));
    let answers = join_all(sent).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status()).collect();
    assert_eq!(statuses, [422; 50]);
    assert!(answers[0].text().contains("5000"), "{:?}", answers[0]);
    // One of them decoded takes 484 MB.
    let grown = program.peak_memory() - before;
    assert!(grown < 200 * MEGABYTE, "{} MiB", grown / MEGABYTE);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    program.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_pictures_that_come_together_are_decoded_two_at_a_time() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let mut photograph = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(5_000, 5_000)
        .write_to(&mut photograph, ImageFormat::Jpeg)
        .unwrap();
    let photograph = photograph.into_inner();
    let teacher = signed_in(&program, "wang").await;
    let path = format!("/courses/{}/cover", course(&database, "线性代数"));
    let before = program.peak_memory();
    let sent = (0..12).map(|_| teacher.upload(&path, form(photograph.clone(), "cover.jpg")));
    for answer in join_all(sent).await {
        assert_eq!(answer.status(), 303, "{answer:?}");
    }
    // Each takes 75 MB as pixels, and once more while it is scaled and written anew: twelve at once, two gigabytes.
    let grown = program.peak_memory() - before;
    assert!(grown < 650 * MEGABYTE, "{} MiB", grown / MEGABYTE);
    program.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_is_kept_as_it_is_and_never_opened() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let student = signed_in(&program, "xiaoming").await;
    let room = student
        .get(&format!("/chat/courses/{}", course(&database, "线性代数")))
        .await;
    let messages = format!("{}/messages", room.location());
    let bomb = zip_bomb();
    let before = program.peak_memory();
    for name in ["lesson.zip", "lesson.docx", "lesson.png"] {
        let sent = student.upload(&messages, form(bomb.clone(), name)).await;
        assert_eq!(sent.status(), 303, "{name}: {sent:?}");
    }
    let page = student.get(room.location()).await.html();
    let links = page.attributes("a[href^='/media/']", "href");
    assert_eq!(links.len(), 3, "{links:?}");
    for link in links {
        let kept = student.get(&link).await;
        assert_eq!(kept.body, bomb, "{link}: to the byte");
        assert!(kept.header("content-disposition").starts_with("attachment"));
        assert!(
            kept.header("content-security-policy")
                .starts_with("sandbox")
        );
    }
    let grown = program.peak_memory() - before;
    assert!(grown < 200 * MEGABYTE, "{} MiB", grown / MEGABYTE);
    let disk = crate::support::bytes_below(data.path());
    assert!(disk < 100 * MEGABYTE, "nothing was unpacked: {disk} bytes");
    assert!(!data.path().join("outside.txt").exists());
    let as_cover = signed_in(&program, "wang")
        .await
        .upload(
            &format!("/courses/{}/cover", course(&database, "线性代数")),
            form(bomb, "cover.png"),
        )
        .await;
    assert_eq!(as_cover.status(), 422);
    program.stop().await;
}
