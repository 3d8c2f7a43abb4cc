//! Pictures drawn anew: only pixels survive, so neither a place (EXIF) nor another format hides in the file.

use std::io::{BufRead, Cursor, Seek};

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// More pixels are refused before anything is decoded; most phones stay below.
const MOST_PIXELS: u64 = 50_000_000;

/// What a decoder may allocate in bytes, its picture included.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// Longer edges are scaled down to this: no page shows more.
const LONGEST_EDGE: u32 = 4096;

/// The longest edge of a thumbnail.
const THUMBNAIL_EDGE: u32 = 640;

/// A picture as it is kept.
pub(super) struct Picture {
    pub content: Bytes,
    pub content_type: &'static str,
    pub width: u32,
    pub height: u32,
    pub thumbnail: Bytes,
    pub thumbnail_ending: &'static str,
}

#[derive(Debug, PartialEq)]
pub(super) enum Unusable {
    TooManyPixels,
    NotAPicture,
}

impl From<image::ImageError> for Unusable {
    fn from(error: image::ImageError) -> Unusable {
        match error {
            image::ImageError::Limits(_) => Unusable::TooManyPixels,
            _ => Unusable::NotAPicture,
        }
    }
}

/// Decodes the picture upright and encodes it again: with transparency as PNG, otherwise photographs as JPEG and the rest
/// as PNG. Of an animation, the first picture stays. Blocking, and heavy.
pub(super) fn redrawn<R: BufRead + Seek>(source: R) -> Result<Picture, Unusable> {
    let mut reader = ImageReader::new(source)
        .with_guessed_format()
        .map_err(|_| Unusable::NotAPicture)?;
    let is_photograph = reader.format() == Some(ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    // The limits above bind the decoder and not the picture it writes into.
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Unusable::TooManyPixels);
    }
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let image = within(plain(image), LONGEST_EDGE);
    let thumbnail = within(image.clone(), THUMBNAIL_EDGE);
    let (content, content_type, _) = encoded(&image, is_photograph)?;
    let (thumbnail, _, thumbnail_ending) = encoded(&thumbnail, !has_transparency(&image))?;
    Ok(Picture {
        content,
        content_type,
        width: image.width(),
        height: image.height(),
        thumbnail,
        thumbnail_ending,
    })
}

/// Eight bits a channel, in colour: what both encoders take.
fn plain(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        image.into_rgba8().into()
    } else {
        image.into_rgb8().into()
    }
}

fn within(image: DynamicImage, edge: u32) -> DynamicImage {
    if image.width() <= edge && image.height() <= edge {
        return image;
    }
    image.thumbnail(edge, edge)
}

fn has_transparency(image: &DynamicImage) -> bool {
    image
        .as_rgba8()
        .is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0[3] != 255))
}

fn encoded(
    image: &DynamicImage,
    as_photograph: bool,
) -> Result<(Bytes, &'static str, &'static str), Unusable> {
    let mut content = Vec::new();
    if as_photograph {
        image
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut content, 85))?;
        Ok((content.into(), "image/jpeg", ".jpg"))
    } else {
        image.write_to(Cursor::new(&mut content), ImageFormat::Png)?;
        Ok((content.into(), "image/png", ".png"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut content = Vec::new();
        DynamicImage::new_rgba8(width, height)
            .write_to(Cursor::new(&mut content), ImageFormat::Png)
            .unwrap();
        content
    }

    #[test]
    fn what_follows_the_pixels_is_gone() {
        let mut polyglot = png(3, 2);
        polyglot.extend_from_slice(b"<script>alert(1)</script>");
        let picture = redrawn(Cursor::new(polyglot)).unwrap_or_else(|_| panic!("a picture"));
        assert_eq!((picture.width, picture.height), (3, 2));
        assert_eq!(picture.content_type, "image/png");
        assert!(!picture.content.windows(7).any(|bytes| bytes == b"<script"));
    }

    #[test]
    fn a_picture_too_large_is_refused_before_it_is_decoded() {
        let mut bomb = png(1, 1);
        // The size in the header is what counts, whatever follows.
        bomb[16..20].copy_from_slice(&30_000u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&30_000u32.to_be_bytes());
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(
            redrawn(Cursor::new(bomb)).err(),
            Some(Unusable::TooManyPixels)
        );
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        assert_eq!(
            redrawn(Cursor::new(svg.to_vec())).err(),
            Some(Unusable::NotAPicture)
        );
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
            })
        })
    }
}
