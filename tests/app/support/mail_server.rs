//! A mail server that speaks SMTP (RFC 5321) on a port of its own and takes, puts off or refuses what it is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What it answers once it has heard the whole mail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    Takes,
    /// Takes it after three seconds.
    Dawdles,
    /// 451: try again later.
    PutsOff,
    /// 550: never.
    Refuses,
}

/// Ends with its handle.
pub struct MailServer {
    pub address: String,
    heard: Arc<Heard>,
    listening: JoinHandle<()>,
}

struct Heard {
    mood: Mutex<Mood>,
    taken: Mutex<Vec<String>>,
    attempts: AtomicUsize,
}

impl MailServer {
    pub async fn start(mood: Mood) -> MailServer {
        MailServer::start_at("127.0.0.1:0", mood).await
    }

    /// At an address that was free a moment ago.
    pub async fn start_at(address: &str, mood: Mood) -> MailServer {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let heard = Arc::new(Heard {
            mood: Mutex::new(mood),
            taken: Mutex::default(),
            attempts: AtomicUsize::new(0),
        });
        let ears = heard.clone();
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, ears.clone()));
            }
        });
        MailServer {
            address,
            heard,
            listening,
        }
    }

    pub fn set_mood(&self, mood: Mood) {
        *self.heard.mood.lock() = mood;
    }

    /// The mails it has taken, as they came over the wire.
    pub fn taken(&self) -> Vec<String> {
        self.heard.taken.lock().clone()
    }

    /// How many mails it has heard to the end, whatever it said then.
    pub fn attempts(&self) -> usize {
        self.heard.attempts.load(Ordering::SeqCst)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn converse(stream: TcpStream, heard: Arc<Heard>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mail.test ESMTP\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let command = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
        let answer = match command.as_str() {
            "EHLO" => "250-mail.test\r\n250 8BITMIME",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    mail += line.strip_prefix('.').unwrap_or(&line);
                    mail += "\r\n";
                }
                heard.attempts.fetch_add(1, Ordering::SeqCst);
                let mood = *heard.mood.lock();
                if mood == Mood::Dawdles {
                    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
                }
                match mood {
                    Mood::Takes | Mood::Dawdles => {
                        heard.taken.lock().push(mail);
                        "250 taken"
                    }
                    Mood::PutsOff => "451 try again later",
                    Mood::Refuses => "550 no such mailbox",
                }
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => "250 ok",
        };
        write
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
    }
    None
}
