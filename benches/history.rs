//! The page of a room with 1,000 and with 1,000,000 messages, and the search in a million messages: a phrase of two
//! characters, an English word, and a rare one; beside a bare page with one query in the same run.
//!
//!     cargo bench --bench history
//!
//! The goals: the page with a million within 1.2 × that with a thousand, a p99 of at most 300 ms for each search.

mod support;

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use lectern::search::{Weight, vector};
use support::{Lectern, bare, load};

const MANY: usize = 1_000_000;
const FEW: usize = 1_000;

/// Each is in a twentieth of the messages.
const TOPICS: [&str; 20] = [
    "行列式",
    "矩阵",
    "特征",
    "极限",
    "导数",
    "积分",
    "概率",
    "方差",
    "算法",
    "递归",
    "编译",
    "线程",
    "内存",
    "网络",
    "协议",
    "索引",
    "事务",
    "单词",
    "语法",
    "证明",
];
const WORDS: [&str; 20] = [
    "matrix",
    "kernel",
    "vector",
    "ownership",
    "borrow",
    "thread",
    "socket",
    "compiler",
    "theorem",
    "proof",
    "lemma",
    "gradient",
    "sample",
    "deadline",
    "homework",
    "lecture",
    "seminar",
    "notebook",
    "package",
    "module",
];
const ENDS: [&str; 10] = [
    "怎么理解？",
    "的作业什么时候交？",
    "我觉得可以先看例题。",
    "老师讲得很清楚。",
    "这里我没有听懂，能再讲一遍吗？",
    "的公式在第三章。",
    "下次课还会讲吗？",
    "谢谢大家的解释！",
    "我把笔记放在群文件里了。",
    "这个结论和上一章有关。",
];

/// In one message of a hundred thousand.
const RARE: &str = "zanzibar";

/// A person may search so often at once.
const SEARCHES_EACH: usize = 15;
const READERS: usize = 36;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let started = Instant::now();
    fill(&lectern).await?;
    println!(
        "{MANY} messages written in {:.0} s\n",
        started.elapsed().as_secs_f64()
    );
    let bare = bare::serve(lectern.server.app.db.clone())?;
    let few = lectern
        .number("SELECT id AS n FROM chat_rooms WHERE name = 'few'")
        .await?;
    let many = lectern
        .number("SELECT id AS n FROM chat_rooms WHERE name = 'many'")
        .await?;
    let cookie = format!("Cookie: {}\r\n", lectern.sign_in("reader1").await?);
    let query = (bare, "/page", "");
    for (name, room) in [("1,000", few), ("1,000,000", many)] {
        let path = format!("/chat/rooms/{room}");
        let name = format!("page of a room with {name} messages");
        load::compare(&name, (lectern.address(), &path, &cookie), query).await;
    }
    let mut cookies = Vec::new();
    for n in 1..=READERS {
        cookies.push(lectern.sign_in(&format!("reader{n}")).await?);
    }
    let page = format!("http://{bare}/page");
    measure("bare page, one query", &vec![page; 200], &cookies).await?;
    let address = format!("http://{}/chat/search?q=", lectern.address());
    let searches = |words: &[&str]| -> Vec<String> {
        let words = words.iter().cycle().take(READERS / 3 * SEARCHES_EACH);
        words.map(|word| format!("{address}{word}")).collect()
    };
    let mut readers = cookies.chunks(READERS / 3);
    for (name, words) in [
        ("two characters, in 50,000 messages", &TOPICS[1..]),
        ("an English word, in 100,000 messages", &WORDS[..]),
        ("a rare word, in 10 messages", &[RARE][..]),
    ] {
        let cookies = readers.next().unwrap_or_default();
        measure(name, &searches(words), cookies).await?;
    }
    lectern.stop().await
}

/// Asks for each address once, one after the other, each person in turn, and prints how long that takes.
async fn measure(name: &str, addresses: &[String], cookies: &[String]) -> anyhow::Result<()> {
    let client = reqwest::Client::new();
    let mut times = Vec::new();
    for (address, cookie) in addresses.iter().zip(cookies.iter().cycle()) {
        let asked = Instant::now();
        let answer = client.get(address).header("Cookie", cookie).send().await?;
        answer.error_for_status()?.bytes().await?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    let shown = |time: Duration| time.as_secs_f64() * 1e3;
    println!("{name}: {} times", times.len());
    println!(
        "  p50 {:.1} ms   p99 {:.1} ms   most {:.1} ms",
        shown(at(50)),
        shown(at(99)),
        shown(at(100))
    );
    Ok(())
}

/// Writes the messages in a few statements, with the words that the program itself would write.
async fn fill(lectern: &Lectern) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    for (t, topic) in TOPICS.iter().enumerate() {
        for (e, end) in ENDS.iter().enumerate() {
            let (one, other) = (WORDS[(t + e) % 20], WORDS[(t * 3 + e) % 20]);
            let text = format!("{topic}{end} {one} {other}");
            let words = vector(&[(Weight::A, &text)]).replace('\'', "''");
            texts.push(format!("({}, '{text}', '{words}')", texts.len()));
        }
    }
    let count = texts.len();
    let texts = texts.join(", ");
    let write = |room: &str, messages: usize| {
        format!(
            "INSERT INTO chat_rooms (kind, name, last_seq, last_rev) VALUES ('group', '{room}', {messages}, {messages});
             INSERT INTO chat_room_members (chat_room_id, user_id, last_read_seq)
             SELECT r.id, u.id, {messages} FROM chat_rooms r, users u WHERE r.name = '{room}' AND u.username LIKE 'reader%';
             INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce, created_at, search)
             SELECT r.id, p.ids[1 + n % cardinality(p.ids)], text || ' ' || n || rare, n, n, gen_random_uuid(),
                 now() - ({messages} - n) * interval '20 seconds',
                 (words || format(' ''%s'':1A', n) || CASE rare WHEN '' THEN '' ELSE ' ''{RARE}'':1A' END)::tsvector
             FROM generate_series(1, {messages}) n
             CROSS JOIN LATERAL (SELECT CASE n % 100000 WHEN 77 THEN ' {RARE}' ELSE '' END AS rare) r1
             JOIN (VALUES {texts}) AS texts (id, text, words) ON texts.id = n::bigint * 7919 % {count}
             CROSS JOIN (SELECT array_agg(id) AS ids FROM users WHERE username LIKE 'reader%') p
             CROSS JOIN chat_rooms r WHERE r.name = '{room}';"
        )
    };
    let people = format!(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'reader' || n, 'reader' || n || '@example.org', (SELECT password FROM users WHERE username = 'student'), '学员' || n
         FROM generate_series(1, {READERS}) n;"
    );
    let work = [
        "SET statement_timeout = 0;",
        &people,
        "DROP INDEX messages_search_idx;",
        &write("few", FEW),
        &write("many", MANY),
        "CREATE INDEX messages_search_idx ON messages USING gin (search);",
    ]
    .concat();
    let db = lectern.server.app.db.clone();
    db.run_patiently(move |conn| {
        conn.batch_execute(&work)?;
        conn.batch_execute("VACUUM (ANALYZE) messages")?;
        conn.batch_execute("SET statement_timeout = '15s'")?;
        Ok(())
    })
    .await?;
    Ok(())
}
