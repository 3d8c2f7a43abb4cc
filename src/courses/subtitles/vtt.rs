//! Whether a file is WebVTT, and every problem that it has, by line. Stricter than browsers, which drop what they can't
//! read without a word.

use crate::i18n::Text;
use crate::text;

/// After so many problems the file is no subtitle file, or its maker has one bug.
const MOST_PROBLEMS: usize = 20;
const SETTINGS: [&str; 6] = ["vertical", "line", "position", "size", "align", "region"];

/// Reads the bytes of a file.
///
/// # Errors
/// Every problem with the number of its line, up to [`MOST_PROBLEMS`].
pub fn check(bytes: &[u8]) -> Result<String, Vec<Text>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let breaks = before.iter().filter(|byte| **byte == b'\n').count();
        vec![text!("subtitles-not-utf8", line = breaks + 1)]
    })?;
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut reading = Reading::default();
    reading.file(&text);
    match reading.problems.is_empty() {
        true => Ok(text),
        false => Err(reading.problems),
    }
}

#[derive(Default)]
struct Reading {
    problems: Vec<Text>,
    cues: usize,
    /// Where the last cue began, in milliseconds.
    last: i64,
}

impl Reading {
    fn problem(&mut self, words: Text) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(words);
        }
    }

    fn file(&mut self, text: &str) {
        let lines: Vec<(usize, &str)> = text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
            .collect();
        let header = lines.first().map_or("", |(_, line)| line);
        let is_header =
            header == "WEBVTT" || header.starts_with("WEBVTT ") || header.starts_with("WEBVTT\t");
        if !is_header {
            return self.problem(text!("subtitles-no-header"));
        }
        if text.contains('\0') {
            return self.problem(text!("subtitles-not-text"));
        }
        let mut blocks = lines.split(|(_, line)| line.is_empty());
        let header = blocks.next().unwrap_or_default();
        if let Some((line, _)) = header.iter().find(|(_, line)| line.contains("-->")) {
            self.problem(text!("subtitles-header-open", line = *line));
        }
        for block in blocks.filter(|block| !block.is_empty()) {
            self.block(block);
        }
        if self.cues == 0 && self.problems.is_empty() {
            self.problem(text!("subtitles-empty"));
        }
    }

    fn block(&mut self, block: &[(usize, &str)]) {
        let (first, line) = block[0];
        let is_timing = |place: usize| {
            block
                .get(place)
                .is_some_and(|(_, line)| line.contains("-->"))
        };
        match line.split_whitespace().next() {
            Some("NOTE") if !is_timing(0) => {}
            Some("STYLE" | "REGION") if !is_timing(0) && self.cues == 0 => {}
            Some("STYLE" | "REGION") if !is_timing(0) => {
                self.problem(text!("subtitles-style-late", line = first));
            }
            _ if is_timing(0) => self.cue(block[0], &block[1..]),
            _ if is_timing(1) => self.cue(block[1], &block[2..]),
            _ => self.problem(text!("subtitles-no-timing", line = first)),
        }
    }

    fn cue(&mut self, (number, timing): (usize, &str), words: &[(usize, &str)]) {
        self.cues += 1;
        match parse_timing(timing) {
            None => self.problem(text!("subtitles-timing", line = number)),
            Some((start, end, _)) if end <= start => {
                self.problem(text!("subtitles-backward", line = number));
            }
            Some((start, ..)) if start < self.last => {
                self.problem(text!("subtitles-order", line = number));
            }
            Some((start, _, settings)) => {
                self.last = start;
                if !settings.iter().all(|setting| is_setting(setting)) {
                    self.problem(text!("subtitles-setting", line = number));
                }
            }
        }
        if words.is_empty() {
            self.problem(text!("subtitles-no-words", line = number));
        }
        for (line, _) in words.iter().filter(|(_, line)| line.contains("-->")) {
            self.problem(text!("subtitles-no-gap", line = *line));
        }
    }
}

