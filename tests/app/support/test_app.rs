//! The program as `lectern serve` starts it, for one test.

use std::time::{Duration, Instant};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use lectern::app::Server;
use lectern::config::{Config, Database as DatabaseConfig, Http, Live, Mail, Payment, Security};
use lectern::state::App;
use tempfile::TempDir;

use super::cast::{Cast, PASSWORD, Person};
use super::clients::Client;
use super::postgres::{self, Database};

/// A running program. A test ends with [`TestApp::finish`]; one that forgets fails.
pub struct TestApp {
    pub cast: Cast,
    server: Option<Server>,
    database: Database,
    data: TempDir,
}

impl TestApp {
    pub async fn start() -> TestApp {
        TestApp::start_with(|_| {}).await
    }

    /// Started with another configuration than the usual one.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> TestApp {
        let _ = tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::from_env("LECTERN_LOG"))
            .with_test_writer()
            .try_init();
        super::queries::watch();
        let database = Database::create();
        let data = tempfile::tempdir().expect("a data folder");
        let mut config = config(&database, &data);
        change(&mut config);
        let server = Server::start(config).await.expect("the program starts");
        TestApp {
            cast: Cast::find(&mut database.connect()),
            server: Some(server),
            database,
            data,
        }
    }

    /// Started with its RTMP server.
    pub async fn start_live() -> TestApp {
        let any_port = "127.0.0.1:0".parse().ok();
        TestApp::start_with(|config| config.live.rtmp_listen = any_port).await
    }

    /// Another node of the same site: the same database and configuration, a folder of its own.
    pub async fn beside(&self) -> Node {
        let data = tempfile::tempdir().expect("a data folder");
        let mut config = self.app().config.clone();
        config.data = data.path().canonicalize().expect("the data folder");
        let server = Server::start(config).await.expect("the other node starts");
        Node {
            server,
            _data: data,
        }
    }

    /// What lives of live classes.
    pub fn streams(&self) -> &lectern::live::Streams {
        &self.server().streams
    }

    /// What the program owns.
    pub fn app(&self) -> &App {
        &self.server().app
    }

    /// Where it listens, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://{}", self.server().address)
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("the program runs")
    }

    /// The folder that everything is written below.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Connections to the program that it has not closed, as the kernel counts them.
    pub fn open_connections(&self) -> usize {
        const ESTABLISHED: &str = "01";
        let own = format!(":{:04X}", self.server().address.port());
        let table = std::fs::read_to_string("/proc/net/tcp").expect("the connections");
        let of_program = table.lines().filter(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            columns.len() > 3 && columns[1].ends_with(&own) && columns[3] == ESTABLISHED
        });
        of_program.count()
    }

    /// A connection of the test's own, to look behind the curtain.
    pub fn database(&self) -> PgConnection {
        self.database.connect()
    }

    /// The statements about these tables that the program has sent so far. Those of its own housekeeping are left out by
    /// naming the tables; those of the worker, which sends names of jobs that sound like tables, by what they begin with.
    pub fn queries_about(&self, tables: &[&str]) -> usize {
        let asked = super::queries::asked(&self.database.url());
        let is_about = |query: &&String| tables.iter().any(|table| query.contains(table));
        let is_worker = |query: &str| query.trim_start().starts_with("UPDATE jobs");
        let pages = asked.iter().filter(|query| !is_worker(query));
        pages.filter(is_about).count()
    }

    /// Those statements themselves, each with what was bound as ` -- binds: [Published, 13]`.
    pub fn statements_about(&self, table: &str) -> Vec<String> {
        let asked = super::queries::asked(&self.database.url());
        let about = asked.into_iter().filter(|query| query.contains(table));
        about.collect()
    }

    /// Has the program find its database away.
    pub fn cut_off_database(&self) {
        self.database.cut_off();
    }

    pub fn let_database_back(&self) {
        self.database.let_back();
    }

    /// The one number that this query yields, as `n`.
    pub fn count(&self, sql: &str) -> i64 {
        postgres::count(&mut self.database(), sql)
    }

    /// The one text that this query yields, as `t`.
    pub fn text(&self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            t: String,
        }
        let row: Row = sql_query(sql).get_result(&mut self.database()).expect(sql);
        row.t
    }

    /// Changes what the front door does not let a test change.
    pub fn execute(&self, sql: &str) -> usize {
        sql_query(sql).execute(&mut self.database()).expect(sql)
    }

    /// The same by a connection to another database of the server, for what is about this one as a whole.
    pub fn execute_elsewhere(&self, sql: &str) {
        self.database.administer(sql);
    }

    pub fn id_of(&self, person: Person) -> i64 {
        Cast::id(&mut self.database(), person)
    }

    /// A visitor.
    pub fn anonymous(&self) -> Client {
        let public = &self.app().config.http.public_url;
        let seen = match public.scheme() {
            "https" => public.origin().ascii_serialization(),
            _ => self.origin(),
        };
        Client::new(&self.origin(), &seen)
    }

    /// Enrolled in the course of the cast.
    pub async fn student(&self) -> Client {
        self.sign_in(Person::Xiaoming).await
    }

    /// Enrolled nowhere.
    pub async fn other_student(&self) -> Client {
        self.sign_in(Person::Xiaohong).await
    }

    /// The owner of the course of the cast.
    pub async fn teacher(&self) -> Client {
        self.sign_in(Person::Wang).await
    }

    /// The owner of the foreign course.
    pub async fn other_teacher(&self) -> Client {
        self.sign_in(Person::Li).await
    }

    /// Assistant in the course of the cast.
    pub async fn assistant(&self) -> Client {
        self.sign_in(Person::Zhang).await
    }

    pub async fn admin(&self) -> Client {
        self.sign_in(Person::Root).await
    }

    /// Through the form, as people do.
    pub async fn sign_in(&self, person: Person) -> Client {
        self.sign_in_as(person.username()).await
    }

    /// Somebody whom the test has brought along, with the password of the cast.
    pub async fn sign_in_as(&self, username: &str) -> Client {
        let client = self.anonymous();
        let form = [("login", username), ("password", PASSWORD)];
        let answer = client.post("/login", &form).await;
        assert_eq!(answer.status(), 303, "{username} signs in");
        client
    }

    /// Stops the program as Ctrl-C does. A job left over, or one that failed for good, fails the test.
    pub async fn finish(mut self) {
        self.jobs_done().await;
        let dead = self.jobs("dead_at IS NOT NULL");
        let server = self.server.take().expect("the program runs");
        server.stop().await.expect("the program stops in order");
        assert_eq!(dead, [""; 0], "no job failed for good");
    }

    /// Waits until no job is due or running.
    pub async fn jobs_done(&self) {
        let started = Instant::now();
        loop {
            let left = self.jobs_left();
            if left.is_empty() {
                return;
            }
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "jobs left over: {left:?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Those of the schedule are nobody's in particular.
    fn jobs_left(&self) -> Vec<String> {
        self.jobs(
            "finished_at IS NULL AND dead_at IS NULL AND (run_at <= now() OR attempts > 0)
             AND unique_key IS DISTINCT FROM 'recurring'",
        )
    }

    /// Those of which this is true, with what went wrong with them.
    fn jobs(&self, which: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            name: String,
        }
        let rows: Vec<Row> = sql_query(format!(
            "SELECT name || ': ' || coalesce(last_error, 'waits') AS name FROM jobs WHERE {which}"
        ))
        .load(&mut self.database())
        .expect("the jobs");
        rows.into_iter().map(|row| row.name).collect()
    }
}

