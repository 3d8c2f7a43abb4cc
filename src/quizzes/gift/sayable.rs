//! What GIFT can say of a question, and what gets lost.

use std::collections::BTreeSet;

use bigdecimal::{BigDecimal, RoundingMode};

use super::glyphs::trimmed;
use super::literal::literal;
use super::loss::Loss;
use crate::markdown;
use crate::quizzes::questions::{Accepted, Body, Choice, ChoicePolicy, Content, NumericKey, Pair};

/// What GIFT can say of a question; with no loss it is the question itself.
#[derive(Debug)]
pub struct Sayable {
    pub content: Option<Content>,
    pub tags: Vec<String>,
    pub losses: BTreeSet<Loss>,
}

impl Sayable {
    /// The content has to be valid.
    pub fn of(content: &Content, tags: &[String]) -> Sayable {
        let mut cut = Cut::default();
        let body = cut.body(&content.body);
        let said = body.map(|body| Content {
            title: cut.tidy(&content.title.replace('\n', " ")),
            stem: cut.tidy(&content.stem),
            points: BigDecimal::from(1),
            feedback: cut.tidy(&content.feedback),
            body,
        });
        cut.lose(Loss::Blanks, content.title.contains('\n'));
        cut.lose(Loss::Points, content.points != 1);
        let can_be_said =
            |tag: &&String| !tag.contains(['<', '>', '`']) && !tag.contains(char::is_control);
        let said_tags: Vec<String> = tags.iter().filter(can_be_said).cloned().collect();
        cut.lose(Loss::Tags, said_tags.len() < tags.len());
        match said {
            Some(content) => Sayable {
                content: Some(content),
                tags: said_tags,
                losses: cut.losses,
            },
            None => Sayable {
                content: None,
                tags: Vec::new(),
                losses: BTreeSet::from([Loss::Whole]),
            },
        }
    }
}

#[derive(Default)]
struct Cut {
    losses: BTreeSet<Loss>,
}

impl Cut {
    fn lose(&mut self, loss: Loss, is_lost: bool) {
        if is_lost {
            self.losses.insert(loss);
        }
    }

    fn tidy(&mut self, text: &str) -> String {
        let whole = text.replace('\r', "");
        let tidy = trimmed(&whole);
        self.lose(Loss::Blanks, tidy != text);
        tidy.to_owned()
    }

    fn body(&mut self, body: &Body) -> Option<Body> {
        Some(match body {
            Body::SingleChoice { options, shuffle } => Body::SingleChoice {
                options: self.options(options, *shuffle),
                shuffle: true,
            },
            Body::MultipleChoice {
                options,
                policy,
                shuffle,
            } => self.several(options, policy, *shuffle),
            Body::IndeterminateChoice {
                options,
                policy,
                shuffle,
            } => {
                self.lose(Loss::Kind, true);
                self.several(options, policy, *shuffle)
            }
            Body::TrueFalse {
                is_true,
                feedback_right,
                feedback_wrong,
            } => Body::TrueFalse {
                is_true: *is_true,
                feedback_right: self.tidy(feedback_right),
                feedback_wrong: self.tidy(feedback_wrong),
            },
            Body::FillBlank { blanks, match_case } => match blanks.as_slice() {
                [blank] => {
                    self.lose(Loss::Kind, true);
                    // A blank knows no wildcards.
                    let texts = blank.answers.iter().map(|text| text.replace('*', "\\*"));
                    let answers: Vec<Accepted> = texts.map(full).collect();
                    self.words(&answers, *match_case)?
                }
                _ => return None,
            },
            Body::ShortAnswer {
                answers,
                match_case,
            } => self.words(answers, *match_case)?,
            Body::Numeric { answers } => Body::Numeric {
                answers: answers.iter().map(|key| self.key(key)).collect(),
            },
            Body::Matching { pairs, distractors } => self.pairs(pairs, distractors)?,
            Body::Essay { guidance } => {
                self.lose(Loss::Guidance, !guidance.is_empty());
                Body::Essay {
                    guidance: String::new(),
                }
            }
            Body::Ordering { .. } | Body::File { .. } => return None,
        })
    }