/// Start and end in milliseconds, and the settings after them.
fn parse_timing(line: &str) -> Option<(i64, i64, Vec<&str>)> {
    let (start, rest) = line.split_once("-->")?;
    let mut parts = rest.split_whitespace();
    let end = parts.next()?;
    let are_apart = start.ends_with([' ', '\t']) && rest.starts_with([' ', '\t']);
    let times = (parse_stamp(start.trim())?, parse_stamp(end)?);
    are_apart.then(|| (times.0, times.1, parts.collect()))
}

/// Reads `00:01.500` or `01:00:01.500`, in milliseconds.
fn parse_stamp(stamp: &str) -> Option<i64> {
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let is_number =
            digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (clock, thousandths) = stamp.split_once('.')?;
    let thousandths = number(thousandths, 3..=3)?;
    let parts: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match parts[..] {
        [minutes, seconds] => (0, number(minutes, 2..=2)?, number(seconds, 2..=2)?),
        [hours, minutes, seconds] => (
            number(hours, 2..=4)?,
            number(minutes, 2..=2)?,
            number(seconds, 2..=2)?,
        ),
        _ => return None,
    };
    let is_clock = minutes < 60 && seconds < 60;
    is_clock.then_some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + thousandths)
}

fn is_setting(setting: &str) -> bool {
    let named = setting.split_once(':');
    named.is_some_and(|(name, value)| SETTINGS.contains(&name) && !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(file: &str) -> Vec<String> {
        let found = check(file.as_bytes()).err().unwrap_or_default();
        found.iter().map(|problem| format!("{problem:?}")).collect()
    }

    #[test]
    fn files_as_tools_write_them_are_taken() {
        for good in [
            "WEBVTT\n\n00:00.000 --> 00:02.000\n你好",
            "\u{feff}WEBVTT - made by hand\r\nKind: captions\r\n\r\nNOTE a --- b\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500 align:start line:0%\r\n<v 老师>一行\r\n两行\r\n\r\n",
            "WEBVTT\n\n\n\nintro\n100:00:00.000\t-->\t100:00:01.000\nx\n\n100:00:00.000 --> 100:00:05.000\ny\n",
        ] {
            assert_eq!(problems(good), Vec::<String>::new(), "{good}");
        }
    }

    #[test]
    fn each_problem_is_named_with_its_line() {
        for (file, line) in [
            ("WEBVTT\n\n00:00 --> 00:02\nx", "3"),
            ("WEBVTT\n\n00:00.000-->00:02.000\nx", "3"),
            ("WEBVTT\n\n00:00,000 --> 00:02,000\nx", "3"),
            ("WEBVTT\n\n00:61.000 --> 01:02.000\nx", "3"),
            ("WEBVTT\n\n00:02.000 --> 00:02.000\nx", "3"),
            (
                "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:03.000\ny",
                "6",
            ),
            ("WEBVTT\n\n00:02.000 --> 00:03.000", "3"),
            ("WEBVTT\n\n00:02.000 --> 00:03.000 color:red\nx", "3"),
            (
                "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n00:03.000 --> 00:04.000\ny",
                "5",
            ),
            ("WEBVTT\n\nwords without a time", "3"),
            (
                "WEBVTT\n00:02.000 --> 00:03.000\nx\n\n00:03.000 --> 00:04.000\ny",
                "2",
            ),
            (
                "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\nSTYLE\n::cue{}",
                "6",
            ),
        ] {
            let found = problems(file);
            assert_eq!(found.len(), 1, "{file}: {found:?}");
            assert!(found[0].contains(line), "{file}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_subtitle_file_is_refused_at_once() {
        assert_eq!(problems("").len(), 1);
        assert_eq!(problems("1\n00:00:01,000 --> 00:00:02,000\nsrt").len(), 1);
        assert_eq!(problems("WEBVTTX\n\n").len(), 1);
        assert_eq!(problems("WEBVTT\n\n").len(), 1);
        assert_eq!(
            check(b"WEBVTT\n\n\xff\xfe").expect_err("not UTF-8").len(),
            1
        );
        let all_wrong = format!("WEBVTT\n\n{}", "x\n\n".repeat(500));
        assert_eq!(problems(&all_wrong).len(), MOST_PROBLEMS);
    }
}
