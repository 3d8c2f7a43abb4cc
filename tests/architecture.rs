//! Keeps the shape of the program: which module may use which, how long a file and a handler may be; and that the access
//! matrix has a line for every route.
//!
//! The import rule is the order in which `src/lib.rs` is read: the ground knows no subject, a subject knows those before
//! it, and what joins the subjects comes last. A rule that has to give way is changed here, in sight of everybody.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "app/support/source.rs"]
mod source;
#[path = "app/access/table.rs"]
mod table;

use table::{LETTERS, Line};

/// From the ground up. A module may use those of earlier layers, and of its own only what `WITHIN` says.
const LAYERS: [&[&str]; 11] = [
    &["config", "error", "i18n", "origin", "schema"],
    &[
        "audit",
        "csv",
        "danmaku",
        "db",
        "state",
        "web",
        "realtime",
        "jobs",
        "storage",
        "mail",
        "search",
        "markdown",
        "sidecar",
        "site",
        "reporting",
    ],
    &["accounts"],
    &["notifications"],
    &["courses"],
    &["gradebook"],
    &["quizzes", "assignments", "orders", "chat"],
    &["live"],
    &["calendar"],
    &["media", "home", "admin", "copying", "own_data"],
    &["app", "backup", "routes", "demo", "doctor", "main", "lib"],
];

/// Who may use whom within a layer. `state` is what the program owns: it names the parts, and the parts are handed it.
const WITHIN: [(&str, &[&str]); 12] = [
    ("site", &["audit", "db", "search", "state", "web"]),
    ("audit", &["web"]),
    ("reporting", &["web"]),
    ("error", &["i18n"]),
    ("i18n", &["schema"]),
    (
        "state",
        &[
            "db", "site", "web", "realtime", "jobs", "storage", "mail", "sidecar",
        ],
    ),
    ("web", &["db", "site", "state"]),
    ("realtime", &["db", "site", "state", "web"]),
    ("jobs", &["db", "state"]),
    ("storage", &["db", "state", "web", "jobs"]),
    ("mail", &["db", "search", "state", "web", "jobs", "storage"]),
    ("app", &["routes", "demo", "doctor"]),
];

const LONGEST_FILE: usize = 250;
const LONGEST_HANDLER: usize = 15;

/// Made by a program.
const GENERATED: [&str; 1] = ["schema.rs"];

