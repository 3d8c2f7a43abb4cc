//! The row of a quiz, and how a person reaches one.

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use i18n_embed_fl::fl;

use crate::courses::{self, Course, CourseId, Lesson, LessonId, LessonKind};
use crate::error::{AppError, Result};
use crate::i18n::Loader;
use crate::schema::{lessons, quizzes};
use crate::web::Viewer;

pub type QuizId = i64;

crate::pg_enum! {
    /// Which of a learner's attempts counts.
    pub enum FinalScore : crate::schema::sql_types::QuizFinalScore {
        Highest = "highest",
        Latest = "latest",
        First = "first",
        Average = "average",
    }
}

impl FinalScore {
    pub const ALL: [FinalScore; 4] = [
        FinalScore::Highest,
        FinalScore::Latest,
        FinalScore::First,
        FinalScore::Average,
    ];

    pub fn label(self, l: Loader) -> String {
        match self {
            FinalScore::Highest => fl!(l, "quizzes-final-highest"),
            FinalScore::Latest => fl!(l, "quizzes-final-latest"),
            FinalScore::First => fl!(l, "quizzes-final-first"),
            FinalScore::Average => fl!(l, "quizzes-final-average"),
        }
    }
}

crate::pg_enum! {
    /// From when on something is shown to the learner who answered.
    pub enum Release : crate::schema::sql_types::QuizRelease {
        /// While the attempt is open, for each question whose answer they have made final.
        Immediately = "immediately",
        AfterSubmission = "after_submission",
        AfterClose = "after_close",
        /// Once everything in the attempt has its marks.
        AfterGrading = "after_grading",
    }
}

impl Release {
    pub const ALL: [Release; 4] = [
        Release::Immediately,
        Release::AfterSubmission,
        Release::AfterClose,
        Release::AfterGrading,
    ];

    pub fn label(self, l: Loader) -> String {
        match self {
            Release::Immediately => fl!(l, "quizzes-release-immediately"),
            Release::AfterSubmission => fl!(l, "quizzes-release-after-submission"),
            Release::AfterClose => fl!(l, "quizzes-release-after-close"),
            Release::AfterGrading => fl!(l, "quizzes-release-after-grading"),
        }
    }
}

/// A quiz: the lesson it is, and its rules.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = quizzes, check_for_backend(Pg))]
pub struct Quiz {
    pub id: QuizId,
    pub course_id: CourseId,
    pub lesson_id: LessonId,
    pub title: String,
    /// Markdown.
    pub instructions: String,
    pub open_at: Option<DateTime<Utc>>,
    pub close_at: Option<DateTime<Utc>>,
    pub time_limit_ms: Option<i64>,
    /// As many as one likes, if none.
    pub attempts_allowed: Option<i32>,
    pub attempt_delay_ms: i64,
    pub final_score: FinalScore,
    pub shuffles_questions: bool,
    pub shuffles_options: bool,
    pub release_marks: Release,
    pub release_answers: Release,
    pub release_feedback: Release,
    pub grade_item_id: Option<i64>,
}

impl Quiz {
    pub fn path(&self) -> String {
        format!("/courses/{}/quizzes/{}", self.course_id, self.id)
    }

    /// Where its rules and slots are edited.
    pub fn edit_path(&self) -> String {
        format!("{}/quiz/edit", self.lesson_path())
    }

    pub fn lesson_path(&self) -> String {
        format!("/courses/{}/lessons/{}", self.course_id, self.lesson_id)
    }

    /// The quiz that this lesson is, once somebody has set it up.
    pub fn of_lesson(conn: &mut PgConnection, lesson: LessonId) -> Result<Option<Quiz>> {
        let quiz = quizzes::table
            .filter(quizzes::lesson_id.eq(lesson))
            .select(Quiz::as_select())
            .first(conn)
            .optional()?;
        Ok(quiz)
    }

    /// A quiz of this course, whoever asks: for callers who have found that out.
    pub fn of_course(conn: &mut PgConnection, course: CourseId, quiz: QuizId) -> Result<Quiz> {
        let quiz = quizzes::table
            .find(quiz)
            .filter(quizzes::course_id.eq(course))
            .select(Quiz::as_select())
            .first(conn)?;
        Ok(quiz)
    }

    /// A quiz that this viewer may take now: the course is open to them, and its lesson is.
    pub fn to_study(
        conn: &mut PgConnection,
        viewer: &Viewer,
        course: CourseId,
        quiz: QuizId,
    ) -> Result<(Quiz, Lesson)> {
        let quiz = Quiz::of_course(conn, course, quiz)?;
        let lesson = courses::lesson_to_study(conn, viewer, course, quiz.lesson_id)?;
        Ok((quiz, lesson))
    }

    /// A quiz that this viewer may change.
    pub fn managed(
        conn: &mut PgConnection,
        viewer: &Viewer,
        course: CourseId,
        quiz: QuizId,
    ) -> Result<(Course, Quiz)> {
        let course = courses::managed(conn, viewer, course)?;
        let quiz = Quiz::of_course(conn, course.id, quiz)?;
        Ok((course, quiz))
    }

    /// A quiz whose attempts this viewer may read and mark: they are of the course's staff.
    pub fn of_staff(
        conn: &mut PgConnection,
        viewer: &Viewer,
        course: CourseId,
        quiz: QuizId,
    ) -> Result<(Course, Quiz)> {
        courses::staff_role(conn, viewer, course)?.ok_or(AppError::NotFound)?;
        let course = courses::visible(conn, Some(viewer), course)?;
        let quiz = Quiz::of_course(conn, course.id, quiz)?;
        Ok((course, quiz))
    }
}

/// The lesson, if it is one of this course and a quiz.
pub fn quiz_lesson(
    conn: &mut PgConnection,
    course: CourseId,
    lesson: LessonId,
) -> Result<(LessonId, String)> {
    let found = lessons::table
        .find(lesson)
        .filter(lessons::course_id.eq(course))
        .filter(lessons::kind.eq(LessonKind::Quiz))
        .select((lessons::id, lessons::title))
        .first(conn)?;
    Ok(found)
}
