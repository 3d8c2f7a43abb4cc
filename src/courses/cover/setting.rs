//! How a title is set on a cover: into at most three balanced lines, as large as they allow.
//!
//! An SVG picture can't break lines by itself and the fonts of the reader are not known, so widths are those of a
//! typical font: Chinese characters are squares, Latin letters about half as wide.

/// A title, set.
pub struct Setting {
    pub lines: Vec<String>,
    /// In units of the picture.
    pub font_size: f64,
}

const MOST_LINES: usize = 3;
const SIZES: [f64; 5] = [58.0, 50.0, 43.0, 37.0, 32.0];

/// Sets the title into this width; what does not fit at the smallest size ends in an ellipsis.
pub fn set(title: &str, width: f64) -> Setting {
    let words = words(title);
    let clauses = clauses(&words);
    let fits = |font_size: &f64| {
        let most = width / font_size;
        clauses.len() > 1 && clauses.iter().all(|clause| width_of(clause) <= most)
    };
    if let Some(font_size) = SIZES.into_iter().find(fits) {
        return Setting {
            lines: clauses,
            font_size,
        };
    }
    for font_size in SIZES {
        let most = width / font_size;
        let lines = broken(&words, most);
        if lines.len() <= MOST_LINES && lines.iter().all(|line| width_of(line) <= most) {
            return Setting {
                lines: balanced(&words, lines.len(), most),
                font_size,
            };
        }
    }
    let font_size = SIZES[SIZES.len() - 1];
    Setting {
        lines: cut(&words, width / font_size),
        font_size,
    }
}

/// What a line may not be broken within: a Latin word with its space, a Chinese character with the punctuation that
/// may not begin a line, and what may not end one with its successor.
fn words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for character in title
        .split_whitespace()
        .flat_map(|word| word.chars().chain([' ']))
    {
        let joins = match words.last().and_then(|word| word.chars().last()) {
            None => false,
            Some(last) => {
                closes(character)
                    || opens(last)
                    || (!is_wide(character) && !is_wide(last) && last != ' ')
                    || character == ' '
            }
        };
        match words.last_mut() {
            Some(word) if joins => word.push(character),
            _ => words.push(character.to_string()),
        }
    }
    words
}

/// A title like "机器学习：从线性回归到神经网络" reads best with a line for each part. No lines if it has no such parts,
/// or one of them is too short to stand alone.
fn clauses(words: &[String]) -> Vec<String> {
    let ends = |word: &String| word.trim_end().ends_with(['：', ':', '，', '—']);
    let lines: Vec<String> = words
        .split_inclusive(ends)
        .map(|clause| clause.concat().trim_end().to_owned())
        .collect();
    let is_fit = lines.len() <= MOST_LINES && lines.iter().all(|line| width_of(line) > 2.5);
    if is_fit { lines } else { Vec::new() }
}

/// Fills line after line.
fn broken(words: &[String], most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if width_of(line) + width_of(word) <= most => line.push_str(word),
            _ => lines.push(word.clone()),
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// The narrowest setting that needs no more lines, so that no line is left with a single character.
fn balanced(words: &[String], lines: usize, most: f64) -> Vec<String> {
    let total: f64 = words.iter().map(|word| width_of(word)).sum();
    let mut width = total / lines as f64;
    while width < most {
        let set = broken(words, width);
        if set.len() <= lines && set.iter().all(|line| width_of(line) <= width) {
            return set;
        }
        width += 0.5;
    }
    broken(words, most)
}

/// The first lines, a word too long for a line being broken after all, and an ellipsis.
fn cut(words: &[String], most: f64) -> Vec<String> {
    let characters: Vec<String> = words
        .iter()
        .flat_map(|word| match width_of(word) > most {
            true => word.chars().map(String::from).collect(),
            false => vec![word.clone()],
        })
        .collect();
    let mut lines = broken(&characters, most);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            while width_of(last) + 1.0 > most {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// In ems.
fn width_of(text: &str) -> f64 {
    text.trim_end().chars().map(width_of_character).sum::<f64>()
        + if text.ends_with(' ') { 0.26 } else { 0.0 }
}

fn width_of_character(character: char) -> f64 {
    match character {
        ' ' => 0.26,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.9,
        character if is_wide(character) => 1.0,
        character if character.is_uppercase() => 0.7,
        _ => 0.56,
    }
}

fn is_wide(character: char) -> bool {
    matches!(character as u32, 0x1100..=0x11ff | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff01..=0xff60
        | 0x1f000..=0x1ffff | 0x20000..=0x3ffff)
}

fn closes(character: char) -> bool {
    "，。、；：？！）》」』】”’…—·,.;:?!)]}".contains(character)
}

fn opens(character: char) -> bool {
    "（《「『【“‘([{".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(title: &str) -> Vec<String> {
        set(title, 480.0).lines
    }

    #[test]
    fn a_short_title_stands_in_one_large_line() {
        let setting = set("线性代数", 480.0);
        assert_eq!(setting.lines, ["线性代数"]);
        assert_eq!(setting.font_size, SIZES[0]);
    }

    #[test]
    fn lines_are_balanced_and_no_line_begins_with_punctuation() {
        assert_eq!(
            lines("机器学习从线性回归到神经网络"),
            ["机器学习从线性", "回归到神经网络"]
        );
        for line in lines("现代汉语、古代汉语、语言学概论与方言（上）") {
            assert!(!closes(line.chars().next().unwrap()), "{line}");
        }
    }

    #[test]
    fn each_part_of_a_title_has_its_line() {
        assert_eq!(
            lines("机器学习：从线性回归到神经网络"),
            ["机器学习：", "从线性回归到神经网络"]
        );
        assert_eq!(lines("Go: a tour"), ["Go: a tour"]);
    }

    #[test]
    fn latin_words_stay_whole() {
        assert_eq!(
            lines("Introduction to Probability"),
            ["Introduction", "to Probability"]
        );
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis() {
        let title = "很长的题目".repeat(24);
        let lines = lines(&title);
        assert_eq!(lines.len(), MOST_LINES);
        assert!(lines[2].ends_with('…'));
        let endless = lines_of_endless_word();
        assert!(endless.iter().all(|line| width_of(line) <= 480.0 / 32.0));
    }

    fn lines_of_endless_word() -> Vec<String> {
        lines(&"x".repeat(120))
    }
}
