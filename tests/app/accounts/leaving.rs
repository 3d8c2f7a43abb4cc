//! One's own data: an archive of it for its owner alone, and the end of an account, which leaves what was written as of a
//! deleted person (rows A7, S3).

use std::io::{Cursor, Read};

use lectern::own_data::SweepExports;

use crate::accounts::second_factor::{code, turn_on};
use crate::accounts::{can_sign_in, is_signed_in, mails};
use crate::support::{Answer, Client, PASSWORD, Person, TestApp};

const PAGE: &str = "/settings/account";

async fn delete(client: &Client, password: &str) -> u16 {
    let path = format!("{PAGE}/deletion");
    let form = [("current_password", password), ("code", "")];
    client.post(&path, &form).await.status()
}

fn is_gone(app: &TestApp, person: Person) -> bool {
    let gone = format!(
        "SELECT count(*) AS n FROM users WHERE deleted_at IS NOT NULL AND display_name = '已注销用户' AND username <> '{}'",
        person.username()
    );
    app.count(&gone) == 1
}

async fn say(app: &TestApp, client: &Client, words: &str) -> String {
    let room = client
        .get(&format!("/chat/courses/{}", app.cast.course))
        .await
        .location()
        .to_owned();
    let nonce = uuid::Uuid::now_v7().to_string();
    let fields = [("content", words), ("nonce", nonce.as_str())];
    let said = client.post_htmx(&format!("{room}/messages"), &fields).await;
    assert_eq!(said.status(), 201, "{said:?}");
    room
}

#[tokio::test]
async fn a_deleted_account_is_out_everywhere_at_once_and_its_words_stay_under_no_name() {
    let app = TestApp::start().await;
    let (student, phone) = (app.student().await, app.student().await);
    let room = say(&app, &student, "我的话").await;
    let id = app.id_of(Person::Xiaoming);
    app.execute(&format!(
        "INSERT INTO notifications (user_id, kind, message) VALUES ({id}, 'x.y', '给小明的通知')"
    ));
    let page = student.get(PAGE).await;
    for words in ["会被删除", "已注销用户", "结业证书", "订单和付款记录"] {
        assert!(page.text().contains(words), "{words}");
    }
    assert_eq!(delete(&student, "wrong wrong wrong").await, 422);
    assert!(
        !is_gone(&app, Person::Xiaoming),
        "without the password nothing happens"
    );
    let form = [("current_password", PASSWORD)];
    let answer = student.post(&format!("{PAGE}/deletion"), &form).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(is_gone(&app, Person::Xiaoming));
    for client in [&student, &phone] {
        assert!(!is_signed_in(client).await);
    }
    assert!(!can_sign_in(&app, "xiaoming", PASSWORD).await);
    assert!(!can_sign_in(&app, "xiaoming@example.org", PASSWORD).await);
    for table in [
        "sessions",
        "known_devices",
        "enrollments",
        "notifications",
        "progress",
        "lesson_notes",
        "account_tokens",
    ] {
        let left = format!("SELECT count(*) AS n FROM {table} WHERE user_id = {id}");
        assert_eq!(app.count(&left), 0, "{table}");
    }
    let teacher = app.teacher().await;
    let shown = teacher.get(&room).await.html();
    assert_eq!(shown.text("[data-id] .message__name"), "已注销用户");
    assert!(shown.text("[data-id]").contains("我的话"));
    app.execute("UPDATE users SET locale = 'en' WHERE username = 'zhang'");
    let shown = app.assistant().await.get(&room).await.html();
    assert_eq!(shown.text("[data-id] .message__name"), "Deleted person");
    assert_eq!(teacher.get(&format!("/people/{id}")).await.status(), 404);
    let letters = mails(&app).await;
    assert!(letters.last().expect("a mail").contains("已经注销"));
    let again = super::newcomer(&app, "xiaoming", "xiaoming@example.org").await;
    assert!(is_signed_in(&again).await, "name and address are free");
    let profile = [
        ("display_name", "已注销用户"),
        ("locale", "zh-CN"),
        ("theme", "system"),
        ("time_zone", "Asia/Shanghai"),
    ];
    assert_eq!(
        again.post("/settings", &profile).await.status(),
        422,
        "nobody passes for a deleted one"
    );
    app.finish().await;
}

