//! The composition root: builds what the program owns, wraps the routes in middleware, runs until told to stop.
//!
//! Tests start exactly what `lectern serve` starts.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing_actix_web::TracingLogger;

use crate::accounts::{
    LiftSuspensions, PruneDevices, PruneSessions, SendConfirmation, SendResetLink,
};
use crate::admin::TellOfAnnouncement;
use crate::calendar::jobs::RemindOfDue;
use crate::chat::{self, ArchiveMessages, GatherDigests, IndexMessages, SendDigest};
use crate::config::Config;
use crate::courses::{RecountCourse, TellOfLessons};
use crate::db::{self, Db};
use crate::demo;
use crate::jobs::{PruneFinished, Registry, Worker};
use crate::live::jobs::{CutReplay, EndAbandoned, PrepareDeck, RemindOfClasses, RemuxRecording};
use crate::live::{self, Streams};
use crate::mail::{PruneMails, SendMail};
use crate::orders::jobs::{AskGateway, ClosePayment, ExpireOrders, GiveBack, SendSandboxNotice};
use crate::own_data::{MakeExport, SweepExports};
use crate::quizzes::jobs::CloseAttempt;
use crate::realtime::{self, Bus, Hub};
use crate::routes;
use crate::sidecar::{DataLock, Database};
use crate::site::{self, Site};
use crate::state::{App, Parts};
use crate::storage::{DeleteObjects, Storage, SweepOrphans};
use crate::web::client::DemoFlag;
use crate::web::limits::{self, Limits};
use crate::web::log::Spans;
use crate::web::session::Sessions;
use crate::web::shared::Shared;
use crate::web::{
    address, client, connection, csrf, error_pages, metrics, panics, security_headers, session,
    slow,
};

/// How long open requests and sockets may take to finish after a stop.
const GRACE: Duration = Duration::from_secs(10);

/// Within this all sockets are told that the program restarts.
const SOCKETS_GRACE: Duration = Duration::from_secs(3);

/// A running program.
pub struct Server {
    /// Where it listens; the port is the real one where 0 was configured.
    pub address: SocketAddr,
    pub app: App,
    pub streams: Streams,
    worker: Worker,
    handle: ServerHandle,
    serving: JoinHandle<std::io::Result<()>>,
    database: Database,
    /// Let go last.
    _lock: DataLock,
}

impl Server {
    /// Brings everything up: database, migrations, sidecars, jobs, and last the listener.
    ///
    /// # Errors
    /// Whatever can't be brought up, in words; what was started by then is stopped again.
    pub async fn start(config: Config) -> anyhow::Result<Server> {
        let lock = DataLock::take(&config.data)?;
        let database = Database::for_server(&lock, config.database.url.as_deref()).await?;
        let db = Db::new(database.url(), config.database.pool_size);
        let (listen, patience) = (config.http.listen, config.http.patience);
        let app = build(config, db).await?;
        app.storage.clear_uploads().await?;
        let streams = Streams::start(&app, &lock).await?;
        let http = {
            let (app, streams) = (app.clone(), streams.clone());
            HttpServer::new(move || assemble(app.clone(), streams.clone()))
                .shutdown_timeout(GRACE.as_secs())
                .client_request_timeout(patience)
                .disable_signals()
                .on_connect(connection::watch(patience))
                .bind(listen)?
        };
        let address = http.addrs()[0];
        lock.announce(&format!("http://{address}"))?;
        tokio::spawn(realtime::keep_watch(app.clone()));
        tokio::spawn(site::keep_fresh(app.clone()));
        tokio::spawn(realtime::keep_bus(app.clone()));
        tokio::spawn(limits::keep_small(app.clone()));
        tokio::spawn(live::count_viewers(app.clone()));
        tokio::spawn(chat::tell_presence(app.clone()));
        tokio::spawn(live::tell_rooms(app.clone(), streams.clone()));
        let server = http.run();
        let handle = server.handle();
        Ok(Server {
            address,
            worker: Worker::start(app.clone(), jobs()),
            app,
            streams,
            handle,
            serving: tokio::spawn(server),
            database,
            _lock: lock,
        })
    }

    /// Runs until the listener ends.
    pub async fn wait(self) -> anyhow::Result<()> {
        Ok(self.serving.await??)
    }

    /// Not ready any more, then sockets and requests finish, then everything that was started stops.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.app.stop.cancel();
        self.app.hub.shut_down(SOCKETS_GRACE).await;
        self.handle.stop(true).await;
        self.worker.stopped().await;
        self.serving.await??;
        self.streams.stop().await;
        self.database.stop().await;
        Ok(())
    }
}

