//! What is drawn on a certificate besides its type: paper, frame, seal, QR code. All measures are in points.

use anyhow::{Context, Result};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use qrcode::{Color, EcLevel, QrCode};

/// A4 across.
pub const WIDTH: f32 = 841.89;
pub const HEIGHT: f32 = 595.28;

/// The tokens of the site's look, in sRGB.
pub fn paper() -> rgb::Color {
    rgb::Color::new(252, 249, 243)
}

pub fn ink() -> rgb::Color {
    rgb::Color::new(28, 31, 41)
}

pub fn muted() -> rgb::Color {
    rgb::Color::new(96, 100, 112)
}

pub fn cinnabar() -> rgb::Color {
    rgb::Color::new(196, 52, 40)
}

fn hairline() -> rgb::Color {
    rgb::Color::new(214, 207, 194)
}

/// The paper and its frame: a line of ink, a hairline within, and corners that are cut in as on old books.
pub fn background(surface: &mut Surface<'_>) -> Result<()> {
    fill(surface, &rectangle(0.0, 0.0, WIDTH, HEIGHT)?, paper());
    stroke(surface, &notched(30.0, 16.0)?, ink(), 1.4);
    stroke(surface, &notched(36.0, 14.0)?, hairline(), 0.8);
    Ok(())
}

/// A frame this far from the edge whose corners are cut in.
fn notched(inset: f32, cut: f32) -> Result<Path> {
    let (left, top) = (inset, inset);
    let (right, bottom) = (WIDTH - inset, HEIGHT - inset);
    let corners = [
        (left + cut, top),
        (right - cut, top),
        (right - cut, top + cut),
        (right, top + cut),
        (right, bottom - cut),
        (right - cut, bottom - cut),
        (right - cut, bottom),
        (left + cut, bottom),
        (left + cut, bottom - cut),
        (left, bottom - cut),
        (left, top + cut),
        (left + cut, top + cut),
    ];
    polygon(&corners)
}

/// A hairline from the middle to both sides, with a small cinnabar diamond upon it.
pub fn ornament(surface: &mut Surface<'_>, y: f32, half: f32) -> Result<()> {
    let middle = WIDTH / 2.0;
    for (from, to) in [
        (middle - half, middle - 12.0),
        (middle + 12.0, middle + half),
    ] {
        rule(surface, (from, to), y)?;
    }
    let diamond = [
        (middle, y - 4.0),
        (middle + 4.0, y),
        (middle, y + 4.0),
        (middle - 4.0, y),
    ];
    fill(surface, &polygon(&diamond)?, cinnabar());
    Ok(())
}

pub fn rule(surface: &mut Surface<'_>, (from, to): (f32, f32), y: f32) -> Result<()> {
    fill(
        surface,
        &rectangle(from, y - 0.35, to - from, 0.7)?,
        hairline(),
    );
    Ok(())
}

/// The square of the seal; its character is written over it.
pub fn seal(surface: &mut Surface<'_>, (left, top): (f32, f32), side: f32) -> Result<()> {
    fill(surface, &rounded(left, top, side, side * 0.1)?, cinnabar());
    let (inset, inner) = (side * 0.07, side * 0.86);
    stroke(
        surface,
        &rounded(left + inset, top + inset, inner, side * 0.06)?,
        paper(),
        side * 0.025,
    );
    Ok(())
}

/// The code of an address as dark squares; answers whether it fits one.
pub fn qr_code(
    surface: &mut Surface<'_>,
    (left, top): (f32, f32),
    side: f32,
    address: &str,
) -> Result<()> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .context("the address is too long for a QR code")?;
    let (width, colours) = (code.width(), code.to_colors());
    let step = side / width as f32;
    let mut squares = PathBuilder::new();
    for (place, _) in colours
        .iter()
        .enumerate()
        .filter(|(_, colour)| **colour == Color::Dark)
    {
        let (x, y) = ((place % width) as f32, (place / width) as f32);
        // A hair larger, so that no viewer shows seams between them.
        let square = Rect::from_xywh(left + x * step, top + y * step, step + 0.04, step + 0.04);
        squares.push_rect(square.context("a square")?);
    }
    let squares = squares.finish().context("a QR code")?;
    fill(surface, &squares, ink());
    Ok(())
}

fn fill(surface: &mut Surface<'_>, path: &Path, colour: rgb::Color) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: colour.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }));
    surface.draw_path(path);
}

fn stroke(surface: &mut Surface<'_>, path: &Path, colour: rgb::Color, width: f32) {
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: colour.into(),
        width,
        ..Stroke::default()
    }));
    surface.draw_path(path);
    surface.set_stroke(None);
}

fn rectangle(left: f32, top: f32, width: f32, height: f32) -> Result<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(left, top, width, height).context("a rectangle")?);
    path.finish().context("a rectangle")
}

fn polygon(corners: &[(f32, f32)]) -> Result<Path> {
    let mut path = PathBuilder::new();
    let (first, rest) = corners.split_first().context("corners")?;
    path.move_to(first.0, first.1);
    for (x, y) in rest {
        path.line_to(*x, *y);
    }
    path.close();
    path.finish().context("a polygon")
}

/// A square with rounded corners.
fn rounded(left: f32, top: f32, side: f32, radius: f32) -> Result<Path> {
    let (right, bottom) = (left + side, top + side);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.quad_to(right, top, right, top + radius);
    path.line_to(right, bottom - radius);
    path.quad_to(right, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.quad_to(left, bottom, left, bottom - radius);
    path.line_to(left, top + radius);
    path.quad_to(left, top, left + radius, top);
    path.close();
    path.finish().context("a rounded square")
}
