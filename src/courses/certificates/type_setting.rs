//! Lines of type on the sheet of a certificate: measured, centred, made to fit.

use anyhow::{Context, Result};
use krilla::color::rgb;
use krilla::geom::Point;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use super::fonts;

/// A face that can be measured and drawn. Each character is one glyph: enough for Chinese and for Latin letters.
pub struct Face {
    data: std::sync::Arc<Vec<u8>>,
    index: u32,
    font: Font,
}

/// Where a line stands at its point.
#[derive(Clone, Copy, PartialEq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// How a line looks: size and spacing between letters in points.
#[derive(Clone, Copy)]
pub struct Style {
    pub size: f32,
    pub spacing: f32,
    pub colour: rgb::Color,
    pub align: Align,
}

impl Face {
    pub fn read(file: &std::path::Path) -> Result<Face> {
        let (data, index) = fonts::read(file)?;
        let data = std::sync::Arc::new(data);
        let font = Font::new(data.clone().into(), index)
            .with_context(|| format!("{} is not a font", file.display()))?;
        Ok(Face { data, index, font })
    }

    fn glyphs(&self, text: &str) -> Result<Vec<KrillaGlyph>> {
        let font = FontRef::from_index(&self.data, self.index)?;
        let (map, metrics) = (
            font.charmap(),
            font.glyph_metrics(Size::new(1.0), LocationRef::default()),
        );
        let glyph = |(start, letter): (usize, char)| {
            let id = map.map(letter)?;
            Some(KrillaGlyph {
                glyph_id: GlyphId::new(id.to_u32()),
                text_range: start..start + letter.len_utf8(),
                x_advance: metrics.advance_width(id).unwrap_or(1.0),
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            })
        };
        // What the font has no sign for (an emoji in a name) is left out.
        Ok(text.char_indices().filter_map(glyph).collect())
    }

    /// How wide a line is, in points.
    pub fn width(&self, text: &str, style: Style) -> Result<f32> {
        let glyphs = self.glyphs(&composed(text))?;
        let letters: f32 = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        let gaps = glyphs.len().saturating_sub(1) as f32;
        Ok(letters * style.size + gaps * style.spacing)
    }

    /// Writes a line whose baseline is at this height; answers how wide it is.
    pub fn write(
        &self,
        surface: &mut Surface<'_>,
        (x, y): (f32, f32),
        text: &str,
        style: Style,
    ) -> Result<f32> {
        let text = composed(text);
        let mut glyphs = self.glyphs(&text)?;
        let width = self.width(&text, style)?;
        let left = match style.align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        for glyph in &mut glyphs {
            glyph.x_advance += style.spacing / style.size;
        }
        surface.set_stroke(None);
        surface.set_fill(Some(Fill {
            paint: style.colour.into(),
            ..Fill::default()
        }));
        surface.draw_glyphs(
            Point::from_xy(left, y),
            &glyphs,
            self.font.clone(),
            &text,
            style.size,
            false,
        );
        Ok(width)
    }

    /// The lines that a text breaks into at this width, and the size at which there are no more than two; what is still
    /// too long then ends in dots.
    pub fn fit(&self, text: &str, mut style: Style, width: f32) -> Result<(Vec<String>, Style)> {
        let smallest = style.size * 0.6;
        loop {
            let lines = self.lines(text, style, width)?;
            if lines.len() <= 2 {
                return Ok((lines, style));
            }
            if style.size <= smallest {
                let mut lines: Vec<String> = lines.into_iter().take(2).collect();
                if let Some(last) = lines.last_mut() {
                    last.pop();
                    last.push('…');
                }
                return Ok((lines, style));
            }
            style.size -= 1.0;
        }
    }

    /// Breaks between words, and between Chinese characters.
    fn lines(&self, text: &str, style: Style, width: f32) -> Result<Vec<String>> {
        let mut lines = vec![String::new()];
        for piece in pieces(text) {
            let current = lines.last_mut().context("a line")?;
            let longer = format!("{current}{piece}");
            if current.is_empty() || self.width(longer.trim_end(), style)? <= width {
                *current = longer;
            } else {
                lines.push(piece.trim_start().to_owned());
            }
        }
        Ok(lines
            .into_iter()
            .map(|line| line.trim_end().to_owned())
            .collect())
    }
}

/// Letters with their marks as one character each, as fonts have them.
fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// What may not be broken: a word with the blank after it, or one Chinese character.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut is_open = false;
    for letter in text.chars() {
        let is_wide = letter as u32 >= 0x2E80;
        match pieces.last_mut() {
            Some(last) if is_open && !is_wide => last.push(letter),
            _ => pieces.push(letter.to_string()),
        }
        is_open = !is_wide && !letter.is_whitespace();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_chinese_breaks_anywhere() {
        assert_eq!(
            pieces("线性 algebra II"),
            ["线", "性", " ", "algebra ", "II"]
        );
    }
}