/// Runs a command of the program's own with everything but the server: on the database of a server that runs on the same
/// data folder, or on one that is started for the command.
pub async fn with(
    config: Config,
    work: impl AsyncFnOnce(App) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let database = Database::for_command(&config.data, config.database.url.as_deref()).await?;
    let db = Db::new(database.url(), config.database.pool_size);
    let outcome = match build(config, db).await {
        Ok(app) => work(app).await,
        Err(error) => Err(error),
    };
    database.stop().await;
    outcome
}

async fn build(config: Config, db: Db) -> anyhow::Result<App> {
    let migrated = db.run_patiently(|conn| Ok(db::migrate(conn)?)).await?;
    for version in migrated {
        tracing::info!(version, "migrated");
    }
    let flag = DemoFlag::default();
    flag.set(db.run(demo::is_loaded).await?);
    let site = Site::new(db.run(site::load).await?);
    Ok(App::new(Parts {
        storage: Storage::open(&config)?,
        sessions: Sessions::new(db.clone()),
        shared: Shared::default(),
        limits: Limits::default(),
        hub: Hub::new(Bus::new(&config)?),
        http: http_client()?,
        site,
        demo: flag,
        stop: CancellationToken::new(),
        config,
        db,
    }))
}

/// Names the library that TLS is computed with; to be called before any client is built. Again, it changes nothing.
pub fn choose_cryptography() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Follows no redirects: what it asks is asked of one server.
fn http_client() -> anyhow::Result<reqwest::Client> {
    choose_cryptography();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    Ok(client.build()?)
}

/// Every kind of job, subject by subject, and how often the recurring ones run.
pub fn jobs() -> Registry {
    const HOUR: Duration = Duration::from_secs(3600);
    Registry::default()
        .every::<PruneFinished>(HOUR)
        .every::<PruneSessions>(HOUR)
        .every::<PruneDevices>(24 * HOUR)
        .every::<LiftSuspensions>(LiftSuspensions::EVERY)
        .with::<TellOfAnnouncement>()
        .every::<SweepOrphans>(24 * HOUR)
        .every::<PruneMails>(24 * HOUR)
        .with::<SendMail>()
        .with::<SendResetLink>()
        .with::<SendConfirmation>()
        .every::<IndexMessages>(IndexMessages::EVERY)
        .every::<ArchiveMessages>(ArchiveMessages::EVERY)
        .every::<GatherDigests>(GatherDigests::EVERY)
        .with::<SendDigest>()
        .with::<DeleteObjects>()
        .every::<EndAbandoned>(EndAbandoned::EVERY)
        .every::<RemindOfClasses>(RemindOfClasses::EVERY)
        .with::<RemuxRecording>()
        .with::<PrepareDeck>()
        .with::<CutReplay>()
        .with::<RecountCourse>()
        .every::<TellOfLessons>(TellOfLessons::EVERY)
        .with::<MakeExport>()
        .every::<SweepExports>(SweepExports::EVERY)
        .with::<CloseAttempt>()
        .every::<ExpireOrders>(ExpireOrders::EVERY)
        .with::<AskGateway>()
        .with::<ClosePayment>()
        .with::<GiveBack>()
        .with::<SendSandboxNotice>()
        .every::<RemindOfDue>(RemindOfDue::EVERY)
}

/// The routes in their middleware; the last wrapped is the first to see a request.
fn assemble(
    app: App,
    streams: Streams,
) -> actix_web::App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let sessions = session::middleware(&app.config, &app.sessions);
    actix_web::App::new()
        .app_data(web::PayloadConfig::new(256 * 1024))
        .app_data(web::Data::new(app))
        .app_data(web::Data::new(streams))
        .configure(routes::mount)
        .wrap(from_fn(slow::give_up_slow_bodies))
        .wrap(from_fn(client::tell_origin))
        .wrap(from_fn(address::refuse_nul))
        .wrap(from_fn(csrf::refuse_cross_site))
        .wrap(from_fn(error_pages::render_errors))
        .wrap(sessions)
        .wrap(from_fn(session::end_with_browser))
        .wrap(from_fn(security_headers::add_headers))
        .wrap(Compress::default())
        .wrap(from_fn(panics::answer_panics))
        .wrap(from_fn(metrics::measure))
        .wrap(TracingLogger::<Spans>::new())
}
