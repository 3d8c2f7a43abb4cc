//! What is left of a storm once it lies in the archive: read from the objects themselves, not through the program that wrote
//! them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use diesel::Connection;
use diesel::pg::PgConnection;
use serde_json::Value;

use super::killed::{Stage, Talker, all, texts};
use crate::support::{Copy, Program};

/// A room whose program has stopped.
pub(super) struct Aftermath<'a> {
    pub(super) url: &'a str,
    /// The folder of the program.
    pub(super) data: &'a Path,
    pub(super) room: i64,
}

impl Aftermath<'_> {
    fn connect(&self) -> PgConnection {
        PgConnection::establish(self.url).expect("a connection")
    }

    /// Moves everything but the newest hundred messages, and has it verified; how many are in the archive then.
    pub(super) async fn archive(&self) -> usize {
        let moved = self.command(&["archive", "run", "--older-than-days", "0"]);
        assert!(moved.await.status.success());
        let verified = self.command(&["archive", "verify"]).await;
        let words = String::from_utf8_lossy(&verified.stdout).into_owned();
        assert!(verified.status.success(), "{words}");
        let here = "SELECT id::text AS text FROM archived_messages";
        let count = texts(&mut self.connect(), here).len();
        assert!(words.contains(&format!("{count} messages in")), "{words}");
        count
    }

    async fn command(&self, arguments: &[&str]) -> Output {
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_lectern"))
            .args(arguments)
            .env("LECTERN_DATA", self.data)
            .env("DATABASE_URL", self.url)
            .output()
            .await;
        output.expect("lectern starts")
    }

    /// Each message is there once, in the database or in the archive, in the order of its number; what was taken back lies in
    /// the archive without its text.
    pub(super) fn holds(&self, stored: &[String], there: &[String]) {
        let mut conn = self.connect();
        let room = self.room;
        let in_table = texts(
            &mut conn,
            &format!(
                "SELECT seq || ' ' || content AS text FROM messages WHERE chat_room_id = {room}"
            ),
        );
        let mut found: BTreeMap<usize, String> = BTreeMap::new();
        let mut add = |seq: usize, text: String| {
            assert_eq!(
                found.insert(seq, text),
                None,
                "message {seq} is there twice"
            );
        };
        for row in in_table {
            let (seq, text) = row.split_once(' ').expect("a number and a text");
            add(seq.parse().expect("a number"), text.to_owned());
        }
        for line in self.lines(&mut conn) {
            let seq = line["seq"].as_u64().expect("a number") as usize;
            let text = line["content"].as_str().expect("a text").to_owned();
            let original = &stored[seq - 1];
            match there.contains(original) {
                true => assert_eq!(&text, original),
                false => assert_eq!(text, "", "{original} was taken back"),
            }
            assert_eq!(text.is_empty(), !line["deleted_at"].is_null());
            add(seq, original.clone());
        }
        assert_eq!(
            found.keys().copied().collect::<Vec<_>>(),
            (1..=stored.len()).collect::<Vec<_>>()
        );
        assert_eq!(found.into_values().collect::<Vec<_>>(), stored, "in order");
    }

    /// The lines of the objects that count.
    fn lines(&self, conn: &mut PgConnection) -> Vec<Value> {
        let named = format!(
            "SELECT storage_key AS text FROM message_archives WHERE chat_room_id = {}",
            self.room
        );
        let counted = texts(conn, "SELECT id::text AS text FROM archived_messages");
        let mut lines = Vec::new();
        for key in texts(conn, &named) {
            let packed = std::fs::read(self.data.join("storage").join(key)).expect("the object");
            let unpacked = zstd::stream::decode_all(packed.as_slice()).expect("zstd");
            let unpacked = String::from_utf8(unpacked).expect("text");
            let parsed = unpacked
                .lines()
                .map(|line| serde_json::from_str(line).expect("JSON"));
            lines.extend(parsed.filter(|line: &Value| counted.contains(&line["id"].to_string())));
        }
        lines
    }

    /// The author of an archived message takes it back, while everybody has the page open. Its text, and the pages once they
    /// have heard of it.
    pub(super) async fn one_is_taken_back(
        &self,
        program: &Program,
        people: Vec<Talker>,
        copies: Vec<Copy>,
    ) -> (String, Vec<Copy>) {
        let oldest = "SELECT u.username || ' ' || a.id || ' ' || a.excerpt AS text
            FROM archived_messages a JOIN users u ON u.id = a.user_id WHERE a.deleted_at IS NULL ORDER BY a.seq LIMIT 1";
        let oldest = texts(&mut self.connect(), oldest).remove(0);
        let words: Vec<&str> = oldest.split(' ').collect();
        let [author, id, text] = words[..] else {
            panic!("{oldest} is an author, an id and a text");
        };
        let author: usize = author
            .trim_start_matches("talker")
            .parse()
            .expect("a number");
        let stage = Stage::new(program.origin());
        let talker = people[author].clone();
        let listening = people.into_iter().zip(copies);
        let listening = listening
            .map(|(talker, copy)| tokio::spawn(talker.listen_on(copy, stage.clone())))
            .collect();
        talker.take_back(&stage, id.parse().expect("an id")).await;
        let last = format!(
            "SELECT last_rev::text AS text FROM chat_rooms WHERE id = {}",
            self.room
        );
        let last = texts(&mut self.connect(), &last)[0].parse();
        stage.end.send_replace(Some(last.expect("a revision")));
        let pages = tokio::time::timeout(Duration::from_secs(30), all(listening)).await;
        (text.to_owned(), pages.expect("every page hears of it"))
    }
}
