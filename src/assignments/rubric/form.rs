//! A rubric as a teacher types it: a row of fields for each criterion, with one empty level at its end.

use super::{Criterion, Level, Rubric};
use crate::assignments::points;
use crate::error::{AppError, Result};
use crate::i18n::Text;
use crate::text;

const MOST_CRITERIA: usize = 20;
const MOST_LEVELS: usize = 8;
/// The levels that a new criterion offers.
const LEVELS_AT_FIRST: usize = 4;
const LONGEST_TITLE: usize = 120;
const LONGEST_ABOUT: usize = 1_000;

/// The fields: `title-0`, `about-0`, and of its levels `points-0-1`, `level-0-1`, `words-0-1`.
#[derive(Clone, Debug, Default)]
pub struct RubricForm {
    pub is_shown: bool,
    /// What the button says: `more`, or `remove-0`; anything else saves.
    pub act: String,
    pub rows: Vec<CriterionRow>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CriterionRow {
    pub title: String,
    pub about: String,
    pub levels: Vec<LevelRow>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelRow {
    pub points: String,
    pub title: String,
    pub about: String,
}

impl LevelRow {
    fn is_empty(&self) -> bool {
        *self == LevelRow::default()
    }
}

impl CriterionRow {
    fn is_empty(&self) -> bool {
        self.title.is_empty() && self.about.is_empty() && self.filled().next().is_none()
    }

    fn filled(&self) -> impl Iterator<Item = &LevelRow> {
        self.levels.iter().filter(|level| !level.is_empty())
    }

    /// What is wrong with it.
    pub fn problem(&self) -> Option<Text> {
        if self.is_empty() {
            return None;
        }
        let is_long = |text: &str, most: usize| text.chars().count() > most;
        if self.title.is_empty() || is_long(&self.title, LONGEST_TITLE) {
            return Some(text!(
                "assignments-rubric-title-wrong",
                max = LONGEST_TITLE as i64
            ));
        }
        if self.filled().next().is_none() {
            return Some(text!("assignments-rubric-no-levels"));
        }
        if self
            .filled()
            .any(|level| points::parse(&level.points).is_none())
        {
            return Some(text!("assignments-rubric-points-wrong"));
        }
        let titles = self
            .filled()
            .any(|level| is_long(&level.title, LONGEST_TITLE));
        let mut abouts = self
            .filled()
            .map(|level| level.about.as_str())
            .chain([self.about.as_str()]);
        (titles || abouts.any(|about| is_long(about, LONGEST_ABOUT)))
            .then(|| text!("assignments-form-too-long", max = LONGEST_ABOUT as i64))
    }

    fn read(&self) -> Criterion {
        let level = |row: &LevelRow| Level {
            points: points::parse(&row.points).unwrap_or_default(),
            title: row.title.clone(),
            about: row.about.clone(),
        };
        Criterion {
            title: self.title.clone(),
            about: self.about.clone(),
            levels: self.filled().map(level).collect(),
        }
    }
}

impl RubricForm {
    pub fn of(rubric: Option<&Rubric>, is_shown: bool) -> RubricForm {
        let level = |level: &Level| LevelRow {
            points: points::shown(&level.points),
            title: level.title.clone(),
            about: level.about.clone(),
        };
        let row = |criterion: &Criterion| CriterionRow {
            title: criterion.title.clone(),
            about: criterion.about.clone(),
            levels: criterion.levels.iter().map(level).collect(),
        };
        let criteria = rubric.map_or(&[][..], |rubric| &rubric.criteria);
        RubricForm {
            is_shown,
            rows: criteria.iter().map(row).collect(),
            ..RubricForm::default()
        }
    }

    /// Fields that are no form's are left out.
    pub fn read(fields: &[(String, String)]) -> RubricForm {
        let mut form = RubricForm::default();
        for (name, value) in fields {
            let value = value.replace("\r\n", "\n").trim().to_owned();
            match name.as_str() {
                "shows_rubric" => form.is_shown = true,
                "act" => form.act = value,
                _ => form.put(name, value),
            }
        }
        form
    }

    fn put(&mut self, name: &str, value: String) {
        let mut parts = name.split('-');
        let field = parts.next().unwrap_or_default();
        let mut number = |most: usize| parts.next()?.parse().ok().filter(|at| *at < most);
        let Some(place) = number(MOST_CRITERIA) else {
            return;
        };
        let level: Option<usize> = number(MOST_LEVELS);
        let row = at(&mut self.rows, place);
        match (field, level) {
            ("title", None) => row.title = value,
            ("about", None) => row.about = value,
            ("points", Some(level)) => at(&mut row.levels, level).points = value,
            ("level", Some(level)) => at(&mut row.levels, level).title = value,
            ("words", Some(level)) => at(&mut row.levels, level).about = value,
            _ => {}
        }
    }

    /// Does what a button other than the one that saves says.
    pub fn acted(mut self) -> Option<RubricForm> {
        let removed = self.act.strip_prefix("remove-").map(str::parse::<usize>);
        match removed {
            Some(Ok(place)) if place < self.rows.len() => {
                self.rows.remove(place);
            }
            _ if self.act == "more" => self.rows.push(CriterionRow::default()),
            _ => return None,
        }
        Some(self)
    }

    /// The rows with room for more.
    pub fn with_room(mut self) -> RubricForm {
        if self.rows.is_empty() {
            self.rows.push(CriterionRow::default());
        }
        self.rows.truncate(MOST_CRITERIA);
        for row in &mut self.rows {
            row.levels.retain(|level| !level.is_empty());
            let wanted = (row.levels.len() + 1).clamp(LEVELS_AT_FIRST, MOST_LEVELS);
            row.levels.resize(wanted, LevelRow::default());
        }
        self
    }

    /// # Errors
    /// [`AppError::Invalid`]; the rows say what is wrong with them.
    pub fn check(&self) -> Result<Vec<Criterion>> {
        if self.rows.iter().any(|row| row.problem().is_some()) {
            return Err(AppError::invalid("", text!("assignments-rubric-wrong")));
        }
        let filled = self.rows.iter().filter(|row| !row.is_empty());
        Ok(filled.map(CriterionRow::read).collect())
    }
}

/// The entry at this place, made with those before it if it is not there.
fn at<T: Default + Clone>(rows: &mut Vec<T>, place: usize) -> &mut T {
    if rows.len() <= place {
        rows.resize(place + 1, T::default());
    }
    &mut rows[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> RubricForm {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        RubricForm::read(&fields.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_left_empty_is_no_row_and_what_is_wrong_is_named() {
        let filled = form(&[
            ("title-0", "论证"),
            ("points-0-0", "0"),
            ("level-0-0", "没有"),
            ("points-0-1", ""),
            ("points-0-2", "12.5"),
            ("title-1", ""),
            ("points-1-0", ""),
            ("title-99", "too far"),
            ("level-x-y", "no place"),
        ]);
        let criteria = filled.check().expect("it can be kept");
        assert_eq!(criteria.len(), 1);
        assert_eq!(criteria[0].levels.len(), 2);
        assert_eq!(criteria[0].max().to_string(), "12.5");
        for wrong in [
            &[("title-0", ""), ("points-0-0", "1")][..],
            &[("title-0", "论证")],
            &[("title-0", "论证"), ("points-0-0", "-1")],
            &[("title-0", "论证"), ("level-0-0", "没有分")],
        ] {
            assert!(form(wrong).check().is_err(), "{wrong:?}");
        }
    }
}