/// See [`TestApp::beside`]. A test ends with [`Node::finish`].
pub struct Node {
    server: Server,
    _data: TempDir,
}

impl Node {
    pub fn origin(&self) -> String {
        format!("http://{}", self.server.address)
    }

    pub fn app(&self) -> &App {
        &self.server.app
    }

    /// A visitor of this node.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.origin(), &self.origin())
    }

    pub async fn finish(self) {
        self.server.stop().await.expect("it stops in order");
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let is_finished = self.server.is_none();
        assert!(
            is_finished || std::thread::panicking(),
            "a test ends with finish()"
        );
    }
}

fn config(database: &Database, data: &TempDir) -> Config {
    Config {
        data: data.path().canonicalize().expect("the data folder"),
        http: Http {
            listen: "127.0.0.1:0".parse().expect("an address"),
            public_url: "http://localhost:8080".parse().expect("an address"),
            trusted_proxies: Vec::new(),
            patience: lectern::config::PATIENCE,
        },
        database: DatabaseConfig {
            url: Some(database.url()),
            pool_size: 8,
        },
        bus: Default::default(),
        store: Default::default(),
        archive: Default::default(),
        security: Security {
            secret: (0..64).collect(),
            bcrypt_cost: 4,
            demo_password: None,
        },
        live: Live {
            // Started by the tests that are about streams: see `TestApp::start_live`.
            rtmp_listen: None,
            idle_limit: Duration::from_secs(1800),
            renditions: Vec::new(),
            segments: None,
        },
        certificates: Default::default(),
        quotas: Default::default(),
        payment: Payment {
            sandbox: true,
            stripe: None,
            alipay: None,
        },
        mail: Mail {
            smtp_url: None,
            from: "Lectern <lectern@school.example>"
                .parse()
                .expect("an address"),
        },
        log: "info".into(),
    }
}
