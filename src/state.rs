//! What the program owns while it runs: one value, built once, handed to every handler, socket and job.

use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::db::Db;
use crate::error::AppError;
use crate::realtime::Hub;
use crate::site::Site;
use crate::storage::Storage;
use crate::web::client::DemoFlag;
use crate::web::limits::Limits;
use crate::web::session::Sessions;
use crate::web::shared::Shared;

/// A cheap handle on all that the program owns.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    /// The pool of database connections.
    pub db: Db,
    /// The files that people uploaded and the program made.
    pub storage: Storage,
    /// Sessions and signed-in people, remembered for some seconds so that a request needs no query for them.
    pub sessions: Sessions,
    /// What is the same for all viewers, remembered for some seconds.
    pub shared: Shared,
    /// The token buckets of whatever can be done too often.
    pub limits: Limits,
    /// The open sockets, and what is written for their rooms.
    pub hub: Hub,
    /// Asks other servers: those that take payments.
    pub http: reqwest::Client,
    /// Settings and announcements, as this node knows them.
    pub site: Site,
    /// Whether every page says that demo data is loaded.
    pub demo: DemoFlag,
    /// Cancelled when the program is asked to stop: sockets close, workers finish what they have in hand.
    pub stop: CancellationToken,
}

impl App {
    pub fn new(parts: Parts) -> App {
        App(Arc::new(parts))
    }

    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRequest for App {
    type Error = AppError;
    type Future = std::future::Ready<Result<App, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(App::of(request))
    }
}

impl App {
    /// The program that serves this request.
    pub fn of(request: &HttpRequest) -> Result<App, AppError> {
        request
            .app_data::<web::Data<App>>()
            .map(|app| App::clone(app))
            .ok_or_else(|| AppError::Internal(anyhow::anyhow!("the app is not in the app data")))
    }
}
