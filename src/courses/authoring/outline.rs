//! The order of a course: its sections, and the lessons in them.
//!
//! An [`Outline`] is read whole, changed in memory and written back whole in one transaction, while the course is held:
//! so `order` is dense and unique whatever happens at once, and every move is a small function on two lists.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};

use crate::courses::{CourseId, LessonId, SectionId};
use crate::error::{AppError, Result};
use crate::schema::{lessons, sections};

/// The sections of a course and the lessons of each, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outline(Vec<(SectionId, Vec<LessonId>)>);

/// One step towards the beginning or the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Direction {
    Up,
    Down,
}

impl Outline {
    pub fn load(conn: &mut PgConnection, course: CourseId) -> Result<Outline> {
        let sections: Vec<SectionId> = sections::table
            .filter(sections::course_id.eq(course))
            .order(sections::order)
            .select(sections::id)
            .load(conn)?;
        let lessons: Vec<(SectionId, LessonId)> = lessons::table
            .filter(lessons::course_id.eq(course))
            .order(lessons::order)
            .select((lessons::section_id, lessons::id))
            .load(conn)?;
        let of = |section: SectionId| {
            lessons
                .iter()
                .filter(|(its_section, _)| *its_section == section)
                .map(|(_, lesson)| *lesson)
                .collect()
        };
        Ok(Outline(
            sections
                .into_iter()
                .map(|section| (section, of(section)))
                .collect(),
        ))
    }

    /// Numbers the sections, and the lessons through all of them.
    pub fn store(&self, conn: &mut PgConnection, course: CourseId) -> Result<()> {
        let sections: Vec<SectionId> = self.0.iter().map(|(section, _)| *section).collect();
        diesel::sql_query(
            "UPDATE sections SET \"order\" = wanted.place \
             FROM unnest($2) WITH ORDINALITY AS wanted (id, place) \
             WHERE sections.id = wanted.id AND sections.course_id = $1 AND sections.\"order\" <> wanted.place",
        )
        .bind::<BigInt, _>(course)
        .bind::<Array<BigInt>, _>(sections)
        .execute(conn)?;
        let (section_of, lessons): (Vec<SectionId>, Vec<LessonId>) = self
            .0
            .iter()
            .flat_map(|(section, lessons)| lessons.iter().map(|lesson| (*section, *lesson)))
            .unzip();
        diesel::sql_query(
            "UPDATE lessons SET \"order\" = wanted.place, section_id = wanted.section_id \
             FROM unnest($2, $3) WITH ORDINALITY AS wanted (id, section_id, place) \
             WHERE lessons.id = wanted.id AND lessons.course_id = $1 \
               AND (lessons.\"order\", lessons.section_id) IS DISTINCT FROM (wanted.place, wanted.section_id)",
        )
        .bind::<BigInt, _>(course)
        .bind::<Array<BigInt>, _>(lessons)
        .bind::<Array<BigInt>, _>(section_of)
        .execute(conn)?;
        Ok(())
    }

    /// Swaps a section with its neighbour; at the end of the row it stays.
    pub fn move_section(&mut self, section: SectionId, direction: Direction) -> Result<()> {
        let at = self.position(section)?;
        if let Some(neighbour) = stepped(at, direction, self.0.len()) {
            self.0.swap(at, neighbour);
        }
        Ok(())
    }

    /// Moves a lesson one step; past the edge of its section it goes into the neighbouring one.
    pub fn move_lesson(&mut self, lesson: LessonId, direction: Direction) -> Result<()> {
        let (section, at) = self.find(lesson)?;
        if let Some(neighbour) = stepped(at, direction, self.0[section].1.len()) {
            self.0[section].1.swap(at, neighbour);
        } else if let Some(neighbour) = stepped(section, direction, self.0.len()) {
            let lesson = self.0[section].1.remove(at);
            let there = &mut self.0[neighbour].1;
            let place = match direction {
                Direction::Up => there.len(),
                Direction::Down => 0,
            };
            there.insert(place, lesson);
        }
        Ok(())
    }

    /// Puts a lesson at a place (from 1) of a section; past its end counts as its end.
    pub fn place_lesson(
        &mut self,
        lesson: LessonId,
        section: SectionId,
        place: usize,
    ) -> Result<()> {
        let there = self.position(section)?;
        let (here, at) = self.find(lesson)?;
        self.0[here].1.remove(at);
        let lessons = &mut self.0[there].1;
        let place = place.saturating_sub(1).min(lessons.len());
        lessons.insert(place, lesson);
        Ok(())
    }

    fn position(&self, section: SectionId) -> Result<usize> {
        self.0
            .iter()
            .position(|(id, _)| *id == section)
            .ok_or(AppError::NotFound)
    }

    fn find(&self, lesson: LessonId) -> Result<(usize, usize)> {
        self.0
            .iter()
            .enumerate()
            .find_map(|(section, (_, lessons))| {
                let at = lessons.iter().position(|id| *id == lesson)?;
                Some((section, at))
            })
            .ok_or(AppError::NotFound)
    }
}

/// The neighbouring index, if there is one.
fn stepped(at: usize, direction: Direction, length: usize) -> Option<usize> {
    match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|next| *next < length),
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{Down, Up};
    use super::*;

    fn outline() -> Outline {
        Outline(vec![(1, vec![11, 12]), (2, vec![]), (3, vec![31])])
    }

    #[test]
    fn a_lesson_crosses_into_the_neighbouring_section() {
        let mut outline = outline();
        outline.move_lesson(12, Down).unwrap();
        assert_eq!(outline.0[1], (2, vec![12]));
        outline.move_lesson(12, Down).unwrap();
        assert_eq!(outline.0[2], (3, vec![12, 31]));
        outline.move_lesson(12, Up).unwrap();
        outline.move_lesson(12, Up).unwrap();
        assert_eq!(outline.0[0], (1, vec![11, 12]));
    }

    #[test]
    fn the_first_and_the_last_stay() {
        let mut moved = outline();
        moved.move_lesson(11, Up).unwrap();
        moved.move_lesson(31, Down).unwrap();
        moved.move_section(1, Up).unwrap();
        moved.move_section(3, Down).unwrap();
        assert_eq!(moved, outline());
    }

    #[test]
    fn a_lesson_is_dropped_anywhere() {
        let mut outline = outline();
        outline.place_lesson(11, 3, 2).unwrap();
        assert_eq!(outline.0[2], (3, vec![31, 11]));
        outline.place_lesson(11, 3, 1).unwrap();
        assert_eq!(outline.0[2], (3, vec![11, 31]));
        outline.place_lesson(31, 2, 99).unwrap();
        assert_eq!(outline.0[1], (2, vec![31]));
    }

    #[test]
    fn what_is_not_in_the_course_is_not_found() {
        assert!(matches!(
            outline().move_lesson(99, Up),
            Err(AppError::NotFound)
        ));
        assert!(matches!(
            outline().place_lesson(11, 99, 1),
            Err(AppError::NotFound)
        ));
    }
}
