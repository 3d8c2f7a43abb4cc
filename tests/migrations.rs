//! What a migration may do (`migrations/README.md`): an older program serves beside it, and the tables that grow are busy.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The last step of the first schema; before it there was no program to serve beside.
const FIRST_SCHEMA: &str = "2026-11-26-182003";

/// Those that are never locked for long.
const GROWING: [&str; 5] = [
    "messages",
    "live_chat_messages",
    "progress",
    "jobs",
    "audit_log",
];

/// A step of a later release that takes away what no program in use reads any more begins so, and says why.
const CONTRACTS: &str = "-- Contracts: ";

/// The statements of a step as words in upper case, one space between them; bodies of functions are one word.
fn statements(sql: &str) -> Vec<String> {
    let code: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let outside = code
        .split("$$")
        .step_by(2)
        .collect::<Vec<_>>()
        .join(" BODY ");
    let words = |statement: &str| {
        let spaced = statement
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace(',', " , ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        words.join(" ").to_uppercase()
    };
    let statements = outside.split(';').map(words);
    statements
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// The word after this beginning.
fn named<'a>(statement: &'a str, beginning: &str) -> Option<&'a str> {
    let rest = statement.strip_prefix(beginning)?;
    let rest = rest
        .trim_start_matches("IF NOT EXISTS ")
        .trim_start_matches("ONLY ");
    rest.split(' ').next()
}

/// The table that an index is made on.
fn table_of_index(statement: &str) -> Option<&str> {
    let (_, rest) = statement.split_once(" ON ")?;
    rest.trim_start_matches("ONLY ").split(' ').next()
}

/// What is wrong with a step.
fn breaches(sql: &str) -> Vec<String> {
    let statements = statements(sql);
    let new: BTreeSet<&str> = statements
        .iter()
        .filter_map(|statement| named(statement, "CREATE TABLE "))
        .collect();
    let wrong = |statement: &String| {
        let why = breach(statement, &new)?;
        Some(format!("{why}: {statement}"))
    };
    statements.iter().filter_map(wrong).collect()
}

fn breach(statement: &str, new: &BTreeSet<&str>) -> Option<&'static str> {
    let is_growing = |table: &str| GROWING.iter().any(|name| name.eq_ignore_ascii_case(table));
    if statement.starts_with("CREATE INDEX") || statement.starts_with("CREATE UNIQUE INDEX") {
        let table = table_of_index(statement).filter(|table| !new.contains(table))?;
        if statement.starts_with("CREATE UNIQUE") {
            return Some("an older program may write what it refuses");
        }
        let is_concurrent = statement.contains(" CONCURRENTLY ");
        return (is_growing(table) && !is_concurrent).then_some("locks a busy table");
    }
    let parts = [
        "DROP TABLE",
        "DROP TYPE",
        "DROP VIEW",
        "DROP COLUMN",
        " RENAME ",
    ];
    if parts.iter().any(|part| statement.contains(part)) {
        return Some("an older program still reads it");
    }
    if named(statement, "UPDATE ").is_some_and(is_growing) {
        return Some("is the work of a job, in batches");
    }
    let table = named(statement, "ALTER TABLE ").filter(|table| !new.contains(table))?;
    actions(statement).find_map(|action| of_action(action, is_growing(table)))
}

/// The parts of an `ALTER TABLE`: split at the commas that stand in no brackets.
fn actions(statement: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    statement
        .split(move |letter| {
            depth += match letter {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            letter == ',' && depth == 0
        })
        .map(str::trim)
}

fn of_action(action: &str, is_growing: bool) -> Option<&'static str> {
    let has = |words: &str| action.contains(words);
    if has("ADD COLUMN") {
        let is_filled = has(" DEFAULT ") || has(" GENERATED ");
        return (has(" NOT NULL") && !is_filled).then_some("an older program does not write it");
    }
    if has("SET NOT NULL") || has("ALTER COLUMN") && has(" TYPE ") {
        return Some("an older program writes something else");
    }
    let is_rule =
        has("ADD CONSTRAINT") || has("ADD CHECK") || has("ADD UNIQUE") || has("ADD FOREIGN");
    let is_checked = !has("NOT VALID");
    match is_rule {
        true if has("UNIQUE") => Some("an older program may write what it refuses"),
        true if is_growing && is_checked => Some("locks a busy table"),
        _ => None,
    }
}

