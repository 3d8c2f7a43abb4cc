//! The table as it comes back: what each cell is about. Every problem is told by its line.

use std::collections::{HashMap, HashSet};

use i18n_embed_fl::fl;

use super::state::{Remembered, State};
use crate::csv::{Line, Problems, is_word};
use crate::gradebook::learners::Learner;
use crate::gradebook::model::{Item, ItemId};
use crate::text;
use crate::web::UserId;

/// A cell: whose, of which item, and where it stands.
pub(super) struct Cell<'a> {
    pub user: UserId,
    pub item: &'a Item,
    /// None for what can't be a grade.
    pub wanted: Option<State>,
    /// The grade as it went out; none where the table doesn't tell.
    pub exported: Option<State>,
    pub line: usize,
    /// From 1.
    pub column: usize,
}

/// What a column of the table is.
#[derive(Clone, Copy)]
enum Column<'a> {
    Username,
    Exported,
    Item(&'a Item),
    /// The names and the total say nothing new.
    Told,
}

/// The cells of a table.
pub(super) fn cells<'a>(
    lines: &[Line],
    items: &'a [Item],
    learners: &[Learner],
    problems: &mut Problems,
) -> Vec<Cell<'a>> {
    let mut found = Vec::new();
    let Some((head, rows)) = lines.split_first() else {
        problems.add(1, 0, text!("csv-empty"));
        return found;
    };
    let columns = columns(head, items, problems);
    let is_username = |column: &Column| matches!(column, Column::Username);
    let Some(username) = columns.iter().position(is_username) else {
        problems.add(head.number, 0, text!("csv-no-username", line = head.number));
        return found;
    };
    let ids = learners.iter();
    let ids: HashMap<String, UserId> = ids
        .map(|learner| (learner.username.to_lowercase(), learner.id))
        .collect();
    let mut seen = HashSet::new();
    for row in rows {
        let (line, column) = (row.number, username + 1);
        let name = row.cell(username).trim_start_matches('@').to_owned();
        if row.cells.len() > columns.len() {
            problems.add(line, 0, text!("csv-too-wide", line = line));
        }
        match ids.get(&name.to_lowercase()) {
            None => {
                let words = text!(
                    "csv-unknown-learner",
                    line = line,
                    column = column,
                    name = name
                );
                problems.add(line, column, words);
            }
            Some(user) if !seen.insert(*user) => {
                let words = text!(
                    "csv-learner-twice",
                    line = line,
                    column = column,
                    name = name
                );
                problems.add(line, column, words);
            }
            Some(user) => read_row(row, *user, &columns, &mut found),
        }
    }
    found
}

fn columns<'a>(head: &Line, items: &'a [Item], problems: &mut Problems) -> Vec<Column<'a>> {
    let (line, mut used) = (head.number, HashSet::new());
    let mut all = Vec::new();
    for at in 0..head.cells.len() {
        let (name, place) = (head.cell(at).to_owned(), at + 1);
        let column = column(&name, items);
        let is_again = match column {
            Some(Column::Item(item)) => !used.insert(item.id),
            _ => false,
        };
        if is_again {
            let words = text!("csv-column-twice", line = line, column = place, name = name);
            problems.add(line, place, words);
        } else if column.is_none() {
            let words = text!(
                "csv-unknown-column",
                line = line,
                column = place,
                name = name
            );
            problems.add(line, place, words);
        }
        all.push(column.unwrap_or(Column::Told));
    }
    all
}

/// By the number in its title, or by a title that only one item has.
fn column<'a>(name: &str, items: &'a [Item]) -> Option<Column<'a>> {
    if is_word(name, |l| fl!(l, "csv-username")) {
        return Some(Column::Username);
    }
    if is_word(name, |l| fl!(l, "gradebook-exported-grades")) {
        return Some(Column::Exported);
    }
    let is_told = name.is_empty()
        || is_word(name, |l| fl!(l, "csv-name"))
        || is_word(name, |l| fl!(l, "gradebook-total"));
    if is_told {
        return Some(Column::Told);
    }
    let number = name
        .strip_suffix(']')
        .and_then(|name| name.rsplit_once('['));
    let number: Option<ItemId> = number.and_then(|(_, number)| number.parse().ok());
    if let Some(item) = items.iter().find(|item| Some(item.id) == number) {
        return Some(Column::Item(item));
    }
    let mut called = items.iter().filter(|item| item.title == name);
    let only = called.next().filter(|_| called.next().is_none());
    only.map(Column::Item)
}

fn read_row<'a>(row: &Line, user: UserId, columns: &[Column<'a>], found: &mut Vec<Cell<'a>>) {
    let is_exported = |column: &Column| matches!(column, Column::Exported);
    let exported = columns.iter().position(is_exported);
    let exported = exported.and_then(|at| Remembered::parse(row.cell(at)));
    for (at, column) in columns.iter().enumerate() {
        let Column::Item(item) = column else {
            continue;
        };
        found.push(Cell {
            user,
            item,
            wanted: State::parse(row.cell(at)),
            exported: exported.as_ref().map(|exported| exported.of(item.id)),
            line: row.number,
            column: at + 1,
        });
    }
}
