//! Where and with what a picture was taken stays with whoever took it (row U8).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat};

use super::form;
use crate::support::TestApp;

const CANARIES: [&[u8]; 4] = [b"GPS-canary", b"Exif", b"eXIf", b"EXIF"];

/// An EXIF block that says "turn by 90 degrees" and names a place.
const EXIF: &[u8] =
    b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-canary 39.9042 N 116.4074 E";

fn with_exif(format: ImageFormat) -> Vec<u8> {
    fn write(mut encoder: impl ImageEncoder) {
        encoder.set_exif_metadata(EXIF.to_vec()).expect("EXIF");
        let picture = DynamicImage::new_rgb8(8, 4);
        let colour = picture.color().into();
        encoder
            .write_image(picture.as_bytes(), 8, 4, colour)
            .expect("a picture");
    }
    let mut content = Cursor::new(Vec::new());
    match format {
        ImageFormat::Jpeg => write(JpegEncoder::new(&mut content)),
        ImageFormat::Png => write(PngEncoder::new(&mut content)),
        _ => write(WebPEncoder::new_lossless(&mut content)),
    }
    content.into_inner()
}

fn holds(content: &[u8], words: &[u8]) -> bool {
    content.windows(words.len()).any(|part| part == words)
}

#[tokio::test]
async fn pictures_lose_the_place_they_were_taken_at_and_stay_upright() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let room = student
        .get(&format!("/chat/courses/{}", app.cast.course))
        .await;
    let messages = format!("{}/messages", room.location());
    for (format, name) in [
        (ImageFormat::Jpeg, "a.jpg"),
        (ImageFormat::Png, "b.png"),
        (ImageFormat::WebP, "c.webp"),
    ] {
        let content = with_exif(format);
        assert!(holds(&content, b"GPS-canary"), "{name}: the block is there");
        let sent = student.upload(&messages, form(content, name)).await;
        assert_eq!(sent.status(), 303, "{name}: {sent:?}");
    }
    let page = student.get(room.location()).await.html();
    let mut links = page.attributes("a[href^='/media/']", "href");
    links.extend(page.attributes("img[src^='/media/']", "src"));
    assert!(links.len() >= 6, "pictures and thumbnails: {links:?}");
    for link in links {
        let served = student.get(&link).await;
        assert_eq!(served.status(), 200);
        for canary in CANARIES {
            assert!(!holds(&served.body, canary), "{link}");
        }
        let picture = image::load_from_memory(&served.body).unwrap();
        assert_eq!((picture.width(), picture.height()), (4, 8), "{link}");
    }
    app.finish().await;
}
