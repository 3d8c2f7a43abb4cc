//! The search of the catalogue over 100,000 courses, each search another address so that nothing comes from memory, beside
//! a bare page with one query by primary key in the same run.
//!
//!     cargo bench --bench catalogue
//!
//! The goal is a p99 of at most 50 ms.

mod support;

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use lectern::search::{Weight, vector};
use support::{Lectern, bare};

const COURSES: usize = 100_000;

/// What the titles are made of: each topic is in a twentieth of the courses.
const TOPICS: [&str; 20] = [
    "线性代数",
    "概率统计",
    "数据结构",
    "操作系统",
    "编译原理",
    "有机化学",
    "分子生物",
    "古代文学",
    "现代汉语",
    "西方哲学",
    "宏观经济",
    "会计基础",
    "民法总论",
    "油画技法",
    "钢琴入门",
    "Rust programming",
    "Machine learning",
    "Linear algebra",
    "World history",
    "Academic writing",
];

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let started = Instant::now();
    fill(&lectern).await?;
    println!(
        "{COURSES} courses written in {:.1} s\n",
        started.elapsed().as_secs_f64()
    );
    let origin = format!("http://{}", lectern.address());
    let bare = format!("http://{}", bare::serve(lectern.server.app.db.clone())?);
    let some: Vec<String> = (0..400)
        .map(|n| format!("{origin}/courses?q=讲{}", 100 + n * 2))
        .collect();
    let many = every_filter(&origin);
    let single: Vec<String> = "线性代概率数据编操有分古现西宏会民油钢入门"
        .chars()
        .map(|character| format!("{origin}/courses?q={character}"))
        .collect();
    let pages: Vec<String> = (0..400).map(|n| format!("{bare}/page?{n}")).collect();
    let base = measure("bare page, one query", &pages).await?;
    for (name, addresses) in [
        ("words of a few courses", &some),
        ("words of 5,000 courses, with every filter and order", &many),
        ("one character", &single),
    ] {
        let p50 = measure(name, addresses).await?;
        println!(
            "  p50 is {:.1} × the bare page's\n",
            p50.as_secs_f64() / base.as_secs_f64()
        );
    }
    lectern.stop().await
}

/// Each topic with each choice of language, level, price and order.
fn every_filter(origin: &str) -> Vec<String> {
    let mut addresses = Vec::new();
    for topic in TOPICS {
        for language in ["", "&language=zh", "&language=en"] {
            for level in ["", "&level=beginner", "&level=advanced"] {
                for price in ["", "&price=free"] {
                    for sort in ["", "&sort=popular"] {
                        addresses.push(format!(
                            "{origin}/courses?q={topic}{language}{level}{price}{sort}"
                        ));
                    }
                }
            }
        }
    }
    addresses
}

/// Asks for each address once, one after the other, and prints how long that takes.
async fn measure(name: &str, addresses: &[String]) -> anyhow::Result<Duration> {
    let client = reqwest::Client::new();
    client.get(&addresses[0]).send().await?.bytes().await?;
    let mut times = Vec::new();
    for (at, address) in addresses.iter().enumerate() {
        let asked = Instant::now();
        // Each by another guest: one alone is asked to wait sooner or later.
        let from = format!("10.0.{}.{}", at / 250, at % 250);
        let request = client.get(address).header("X-Forwarded-For", from);
        let answer = request.send().await?.error_for_status()?;
        answer.bytes().await?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    let shown = |time: Duration| time.as_secs_f64() * 1e3;
    println!("{name}: {} searches", times.len());
    println!(
        "  p50 {:.1} ms   p99 {:.1} ms   most {:.1} ms",
        shown(at(50)),
        shown(at(99)),
        shown(at(100))
    );
    Ok(at(50))
}

/// Writes the courses in one statement, with the words that the program itself would write.
async fn fill(lectern: &Lectern) -> anyhow::Result<()> {
    let topics: Vec<String> = TOPICS
        .iter()
        .enumerate()
        .map(|(n, topic)| {
            let words = vector(&[
                (Weight::A, topic),
                (Weight::A, "讲"),
                (Weight::D, "讲义 练习 from the beginning"),
            ]);
            format!("({n}, '{topic}', '{}')", words.replace('\'', "''"))
        })
        .collect();
    let write = format!(
        "INSERT INTO courses (title, summary, description, teacher_id, category_id, status, published_at, enrolled_count, \
             price_minor, level, language, search) \
         SELECT topic || ' 讲' || n % 1000, '第' || n || '门', repeat('讲义，练习，from the beginning。', 20), t.id, c.ids[1 + n % cardinality(c.ids)], \
             (CASE WHEN n % 25 = 0 THEN 'draft' ELSE 'published' END)::course_status, now() - n * interval '3 minutes', n % 4099, \
             n % 3 * 9900, (enum_range(NULL::course_level))[1 + n % 3], (enum_range(NULL::course_language))[1 + n % 2], \
             (words || format(' ''%s'':1A', n % 1000))::tsvector \
         FROM generate_series(1, {COURSES}) n \
         JOIN (VALUES {}) AS topics (id, topic, words) ON topics.id = n % 20 \
         CROSS JOIN (SELECT id FROM users WHERE role = 'teacher' ORDER BY id LIMIT 1) t \
         CROSS JOIN (SELECT array_agg(id) AS ids FROM categories) c",
        topics.join(", ")
    );
    let db = lectern.server.app.db.clone();
    db.run_patiently(move |conn| {
        // The statement takes longer than a request may.
        conn.batch_execute("SET statement_timeout = 0")?;
        conn.batch_execute(&write)?;
        conn.batch_execute("VACUUM (ANALYZE) courses")?;
        conn.batch_execute("SET statement_timeout = '15s'")?;
        Ok(())
    })
    .await?;
    lectern::courses::forget_catalogue(&lectern.server.app);
    Ok(())
}
