//! What an idle socket of a chat room costs the server: its resident memory with and without 1,900 of them. Their other
//! ends are in a process of their own, so that nothing of a client is counted.
//!
//!     cargo bench --bench idle_sockets

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Result, ensure};
use support::Lectern;
use support::helper::{Helper, resident_kib};

/// Of one person, who may have 2,048.
const SOCKETS: i64 = 1_900;

/// Where the other process finds what to open: address, room and cookie.
const TASK: &str = "IDLE_SOCKETS_TASK";

/// A text frame that asks for everything after a revision far ahead, under a mask of zeros.
const RESUME: &str = r#"{"type":"resume","after":1000000000}"#;

fn main() -> Result<()> {
    match std::env::var(TASK) {
        Ok(task) => hold(&task),
        Err(_) => actix_web::rt::System::new().block_on(measure()),
    }
}

async fn measure() -> Result<()> {
    let lectern = Lectern::start().await?;
    let room = lectern
        .number("SELECT id AS n FROM chat_rooms WHERE course_id = (SELECT min(id) FROM courses)")
        .await?;
    let cookie = lectern.sign_in("student").await?;
    // Whatever the first socket brings into memory for all of them is not counted either.
    open(&format!("{}|{room}|{cookie}|50", lectern.address())).await?;
    let before = resident_kib(std::process::id());
    let sockets = open(&format!("{}|{room}|{cookie}|{SOCKETS}", lectern.address())).await?;
    let each = (resident_kib(std::process::id()) - before) as f64 / SOCKETS as f64;
    println!("{SOCKETS} idle sockets, the server's end: {each:.1} KiB each (to reach: 25)");
    drop(sockets);
    lectern.stop().await
}

/// Starts the process that holds the other ends, and waits until all its sockets are open and have been answered.
async fn open(task: &str) -> Result<Helper> {
    let mut clients = Helper::start(TASK, task)?;
    ensure!(clients.line().await? == "open", "the sockets did not open");
    Ok(clients)
}

/// The other process: opens the sockets, says so, and keeps them until it is killed.
fn hold(task: &str) -> Result<()> {
    let parts: Vec<&str> = task.split('|').collect();
    let [address, room, cookie, count] = parts[..] else {
        anyhow::bail!("the task has four parts");
    };
    let sockets: Vec<TcpStream> = (0..count.parse()?)
        .map(|_| connect(address.parse()?, room, cookie))
        .collect::<Result<_>>()?;
    println!("open");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    drop(sockets);
    Ok(())
}

fn connect(address: SocketAddr, room: &str, cookie: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET /chat/rooms/{room}/socket HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )?;
    let mut answer = [0; 2048];
    let read = stream.read(&mut answer)?;
    ensure!(answer[..read].starts_with(b"HTTP/1.1 101"), "no socket");
    let mut frame = vec![0x81, 0x80 | RESUME.len() as u8, 0, 0, 0, 0];
    frame.extend(RESUME.as_bytes());
    stream.write_all(&frame)?;
    ensure!(stream.read(&mut answer)? > 0, "the socket was closed");
    Ok(stream)
}
