//! The list of the bank, and the types that a new question can have.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::list::{self, Asked, Lines};
use super::views::of_course;
use crate::courses::{self, Course, CourseId, LessonId, Status};
use crate::error::Result;
use crate::i18n::Loader;
use crate::quizzes::pool;
use crate::quizzes::questions::QuestionType;
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "quizzes/bank/list.html")]
pub struct ShowBank {
    l: Loader,
    page: Page,
    course: Course,
    asked: Asked,
    list: Lines,
    tags: Vec<String>,
}

impl ShowBank {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        asked: Asked,
    ) -> Result<ShowBank> {
        let course = courses::managed(conn, viewer, course)?;
        Ok(ShowBank {
            l: page.l,
            page,
            list: list::page(conn, course.id, &asked)?,
            tags: pool::tags(conn, course.id)?,
            course,
            asked,
        })
    }

    fn older(&self) -> String {
        let query = self.list.older.as_ref();
        query
            .map(|query| format!("/courses/{}/questions?{query}", self.course.id))
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "quizzes/bank/types.html")]
pub struct ChooseType {
    l: Loader,
    page: Page,
    course: Course,
    lesson: Option<(LessonId, String)>,
}

impl ChooseType {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        lesson: Option<LessonId>,
    ) -> Result<ChooseType> {
        let course = courses::managed(conn, viewer, course)?;
        Ok(ChooseType {
            l: page.l,
            page,
            lesson: of_course(conn, course.id, lesson)?,
            course,
        })
    }

    fn address(&self, kind: &QuestionType) -> String {
        let lesson = self.lesson.as_ref();
        let lesson = lesson.map(|(id, _)| format!("&lesson={id}"));
        let (course, lesson) = (self.course.id, lesson.unwrap_or_default());
        format!(
            "/courses/{course}/questions/new?type={}{lesson}",
            kind.name()
        )
    }
}