#[test]
fn imports_go_one_way() {
    let mut broken = BTreeSet::new();
    for file in sources() {
        let user = module_of(&file);
        for used in modules_used(&fs::read_to_string(&file).unwrap()) {
            if !may_use(&user, &used) {
                broken.insert(format!("{} uses {used}", shown(&file)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let modules: BTreeSet<String> = sources().iter().map(|file| module_of(file)).collect();
    let strangers: Vec<_> = modules
        .iter()
        .filter(|name| layer_of(name).is_none())
        .collect();
    assert!(strangers.is_empty(), "{strangers:?} are in no layer");
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut broken = Vec::new();
    for file in sources() {
        let source = fs::read_to_string(&file).unwrap();
        let is_generated = GENERATED.iter().any(|name| file.ends_with(name));
        let length = source.lines().count();
        if !is_generated && length > LONGEST_FILE {
            broken.push(format!("{} has {length} lines", shown(&file)));
        }
        if !is_generated && !source.starts_with("//!") {
            broken.push(format!("{} does not say what it is", shown(&file)));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn handlers_only_translate() {
    let mut broken = Vec::new();
    for file in sources().into_iter().filter(|file| is_of_handlers(file)) {
        for (name, length) in functions(&fs::read_to_string(&file).unwrap()) {
            if length > LONGEST_HANDLER && name != "routes" {
                broken.push(format!("{} {name} has {length} lines", shown(&file)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Whatever waits for a time goes by one clock, that of the database (row R23, `db::clock`): the program's own may be an hour
/// off. Here nothing waits for it, or it is another's clock that counts.
const BY_ITS_OWN_CLOCK: [(&str, &str); 26] = [
    ("doctor/", "compares the two"),
    ("web/metrics.rs", "compares the two"),
    ("demo/", "makes up a past"),
    ("backup/tar.rs", "the stamp of a file"),
    ("storage/commit.rs", "the stamp of a file"),
    (
        "storage/sweep.rs",
        "the age of files, by the clock that stamped them",
    ),
    ("storage/store.rs", "the age of objects, a day and more"),
    (
        "orders/gateways/alipay/mod.rs",
        "Alipay compares it with its own",
    ),
    (
        "orders/gateways/stripe/mod.rs",
        "Stripe's own, and an alarm where they differ",
    ),
    ("accounts/people.rs", "words of a mail"),
    ("admin/announcements/views.rs", "words on a page"),
    ("calendar/views.rs", "the month that is shown first"),
    ("chat/views/rooms.rs", "today or before"),
    ("notifications/views.rs", "today or before"),
    ("live/planning/form.rs", "an hour's play for what was typed"),
    (
        "live/roll_calls/register.rs",
        "words on a page; closing goes by the database",
    ),
    ("live/statistics/attendance.rs", "words on a page"),
    ("live/signals/views.rs", "a plot of the picture's time"),
    // The time of the picture is that of the machine that takes the stream, which stamps its files.
    ("live/signals/lost.rs", "the picture's time"),
    ("live/slides/turning.rs", "the picture's time"),
    ("live/messages/", "the picture's time"),
    ("live/channel.rs", "the picture's time"),
    (
        "live/recording/remux.rs",
        "the age of files, by the clock that stamped them",
    ),
    (
        "live/playback/serving.rs",
        "nginx compares it with the same machine's",
    ),
    ("live/playback/feed/tests.rs", "the stamp of a file"),
    (
        "sidecar/nginx_rtmp/segments.rs",
        "the age of files, by the clock that stamped them",
    ),
];

/// Whether this source asks the program's own clock, tests of its own aside.
fn asks_its_own_clock(source: &str) -> bool {
    let served = source.split("#[cfg(test)]").next().unwrap_or_default();
    ["Utc::now", "SystemTime::now", "Local::now", "now_utc("]
        .iter()
        .any(|clock| served.contains(clock))
}

#[test]
fn what_waits_for_a_time_goes_by_the_clock_of_the_database() {
    let mut broken = Vec::new();
    for file in sources() {
        let name = shown(&file);
        let may = BY_ITS_OWN_CLOCK
            .iter()
            .any(|(place, _)| name.starts_with(place));
        if !may && asks_its_own_clock(&fs::read_to_string(&file).unwrap()) {
            broken.push(name);
        }
    }
    assert!(
        broken.is_empty(),
        "these ask the program's own clock: {broken:?}; take db::clock(conn) or diesel's now, or say here why not"
    );
    let gone: Vec<_> = BY_ITS_OWN_CLOCK
        .iter()
        .filter(|(place, _)| !folder().join(place).exists())
        .collect();
    assert!(gone.is_empty(), "there is no such place: {gone:?}");
    assert!(asks_its_own_clock("let at = is_done.then(Utc::now);"));
    assert!(!asks_its_own_clock("#[cfg(test)] mod tests { Utc::now() }"));
}

#[test]
fn the_rule_would_notice_a_breach() {
    assert!(!may_use("courses", "chat"), "upwards");
    assert!(!may_use("chat", "live"), "sideways");
    assert!(!may_use("jobs", "courses"), "the ground knows no subject");
    assert!(may_use("chat", "courses") && may_use("live", "storage"));
    let source = "use crate::{db::Db, web::{Page, Viewer}};\nfn f() { crate::chat::rooms() } // crate::text!\nuse crate::text;";
    let used: Vec<_> = modules_used(source).into_iter().collect();
    assert_eq!(used, ["chat", "db", "web"]);
    let handlers =
        "async fn show(\n    page: Page,\n) -> Result<HttpResponse> {\n    one();\n    two()\n}\n";
    assert_eq!(functions(handlers), [("show".to_owned(), 2)]);
}

#[test]
fn every_route_of_the_program_has_its_line_in_the_access_matrix() {
    let lines = Line::all();
    let in_table: BTreeSet<(&str, &str)> = lines
        .iter()
        .map(|line| (line.method, line.pattern))
        .collect();
    assert_eq!(in_table.len(), lines.len(), "a route has one line");
    let routes = source::routes();
    let in_program: BTreeSet<(&str, &str)> = routes
        .iter()
        .map(|(method, pattern)| (*method, pattern.as_str()))
        .collect();
    let missing = in_program.difference(&in_table);
    let missing: Vec<String> = missing.map(|route| line_for(*route, &lines)).collect();
    assert!(
        missing.is_empty(),
        "add to tests/access.txt, with who gets in instead of WHO (letters of {LETTERS}, or `by FILE` for a test in \
         tests/app that knows):\n\n{}\n",
        missing.join("\n")
    );
    let gone: Vec<_> = in_table.difference(&in_program).collect();
    assert!(
        gone.is_empty(),
        "take out of tests/access.txt, there is no such route: {gone:#?}"
    );
}

/// The line to add for this route, and the one that it goes below.
fn line_for((method, pattern): (&str, &str), lines: &[Line]) -> String {
    let shared = |line: &&Line| {
        let both = line.pattern.bytes().zip(pattern.bytes());
        both.take_while(|(a, b)| a == b).count()
    };
    let above = lines.iter().max_by_key(shared).expect("a line");
    format!(
        "{method:4} {pattern:46} WHO    (below {} {} {})",
        above.method, above.pattern, above.who
    )
}

#[test]
fn every_line_of_the_access_matrix_names_people_or_a_test_that_is_there() {
    for Line {
        method,
        pattern,
        who,
    } in Line::all()
    {
        let is_known = match who.strip_prefix("by ") {
            Some(file) => {
                let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/app");
                tests.join(file).exists()
            }
            None => who.chars().all(|letter| LETTERS.contains(letter)),
        };
        assert!(is_known, "{method} {pattern}: who is {who}?");
    }
}

fn may_use(user: &str, used: &str) -> bool {
    let (Some(user_layer), Some(used_layer)) = (layer_of(user), layer_of(used)) else {
        return false;
    };
    let is_allowed_within = || {
        WITHIN
            .iter()
            .any(|(name, others)| *name == user && others.contains(&used))
    };
    user == used || used_layer < user_layer || (used_layer == user_layer && is_allowed_within())
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules named after `crate::`, macros left out.
fn modules_used(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    code.match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with(['$', '_']))
        .flat_map(|(at, path)| first_segments(&code[at + path.len()..]))
        .filter(|name| !["keyset", "text", "pg_enum"].contains(&name.as_str()))
        .collect()
}

/// `db::Db` names `db`; `{db::Db, web::{Page, Viewer}}` names `db` and `web`.
fn first_segments(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![identifier(path)];
    };
    let (mut depth, mut starts) = (0, vec![0]);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts.push(at + 1),
            _ => {}
        }
    }
    let names = starts
        .into_iter()
        .map(|at| identifier(group[at..].trim_start()));
    names.filter(|name| !name.is_empty()).collect()
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect()
}

/// The functions that stand at the left edge, each with the number of lines in its body.
fn functions(source: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_function = !line.starts_with([' ', '/']) && line.contains("fn ");
        if !is_function {
            continue;
        }
        let name = identifier(line.split("fn ").nth(1).unwrap_or_default());
        let body = at
            + lines[at..]
                .iter()
                .position(|line| line.ends_with('{'))
                .unwrap_or(0);
        let length = lines[body + 1..]
            .iter()
            .position(|line| line.starts_with('}'));
        found.push((name, length.unwrap_or(0)));
    }
    found
}

fn is_of_handlers(file: &Path) -> bool {
    file.components()
        .any(|part| part.as_os_str().to_string_lossy().trim_end_matches(".rs") == "handlers")
}

/// The first name below `src`.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(folder()).unwrap();
    let first = below.components().next().unwrap();
    first
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

fn shown(file: &Path) -> String {
    file.strip_prefix(folder()).unwrap().display().to_string()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}
