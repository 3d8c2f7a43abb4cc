//! The program is killed in the middle of uploads (row R2): what was acknowledged is whole, nothing is half there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::form;
use crate::support::{Client, Database, PASSWORD, Program, eventually};

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(files_below(&path)),
            path => files.push(path),
        }
    }
    files
}

/// Sends files with numbered names until the program is gone; the names that were acknowledged.
async fn send_until_killed(student: Client, path: String, sender: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0..10 {
        let name = format!("{sender}-{number}.bin");
        let request = student
            .request(reqwest::Method::POST, &path)
            .multipart(form(vec![7; 300_000], &name));
        match request.send().await {
            Ok(answer) if answer.status() == 303 => acknowledged.push(name),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_was_acknowledged_survives_a_kill_and_others_leave_nothing() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let student = program.client();
    let fields = [("login", "xiaoming"), ("password", PASSWORD)];
    assert_eq!(student.post("/login", &fields).await.status(), 303);
    let mut conn = database.connect();
    let course: Number = sql_query("SELECT id AS n FROM courses WHERE title = '线性代数'")
        .get_result(&mut conn)
        .unwrap();
    let room = student.get(&format!("/chat/courses/{}", course.n)).await;
    let path = format!("{}/messages", room.location());
    // One that never ends, so that something is always half there.
    let endless = futures_util::stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Some((Ok::<_, std::io::Error>(vec![7_u8; 10_000]), ()))
    });
    let part = reqwest::multipart::Part::stream(reqwest::Body::wrap_stream(endless));
    let part = part.file_name("endless.bin");
    let request = student
        .request(reqwest::Method::POST, &path)
        .multipart(reqwest::multipart::Form::new().part("file", part));
    let endless = tokio::spawn(request.send());
    let senders: Vec<_> = (0..3)
        .map(|sender| tokio::spawn(send_until_killed(student.clone(), path.clone(), sender)))
        .collect();
    let uploads = data.path().join("uploads");
    eventually("uploads are under way", async || {
        let stored: Number = sql_query("SELECT count(*) AS n FROM attachments")
            .get_result(&mut conn)
            .unwrap();
        stored.n >= 4 && !files_below(&uploads).is_empty()
    })
    .await;
    program.kill().await;
    assert!(endless.await.unwrap().is_err());
    let mut acknowledged = Vec::new();
    for sender in senders {
        acknowledged.extend(sender.await.unwrap());
    }
    assert!(acknowledged.len() >= 3, "{acknowledged:?}");
    assert!(
        !files_below(&uploads).is_empty(),
        "something was half there"
    );

    let program = Program::serve(&database, data.path()).await;
    assert!(files_below(&uploads).is_empty(), "and is gone");
    let names: Vec<Name> = sql_query(
        "SELECT m.original_name AS name FROM messages s JOIN attachments a ON a.message_id = s.id
         JOIN media m ON m.id = a.media_id",
    )
    .load(&mut conn)
    .unwrap();
    let names: Vec<String> = names.into_iter().map(|row| row.name).collect();
    for name in &acknowledged {
        let times = names.iter().filter(|stored| *stored == name).count();
        assert_eq!(times, 1, "{name} in {names:?}");
    }
    let keys: Vec<Name> = sql_query("SELECT storage_key AS name FROM media")
        .load(&mut conn)
        .unwrap();
    let storage = data.path().join("storage");
    for key in &keys {
        let size = std::fs::metadata(storage.join(&key.name)).map(|about| about.len());
        assert_eq!(size.unwrap(), 300_000, "{}", key.name);
    }
    // An object whose row did not come any more is found by the sweeper once it is a day old.
    let orphan = storage.join("media/00/orphan");
    std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    std::fs::write(&orphan, "left behind").unwrap();
    let yesterday = std::time::SystemTime::now() - Duration::from_secs(25 * 3600);
    for file in files_below(&storage) {
        let file = std::fs::File::options().write(true).open(file).unwrap();
        file.set_modified(yesterday).unwrap();
    }
    sql_query("UPDATE job_schedules SET next_run_at = now() WHERE name = 'storage.sweep_orphans'")
        .execute(&mut conn)
        .unwrap();
    eventually("every object has its row", async || {
        files_below(&storage).len() == keys.len()
    })
    .await;
    assert!(!orphan.exists());
    program.stop().await;
}
