//! Tells the open pages of a class what happens to it.

use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::live::messages::LiveLog;
use crate::live::{Happening, LiveEvent, Streams};
use crate::realtime::Topic;
use crate::state::App;

/// Passes on every event until the program stops.
pub async fn tell_rooms(app: App, streams: Streams) {
    let mut events = streams.subscribe();
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            event = events.recv() => match event {
                Ok(event) => tell(&app, event),
                // Pages ask for their picture anew now and then; what was missed here, they find out themselves.
                Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "events of live classes were not passed on"),
                Err(RecvError::Closed) => return,
            },
        }
    }
}

fn tell(app: &App, event: LiveEvent) {
    let what = match event.what {
        Happening::Started => "started",
        Happening::Resumed => "resumed",
        Happening::Interrupted => "interrupted",
        Happening::Ended => "ended",
        Happening::ReplayReady => "replay-ready",
    };
    app.hub
        .announce(Topic::of::<LiveLog>(event.room), "happened", |_| {
            json!(what)
        });
}
