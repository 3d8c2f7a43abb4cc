//! Tables as people bring them back: what spreadsheets make of UTF-8 CSV, read line by line, within bounds.

use std::iter::Peekable;
use std::str::Chars;

use super::begins_formula;
use crate::i18n::{Loader, Locale, Text};
use crate::text;

/// A line of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Of the file, from 1: where it begins.
    pub number: usize,
    pub cells: Vec<String>,
}

impl Line {
    /// What stands in this column, from 0, without blanks around it; empty beyond the last.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// All lines but empty ones. The cells are separated by what the first line has: commas, semicolons or tabs. The
/// apostrophe that keeps a cell from being computed is taken off again.
///
/// # Errors
/// Words for what is no text in UTF-8, has too many lines, or a quote that doesn't end.
pub fn read(bytes: &[u8], most_lines: usize) -> Result<Vec<Line>, Text> {
    let table = std::str::from_utf8(bytes)
        .ok()
        .filter(|table| !table.contains('\0'))
        .ok_or_else(|| text!("csv-not-utf8"))?;
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let mut reader = Reader {
        letters: table.chars().peekable(),
        separator: separator(table),
        number: 1,
    };
    let mut lines = Vec::new();
    while let Some(line) = reader.line()? {
        if line.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == most_lines {
            return Err(text!("csv-too-long", max = most_lines));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Whether a cell is this word, in any language: who exports may read another one than who imports.
pub fn is_word(cell: &str, word: fn(Loader) -> String) -> bool {
    let cell = cell.trim().to_lowercase();
    let mut words = Locale::ALL.into_iter();
    words.any(|locale| word(locale.loader()).to_lowercase() == cell)
}

struct Reader<'a> {
    letters: Peekable<Chars<'a>>,
    separator: char,
    /// Of the line that is read next.
    number: usize,
}

impl Reader<'_> {
    fn line(&mut self) -> Result<Option<Line>, Text> {
        if self.letters.peek().is_none() {
            return Ok(None);
        }
        let (number, mut cells) = (self.number, Vec::new());
        loop {
            cells.push(plain(self.cell(number)?));
            match self.letters.next() {
                Some(end) if end == self.separator => {}
                _ => break,
            }
        }
        self.number += 1;
        Ok(Some(Line { number, cells }))
    }

    /// Up to the separator or the end of the line, which is left.
    fn cell(&mut self, line: usize) -> Result<String, Text> {
        let mut cell = String::new();
        if self.letters.next_if_eq(&'"').is_some() {
            self.quoted(&mut cell, line)?;
        }
        let quoted = cell.len();
        while let Some(letter) = self
            .letters
            .next_if(|letter| *letter != self.separator && *letter != '\n')
        {
            cell.push(letter);
        }
        // Of the end of the line, CR LF, this is the first half.
        if self.letters.peek() != Some(&self.separator) && cell[quoted..].ends_with('\r') {
            cell.pop();
        }
        Ok(cell)
    }

    fn quoted(&mut self, cell: &mut String, line: usize) -> Result<(), Text> {
        while let Some(letter) = self.letters.next() {
            match letter {
                '"' if self.letters.next_if_eq(&'"').is_none() => return Ok(()),
                _ => cell.push(letter),
            }
            self.number += usize::from(letter == '\n');
        }
        Err(text!("csv-quote-open", line = line))
    }
}

fn separator(table: &str) -> char {
    let mut is_quoted = false;
    let mut found = Vec::new();
    for letter in table.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => break,
            ',' | ';' | '\t' if !is_quoted => found.push(letter),
            _ => {}
        }
    }
    let mut known = [',', ';', '\t'].into_iter();
    known.find(|one| found.contains(one)).unwrap_or(',')
}

fn plain(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_formula(rest.trim_start_matches('\'')) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::Csv;

    fn cells(table: &str) -> Vec<Vec<String>> {
        let lines = read(table.as_bytes(), 100).expect("a table");
        lines.into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let rows = [
            ["=1+1", "say \"x\"", "a,b"],
            ["two\r\nlines", "'=1", "''"],
            ["-2.5", "\tx", "小明"],
            ["last", "", "\r"],
        ];
        let mut csv = Csv::new();
        for row in &rows {
            csv.line(row);
        }
        assert_eq!(cells(&csv.finish()), rows);
    }

    #[test]
    fn commas_semicolons_and_tabs_part_cells_and_lines_keep_their_numbers() {
        assert_eq!(cells("a;b\n1;2,5\n"), [["a", "b"], ["1", "2,5"]]);
        assert_eq!(cells("a\tb\r\n\"1\t\"\t2"), [["a", "b"], ["1\t", "2"]]);
        let lines = read("a,b\n\n\"x\ny\",1\n , \nz,2\n".as_bytes(), 9).expect("a table");
        let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 3, 6]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(read(&[0xff, 0xfe, b'a', 0], 9).is_err(), "UTF-16");
        assert!(read(b"a\0b", 9).is_err());
        assert!(read(b"a\n\"b", 9).is_err(), "the quote doesn't end");
        assert!(read(b"a\nb\nc", 2).is_err(), "too long");
        assert_eq!(read(b"", 9).expect("an empty one"), []);
    }
}
