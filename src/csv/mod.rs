//! Tables as CSV that spreadsheets open well and safely: UTF-8 with a byte order mark (Excel reads Chinese only so), lines
//! ending in CR LF, and no cell that a spreadsheet would take for a formula. What comes back from spreadsheets is read by
//! [`read`], every problem named by its line.

mod problems;
mod reading;
mod slice;

use actix_web::HttpResponse;
use actix_web::http::header;

pub use problems::Problems;
pub use reading::{Line, is_word, read};
pub use slice::Slice;

/// A table as it is written, line by line.
pub struct Csv {
    text: String,
}

/// What makes a spreadsheet compute a cell (security row I5). Where people type Chinese, some take the wide ones as well.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

impl Csv {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Csv {
        Csv {
            text: "\u{feff}".to_owned(),
        }
    }

    pub fn line<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            self.text.push_str(&quoted(&neutral(cell.as_ref())));
        }
        self.text.push_str("\r\n");
    }

    pub fn finish(self) -> String {
        self.text
    }
}

/// The table as a file to keep. The name, in any language, has no ending yet.
pub fn download(name: &str, table: String) -> HttpResponse {
    let encoded: String = name.bytes().map(escaped).collect();
    let disposition = format!("attachment; filename=\"table.csv\"; filename*=UTF-8''{encoded}.csv");
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(table)
}

fn escaped(byte: u8) -> String {
    match byte {
        b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

/// The words of a cell with an apostrophe before what would be computed. A plain number, also a negative one, stays one.
fn neutral(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite) && !cell.starts_with('+');
    if begins_formula(cell.trim_start_matches('\'')) && !is_number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// What can't be seen doesn't count: spreadsheets drop it.
fn begins_formula(cell: &str) -> bool {
    let is_unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    cell.starts_with(char::is_control) || cell.trim_start_matches(is_unseen).starts_with(FORMULA)
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_kept() {
        assert_eq!(neutral("=1+1"), "'=1+1");
        assert_eq!(neutral(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(neutral("-2+3+cmd|' /C calc'!A0"), "'-2+3+cmd|' /C calc'!A0");
        assert_eq!(neutral("＝1+1"), "'＝1+1");
        assert_eq!(neutral("\u{200b}\u{a0}=1"), "'\u{200b}\u{a0}=1");
        for unseen in ["\t1", "\r1", "\n1", "\u{0}1"] {
            assert_eq!(neutral(unseen), format!("'{unseen}"));
        }
        assert_eq!(neutral("-2.5"), "-2.5");
        assert_eq!(neutral("小明"), "小明");
    }

    #[test]
    fn lines_are_as_excel_wants_them() {
        let mut csv = Csv::new();
        csv.line(&["a,b", "say \"x\"", "a\n"]);
        assert_eq!(
            csv.finish(),
            "\u{feff}\"a,b\",\"say \"\"x\"\"\",\"a\n\"\r\n"
        );
    }
}
