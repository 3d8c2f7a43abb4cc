//! When a lesson is done, whether it counts, and what it waits for: the teacher's form and its saving.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{held, lessons};
use crate::courses::progress::{Condition, Rule, chosen, recount};
use crate::courses::{CourseId, Lesson, LessonId};
use crate::error::{AppError, Errors, Result, broken_constraint};
use crate::schema::{completion_rules, lesson_prerequisites, lessons as lesson_rows};
use crate::text;
use crate::web::Viewer;

/// The form, as it was typed: each condition by its name, its number by `<name>_least`, `match`, `required`, and an
/// `after` for each lesson that comes before.
#[derive(Clone, Debug, Default)]
pub(super) struct CompletionForm {
    fields: Vec<(String, String)>,
}

/// What the form shows besides what was typed.
pub(super) struct CompletionFacts {
    pub stored: CompletionForm,
    /// The other lessons of the course, in order.
    pub others: Vec<(LessonId, String)>,
}

impl CompletionForm {
    pub fn typed(fields: Vec<(String, String)>) -> CompletionForm {
        CompletionForm { fields }
    }

    fn stored(lesson: &Lesson, rules: &[Rule], after: &[LessonId]) -> CompletionForm {
        let mut form = CompletionForm::default();
        for rule in rules {
            form.add(rule.condition.name(), "on");
            if let Some(threshold) = rule.threshold {
                form.add(&number_field(rule.condition), &threshold.to_string());
            }
        }
        form.add("match", if lesson.completion_any { "any" } else { "all" });
        if lesson.is_required {
            form.add("required", "on");
        }
        for lesson in after {
            form.add("after", &lesson.to_string());
        }
        form
    }

    fn add(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    pub fn value(&self, name: &str) -> &str {
        let mut found = self.fields.iter().filter(|(field, _)| field == name);
        found.next().map_or("", |(_, value)| value.as_str())
    }

    pub fn asks_for(&self, condition: Condition) -> bool {
        !self.value(condition.name()).is_empty()
    }

    pub fn is_any(&self) -> bool {
        self.value("match") == "any"
    }

    pub fn is_required(&self) -> bool {
        !self.value("required").is_empty()
    }

    pub fn comes_after(&self, lesson: LessonId) -> bool {
        self.after().any(|id| id == lesson)
    }

    fn after(&self) -> impl Iterator<Item = LessonId> {
        let chosen = self.fields.iter().filter(|(field, _)| field == "after");
        chosen.filter_map(|(_, value)| value.parse().ok())
    }

    /// The rules that were chosen, of those that a lesson of this kind offers.
    fn rules(&self, lesson: &Lesson) -> Result<Vec<Rule>> {
        let mut errors = Errors::default();
        let mut rules = Vec::new();
        for condition in Condition::offered(lesson.kind) {
            if self.asks_for(*condition) {
                rules.push(Rule {
                    condition: *condition,
                    threshold: self.threshold(*condition, &mut errors),
                });
            }
        }
        errors.into_result()?;
        Ok(rules)
    }

    fn threshold(&self, condition: Condition, errors: &mut Errors) -> Option<i32> {
        let limits = condition.limits()?;
        let typed = self.value(&number_field(condition)).trim().parse();
        let number = typed
            .ok()
            .filter(|number| (limits.0..=limits.1).contains(number));
        if number.is_none() {
            let words = text!("completion-number-wrong", least = limits.0, most = limits.1);
            errors.add(number_field_of(condition), words);
        }
        number
    }
}

/// The field of a condition's number.
pub(super) fn number_field(condition: Condition) -> String {
    number_field_of(condition).to_owned()
}

fn number_field_of(condition: Condition) -> &'static str {
    match condition {
        Condition::Watched => "watched_least",
        Condition::Scored => "scored_least",
        _ => "attended_least",
    }
}

/// What is stored of a lesson, for its form.
pub(super) fn facts(conn: &mut PgConnection, lesson: &Lesson) -> Result<CompletionFacts> {
    let after: Vec<LessonId> = lesson_prerequisites::table
        .filter(lesson_prerequisites::lesson_id.eq(lesson.id))
        .select(lesson_prerequisites::required_lesson_id)
        .load(conn)?;
    let rules = chosen(conn, lesson.id)?;
    Ok(CompletionFacts {
        stored: CompletionForm::stored(lesson, &rules, &after),
        others: others(conn, lesson.course_id, lesson.id)?,
    })
}

fn others(
    conn: &mut PgConnection,
    course: CourseId,
    lesson: LessonId,
) -> Result<Vec<(LessonId, String)>> {
    Ok(lesson_rows::table
        .filter(lesson_rows::course_id.eq(course))
        .filter(lesson_rows::id.ne(lesson))
        .order(lesson_rows::order)
        .select((lesson_rows::id, lesson_rows::title))
        .load(conn)?)
}

/// Stores what was chosen and has every learner judged by it. Nobody loses a completion.
///
/// # Errors
/// `Invalid` for numbers that can't be asked for, lessons of other courses, and lessons that would wait for each other.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &CompletionForm,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let lesson = lessons::find(conn, course, lesson)?;
        let rules = form.rules(&lesson)?;
        diesel::update(lesson_rows::table.find(lesson.id))
            .set((
                lesson_rows::is_required.eq(form.is_required()),
                lesson_rows::completion_any.eq(form.is_any()),
            ))
            .execute(conn)?;
        replace_rules(conn, lesson.id, &rules)?;
        replace_prerequisites(conn, &lesson, form.after().collect())?;
        recount(conn, course)
    })
}

fn replace_rules(conn: &mut PgConnection, lesson: LessonId, rules: &[Rule]) -> Result<()> {
    diesel::delete(completion_rules::table)
        .filter(completion_rules::lesson_id.eq(lesson))
        .execute(conn)?;
    let row = |rule: &Rule| {
        (
            completion_rules::lesson_id.eq(lesson),
            completion_rules::condition.eq(rule.condition),
            completion_rules::threshold.eq(rule.threshold),
        )
    };
    diesel::insert_into(completion_rules::table)
        .values(rules.iter().map(row).collect::<Vec<_>>())
        .execute(conn)?;
    Ok(())
}

fn replace_prerequisites(
    conn: &mut PgConnection,
    lesson: &Lesson,
    mut after: Vec<LessonId>,
) -> Result<()> {
    after.sort_unstable();
    after.dedup();
    diesel::delete(lesson_prerequisites::table)
        .filter(lesson_prerequisites::lesson_id.eq(lesson.id))
        .execute(conn)?;
    let row = |required: &LessonId| {
        (
            lesson_prerequisites::lesson_id.eq(lesson.id),
            lesson_prerequisites::required_lesson_id.eq(*required),
            lesson_prerequisites::course_id.eq(lesson.course_id),
        )
    };
    diesel::insert_into(lesson_prerequisites::table)
        .values(after.iter().map(row).collect::<Vec<_>>())
        .execute(conn)
        .map_err(in_words)?;
    Ok(())
}

fn in_words(error: diesel::result::Error) -> AppError {
    match broken_constraint(&error) {
        Some("lesson_prerequisites_no_cycle") => {
            AppError::invalid("after", text!("completion-after-cycle"))
        }
        Some(name) if name.ends_with("_fkey") => {
            AppError::invalid("after", text!("completion-after-missing"))
        }
        _ => error.into(),
    }
}