    fn options(&mut self, options: &[Choice], is_shuffled: bool) -> Vec<Choice> {
        self.lose(Loss::Order, !is_shuffled);
        let option = |option: &Choice| Choice {
            text: self.tidy(&option.text),
            weight: option.weight.clone(),
            feedback: self.tidy(&option.feedback),
        };
        options.iter().map(option).collect()
    }

    fn several(&mut self, options: &[Choice], policy: &ChoicePolicy, is_shuffled: bool) -> Body {
        self.lose(Loss::Policy, *policy != ChoicePolicy::Weights);
        let mut options = self.options(options, is_shuffled);
        if *policy != ChoicePolicy::Weights {
            share_out(&mut options, policy);
        }
        Body::MultipleChoice {
            options,
            policy: ChoicePolicy::Weights,
            shuffle: true,
        }
    }

    /// With an arrow among its words, a short answer would be taken for a matching question.
    fn words(&mut self, answers: &[Accepted], match_case: bool) -> Option<Body> {
        self.lose(Loss::Case, match_case);
        let answer = |answer: &Accepted| Accepted {
            text: self.tidy(&answer.text),
            credit: answer.credit.clone(),
            feedback: self.tidy(&answer.feedback),
        };
        let has_arrow =
            |answer: &Accepted| answer.text.contains("->") || answer.feedback.contains("->");
        (!answers.iter().any(has_arrow)).then(|| Body::ShortAnswer {
            answers: answers.iter().map(answer).collect(),
            match_case: false,
        })
    }

    fn key(&mut self, key: &NumericKey) -> NumericKey {
        NumericKey {
            feedback: self.tidy(&key.feedback),
            ..key.clone()
        }
    }

    /// The first arrow parts the sides, so that there can be none on the left.
    fn pairs(&mut self, pairs: &[Pair], distractors: &[String]) -> Option<Body> {
        let pair = |pair: &Pair| Pair {
            left: self.tidy(&pair.left),
            right: self.right(&pair.right),
        };
        let pairs: Vec<Pair> = pairs.iter().map(pair).collect();
        let distractors: Vec<String> = distractors.iter().map(|text| self.right(text)).collect();
        let has_arrow = pairs.iter().any(|pair| pair.left.contains("->"));
        let rights = pairs.iter().map(|pair| &pair.right).chain(&distractors);
        let has_gap = rights.into_iter().any(String::is_empty);
        (!has_arrow && !has_gap).then_some(Body::Matching { pairs, distractors })
    }

    fn right(&mut self, text: &str) -> String {
        let plain = literal(&markdown::plain(text));
        self.lose(Loss::RightSides, plain != text);
        plain
    }
}

fn full(text: String) -> Accepted {
    Accepted {
        text,
        credit: BigDecimal::from(1),
        feedback: String::new(),
    }
}

/// Shares that come near to a policy: right ones make up the whole, and a wrong one takes all of it, or its part where
/// right and wrong are weighed.
fn share_out(options: &mut [Choice], policy: &ChoicePolicy) {
    let right = options.iter().filter(|option| option.is_right()).count();
    let wrong = options.len() - right;
    let hit = part(right);
    let miss = match policy {
        ChoicePolicy::RightMinusWrong => part(wrong),
        _ => BigDecimal::from(1),
    };
    for option in options {
        option.weight = if option.is_right() {
            hit.clone()
        } else {
            -miss.clone()
        };
    }
}

/// One of so many, with as many digits as Moodle's own shares have.
fn part(count: usize) -> BigDecimal {
    let share = BigDecimal::from(1) / BigDecimal::from(count.max(1) as u64);
    share.with_scale_round(7, RoundingMode::HalfUp)
}
