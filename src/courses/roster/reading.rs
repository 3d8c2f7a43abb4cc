//! A list as it is brought: whom each of its lines names.

use i18n_embed_fl::fl;

use crate::csv::{self, Line, Problems};
use crate::text;

/// One person as the list has them. Either the username or the email is not empty.
pub(super) struct Named {
    pub line: usize,
    /// In small letters, as all accounts are told apart.
    pub username: String,
    pub email: String,
    /// As the list has it; it decides nothing.
    pub name: String,
}

impl Named {
    /// What the line calls them.
    pub fn called(&self) -> String {
        match self.username.is_empty() {
            true => self.email.clone(),
            false => self.username.clone(),
        }
    }
}

/// Everybody on the list. Columns that say nothing here are passed over: schools keep many more.
pub(super) fn people(lines: &[Line], problems: &mut Problems) -> Vec<Named> {
    let Some((head, rows)) = lines.split_first() else {
        problems.add(1, 0, text!("csv-empty"));
        return Vec::new();
    };
    let column = |word: fn(_) -> String| {
        let mut places = 0..head.cells.len();
        places.find(|at| csv::is_word(head.cell(*at), word))
    };
    let username = column(|l| fl!(l, "csv-username"));
    let email = column(|l| fl!(l, "roster-email"));
    let name = column(|l| fl!(l, "csv-name"));
    if username.or(email).is_none() {
        problems.add(
            head.number,
            0,
            text!("roster-no-column", line = head.number),
        );
        return Vec::new();
    }
    let mut found = Vec::new();
    for row in rows {
        let cell = |at: Option<usize>| at.map_or("", |at| row.cell(at));
        let named = named(row.number, cell(username), cell(email), cell(name));
        match named.called().is_empty() {
            true => problems.add(row.number, 0, text!("roster-empty-line", line = row.number)),
            false => found.push(named),
        }
    }
    found
}

/// An email in the column of usernames is an email.
fn named(line: usize, username: &str, email: &str, name: &str) -> Named {
    let username = username.trim_start_matches('@').to_lowercase();
    let email = email.to_lowercase();
    let is_email = email.is_empty() && username.contains('@');
    let (username, email) = match is_email {
        true => (String::new(), username),
        false => (username, email),
    };
    Named {
        line,
        username,
        email,
        name: name.to_owned(),
    }
}
