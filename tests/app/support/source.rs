//! Every route of the program, read from its source, so that no test of all routes can miss a new one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// `GET` or `POST` (there are no others), and the path with its placeholders: `/courses/{id}`.
pub fn routes() -> BTreeSet<(&'static str, String)> {
    let mut routes = BTreeSet::new();
    read_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut routes,
    );
    assert!(routes.len() > 20, "the routes are found");
    routes
}

fn read_folder(folder: &Path, routes: &mut BTreeSet<(&'static str, String)>) {
    for entry in fs::read_dir(folder).expect("the source").flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_folder(&path, routes);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            read(&fs::read_to_string(path).expect("a source file"), routes);
        }
    }
}

/// `.route("/path", web::get().to(…))`, on one line or several, and `web::resource("/path").route(web::get()…)`; where
/// they are imported, `get()` by itself.
fn read(source: &str, routes: &mut BTreeSet<(&'static str, String)>) {
    for (call, method) in [("get().to(", "GET"), ("post().to(", "POST")] {
        for (at, _) in source.match_indices(call) {
            let quoted = source[..at].rsplit('"').nth(1).unwrap_or_default();
            let pattern = with_prefix(quoted, source);
            assert!(
                pattern.starts_with('/'),
                "{pattern:?} before {call} is no path"
            );
            routes.insert((method, pattern));
        }
    }
}

/// `{lesson}/progress` begins with what `let lesson = "…"` says in the same file.
fn with_prefix(pattern: &str, source: &str) -> String {
    let Some((name, rest)) = pattern
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
    else {
        return pattern.to_owned();
    };
    let definition = source
        .split(&format!("let {name} = "))
        .nth(1)
        .unwrap_or_default();
    let prefix = definition.split('"').nth(1).unwrap_or_default();
    format!("{prefix}{rest}")
}