#[tokio::test]
async fn what_stands_against_it_is_said_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let page = teacher.get(PAGE).await.html();
    assert!(page.text(".notice--warning").contains("1 门课程还有学员"));
    assert!(!page.has("form[action='/settings/account/deletion']"));
    assert_eq!(delete(&teacher, PASSWORD).await, 422);
    assert!(is_signed_in(&teacher).await);

    let student = app.other_student().await;
    app.execute(&format!(
        "INSERT INTO orders (user_id, course_id, amount, list_amount, currency) VALUES ({}, {}, 100, 100, 'CNY')",
        app.id_of(Person::Xiaohong),
        app.cast.course
    ));
    assert!(student.get(PAGE).await.text().contains("待付款的订单"));
    assert_eq!(delete(&student, PASSWORD).await, 422);
    app.execute("UPDATE orders SET status = 'cancelled'");
    assert_eq!(delete(&student, PASSWORD).await, 303);

    let admin = app.admin().await;
    assert!(admin.get(PAGE).await.text().contains("唯一的管理员"));
    assert_eq!(delete(&admin, PASSWORD).await, 422);
    app.execute("UPDATE users SET role = 'admin' WHERE username = 'li'");
    let other = app.other_teacher().await;
    let (one, two) = futures_util::join!(delete(&admin, PASSWORD), delete(&other, PASSWORD));
    let mut both = [one, two];
    both.sort_unstable();
    assert_eq!(
        both,
        [303, 422],
        "of the last two who go at once, one stays"
    );
    app.finish().await;
}

#[tokio::test]
async fn with_the_second_factor_on_a_code_is_asked_for_as_well() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let (secret, _) = turn_on(&student).await;
    assert!(student.get(PAGE).await.html().has("input[name=code]"));
    assert_eq!(delete(&student, PASSWORD).await, 422);
    assert!(!is_gone(&app, Person::Xiaoming));
    app.execute("UPDATE second_factors SET last_step = 0");
    let form = [("current_password", PASSWORD), ("code", &code(&secret, 0))];
    let answer = student.post(&format!("{PAGE}/deletion"), &form).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    app.finish().await;
}

fn opened(answer: &Answer) -> zip::ZipArchive<Cursor<&[u8]>> {
    zip::ZipArchive::new(Cursor::new(answer.body.as_slice())).expect("a whole archive")
}

fn parts_of(answer: &Answer) -> usize {
    opened(answer).len()
}

/// What a file of the archive says.
fn part_of(answer: &Answer, name: &str) -> String {
    let mut archive = opened(answer);
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("the file is in it");
    part.read_to_string(&mut text).expect("text");
    text
}

