//! What teachers do with their courses, and what nobody else can.

mod browser;
pub mod files;
mod outline;
mod people;
mod rosters;
mod versions;
mod writing;

use crate::support::{Answer, Client};

/// The fields of a course as its form sends them.
fn details<'a>(title: &'a str, category: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("summary", "从零开始"),
        ("description", "## 你会学到\n\n- **向量**"),
        ("category_id", category),
        ("level", "beginner"),
        ("language", "zh"),
    ]
}

/// The id that an address like `/courses/7/outline` has at this place.
fn id_in(answer: &Answer, place: usize) -> i64 {
    let part = answer.location().split('/').nth(place);
    part.and_then(|part| part.parse().ok())
        .unwrap_or_else(|| panic!("{answer:?} leads to {:?}", answer.location()))
}

/// Adds a lesson through the outline, and answers its id.
pub async fn add_lesson(
    teacher: &Client,
    course: i64,
    section: &str,
    kind: &str,
    title: &str,
) -> i64 {
    let fields = [("section_id", section), ("kind", kind), ("title", title)];
    let added = teacher
        .post(&format!("/courses/{course}/lessons"), &fields)
        .await;
    assert_eq!(added.status(), 303, "{added:?}");
    id_in(&added, 4)
}
