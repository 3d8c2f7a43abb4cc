//! People write and upload while the backup is taken; the restored site has all that was acknowledged before.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lectern::schema::media;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::*;
use crate::support::{Cast, Client, Database, PASSWORD, Person, Program, eventually};

/// What was acknowledged, and whether to stop.
#[derive(Default)]
struct Stage {
    acknowledged: Mutex<Vec<String>>,
    is_over: AtomicBool,
}

async fn sign_in(program: &Program, person: Person) -> Client {
    let client = program.client();
    let form = [("login", person.username()), ("password", PASSWORD)];
    assert_eq!(client.post("/login", &form).await.status(), 303);
    client
}

/// A picture that nobody else has.
fn picture(number: u32) -> Vec<u8> {
    let shade = image::Rgb([(number % 256) as u8, (number / 256) as u8, 99]);
    let picture = image::RgbImage::from_pixel(64, 64, shade);
    let mut file = Cursor::new(Vec::new());
    picture
        .write_to(&mut file, image::ImageFormat::Png)
        .expect("a picture");
    file.into_inner()
}

/// Writes messages and, between them, gives itself another picture, which takes the one before away.
async fn write(client: Client, room: String, name: &'static str, stage: Arc<Stage>) {
    for number in 0.. {
        if stage.is_over.load(Ordering::Relaxed) {
            return;
        }
        let (text, nonce) = (format!("{name}-{number}"), Uuid::now_v7().to_string());
        let answer = client
            .post(&room, &[("content", &text), ("nonce", &nonce)])
            .await;
        if [200, 201, 303].contains(&answer.status()) {
            stage.acknowledged.lock().push(text);
        }
        if number % 3 == 0 {
            let part = reqwest::multipart::Part::bytes(picture(number)).file_name("me.png");
            let form = reqwest::multipart::Form::new().part("file", part);
            client.upload("/settings/avatar", form).await;
        }
        tokio::time::sleep(Duration::from_millis(120)).await;
    }
}

/// The objects that rows name, whatever tables have come since, and that are not in this data folder.
fn missing(conn: &mut PgConnection, data: &Path) -> Vec<String> {
    let columns = texts(
        conn,
        "SELECT table_name || '.' || column_name AS t FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name IN ('storage_key', 'thumbnail_key')",
    );
    assert!(columns.len() >= 4, "{columns:?}");
    let keys = columns.iter().flat_map(|column| {
        let (table, key) = column.split_once('.').expect("a column");
        let named = format!("SELECT {key} AS t FROM {table} WHERE {key} IS NOT NULL");
        texts(conn, &named)
    });
    let mut keys: Vec<String> = keys.collect();
    keys.retain(|key| !data.join("storage").join(key).exists());
    keys
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_the_backup_is_in_the_restored_site_with_every_file() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let course = Cast::find(&mut database.connect()).course;
    let program = Program::serve(&database, data.path()).await;
    let stage = Arc::<Stage>::default();
    let mut writing = Vec::new();
    for person in [Person::Xiaoming, Person::Wang, Person::Zhang] {
        let client = sign_in(&program, person).await;
        let entry = client.get(&format!("/chat/courses/{course}")).await;
        let room = format!("{}/messages", entry.location());
        writing.push(tokio::spawn(write(
            client,
            room,
            person.username(),
            stage.clone(),
        )));
    }
    // An archive of somebody's own data, which is not of the site.
    let student = sign_in(&program, Person::Xiaohong).await;
    let asked = student.post("/settings/account/export", &[]).await;
    assert_eq!(asked.status(), 303);
    let ready = "SELECT storage_key AS t FROM account_exports WHERE storage_key IS NOT NULL";
    let made = async || texts(&mut database.connect(), ready).len() == 1;
    eventually("the archive is made", made).await;
    let started = Instant::now();
    while stage.acknowledged.lock().len() < 30 {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "they have a say"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let before = stage.acknowledged.lock().clone();
    let file = data.path().join("site.backup");
    let (url, folder, path) = (
        database.url(),
        data.path().to_owned(),
        file.display().to_string(),
    );
    let backup = tokio::task::spawn_blocking(move || lectern(&url, &folder, &["backup", &path]));
    let said = succeeds(&backup.await.unwrap());
    assert!(
        said.contains("read back and compared") && !said.contains("WARN"),
        "{said}"
    );
    stage.is_over.store(true, Ordering::Relaxed);
    for writer in writing {
        writer.await.unwrap();
    }
    assert!(
        stage.acknowledged.lock().len() > before.len(),
        "they went on meanwhile"
    );
    program.stop().await;

    let (empty, fresh) = (Database::create_empty(), tempfile::tempdir().unwrap());
    let path = file.display().to_string();
    let restored = lectern(&empty.url(), fresh.path(), &["restore", &path]);
    succeeds(&restored);
    let mut conn = empty.connect();
    let stored = texts(&mut conn, "SELECT content AS t FROM messages");
    let lost: Vec<_> = before
        .iter()
        .filter(|text| !stored.contains(text))
        .collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let files: Vec<(String, Option<String>, Vec<u8>)> = media::table
        .select((media::storage_key, media::thumbnail_key, media::sha256))
        .load(&mut conn)
        .unwrap();
    assert!(!files.is_empty());
    for (key, thumbnail, hash) in files {
        let content = std::fs::read(fresh.path().join("storage").join(&key)).expect(&key);
        assert_eq!(Sha256::digest(&content).as_slice(), hash, "{key}");
        let thumbnail = thumbnail.map(|key| fresh.path().join("storage").join(key));
        assert!(thumbnail.is_none_or(|path| path.exists()), "{key}");
    }
    assert_eq!(
        missing(&mut conn, fresh.path()),
        [""; 0],
        "every row has its file"
    );
    assert_eq!(
        texts(&mut conn, "SELECT 'x' AS t FROM sessions"),
        [""; 0],
        "nobody is signed in"
    );

    let again = lectern(&empty.url(), fresh.path(), &["restore", &path]);
    assert!(
        !again.status.success() && words(&again).contains("already"),
        "{}",
        words(&again)
    );
    let program = Program::serve(&empty, fresh.path()).await;
    let client = sign_in(&program, Person::Xiaoming).await;
    let room = client
        .get(&format!("/chat/courses/{course}"))
        .await
        .location()
        .to_owned();
    assert_eq!(client.get(&room).await.status(), 200, "and it serves");
    program.stop().await;
}
