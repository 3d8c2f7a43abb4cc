//! Every route of the program, read from its source, so that no test of all routes can miss a new one.

use std::fs;
use std::path::Path;

use super::TestApp;

/// A route as it is mounted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// `GET` or `POST`: there are no others.
    pub method: &'static str,
    /// With its placeholders: `/courses/{id}`.
    pub pattern: String,
}

impl Route {
    pub fn all() -> Vec<Route> {
        let mut routes = Vec::new();
        read_folder(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut routes,
        );
        routes.sort();
        assert!(routes.len() > 20, "the routes are found");
        routes
    }

    pub fn writing() -> Vec<Route> {
        Route::of("POST")
    }

    pub fn reading() -> Vec<Route> {
        Route::of("GET")
    }

    fn of(method: &str) -> Vec<Route> {
        let routes = Route::all().into_iter();
        routes.filter(|route| route.method == method).collect()
    }

    /// The path with an id in each placeholder: the one of the cast where there is one, or 1.
    pub fn path(&self, app: &TestApp) -> String {
        let mut path = String::new();
        let mut rest = self.pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a whole placeholder");
            path += before;
            path += &filled(name, before, app);
            rest = after;
        }
        path + rest
    }
}

fn filled(name: &str, before: &str, app: &TestApp) -> String {
    let name = name.split(':').next().unwrap_or(name);
    match (name, before.rsplit('/').nth(1)) {
        ("course", _) | (_, Some("courses")) => app.cast.course.to_string(),
        ("lesson", _) | (_, Some("lessons")) => app.cast.lesson.to_string(),
        ("path", _) => "css/app.css".into(),
        (_, Some("media")) => uuid::Uuid::nil().to_string(),
        _ => "1".into(),
    }
}

fn read_folder(folder: &Path, routes: &mut Vec<Route>) {
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
fn read(source: &str, routes: &mut Vec<Route>) {
    for (call, method) in [("get().to(", "GET"), ("post().to(", "POST")] {
        for (at, _) in source.match_indices(call) {
            let quoted = source[..at].rsplit('"').nth(1).unwrap_or_default();
            let pattern = with_prefix(quoted, source);
            assert!(
                pattern.starts_with('/'),
                "{pattern:?} before {call} is no path"
            );
            routes.push(Route { method, pattern });
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
