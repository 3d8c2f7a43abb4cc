//! A network between the program and Postgres that a test can have swallow everything.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// Carries bytes from a TCP port to the unix socket of a Postgres. In the hole nothing is closed and nothing refused: what is
/// sent is taken, and never arrives.
pub struct BlackHole {
    port: u16,
    is_open: Arc<watch::Sender<bool>>,
}

impl BlackHole {
    /// `socket`: where Postgres listens.
    pub async fn before(socket: PathBuf) -> BlackHole {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let is_open = Arc::new(watch::Sender::new(false));
        let hole = is_open.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, socket.clone(), hole.subscribe()));
            }
        });
        BlackHole { port, is_open }
    }

    /// The address of this database as it is reached through here.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@127.0.0.1:{}/{database}", self.port)
    }

    pub fn open(&self) {
        self.is_open.send_replace(true);
    }

    /// What comes from now on arrives. Connections that have lost something are cut, as a network does that has forgotten
    /// them.
    pub fn close(&self) {
        self.is_open.send_replace(false);
    }
}

async fn carry(near: TcpStream, socket: PathBuf, hole: watch::Receiver<bool>) {
    let Ok(far) = UnixStream::connect(socket).await else {
        return;
    };
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    // The first that ends takes the other with it, and with it both ends of the connection.
    tokio::select! {
        () = copy(near_in, far_out, hole.clone()) => {}
        () = copy(far_in, near_out, hole) => {}
    }
}

async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut hole: watch::Receiver<bool>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if *hole.borrow() {
            // Swallowed; the connection ends when the hole does.
            let _ = hole.wait_for(|is_open| !is_open).await;
            return;
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