#[tokio::test]
async fn an_archive_holds_what_its_owner_may_read_and_is_for_them_alone_until_it_expires() {
    let app = TestApp::start().await;
    let (student, other) = (app.student().await, app.other_student().await);
    let room = say(&app, &student, "我的话").await;
    say(&app, &app.teacher().await, "老师的话").await;
    for (client, name, words) in [
        (&student, "笔记: 1/2.txt", "canary-own-file"),
        (&app.teacher().await, "教案.txt", "canary-foreign-file"),
    ] {
        let file = reqwest::multipart::Part::bytes(words.as_bytes()).file_name(name);
        let form = reqwest::multipart::Form::new().part("file", file);
        let form = form.text("nonce", uuid::Uuid::now_v7().to_string());
        let sent = client.upload(&format!("{room}/messages"), form).await;
        assert!(sent.status() < 400, "{sent:?}");
    }
    app.execute(&format!(
        "INSERT INTO grade_items (course_id, kind, title, max_points, is_posted) VALUES ({0}, 'manual', '公布了', 10, true),
         ({0}, 'manual', '没公布', 10, false)",
        app.cast.course
    ));
    app.execute(&format!(
        "INSERT INTO grades (item_id, course_id, user_id, points) SELECT id, course_id, {}, 7 FROM grade_items",
        app.id_of(Person::Xiaoming)
    ));
    for (person, reason) in [
        (Person::Xiaoming, "我举报的"),
        (Person::Zhang, "canary-foreign-report"),
    ] {
        app.execute(&format!(
            "INSERT INTO message_reports (message_id, reported_by, reason)
             SELECT id, {}, '{reason}' FROM messages WHERE content = '老师的话'",
            app.id_of(person)
        ));
    }
    let file = format!("{PAGE}/export");
    assert_eq!(student.get(&file).await.status(), 404, "nobody has asked");
    assert_eq!(student.post(&file, &[]).await.status(), 303);
    app.jobs_done().await;
    let page = student.get(PAGE).await.html();
    assert!(page.has("a[href='/settings/account/export']"));
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'account.export'";
    assert_eq!(app.count(told), 1);
    let archive = student.get(&file).await;
    assert!(
        archive
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert_eq!(archive.header("content-type"), "application/zip");
    let length = archive.header("content-length").parse::<usize>();
    assert_eq!(length, Ok(archive.body.len()));
    let all = part_of(&archive, "data.json");
    let parts: serde_json::Value = serde_json::from_str(&all).expect("JSON");
    assert_eq!(parts["profile"][0]["email"], "xiaoming@example.org");
    assert_eq!(parts["enrolments"][0]["course"], "线性代数");
    assert_eq!(parts["messages"][0]["content"], "我的话");
    assert_eq!(parts["reports"][0]["reason"], "我举报的");
    assert!(!all.contains("canary-foreign-report"));
    assert_eq!(parts["grades"].as_array().map(Vec::len), Some(1), "row Z6");
    let own = parts["files"][0]["in_archive"].as_str().expect("a name");
    assert!(
        own.starts_with("files/") && own.matches('/').count() == 1,
        "{own}"
    );
    assert_eq!(part_of(&archive, own), "canary-own-file");
    assert_eq!(parts_of(&archive), 2, "nothing else is in it");
    for foreign in ["老师的话", "没公布", "$2b$", "教案"] {
        assert!(!all.contains(foreign), "{foreign}");
    }
    assert_eq!(other.get(&file).await.status(), 404);
    assert_ne!(app.anonymous().get(&file).await.status(), 200);
    for _ in 0..2 {
        assert_eq!(student.post(&file, &[]).await.status(), 303);
    }
    let slow = student.post(&file, &[]).await;
    assert_eq!(slow.status(), 429, "row D2");
    assert!(!slow.header("retry-after").is_empty());
    app.jobs_done().await;
    assert_eq!(student.get(&file).await.status(), 200);
    app.execute("UPDATE account_exports SET expires_at = now() - interval '1 second'");
    assert_eq!(student.get(&file).await.status(), 404, "its time is over");
    let enqueue = |conn: &mut _| lectern::jobs::enqueue(conn, &SweepExports::default());
    app.app().db.run(enqueue).await.expect("it is enqueued");
    app.jobs_done().await;
    let folder = app.data().join("storage/exports");
    let left = std::fs::read_dir(folder).map_or(0, |files| files.count());
    assert_eq!(left, 0, "no archive is left lying about");
    assert_eq!(app.count("SELECT count(*) AS n FROM account_exports"), 0);
    app.finish().await;
}

#[tokio::test]
async fn an_archive_says_which_files_it_has_no_room_for_and_where_they_are() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let room = say(&app, &student, "看附件").await;
    for name in ["first.txt", "录像.txt"] {
        let file = reqwest::multipart::Part::bytes(b"canary".to_vec()).file_name(name);
        let form = reqwest::multipart::Form::new().part("file", file);
        let sent = student.upload(&format!("{room}/messages"), form).await;
        assert!(sent.status() < 400, "{sent:?}");
    }
    let file = format!("{PAGE}/export");
    let make = async || {
        assert_eq!(student.post(&file, &[]).await.status(), 303);
        app.jobs_done().await;
        (student.get(&file).await, student.get(PAGE).await.html())
    };
    let (archive, page) = make().await;
    assert_eq!(parts_of(&archive), 3);
    assert!(!page.has(".notice--warning"), "everything is in it");
    app.execute(
        "UPDATE media SET byte_size = 20::bigint * 1024 * 1024 * 1024 WHERE original_name = '录像.txt'",
    );
    let (archive, page) = make().await;
    assert_eq!(
        parts_of(&archive),
        3,
        "a file, the data, and what is missing"
    );
    let missing = part_of(&archive, "未包含的文件.txt");
    let id = app.text("SELECT id::text AS t FROM media WHERE original_name = '录像.txt'");
    for words in [
        "录像.txt",
        "20 GB",
        &format!("http://localhost:8080/media/{id}/file"),
    ] {
        assert!(missing.contains(words), "{words}: {missing}");
    }
    assert!(!missing.contains("first.txt"));
    let warned = page.text(".notice--warning");
    assert!(warned.contains("有 1 个文件放不下") && warned.contains("未包含的文件.txt"));
    let all: serde_json::Value =
        serde_json::from_str(&part_of(&archive, "data.json")).expect("JSON");
    assert!(all["files"][1]["in_archive"].is_null(), "{all}");
    app.execute("UPDATE media SET byte_size = 6");
    let got = student.get(&format!("/media/{id}/file")).await;
    assert_eq!(got.text(), "canary", "it is there to be fetched");
    app.finish().await;
}
