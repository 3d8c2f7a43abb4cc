//! Log lines of the programs beside us, passed on to `tracing` without what must stay secret.
//!
//! nginx-rtmp names streams by their keys when it complains, and Postgres may quote values, so nothing is
//! passed on as it came: every line goes through [`scrub`].

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, BufReader};
use tokio_util::sync::CancellationToken;

/// Keys, tokens and secrets are at least this long; no word of nginx or Postgres that we need is.
const SECRET_LENGTH: usize = 20;
const LINE_LIMIT: usize = 4096;
const REMEMBERED: usize = 5;

/// The last lines a program wrote, scrubbed, to explain its end.
#[derive(Clone, Default)]
pub struct LastLines(Arc<Mutex<VecDeque<String>>>);

impl LastLines {
    /// Adds a line, which must hold nothing secret, and forgets the oldest of too many.
    pub fn push(&self, line: String) {
        let mut lines = self.0.lock();
        if lines.len() == REMEMBERED {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// The remembered lines in their order, joined by newlines.
    pub fn join(&self) -> String {
        Vec::from_iter(self.0.lock().iter().cloned()).join("\n")
    }
}

/// Passes `output` on line by line until it ends.
///
/// Once the program is being stopped, what it says about that is no failure.
pub async fn forward(
    program: &'static str,
    output: impl AsyncRead + Unpin,
    last: LastLines,
    stopping: CancellationToken,
) {
    let mut lines = BufReader::new(output);
    while let Some(line) = next_line(&mut lines).await {
        let line = scrub(&String::from_utf8_lossy(&line));
        if line.is_empty() {
            continue;
        }
        match Weight::of(&line) {
            _ if stopping.is_cancelled() => tracing::debug!(program, "{line}"),
            Weight::Failure => tracing::error!(program, "{line}"),
            Weight::Warning => tracing::warn!(program, "{line}"),
            Weight::Chatter => tracing::debug!(program, "{line}"),
        }
        last.push(line);
    }
}

/// One line without its end, cut at [`LINE_LIMIT`]; the rest of a longer one comes as further lines.
async fn next_line(lines: &mut (impl AsyncBufRead + Unpin)) -> Option<Vec<u8>> {
    use tokio::io::AsyncReadExt;
    let mut line = Vec::new();
    let mut limited = lines.take(LINE_LIMIT as u64);
    match limited.read_until(b'\n', &mut line).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line),
    }
}

enum Weight {
    Failure,
    Warning,
    Chatter,
}

impl Weight {
    /// Reads the level words of nginx (`[error]`) and of Postgres (`FATAL:`).
    fn of(line: &str) -> Self {
        let has = |marks: &[&str]| marks.iter().any(|mark| line.contains(mark));
        if has(&["[crit]", "[alert]", "[emerg]", "PANIC:", "FATAL:"]) {
            Self::Failure
        } else if has(&["[error]", "[warn]", "WARNING:", "ERROR:"]) {
            Self::Warning
        } else {
            Self::Chatter
        }
    }
}

/// The line without control characters, without what is quoted after `=`, and without any word that is long
/// enough to be a key.
pub fn scrub(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line.trim_end();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c| !is_key_character(c)).unwrap_or(rest.len());
        if word > 0 {
            let hidden = word >= SECRET_LENGTH;
            clean.push_str(if hidden { "…" } else { &rest[..word] });
            rest = &rest[word..];
        } else if let Some(quoted) = rest.strip_prefix("='") {
            clean.push_str("='…'");
            rest = quoted.split_once('\'').map_or("", |(_, after)| after);
        } else {
            clean.push(if first.is_control() { ' ' } else { first });
            rest = &rest[first.len_utf8()..];
        }
    }
    clean
}

fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_arguments_do_not_reach_the_log() {
        let line = "*1 publish: name='goodkey-abc' args='key=x' type=live, client: 127.0.0.1\r";
        assert_eq!(
            scrub(line),
            "*1 publish: name='…' args='…' type=live, client: 127.0.0.1"
        );
        let line =
            "open() \"hls/0123456789abcdef0123456789abcdef/1.ts\" failed (13: Permission denied)";
        assert_eq!(
            scrub(line),
            "open() \"hls/…/1.ts\" failed (13: Permission denied)"
        );
    }

    #[test]
    fn a_line_cannot_forge_another() {
        assert_eq!(scrub("a\r\nFATAL:\u{1b}[0m"), "a  FATAL: [0m");
    }

    #[test]
    fn an_unclosed_quote_hides_the_rest() {
        assert_eq!(scrub("name='abc def"), "name='…'");
    }
}