/// Every step, by its name.
fn steps() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let steps = fs::read_dir(folder).expect("the migrations");
    let mut steps: Vec<(String, PathBuf)> = steps
        .map(|step| step.expect("a step"))
        .filter(|step| step.path().is_dir())
        .map(|step| (step.file_name().to_string_lossy().into_owned(), step.path()))
        .collect();
    steps.sort();
    steps
}

#[test]
fn an_older_program_can_serve_beside_every_step() {
    let mut complaints = Vec::new();
    for (name, folder) in steps() {
        let sql = fs::read_to_string(folder.join("up.sql")).expect("up.sql");
        if name.as_str() > FIRST_SCHEMA
            && !name.starts_with(FIRST_SCHEMA)
            && !sql.starts_with(CONTRACTS)
        {
            complaints.extend(
                breaches(&sql)
                    .into_iter()
                    .map(|breach| format!("{name}: {breach}")),
            );
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn an_index_that_is_made_beside_others_is_alone_in_its_step_and_in_no_transaction() {
    let mut found = 0;
    for (name, folder) in steps() {
        let sql = fs::read_to_string(folder.join("up.sql")).expect("up.sql");
        let statements = statements(&sql);
        if !statements
            .iter()
            .any(|statement| statement.contains(" CONCURRENTLY "))
        {
            continue;
        }
        found += 1;
        assert_eq!(statements.len(), 1, "{name}");
        assert!(
            statements[0].contains("IF NOT EXISTS"),
            "{name}: a killed start may have made it"
        );
        let settings = fs::read_to_string(folder.join("metadata.toml")).unwrap_or_default();
        assert!(settings.contains("run_in_transaction = false"), "{name}");
    }
    assert!(found > 0, "there is one");
}

#[test]
fn every_step_can_be_undone() {
    for (name, folder) in steps() {
        let sql = fs::read_to_string(folder.join("down.sql")).unwrap_or_default();
        assert!(!statements(&sql).is_empty(), "{name}");
    }
}

#[test]
fn the_rule_would_notice_a_breach() {
    for sql in [
        "DROP TABLE messages",
        "ALTER TABLE users DROP COLUMN bio",
        "ALTER TABLE users RENAME COLUMN bio TO about",
        "ALTER TABLE users\n    ADD COLUMN age integer, -- DEFAULT 0\n    ADD COLUMN height integer NOT NULL",
        "ALTER TABLE users ALTER COLUMN bio TYPE varchar(10)",
        "ALTER TABLE users ALTER COLUMN bio SET NOT NULL",
        "CREATE UNIQUE INDEX users_bio_key ON users (bio)",
        "ALTER TABLE users ADD CONSTRAINT users_bio_key UNIQUE (bio)",
        "CREATE INDEX messages_bio_idx ON messages (content)",
        "ALTER TABLE jobs ADD CONSTRAINT jobs_check CHECK (id > 0)",
        "UPDATE messages SET content = ''",
    ] {
        assert_eq!(breaches(sql).len(), 1, "{sql}");
    }
    for sql in [
        "CREATE TABLE a (id bigint NOT NULL); CREATE UNIQUE INDEX a_key ON a (id); ALTER TABLE a ADD UNIQUE (id)",
        "ALTER TABLE users ADD COLUMN age integer NOT NULL DEFAULT 0 CHECK (age IN (1, 2)), ADD COLUMN size integer",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_bio_idx ON messages (content)",
        "ALTER TABLE jobs ADD CONSTRAINT jobs_check CHECK (id > 0) NOT VALID",
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN DROP TABLE users; END $$ LANGUAGE plpgsql",
        "DROP INDEX users_bio_idx; ALTER TABLE users DROP CONSTRAINT users_bio_check",
    ] {
        assert_eq!(breaches(sql), [""; 0], "{sql}");
    }
}
