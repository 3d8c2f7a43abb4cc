//! The page: plots first, their tables behind them, then the options of each question.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::bars::{Bars, Measure};
use super::queries::{self, Chosen, Figures};
use crate::courses::{Course, CourseId};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown;
use crate::quizzes::pool;
use crate::quizzes::questions::{Body, Content};
use crate::quizzes::quiz::{Quiz, QuizId};
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "quizzes/analysis.html")]
pub(super) struct Analysis {
    l: Loader,
    page: Page,
    course: Course,
    quiz: Quiz,
    attempts: i64,
    questions: Vec<Figures>,
    /// Of each question that has options.
    options: Vec<OptionPlot>,
}

struct OptionPlot {
    title: String,
    bars: Bars,
}

struct Plot {
    id: &'static str,
    title: String,
    about: String,
    bars: Bars,
}

impl Analysis {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, quiz): (CourseId, QuizId),
    ) -> Result<Analysis> {
        let (course, quiz) = Quiz::of_staff(conn, viewer, course, quiz)?;
        let questions = queries::figures(conn, quiz.id)?;
        let chosen = queries::chosen(conn, quiz.id)?;
        let mut options = Vec::new();
        for (number, question) in (1..).zip(&questions) {
            let content = Content::of_version(conn, question.question_id, question.version)?;
            options.extend(options_of(page.l, number, question, &content, &chosen));
        }
        Ok(Analysis {
            l: page.l,
            page,
            attempts: queries::attempts(conn, quiz.id)?,
            course,
            quiz,
            questions,
            options,
        })
    }

    fn plots(&self) -> [Plot; 3] {
        let l = self.l;
        [
            Plot {
                id: "facility",
                title: fl!(l, "quizzes-analysis-facility"),
                about: fl!(l, "quizzes-analysis-facility-about"),
                bars: self.bars(|question| question.facility, percent, 1.0),
            },
            Plot {
                id: "discrimination",
                title: fl!(l, "quizzes-analysis-discrimination"),
                about: fl!(l, "quizzes-analysis-discrimination-about"),
                bars: self.bars(|question| question.discrimination, correlation, 1.0),
            },
            Plot {
                id: "time",
                title: fl!(l, "quizzes-analysis-time"),
                about: fl!(l, "quizzes-analysis-time-about"),
                bars: self.bars(|question| question.median_ms, clock, 1_000.0),
            },
        ]
    }

    fn bars(
        &self,
        value: impl Fn(&Figures) -> Option<f64>,
        shown: fn(Option<f64>) -> String,
        high: f64,
    ) -> Bars {
        let measure = |(number, question): (usize, &Figures)| Measure {
            label: number.to_string(),
            value: value(question),
            shown: shown(value(question)),
            is_marked: false,
        };
        Bars::of((1..).zip(&self.questions).map(measure).collect(), 0.0, high)
    }

    fn summary(&self, question: &Figures) -> String {
        pool::summary(&question.title, &question.stem)
    }

    fn percent(&self, value: &Option<f64>) -> String {
        percent(*value)
    }

    fn correlation(&self, value: &Option<f64>) -> String {
        correlation(*value)
    }

    fn clock(&self, value: &Option<f64>) -> String {
        clock(*value)
    }
}

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{:.0} %", value * 100.0))
}

fn correlation(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.2}"))
}

fn clock(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| i18n::clock(value as i64))
}

/// How often each option was chosen in the newest version that was asked; the key stands out.
fn options_of(
    l: Loader,
    number: usize,
    question: &Figures,
    content: &Content,
    chosen: &[Chosen],
) -> Option<OptionPlot> {
    let options: Vec<(i32, String, bool)> = match &content.body {
        Body::TrueFalse { is_true, .. } => vec![
            (-2, fl!(l, "quizzes-true"), *is_true),
            (-1, fl!(l, "quizzes-false"), !*is_true),
        ],
        _ => (0..)
            .zip(content.choices())
            .map(|(at, choice)| (at, markdown::plain(&choice.text), choice.is_right()))
            .collect(),
    };
    let count = |option: i32| {
        let is_it = |one: &&Chosen| {
            one.question_id == question.question_id
                && one.version == question.version
                && one.option == option
        };
        chosen.iter().find(is_it).map_or(0, |one| one.count)
    };
    let measure = |(option, label, is_marked): (i32, String, bool)| Measure {
        label,
        value: Some(count(option) as f64),
        shown: count(option).to_string(),
        is_marked,
    };
    let measures: Vec<Measure> = options.into_iter().map(measure).collect();
    let summary = pool::summary(&question.title, &question.stem);
    (!measures.is_empty()).then(|| OptionPlot {
        title: format!("{number}. {summary}"),
        bars: Bars::of(measures, 0.0, 1.0),
    })
}
