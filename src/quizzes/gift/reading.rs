//! A file as questions, each checked as if it were typed, and every problem with its line.

use super::blocks::{Block, blocks};
use super::glyphs::trimmed;
use super::question;
use crate::error::AppError;
use crate::i18n::Text;
use crate::quizzes::questions::{Content, TAG_MAX};
use crate::text;

/// What one file may bring.
const MOST_QUESTIONS: usize = 500;
const MOST_TAGS: usize = 20;

/// A question of the file, fit to be stored.
#[derive(Debug)]
pub struct Imported {
    /// Where it begins, counting from 1.
    pub line: usize,
    pub content: Content,
    pub tags: Vec<String>,
}

/// Words about a line.
#[derive(Clone, Debug)]
pub struct Remark {
    pub line: usize,
    pub words: Text,
}

/// What a file says. With any problem nothing of it may be stored.
#[derive(Debug, Default)]
pub struct Reading {
    pub questions: Vec<Imported>,
    pub problems: Vec<Remark>,
    /// What is left out or read otherwise than one might think.
    pub notices: Vec<Remark>,
}

impl Reading {
    pub(super) fn problem(&mut self, line: usize, words: Text) {
        self.problems.push(Remark { line, words });
    }

    pub(super) fn notice(&mut self, line: usize, words: Text) {
        self.notices.push(Remark { line, words });
    }

    fn add(&mut self, block: &Block<'_>, category: &[String]) {
        let line = block.lines[0].0;
        let Some(content) = question::read(self, block) else {
            return;
        };
        match content.validate() {
            Ok(()) => {
                let mut tags = category.to_vec();
                tags.extend(block.tags.iter().filter_map(|tag| self.tag(line, tag)));
                let mut known = std::collections::HashSet::new();
                tags.retain(|tag| known.insert(tag.clone()));
                tags.truncate(MOST_TAGS);
                self.questions.push(Imported {
                    line,
                    content,
                    tags,
                });
            }
            Err(AppError::Invalid(errors)) => {
                for words in errors.into_words() {
                    self.problem(line, words);
                }
            }
            Err(_) => self.problem(line, text!("gift-unreadable")),
        }
    }

    fn category(&mut self, block: &Block<'_>, path: &str) -> Vec<String> {
        let line = block.lines[0].0;
        if let Some((line, _)) = block.lines.get(1) {
            self.problem(*line, text!("gift-category-alone"));
        }
        let tag = category_name(path);
        tag.and_then(|tag| self.tag(line, &tag))
            .into_iter()
            .collect()
    }

    fn tag(&mut self, line: usize, tag: &str) -> Option<String> {
        let tag = tag.replace('\0', "");
        let tag = tag.trim();
        if tag.chars().count() > TAG_MAX {
            self.notice(line, text!("gift-tag-cut", max = TAG_MAX as i64));
        }
        let tag: String = tag.chars().take(TAG_MAX).collect();
        let tag = tag.trim_end().to_owned();
        (!tag.is_empty()).then_some(tag)
    }
}

/// Reads a file.
pub fn read(source: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let source = match std::str::from_utf8(source) {
        Ok(source) => source,
        Err(error) => {
            let before = &source[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            reading.problem(line, text!("gift-not-utf8"));
            return reading;
        }
    };
    let mut category = Vec::new();
    for block in blocks(source) {
        match block.lines[0].1.strip_prefix("$CATEGORY:") {
            Some(path) => category = reading.category(&block, path),
            None => reading.add(&block, &category),
        }
        if reading.questions.len() > MOST_QUESTIONS {
            let words = text!("gift-too-many", max = MOST_QUESTIONS as i64);
            reading.problem(block.lines[0].0, words);
            break;
        }
    }
    if reading.questions.is_empty() && reading.problems.is_empty() {
        reading.problem(1, text!("gift-nothing"));
    }
    reading
}

/// The last name of a category's path; `//` is a slash in a name. The places that every Moodle has name nothing.
fn category_name(path: &str) -> Option<String> {
    let path = path.replace("//", "\0");
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = trimmed(&name.replace('\0', "/")).to_owned();
    let is_place =
        name == "top" || (name.len() > 1 && name.starts_with('$') && name.ends_with('$'));
    (!is_place).then_some(name)
}
