//! The program is killed while courses are being bought (row R2): what was acknowledged is there, and money and course go
//! together in the end.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use reqwest::{Method, RequestBuilder};

use crate::support::{Client, Database, PASSWORD, Program};

const BUYERS: i64 = 6;

/// What one buyer was told before the program was gone: orders placed, and orders whose payment the gateway took.
#[derive(Default)]
struct Told {
    placed: Vec<String>,
    paid: Vec<String>,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn count(database: &Database, sql: &str) -> i64 {
    let row: Number = sql_query(sql)
        .get_result(&mut database.connect())
        .expect("a count");
    row.n
}

/// Buyers with the password of the cast, and more priced courses than anybody can buy before the end.
fn stock(database: &Database) -> Vec<i64> {
    let mut conn = database.connect();
    conn.batch_execute(&format!(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'buyer' || n, 'buyer' || n || '@example.org', (SELECT password FROM users WHERE username = 'xiaoming'), 'Buyer'
         FROM generate_series(1, {BUYERS}) n;
         INSERT INTO courses (title, teacher_id, category_id, status, published_at, price_minor)
         SELECT '付费课 ' || n, u.id, (SELECT id FROM categories), 'published', now(), 9900 FROM users u, generate_series(1, 60) n WHERE username = 'li'",
    ))
    .expect("buyers and courses");
    let rows: Vec<Number> =
        sql_query("SELECT id AS n FROM courses WHERE title LIKE '付费课%' ORDER BY id")
            .load(&mut conn)
            .expect("courses");
    rows.into_iter().map(|row| row.n).collect()
}

/// Buys one course after the other until nothing answers any more.
async fn buy_until_killed(buyer: Client, courses: Vec<i64>) -> Told {
    let mut told = Told::default();
    for course in courses {
        let Some(order) = sent(&buyer, &format!("/courses/{course}/orders"), ("coupon", "")).await
        else {
            break;
        };
        told.placed.push(order.clone());
        let payment = format!("{order}/payment");
        let Some(begun) = sent(&buyer, &payment, ("gateway", "sandbox")).await else {
            break;
        };
        let page = answered(&buyer, buyer.request(Method::GET, &begun)).await;
        let Some(page) = page else { break };
        if sent(&buyer, &page, ("act", "pay")).await.is_none() {
            break;
        }
        told.paid.push(order);
    }
    told
}

/// Where a form that was taken leads; `None` once the program is gone.
async fn sent(buyer: &Client, path: &str, field: (&str, &str)) -> Option<String> {
    let form = buyer.request(Method::POST, path).form(&[field]);
    answered(buyer, form).await
}

async fn answered(buyer: &Client, request: RequestBuilder) -> Option<String> {
    let request = request.build().expect("a request");
    let answer = buyer.try_execute(request).await.ok()?;
    assert_eq!(answer.status(), 303, "{answer:?}");
    Some(answer.location().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_amid_orders_loses_no_order_and_no_money() {
    let data = tempfile::tempdir().expect("a folder");
    let database = Database::create();
    let courses = stock(&database);
    let program = Program::serve(&database, data.path()).await;
    let mut buying = Vec::new();
    for n in 1..=BUYERS {
        let client = program.client();
        let (name, mut courses) = (format!("buyer{n}"), courses.clone());
        let form = [("login", name.as_str()), ("password", PASSWORD)];
        assert_eq!(client.post("/login", &form).await.status(), 303);
        courses.rotate_left(n as usize * 10);
        buying.push(tokio::spawn(buy_until_killed(client, courses)));
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    program.kill().await;
    let mut told = Told::default();
    for buyer in buying {
        let one = buyer.await.expect("the buying ends");
        told.placed.extend(one.placed);
        told.paid.extend(one.paid);
    }
    assert!(told.paid.len() > 10, "{} payments", told.paid.len());
    for order in &told.placed {
        let id = order.rsplit('/').next().unwrap_or_default();
        let kept = format!("SELECT count(*) AS n FROM orders WHERE id = {id}");
        assert_eq!(count(&database, &kept), 1, "{order}");
    }
    for order in &told.paid {
        let id = order.rsplit('/').next().unwrap_or_default();
        let taken = format!(
            "SELECT count(*) AS n FROM sandbox_charges JOIN payments USING (reference)
             WHERE order_id = {id} AND sandbox_charges.status = 'paid'"
        );
        assert_eq!(count(&database, &taken), 1, "{order}");
    }

    // Whatever was being done is done again once its lease is over, which takes a minute; notices under way went to the
    // address of the program that is gone, so the gateway is asked, which takes another.
    database
        .connect()
        .batch_execute(
            "UPDATE jobs SET leased_until = now() WHERE leased_until IS NOT NULL;
             UPDATE jobs SET run_at = now() WHERE name = 'orders.ask_gateway'",
        )
        .expect("time passes");
    let program = Program::serve(&database, data.path()).await;
    let owed = "SELECT count(*) AS n FROM sandbox_charges JOIN payments p USING (reference) JOIN orders o ON o.id = order_id
         WHERE sandbox_charges.status = 'paid' AND o.status <> 'paid'";
    let started = Instant::now();
    while count(&database, owed) > 0 {
        assert!(started.elapsed() < Duration::from_secs(60), "money is kept");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    program.stop().await;
    for (about, sql) in [
        (
            "a course without its money, or money without its course",
            "SELECT count(*) AS n FROM orders o FULL JOIN enrollments e ON e.user_id = o.user_id AND e.course_id = o.course_id
             WHERE coalesce(o.course_id, e.course_id) IN (SELECT id FROM courses WHERE price_minor = 9900)
             AND (o.status = 'paid') IS DISTINCT FROM (e.user_id IS NOT NULL)",
        ),
        (
            "an order that is paid without a charge",
            "SELECT count(*) AS n FROM orders o WHERE status = 'paid' AND NOT EXISTS (SELECT FROM payments p
             JOIN sandbox_charges c USING (reference) WHERE p.order_id = o.id AND p.status = 'succeeded' AND c.status = 'paid')",
        ),
        (
            "an order that was paid or told of twice, or not at all",
            "SELECT count(*) AS n FROM orders o WHERE status = 'paid' AND (
               (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND p.status = 'succeeded') <> 1
               OR (SELECT count(*) FROM order_changes c WHERE c.order_id = o.id AND c.status = 'paid') <> 1)",
        ),
    ] {
        assert_eq!(count(&database, sql), 0, "{about}");
    }
    let told_of = "SELECT count(*) AS n FROM notifications WHERE kind = 'order.paid'";
    let paid = "SELECT count(*) AS n FROM orders WHERE status = 'paid'";
    assert_eq!(count(&database, told_of), count(&database, paid));
}
