//! The chapters of a video: a line each, `1:23 Title`, as the teacher types them.

use crate::i18n::Text;
use crate::text;

/// More than anybody looks through.
const MOST: usize = 200;
const LONGEST_TITLE: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Where it begins, in milliseconds.
    pub start_ms: i64,
    pub title: String,
}

impl Chapter {
    /// Where it begins, in whole seconds.
    pub fn seconds(&self) -> i64 {
        self.start_ms / 1_000
    }
}

/// Reads the lines; empty ones count for nothing.
///
/// # Errors
/// Every problem, with the number of its line. `duration_ms` is of the video, where it is known.
pub fn parse(lines: &str, duration_ms: Option<i64>) -> Result<Vec<Chapter>, Vec<Text>> {
    let (mut chapters, mut problems): (Vec<Chapter>, Vec<Text>) = (Vec::new(), Vec::new());
    for (index, line) in lines.lines().enumerate() {
        let (number, line) = (index + 1, line.trim());
        if line.is_empty() {
            continue;
        }
        match parse_line(line) {
            None => problems.push(text!("chapters-unreadable", line = number)),
            Some(chapter) => {
                problems.extend(problem_of(&chapter, number, chapters.last(), duration_ms));
                chapters.push(chapter);
            }
        }
    }
    if chapters.len() > MOST {
        problems.push(text!("chapters-too-many", most = MOST));
    }
    match problems.is_empty() {
        true => Ok(chapters),
        false => Err(problems),
    }
}

fn parse_line(line: &str) -> Option<Chapter> {
    let (time, title) = line.split_once(char::is_whitespace)?;
    let title = title
        .trim()
        .trim_start_matches(['-', '–', '—'])
        .trim_start();
    (!title.is_empty()).then_some(())?;
    Some(Chapter {
        start_ms: parse_time(time)?,
        title: title.to_owned(),
    })
}

/// Reads `0:00`, `12:34` or `1:02:03`, in milliseconds.
pub fn parse_time(time: &str) -> Option<i64> {
    let is_number = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = time.split([':', '：']).collect();
    if !parts.iter().all(|part| is_number(part)) {
        return None;
    }
    let numbers: Vec<i64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let seconds = match numbers[..] {
        [minutes, seconds] if seconds < 60 => minutes * 60 + seconds,
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
            hours * 3_600 + minutes * 60 + seconds
        }
        _ => return None,
    };
    Some(seconds * 1_000)
}

fn problem_of(
    chapter: &Chapter,
    number: usize,
    before: Option<&Chapter>,
    duration_ms: Option<i64>,
) -> Option<Text> {
    if chapter.title.chars().count() > LONGEST_TITLE {
        return Some(text!("chapters-long", line = number, most = LONGEST_TITLE));
    }
    if before.is_some_and(|before| before.start_ms >= chapter.start_ms) {
        return Some(text!("chapters-order", line = number));
    }
    let is_beyond = duration_ms.is_some_and(|duration| chapter.start_ms >= duration);
    is_beyond.then(|| text!("chapters-beyond", line = number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(lines: &str) -> Vec<i64> {
        let chapters = parse(lines, Some(4_000_000)).expect("good chapters");
        chapters.iter().map(Chapter::seconds).collect()
    }

    #[test]
    fn lines_are_read_as_people_write_them() {
        assert_eq!(
            starts("00:00 开始\n\n 1:05 - Next\n1:02:03 末尾"),
            [0, 65, 3723]
        );
        let chapters = parse("2:00 – 行列式 1:1", None).expect("one");
        assert_eq!(chapters[0].title, "行列式 1:1");
        assert_eq!(parse("", None).expect("none"), []);
    }

    #[test]
    fn every_problem_is_named_with_its_line() {
        let lines = "0:00 a\nno time\n0:75 b\n0:00 c\n\n3:00\n9:00 d";
        let problems = parse(lines, Some(400_000)).expect_err("problems");
        let words: Vec<String> = problems
            .iter()
            .map(|problem| format!("{problem:?}"))
            .collect();
        assert_eq!(words.len(), 5, "{words:?}");
        for (word, line) in words.iter().zip([2, 3, 4, 6, 7]) {
            assert!(word.contains(&line.to_string()), "{word}");
        }
    }
}
