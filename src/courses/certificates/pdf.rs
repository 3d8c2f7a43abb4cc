//! The certificate as a PDF: one sheet of A4 across, with its fonts embedded as far as it uses them.

use anyhow::{Context, Result, anyhow};
use i18n_embed_fl::fl;
use krilla::Document;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;

use super::fonts::Fonts;
use super::queries::Certificate;
use super::sheet::{self, HEIGHT, WIDTH};
use super::type_setting::{Align, Face, Style};
use crate::courses::model::Language;
use crate::i18n::{self, Loader, Locale};

const MIDDLE: f32 = WIDTH / 2.0;

/// Sets a certificate. Takes some hundredths of a second and the memory of its fonts; not for an async worker.
pub fn render(certificate: &Certificate, fonts: &Fonts, address: &str) -> Result<Vec<u8>> {
    let locale = match certificate.language {
        Language::Zh => Locale::ZhCn,
        Language::En => Locale::En,
    };
    let composer = Composer {
        l: locale.loader(),
        locale,
        headings: Face::read(&fonts.headings)?,
        text: Face::read(&fonts.text)?,
    };
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(format!(
                "{} · {}",
                certificate.course_title, certificate.learner_name
            ))
            .authors(vec![certificate.teacher_name.clone()])
            .language(certificate.language.tag().to_owned()),
    );
    let size = PageSettings::from_wh(WIDTH, HEIGHT).context("the size of a page")?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    composer.compose(&mut surface, certificate, address)?;
    surface.finish();
    page.finish();
    document
        .finish()
        .map_err(|error| anyhow!("the certificate can't be written: {error:?}"))
}

struct Composer {
    l: Loader,
    locale: Locale,
    headings: Face,
    text: Face,
}

impl Composer {
    fn compose(
        &self,
        surface: &mut Surface<'_>,
        certificate: &Certificate,
        address: &str,
    ) -> Result<()> {
        sheet::background(surface)?;
        self.head(surface)?;
        self.body(surface, certificate)?;
        self.proof(surface, certificate, address)?;
        self.signature(surface, certificate)
    }

    fn head(&self, surface: &mut Surface<'_>) -> Result<()> {
        let wide = if self.locale == Locale::ZhCn {
            20.0
        } else {
            1.0
        };
        let title = Style {
            spacing: wide,
            ..style(44.0, Align::Centre)
        };
        self.headings.write(
            surface,
            (MIDDLE, 132.0),
            &fl!(self.l, "certificates-pdf-title"),
            title,
        )?;
        let under = Style {
            spacing: 3.2,
            colour: sheet::muted(),
            ..style(11.0, Align::Centre)
        };
        self.text.write(
            surface,
            (MIDDLE, 160.0),
            &fl!(self.l, "certificates-pdf-subtitle"),
            under,
        )?;
        sheet::ornament(surface, 184.0, 150.0)
    }

    fn body(&self, surface: &mut Surface<'_>, certificate: &Certificate) -> Result<()> {
        let quiet = Style {
            colour: sheet::muted(),
            ..style(14.0, Align::Centre)
        };
        self.text.write(
            surface,
            (MIDDLE, 224.0),
            &fl!(self.l, "certificates-pdf-certifies"),
            quiet,
        )?;
        let (names, name) =
            self.headings
                .fit(&certificate.learner_name, style(38.0, Align::Centre), 560.0)?;
        let mut y = 276.0;
        let mut width: f32 = 0.0;
        for line in &names {
            width = width.max(self.headings.write(surface, (MIDDLE, y), line, name)?);
            y += name.size * 1.25;
        }
        let (half, under) = ((width / 2.0 + 30.0).max(110.0), y - name.size * 1.25 + 16.0);
        sheet::rule(surface, (MIDDLE - half, MIDDLE + half), under)?;
        y = under + 36.0;
        self.text.write(
            surface,
            (MIDDLE, y),
            &fl!(self.l, "certificates-pdf-completed"),
            quiet,
        )?;
        let title = match self.locale {
            Locale::ZhCn => format!("《{}》", certificate.course_title),
            Locale::En => certificate.course_title.clone(),
        };
        let (lines, course) = self
            .headings
            .fit(&title, style(26.0, Align::Centre), 620.0)?;
        y += 46.0;
        for line in lines {
            self.headings.write(surface, (MIDDLE, y), &line, course)?;
            y += course.size * 1.35;
        }
        Ok(())
    }

    /// How it is verified: a code to scan, and the same to type.
    fn proof(
        &self,
        surface: &mut Surface<'_>,
        certificate: &Certificate,
        address: &str,
    ) -> Result<()> {
        let (left, top, side) = (76.0, 446.0, 78.0);
        sheet::qr_code(surface, (left, top), side, address)?;
        let small = Style {
            colour: sheet::muted(),
            ..style(9.0, Align::Left)
        };
        let x = left + side + 14.0;
        let lines = [
            fl!(self.l, "certificates-pdf-verify"),
            address_without_code(address),
        ];
        let mut y = top + 16.0;
        for line in lines {
            self.text.write(surface, (x, y), &line, small)?;
            y += 15.0;
        }
        let groups = certificate.code_in_groups();
        for half in groups.chunks(4) {
            let code = Style {
                colour: sheet::ink(),
                ..style(10.0, Align::Left)
            };
            self.text
                .write(surface, (x, y + 3.0), &half.join(" "), code)?;
            y += 15.0;
        }
        Ok(())
    }

    /// Teacher and date, with the seal over their edge.
    fn signature(&self, surface: &mut Surface<'_>, certificate: &Certificate) -> Result<()> {
        let (right, top, side) = (WIDTH - 80.0, 448.0, 74.0);
        sheet::seal(surface, (right - side, top), side)?;
        let character = Style {
            colour: sheet::paper(),
            ..style(side * 0.66, Align::Centre)
        };
        self.headings.write(
            surface,
            (right - side / 2.0, top + side * 0.735),
            "讲",
            character,
        )?;
        let x = right - side - 18.0;
        let label = Style {
            colour: sheet::muted(),
            ..style(9.0, Align::Right)
        };
        self.text.write(
            surface,
            (x, top + 12.0),
            &fl!(self.l, "certificates-pdf-teacher"),
            label,
        )?;
        let (lines, name) =
            self.headings
                .fit(&certificate.teacher_name, style(16.0, Align::Right), 190.0)?;
        let name_line = lines.first().map_or("", String::as_str);
        self.headings
            .write(surface, (x, top + 34.0), name_line, name)?;
        let date = i18n::date(
            self.locale,
            certificate.issued_at,
            chrono_tz::Asia::Shanghai,
        );
        self.text
            .write(surface, (x, top + 66.0), &date, style(12.0, Align::Right))?;
        Ok(())
    }
}

fn style(size: f32, align: Align) -> Style {
    Style {
        size,
        spacing: 0.0,
        colour: sheet::ink(),
        align,
    }
}

/// `school.example/certificates/`, to be typed with the code after it.
fn address_without_code(address: &str) -> String {
    let plain = address
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    match plain.rsplit_once('/') {
        Some((before, _)) => format!("{before}/"),
        None => plain.to_owned(),
    }
}
