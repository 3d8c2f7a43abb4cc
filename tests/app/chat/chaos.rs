//! Everything goes wrong while fifty people talk on two nodes (rows R1, R3, R21): people hang up, Redis goes away and comes
//! back, a node is killed, Postgres is restarted as by a power cut. What was acknowledged is there once, in order, on every
//! page, in the database and in the archive that it moves to, and what was taken back is nowhere.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::pg::PgConnection;
use futures_util::future::join_all;
use lectern::sidecar::{DataLock, Postgres};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::task::JoinHandle;

use super::aftermath::Aftermath;
use super::killed::{Said, Stage, TALKERS, Talker, all, insert_talkers, room_of_talkers, texts};
use crate::support::{Copy, Program, RedisServer, populate};

const SECRET: &str =
    "the nodes of a site share a secret, or a cookie of the one means nothing to the other";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_chaos_nothing_acknowledged_is_lost_doubled_or_out_of_order_on_any_page() {
    let folders: Vec<_> = (0..3)
        .map(|_| tempfile::tempdir().expect("a folder"))
        .collect();
    let lock = DataLock::take(folders[0].path()).expect("the lock");
    let postgres = Postgres::start(&lock).await.expect("Postgres");
    let url = postgres.url().to_owned();
    populate(&url);
    let connect = || PgConnection::establish(&url).expect("a connection");
    insert_talkers(&mut connect());
    let mut redis = RedisServer::start().await;
    let redis_url = redis.url();
    let settings = [
        ("REDIS_URL", redis_url.as_str()),
        ("LECTERN_SECRET", SECRET),
    ];
    let serve =
        async |folder: usize| Program::serve_with(&url, folders[folder].path(), &settings).await;
    let (first, mut second) = tokio::join!(serve(1), serve(2));
    let room = room_of_talkers(&mut connect());
    let stages = [Stage::new(first.origin()), Stage::new(second.origin())];
    let stage = |n: usize| -> Arc<Stage> { stages[n % 2].clone() };
    let talkers = join_all((0..TALKERS).map(async |n| {
        let mut talker = Talker::new(n, &first, room).await;
        talker.is_restless = n % 3 == 0;
        talker
    }))
    .await;
    let talking: Vec<JoinHandle<Vec<Said>>> = talkers
        .iter()
        .enumerate()
        .map(|(n, talker)| tokio::spawn(talker.clone().talk(stage(n))))
        .collect();
    let people = talkers.clone();
    let listening: Vec<JoinHandle<Copy>> = talkers
        .into_iter()
        .enumerate()
        .map(|(n, talker)| tokio::spawn(talker.listen(stage(n))))
        .collect();

    let moment = async |millis: u64| tokio::time::sleep(Duration::from_millis(millis)).await;
    moment(2_000).await;
    redis.stop().await;
    moment(1_500).await;
    // People of the second node go to the first while it is dead.
    second.kill().await;
    stages[1]
        .origin
        .send_replace(Some(first.origin().to_owned()));
    moment(1_000).await;
    redis.begin().await;
    second = serve(2).await;
    stages[1]
        .origin
        .send_replace(Some(second.origin().to_owned()));
    moment(1_500).await;
    let pid = postgres.pid().expect("it runs") as i32;
    kill(Pid::from_raw(pid), Signal::SIGQUIT).expect("an immediate shutdown");
    is_ready_again(&first).await;
    is_ready_again(&second).await;
    moment(2_000).await;

    stages.iter().for_each(|stage| {
        stage.is_over.send_replace(true);
    });
    let acknowledged = all(talking).await;
    let last = texts(
        &mut connect(),
        &format!("SELECT last_rev::text AS text FROM chat_rooms WHERE id = {room}"),
    );
    let last: i64 = last[0].parse().expect("a revision");
    stages.iter().for_each(|stage| {
        stage.end.send_replace(Some(last));
    });
    let copies = tokio::time::timeout(Duration::from_secs(30), all(listening)).await;
    let copies = copies.expect("every page comes to have everything");
    first.stop().await;
    second.stop().await;

    let mut conn = connect();
    let stored = texts(
        &mut conn,
        "SELECT content AS text FROM messages ORDER BY seq",
    );
    let there = texts(
        &mut conn,
        "SELECT content AS text FROM messages WHERE deleted_at IS NULL ORDER BY seq",
    );
    let gaps = "SELECT 'gap' AS text FROM messages m JOIN chat_rooms r ON r.id = m.chat_room_id
                GROUP BY r.id HAVING max(m.seq) <> count(*) OR r.last_seq <> count(*)";
    assert!(texts(&mut conn, gaps).is_empty(), "no gap in the numbers");
    for (n, said) in acknowledged.iter().enumerate() {
        let mark = format!("{n}-");
        let own: Vec<&String> = stored
            .iter()
            .filter(|text| text.starts_with(&mark))
            .collect();
        let all: Vec<&String> = said.iter().map(|said| &said.text).collect();
        assert!(said.len() > 3, "talker {n} had a say");
        assert_eq!(own, all, "each once, in order");
        for said in said {
            assert_eq!(there.contains(&said.text), !said.is_gone, "{}", said.text);
        }
    }
    assert!(there.len() < stored.len(), "something was taken back");
    for (n, copy) in copies.iter().enumerate() {
        assert_eq!(copy.texts(), there, "the page of talker {n}");
    }
    let aftermath = Aftermath {
        url: &url,
        data: folders[1].path(),
        room,
    };
    let moved = aftermath.archive().await;
    assert!(moved > 50, "most of it has moved: {moved}");
    aftermath.holds(&stored, &there);
    let reread = serve(1).await;
    let (gone, pages) = aftermath.one_is_taken_back(&reread, people, copies).await;
    let left: Vec<String> = there.into_iter().filter(|text| *text != gone).collect();
    for (n, copy) in pages.iter().enumerate() {
        assert_eq!(copy.texts(), left, "the page of talker {n}");
    }
    reread.stop().await;
    aftermath.archive().await;
    aftermath.holds(&stored, &left);
    postgres.stop().await;
}

async fn is_ready_again(program: &Program) {
    let started = Instant::now();
    while program.client().get("/readyz").await.status() != 200 {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "it does not come back by itself"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
