//! Questions as GIFT, in the shape of Moodle's own files.

use std::fmt::Write;

use bigdecimal::BigDecimal;

use super::sayable::Sayable;
use crate::quizzes::bank::numbers::percent;
use crate::quizzes::questions::{Accepted, Body, Choice, Content, Interval, NumericKey, Pair};

/// A file on its way out.
#[derive(Default)]
pub struct Writer {
    file: String,
}

impl Writer {
    /// Words for whoever opens the file; no program reads them.
    pub fn comment(&mut self, words: &str) {
        for line in words.lines() {
            let _ = writeln!(self.file, "// {line}");
        }
    }

    /// Ends a block: comments above belong to the question that follows without this.
    pub fn part(&mut self) {
        self.file.push('\n');
    }

    /// What can be said of a question; of one that can't be said at all, nothing.
    pub fn question(&mut self, said: &Sayable) {
        let Some(content) = &said.content else {
            return;
        };
        let tags = said.tags.iter();
        let tags: Vec<String> = tags
            .map(|tag| format!("[tag:{}]", tag.replace(']', "\\]")))
            .collect();
        if !tags.is_empty() {
            self.comment(&tags.join(" "));
        }
        if !content.title.is_empty() {
            let _ = write!(self.file, "::{}::", escaped(&content.title));
        }
        let _ = write!(self.file, "[markdown]{}{{", escaped(&content.stem));
        self.answers(content);
        self.file.push_str("}\n\n");
    }

    pub fn finish(self) -> String {
        self.file
    }

    fn answers(&mut self, content: &Content) {
        let lines: Vec<String> = match &content.body {
            Body::SingleChoice { options, .. } => single(options),
            Body::MultipleChoice { options, .. } => options.iter().map(weighted).collect(),
            Body::ShortAnswer { answers, .. } => answers.iter().map(accepted).collect(),
            Body::Numeric { answers } => {
                self.file.push('#');
                answers.iter().map(number).collect()
            }
            Body::Matching { pairs, distractors } => matching(pairs, distractors),
            Body::TrueFalse {
                is_true,
                feedback_right,
                feedback_wrong,
            } => {
                let said = truth(*is_true, feedback_wrong, feedback_right);
                self.file.push_str(&said);
                Vec::new()
            }
            _ => Vec::new(),
        };
        let is_short = lines.is_empty();
        for line in lines {
            let _ = write!(self.file, "\n\t{line}");
        }
        if !content.feedback.is_empty() {
            let between = if is_short { "" } else { "\n\t" };
            let _ = write!(self.file, "{between}####{}", said(&content.feedback));
        }
        if !is_short {
            self.file.push('\n');
        }
    }
}

/// One option with the mark of the right one, which says that one may be chosen; others that are right by their share.
fn single(options: &[Choice]) -> Vec<String> {
    let is_full = |option: &Choice| option.weight == 1;
    let key = options.iter().position(is_full);
    let line = |(at, option): (usize, &Choice)| match Some(at) == key {
        true => format!("={}{}", said(&option.text), comment(&option.feedback)),
        false => weighted(option),
    };
    options.iter().enumerate().map(line).collect()
}

fn weighted(option: &Choice) -> String {
    // A text that begins with a percent sign would be taken for a share.
    let weight = match option.weight == 0 && !option.text.starts_with('%') {
        true => String::new(),
        false => share(&option.weight),
    };
    format!(
        "~{weight}{}{}",
        said(&option.text),
        comment(&option.feedback)
    )
}

fn accepted(answer: &Accepted) -> String {
    let (credit, text) = (share(&answer.credit), said(&answer.text));
    format!("={credit}{text}{}", comment(&answer.feedback))
}

fn number(key: &NumericKey) -> String {
    let plain = |number: &BigDecimal| number.to_plain_string();
    let accepted = match &key.accepted {
        Interval::Near { value, tolerance } => format!("{}:{}", plain(value), plain(tolerance)),
        Interval::Between { min, max } => format!("{}..{}", plain(min), plain(max)),
        Interval::Any => "*".to_owned(),
    };
    format!(
        "={}{accepted}{}",
        share(&key.credit),
        comment(&key.feedback)
    )
}

fn matching(pairs: &[Pair], distractors: &[String]) -> Vec<String> {
    let plain = |text: &str| escaped(&crate::markdown::plain(text));
    let pair = |pair: &Pair| format!("={} -> {}", said(&pair.left), plain(&pair.right));
    let distractor = |text: &String| format!("= -> {}", plain(text));
    let pairs = pairs.iter().map(pair);
    pairs.chain(distractors.iter().map(distractor)).collect()
}

fn truth(is_true: bool, wrong: &str, right: &str) -> String {
    let answer = if is_true { "TRUE" } else { "FALSE" };
    match right.is_empty() {
        true => format!("{answer}{}", comment(wrong)),
        false => format!("{answer}#{}#{}", said(wrong), said(right)),
    }
}

fn share(share: &BigDecimal) -> String {
    format!("%{}%", percent(share))
}

fn comment(feedback: &str) -> String {
    match feedback.is_empty() {
        true => String::new(),
        false => format!("#{}", said(feedback)),
    }
}

/// A text in the format of the whole question; one that might begin with a prefix gets one.
fn said(text: &str) -> String {
    let prefix = if text.starts_with('[') {
        "[markdown]"
    } else {
        ""
    };
    format!("{prefix}{}", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\\' | ':' | '#' | '=' | '{' | '}' | '~' => {
                shown.push('\\');
                shown.push(character);
            }
            _ => shown.push(character),
        }
    }
    shown
}
