//! The courses of the demo data, one Markdown file each in `content/courses/`.
//!
//! A file has a head of `key: value` lines, the description after `---`, and the lessons after `===`: `# Section`,
//! `## kind | Lesson title | preview`, then the text.

use anyhow::{Context, Result};
use rust_embed::RustEmbed;

use crate::courses::{Language, LessonKind, Level};

#[derive(RustEmbed)]
#[folder = "src/demo/content/"]
pub(super) struct Files;

pub(super) struct DemoCourse {
    pub title: String,
    pub category: String,
    pub language: Language,
    pub level: Level,
    pub teacher: String,
    pub summary: String,
    pub description: String,
    pub sections: Vec<DemoSection>,
}

#[derive(Default)]
pub(super) struct DemoSection {
    pub title: String,
    pub lessons: Vec<DemoLesson>,
}

pub(super) struct DemoLesson {
    pub kind: LessonKind,
    pub title: String,
    pub is_preview: bool,
    pub body: String,
}

/// Every course, in the order of the files' names.
pub(super) fn courses() -> Result<Vec<DemoCourse>> {
    let mut names: Vec<_> = Files::iter().filter(|name| name.ends_with(".md")).collect();
    names.sort();
    names
        .iter()
        .map(|name| {
            let file = Files::get(name).context("listed just now")?;
            parse(std::str::from_utf8(&file.data)?).with_context(|| name.to_string())
        })
        .collect()
}

fn parse(text: &str) -> Result<DemoCourse> {
    let (head, rest) = text.split_once("\n---\n").context("no ---")?;
    let (description, lessons) = rest.split_once("\n===\n").context("no ===")?;
    let value = |key: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
            .map(str::to_owned)
            .with_context(|| format!("no {key}"))
    };
    Ok(DemoCourse {
        title: value("title")?,
        category: value("category")?,
        language: Language::from_name(&value("language")?).context("unknown language")?,
        level: Level::from_name(&value("level")?).context("unknown level")?,
        teacher: value("teacher")?,
        summary: value("summary")?,
        description: description.trim().to_owned(),
        sections: sections(lessons)?,
    })
}

fn sections(text: &str) -> Result<Vec<DemoSection>> {
    let mut sections: Vec<DemoSection> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            sections.push(DemoSection {
                title: title.to_owned(),
                lessons: Vec::new(),
            });
            continue;
        }
        let section = sections
            .last_mut()
            .context("a lesson before the first section")?;
        if let Some(heading) = line.strip_prefix("## ") {
            section.lessons.push(lesson(heading)?);
        } else if let Some(lesson) = section.lessons.last_mut() {
            lesson.body.push_str(line);
            lesson.body.push('\n');
        }
    }
    Ok(sections)
}

fn lesson(heading: &str) -> Result<DemoLesson> {
    let mut parts = heading.split(" | ");
    let kind = parts.next().unwrap_or_default();
    Ok(DemoLesson {
        kind: LessonKind::from_name(kind).with_context(|| format!("unknown kind {kind}"))?,
        title: parts.next().context("no title")?.to_owned(),
        is_preview: parts.next() == Some("preview"),
        body: String::new(),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_course_can_be_read_and_all_lesson_kinds_occur() {
        let courses = super::courses().unwrap();
        assert_eq!(courses.len(), 12);
        let kinds: std::collections::HashSet<_> = courses
            .iter()
            .flat_map(|course| &course.sections)
            .flat_map(|section| &section.lessons)
            .map(|lesson| lesson.kind.name())
            .collect();
        assert_eq!(kinds.len(), 3);
    }
}
