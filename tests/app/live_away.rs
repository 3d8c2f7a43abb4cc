//! The program hangs or is killed while somebody publishes (row R12).

use std::path::Path;
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use lectern::live::{lifecycle, stream_key};
use lectern::web::Viewer;
use nix::sys::signal::Signal;

use crate::support::{Cast, Database, Encoder, Person, Program, count, eventually};

/// A class of the course that has begun, with its key.
fn begin_class(conn: &mut PgConnection) -> (i64, String) {
    let (teacher, course) = (Cast::id(conn, Person::Wang), Cast::find(conn).course);
    let room = count(
        conn,
        &format!(
            "INSERT INTO live_rooms (title, teacher_id, access, course_id)
             VALUES ('直播课', {teacher}, 'enrolled', {course}) RETURNING id AS n"
        ),
    );
    let teacher = Viewer::find(conn, teacher).unwrap().unwrap();
    let key = stream_key::rotate(conn, &teacher, room).unwrap();
    lifecycle::start(conn, &teacher, room).unwrap();
    (room, key.reveal().to_owned())
}

fn segments(data: &Path) -> usize {
    let runs = std::fs::read_dir(data.join("live/hls"))
        .into_iter()
        .flatten()
        .flatten();
    let files = runs.flat_map(|run| {
        std::fs::read_dir(run.path())
            .into_iter()
            .flatten()
            .flatten()
    });
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "ts"))
        .count()
}

/// How many of the room's connections are held to be on air.
fn on_air(conn: &mut PgConnection, room: i64) -> i64 {
    count(
        conn,
        &format!(
            "SELECT count(*) AS n FROM live_sessions WHERE live_room_id = {room} AND client_id IS NOT NULL"
        ),
    )
}

fn told(conn: &mut PgConnection, room: i64, kind: &str) -> i64 {
    count(
        conn,
        &format!(
            "SELECT count(*) AS n FROM live_stream_events WHERE live_room_id = {room} AND kind = '{kind}'"
        ),
    )
}

#[tokio::test]
async fn a_program_that_hangs_lets_nobody_in_and_does_not_disturb_who_is_on_air() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let mut conn = database.connect();
    let ((room, key), (other, other_key)) = (begin_class(&mut conn), begin_class(&mut conn));
    let mut encoder = Encoder::publish(&program.rtmp_url(&key));
    eventually("segments are written", async || segments(data.path()) > 2).await;

    program.signal(Signal::SIGSTOP);
    let before = segments(data.path());
    Encoder::publish(&program.rtmp_url(&other_key))
        .ended()
        .await;
    assert!(encoder.is_running(), "who was on air stays on air");
    eventually("the picture goes on", async || {
        segments(data.path()) > before + 2
    })
    .await;

    program.signal(Signal::SIGCONT);
    eventually("nobody is held to be on air who is not", async || {
        on_air(&mut conn, other) == 0
    })
    .await;
    // Several rounds of comparing what the RTMP server says with what is known.
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(
        (
            on_air(&mut conn, room),
            told(&mut conn, room, "disconnected")
        ),
        (1, 0)
    );
    assert!(encoder.is_running());
    let _late = Encoder::publish(&program.rtmp_url(&other_key));
    eventually("the other is let in now", async || {
        on_air(&mut conn, other) == 1
    })
    .await;
    program.stop().await;
}

#[tokio::test]
async fn a_class_whose_program_was_killed_goes_on_as_the_same_run_when_the_encoder_comes_back() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let mut conn = database.connect();
    let (room, key) = begin_class(&mut conn);
    let encoder = Encoder::publish(&program.rtmp_url(&key));
    eventually("segments are written", async || segments(data.path()) > 2).await;

    program.kill().await;
    encoder.ended().await;
    let program = Program::serve(&database, data.path()).await;
    let before = segments(data.path());
    let mut encoder = Encoder::publish(&program.rtmp_url(&key));
    eventually("the picture goes on", async || {
        segments(data.path()) > before + 1
    })
    .await;
    assert!(encoder.is_running());
    let runs = count(
        &mut conn,
        &format!("SELECT count(*) AS n FROM live_sessions WHERE live_room_id = {room}"),
    );
    let live = count(
        &mut conn,
        &format!("SELECT count(*) AS n FROM live_rooms WHERE id = {room} AND status = 'live'"),
    );
    assert_eq!((runs, live), (1, 1));
    program.stop().await;
}

/// Rows R13 and R14.
#[tokio::test]
async fn a_program_killed_while_it_makes_the_replay_makes_it_after_its_next_start() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let mut conn = database.connect();
    let (room, key) = begin_class(&mut conn);
    let encoder = Encoder::publish(&program.rtmp_url(&key));
    eventually("segments are written", async || segments(data.path()) > 3).await;
    let teacher = Cast::id(&mut conn, Person::Wang);
    let teacher = Viewer::find(&mut conn, teacher).unwrap().unwrap();
    lifecycle::end(&mut conn, &teacher, room).unwrap();
    let work = data.path().join(format!("live/recordings/work-{room}"));
    eventually("the film is being made", async || work.exists()).await;
    program.kill().await;
    encoder.ended().await;
    let assets = "SELECT count(*) AS n FROM live_assets";
    assert_eq!(count(&mut conn, assets), 0, "nothing half-made is shown");
    let sources = || {
        let files = std::fs::read_dir(data.path().join("live/recordings")).unwrap();
        let names = files.flatten().map(|file| file.path());
        names
            .filter(|path| path.extension().is_some_and(|end| end == "flv"))
            .count()
    };
    assert_eq!(sources(), 1, "the source is kept");

    let program = Program::serve(&database, data.path()).await;
    // The lease of the dead would run out within a minute.
    diesel::sql_query("UPDATE jobs SET leased_until = now() WHERE finished_at IS NULL")
        .execute(&mut conn)
        .unwrap();
    eventually("the replay is there", async || {
        count(&mut conn, assets) == 2
    })
    .await;
    eventually("and the source is gone", async || {
        sources() == 0 && !work.exists()
    })
    .await;
    program.stop().await;
}
