//! Every route of the program, to be asked.

use super::{TestApp, source};

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
        let found = source::routes().into_iter();
        found
            .map(|(method, pattern)| Route { method, pattern })
            .collect()
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
