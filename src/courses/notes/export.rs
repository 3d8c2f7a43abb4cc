//! The notes of a lesson as a Markdown file of the learner's own.

use super::note::Note;
use crate::courses::model::Lesson;

/// The title of the lesson, then each note under its moment.
pub fn markdown(lesson: &Lesson, notes: &[Note]) -> String {
    let mut file = format!("# {}\n", lesson.title);
    for note in notes {
        match lesson.has_player() {
            true => file += &format!("\n## {}\n\n{}\n", note.clock(), note.body),
            false => file += &format!("\n{}\n\n---\n", note.body),
        }
    }
    file
}
