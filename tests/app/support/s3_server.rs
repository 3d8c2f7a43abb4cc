//! An S3 server of a test's own, which it can take away and bring back.

use std::path::PathBuf;

use hyper::server::conn::http1::Builder;
use hyper_util::rt::TokioIo;
use lectern::config::{S3, Store};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

const BUCKET: &str = "lectern-test";
const ACCESS_KEY: &str = "access";
const SECRET_KEY: &str = "a-secret-of-the-test";

/// A running server on an address that stays the same; it checks signatures.
pub struct S3Server {
    port: u16,
    folder: TempDir,
    serving: Option<JoinHandle<()>>,
}

impl S3Server {
    pub async fn start() -> S3Server {
        lectern::app::choose_cryptography();
        let folder = tempfile::tempdir().expect("a folder for objects");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let mut server = S3Server {
            port: 0,
            folder,
            serving: None,
        };
        server.begin().await;
        server
    }

    /// What a program is configured with to use it.
    pub fn store(&self) -> Store {
        Store::S3(S3 {
            bucket: BUCKET.into(),
            prefix: "site".into(),
            endpoint: self.endpoint().parse().ok(),
            region: "us-east-1".into(),
            access_key: ACCESS_KEY.into(),
            secret_key: SECRET_KEY.into(),
        })
    }

    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The same as environment.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("STORAGE_URL", format!("s3://{BUCKET}/site")),
            ("AWS_ENDPOINT_URL", self.endpoint()),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY.into()),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY.into()),
        ]
    }

    /// The files of the objects below this part of their keys.
    pub fn objects(&self, below: &str) -> Vec<PathBuf> {
        super::files_below(&self.folder.path().join(BUCKET).join("site").join(below))
    }

    /// Starts it again after [`S3Server::stop`].
    pub async fn begin(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await;
        let listener = listener.expect("a port");
        self.port = listener.local_addr().expect("its address").port();
        let files = FileSystem::new(self.folder.path()).expect("the folder");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = builder.build();
        self.serving = Some(tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                open.spawn(async move {
                    let http = Builder::new();
                    let _ = http.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        }));
    }

    /// Cuts every connection and answers none.
    pub async fn stop(&mut self) {
        let serving = self.serving.take().expect("it runs");
        serving.abort();
        let _ = serving.await;
    }
}
