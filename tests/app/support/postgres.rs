//! One Postgres for all tests of a machine, and in it a database per test, cloned from one that is migrated and has the
//! cast in it.
//!
//! Each test may be a process of its own, so the server belongs to none of them: the first one starts it, all hold a
//! shared lock on a file while they run, and a watcher that can have the lock alone ends the server and deletes its
//! folder. Nothing in it has to survive anything, so nothing is flushed to disk.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use lectern::sidecar::postgres::Binaries;
use nix::unistd::{Uid, User};
use sha2::{Digest, Sha256};

use super::cast;

/// A test's own database; dropped with the handle.
pub struct Database {
    name: String,
}

impl Database {
    /// A fresh clone of the template; copying its files takes half as long as writing them block by block.
    pub fn create() -> Database {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        SERVER.administer(&format!(
            "CREATE DATABASE {name} TEMPLATE {} STRATEGY file_copy",
            SERVER.template
        ));
        Database { name }
    }

    /// One with nothing in it.
    pub fn create_empty() -> Database {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        SERVER.administer(&format!("CREATE DATABASE {name} TEMPLATE template0"));
        Database { name }
    }

    pub fn url(&self) -> String {
        SERVER.url(&self.name)
    }

    pub fn connect(&self) -> PgConnection {
        connect(&self.url())
    }

    /// As [`count`].
    pub fn count(&self, sql: &str) -> i64 {
        count(&mut self.connect(), sql)
    }

    pub fn execute(&self, sql: &str) {
        self.connect().batch_execute(sql).expect(sql);
    }

    /// Where the server listens.
    pub fn socket() -> PathBuf {
        SERVER.folder.join(".s.PGSQL.5432")
    }

    /// Says something about this database to the server it is on.
    pub fn administer(&self, sql: &str) {
        SERVER.administer(sql);
    }

    /// Ends every connection and lets in no new one, as if the server were away.
    pub fn cut_off(&self) {
        SERVER.administer(&format!(
            "ALTER DATABASE {} ALLOW_CONNECTIONS false",
            self.name
        ));
        SERVER.administer(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            self.name
        ));
    }

    pub fn let_back(&self) {
        SERVER.administer(&format!(
            "ALTER DATABASE {} ALLOW_CONNECTIONS true",
            self.name
        ));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        SERVER.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

static SERVER: LazyLock<Server> = LazyLock::new(Server::find_or_start);

struct Server {
    folder: PathBuf,
    template: String,
    /// Held shared until this process ends.
    _in_use: File,
}

impl Server {
    fn find_or_start() -> Server {
        let folder = std::env::temp_dir().join(format!("lectern-tests-{}", Uid::effective()));
        fs::create_dir_all(&folder).expect("a folder for the tests' Postgres");
        let in_use = open_lock(&folder.join("in-use.lock"));
        in_use.lock_shared().expect("the lock of the running tests");
        let starting = open_lock(&folder.join("starting.lock"));
        starting.lock().expect("the lock of the starting test");
        let server = Server {
            template: template_name(),
            folder,
            _in_use: in_use,
        };
        if !server.answers() {
            server.start();
        }
        server.make_template();
        server
    }

    fn url(&self, database: &str) -> String {
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgresql://postgres@{host}/{database}")
    }

    fn answers(&self) -> bool {
        PgConnection::establish(&self.url("postgres")).is_ok()
    }

    fn administer(&self, sql: &str) {
        let mut conn = connect(&self.url("postgres"));
        sql_query(sql).execute(&mut conn).expect(sql);
    }

    fn start(&self) {
        let owner = owner();
        let cluster = self.folder.join("cluster");
        let _ = fs::remove_dir_all(&cluster);
        if let Some((uid, gid)) = owner {
            chown(&self.folder, Some(uid), Some(gid)).expect("a folder that Postgres may write");
        }
        let binaries = Binaries::newest().expect("Postgres is installed").folder;
        let path = |path: &Path| path.to_str().expect("a plain path").to_owned();
        let initdb = [
            "-D",
            &path(&cluster),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ];
        run(as_owner(&binaries.join("initdb"), owner).args(initdb));
        let settings = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_connections=300 -c autovacuum=off -c shared_buffers=64MB",
            path(&self.folder)
        );
        let start = [
            "-D",
            &path(&cluster),
            "-w",
            "-t",
            "60",
            "-o",
            &settings,
            "-l",
            &path(&self.folder.join("log")),
        ];
        run(as_owner(&binaries.join("pg_ctl"), owner)
            .args(start)
            .arg("start"));
        self.watch(&binaries, &cluster, owner);
    }

    /// Leaves a process behind that ends the server once no test runs any more.
    #[expect(clippy::zombie_processes, reason = "it outlives this test")]
    fn watch(&self, binaries: &Path, cluster: &Path, owner: Option<(u32, u32)>) {
        const WATCH: &str = r#"while sleep 20; do
            flock -n "$1" sh -c '"$0" stop -D "$1" -m immediate; rm -rf "$1"' "$2" "$3" && exit
        done"#;
        let mut watcher = as_owner(Path::new("/bin/sh"), owner);
        watcher
            .args(["-c", WATCH, "lectern-tests-watcher"])
            .arg(self.folder.join("in-use.lock"))
            .arg(binaries.join("pg_ctl"))
            .arg(cluster)
            .process_group(0)
            .spawn()
            .expect("a watcher of the tests' Postgres");
    }

    /// Made under another name first, so that there is never half of one.
    fn make_template(&self) {
        if PgConnection::establish(&self.url(&self.template)).is_ok() {
            return;
        }
        let unfinished = format!("{}_new", self.template);
        self.administer(&format!(
            "DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"
        ));
        self.administer(&format!("CREATE DATABASE {unfinished} TEMPLATE template0"));
        populate(&self.url(&unfinished));
        self.administer(&format!(
            "ALTER DATABASE {unfinished} RENAME TO {}",
            self.template
        ));
    }
}

/// Makes an empty database what every test's is: migrated, with the cast in it.
pub fn populate(url: &str) {
    let mut conn = connect(url);
    lectern::db::migrate(&mut conn).expect("the migrations run");
    cast::insert(&mut conn);
}

/// The one number that this query yields, as `n`.
pub fn count(conn: &mut PgConnection, sql: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    sql_query(sql).get_result::<Row>(conn).expect(sql).n
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).expect("the tests' Postgres answers")
}

/// Another template for other migrations or another cast.
fn template_name() -> String {
    let mut hash = Sha256::new_with_prefix(include_str!("cast.rs"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut steps: Vec<PathBuf> = entries(&folder).expect("the migrations");
    steps.sort();
    for step in steps {
        hash.update(fs::read(step.join("up.sql")).unwrap_or_default());
    }
    let hash: String = hash.finalize()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("template_{hash}")
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}

/// Whom Postgres runs as when the tests run as root, which it refuses.
pub fn owner() -> Option<(u32, u32)> {
    if !Uid::effective().is_root() {
        return None;
    }
    let user = User::from_name("postgres")
        .ok()
        .flatten()
        .expect("a system user postgres");
    Some((user.uid.as_raw(), user.gid.as_raw()))
}

pub fn as_owner(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((uid, gid)) = owner {
        command.uid(uid).gid(gid);
    }
    command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn run(command: &mut Command) {
    let status = command.status().expect("a program of Postgres starts");
    assert!(status.success(), "{command:?} ended with {status}");
}

/// Whoever the watcher runs as must be able to open it too.
fn open_lock(path: &Path) -> File {
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .expect("a lock file");
    let _ = file.set_permissions(fs::Permissions::from_mode(0o666));
    file
}
