//! The form of a question as it was typed, whatever its type.

use crate::courses::LessonId;
use crate::quizzes::questions::QuestionType;

/// An option, a blank, an accepted answer, a pair or an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub text: String,
    /// The right-hand side of a pair.
    pub second: String,
    /// In percent; if empty, all for what is ticked or accepted.
    pub weight: String,
    pub feedback: String,
    pub is_right: bool,
}

/// Which button was pressed. Places count from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    Save,
    Preview,
    Add,
    Remove(usize),
    Up(usize),
    Down(usize),
}

#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: QuestionType,
    pub act: Act,
    /// The version that was opened; 0 of a new question.
    pub version: i32,
    /// The quiz for which it is written.
    pub lesson: Option<LessonId>,
    pub title: String,
    pub stem: String,
    pub points: String,
    pub feedback: String,
    pub tags: String,
    pub policy: String,
    pub partial: String,
    pub is_shuffled: bool,
    pub matches_case: bool,
    pub is_true: bool,
    pub feedback_right: String,
    pub feedback_wrong: String,
    /// One on a line.
    pub distractors: String,
    pub is_subsequence: bool,
    pub guidance: String,
    pub rows: Vec<Row>,
}

/// More than validation lets pass, and little enough to draw.
const MOST_ROWS: usize = 40;

impl Draft {
    /// An empty form.
    pub fn fresh(kind: QuestionType) -> Draft {
        let rows = match kind {
            QuestionType::SingleChoice
            | QuestionType::MultipleChoice
            | QuestionType::IndeterminateChoice => 4,
            QuestionType::Matching | QuestionType::Ordering => 3,
            QuestionType::FillBlank | QuestionType::ShortAnswer | QuestionType::Numeric => 1,
            QuestionType::TrueFalse | QuestionType::Essay | QuestionType::File => 0,
        };
        let mut draft = Draft::read(kind, &[]);
        draft.points = "1".into();
        draft.is_true = true;
        draft.partial = "50".into();
        draft.rows = vec![Row::default(); rows];
        draft
    }

    /// Reads the fields of the form.
    pub fn read(kind: QuestionType, fields: &[(String, String)]) -> Draft {
        let field = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found
                .map(|(_, value)| value.replace("\r\n", "\n"))
                .unwrap_or_default()
        };
        let row = |at: usize| Row {
            text: field(&format!("text-{at}")),
            second: field(&format!("second-{at}")),
            weight: field(&format!("weight-{at}")),
            feedback: field(&format!("feedback-{at}")),
            is_right: !field(&format!("right-{at}")).is_empty(),
        };
        let rows = field("rows").parse().unwrap_or(0).min(MOST_ROWS);
        Draft {
            kind,
            act: Act::read(&field("do")),
            version: field("version").parse().unwrap_or(0),
            lesson: field("lesson").parse().ok(),
            title: field("title").trim().to_owned(),
            stem: field("stem").trim_end().to_owned(),
            points: field("points"),
            feedback: field("feedback").trim_end().to_owned(),
            tags: field("tags"),
            policy: field("policy"),
            partial: field("partial"),
            is_shuffled: !field("shuffle").is_empty(),
            matches_case: !field("match_case").is_empty(),
            is_true: field("truth") == "true",
            feedback_right: field("feedback_right"),
            feedback_wrong: field("feedback_wrong"),
            distractors: field("distractors"),
            is_subsequence: field("order_policy") == "subsequence",
            guidance: field("guidance"),
            rows: (0..rows).map(row).collect(),
        }
    }

    /// Does to the rows what the pressed button says; a place that does not exist changes nothing.
    pub fn rearrange(&mut self) {
        let count = self.rows.len();
        match self.act {
            Act::Add if count < MOST_ROWS => self.rows.push(Row::default()),
            Act::Remove(at) if at < count => drop(self.rows.remove(at)),
            Act::Up(at) if at > 0 && at < count => self.rows.swap(at, at - 1),
            Act::Down(at) if at + 1 < count => self.rows.swap(at, at + 1),
            _ => {}
        }
    }

    pub fn is_choice(&self) -> bool {
        self.kind == QuestionType::SingleChoice || self.has_policy()
    }

    pub fn has_policy(&self) -> bool {
        matches!(
            self.kind,
            QuestionType::MultipleChoice | QuestionType::IndeterminateChoice
        )
    }

    pub fn has_rows(&self) -> bool {
        !matches!(
            self.kind,
            QuestionType::TrueFalse | QuestionType::Essay | QuestionType::File
        )
    }

    /// Whether each row has a share and feedback of its own.
    pub fn has_weights(&self) -> bool {
        self.is_choice() || matches!(self.kind, QuestionType::ShortAnswer | QuestionType::Numeric)
    }
}

impl Row {
    /// A row that says only this.
    pub fn of_text(text: String) -> Row {
        Row {
            text,
            ..Row::default()
        }
    }

    pub fn is_blank(&self) -> bool {
        [&self.text, &self.second, &self.feedback]
            .iter()
            .all(|text| text.trim().is_empty())
            && !self.is_right
    }
}

impl Act {
    fn read(typed: &str) -> Act {
        let (verb, place) = typed.split_once('-').unwrap_or((typed, ""));
        match (verb, place.parse()) {
            ("preview", _) => Act::Preview,
            ("add", _) => Act::Add,
            ("remove", Ok(at)) => Act::Remove(at),
            ("up", Ok(at)) => Act::Up(at),
            ("down", Ok(at)) => Act::Down(at),
            _ => Act::Save,
        }
    }
}
