//! What a cell of the table says.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};

use crate::csv;
use crate::gradebook::model::{Grade, Item, ItemId};
use crate::gradebook::points;
use crate::i18n::Loader;

/// A grade without its comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum State {
    Missing,
    Excused,
    Points(BigDecimal),
}

impl State {
    pub fn of(grade: Option<&Grade>) -> State {
        match grade {
            Some(grade) if grade.is_excused => State::Excused,
            Some(Grade {
                points: Some(points),
                ..
            }) => State::Points(points.clone()),
            _ => State::Missing,
        }
    }

    /// None for what is neither points, nor the word for excused, nor empty.
    pub fn parse(typed: &str) -> Option<State> {
        match typed.trim() {
            "" => Some(State::Missing),
            typed if csv::is_word(typed, |l| fl!(l, "gradebook-excused")) => Some(State::Excused),
            typed => points::parse(typed).map(State::Points),
        }
    }

    pub fn cell(&self, l: Loader) -> String {
        match self {
            State::Missing => String::new(),
            State::Excused => fl!(l, "gradebook-excused"),
            State::Points(points) => points::shown(points),
        }
    }

    pub fn shown(&self, l: Loader) -> String {
        match self {
            State::Missing => fl!(l, "gradebook-missing"),
            _ => self.cell(l),
        }
    }
}

/// Begins the cell with the grades as they went out; a spreadsheet would take one pair alone for a time of day.
const MARK: &str = "v";

const EXCUSED: &str = "x";

/// The grades of a row as they go out: `v 12:80 13:x`. Who has none for an item is not named.
pub(super) fn remembered<'a>(grades: impl Iterator<Item = (&'a Item, State)>) -> String {
    let pairs = grades.filter_map(|(item, state)| match state {
        State::Missing => None,
        State::Excused => Some(format!(" {}:{EXCUSED}", item.id)),
        State::Points(points) => Some(format!(" {}:{}", item.id, points::shown(&points))),
    });
    MARK.to_owned() + &pairs.collect::<String>()
}

/// The grades as they went out.
pub(super) struct Remembered(HashMap<ItemId, State>);

impl Remembered {
    /// None for a row that doesn't tell.
    pub fn parse(cell: &str) -> Option<Remembered> {
        let pair = |pair: &str| {
            let (item, state) = pair.split_once(':')?;
            let state = match state {
                EXCUSED => State::Excused,
                points => State::Points(points::parse(points)?),
            };
            Some((item.parse().ok()?, state))
        };
        let pairs = cell.trim().strip_prefix(MARK)?.split_whitespace();
        Some(Remembered(pairs.filter_map(pair).collect()))
    }

    pub fn of(&self, item: ItemId) -> State {
        self.0.get(&item).cloned().unwrap_or(State::Missing)
    }
}
