//! What the program asks of its database, statement by statement, so that a test sees when a page asks too often.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// The statements of each database of the tests, by its address.
static ASKED: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

/// Has every connection that is opened from now on write down what is asked.
pub(super) fn watch() {
    set_default_instrumentation(|| Some(Box::<Listener>::default()))
        .expect("nobody else listens to the connections");
}

/// What was asked of this database so far.
pub(super) fn asked(url: &str) -> Vec<String> {
    let asked = ASKED.lock().expect("a whole list");
    asked.get(url).cloned().unwrap_or_default()
}

#[derive(Default)]
struct Listener {
    url: String,
}

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                // Without what the program adds to it.
                let url = url.split('?').next().unwrap_or(url);
                url.clone_into(&mut self.url)
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let mut asked = ASKED.lock().expect("a whole list");
                asked
                    .entry(self.url.clone())
                    .or_default()
                    .push(query.to_string());
            }
            _ => {}
        }
    }
}
