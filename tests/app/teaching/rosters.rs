//! Lists of learners: out of a course, and into it by those who may change it.

use reqwest::multipart::{Form, Part};

use crate::support::{Answer, Client, Person, TestApp};

impl TestApp {
    fn people(&self) -> String {
        format!("/courses/{}/people", self.cast.course)
    }

    fn enrolled(&self) -> i64 {
        self.count(&format!(
            "SELECT count(*) AS n FROM enrollments WHERE course_id = {}",
            self.cast.course
        ))
    }

    fn accounts(&self, people: i64) {
        self.execute(&format!(
            "INSERT INTO users (username, email, email_confirmed_at, password, display_name)
             SELECT 'new' || n, 'New' || n || '@example.org', now(), 'x', '新生' || n FROM generate_series(1, {people}) n"
        ));
    }
}

async fn bring(client: &Client, app: &TestApp, table: &str) -> Answer {
    let file = Part::bytes(table.as_bytes().to_vec()).file_name("roster.csv");
    let path = format!("{}/imports", app.people());
    client.upload(&path, Form::new().part("file", file)).await
}

#[track_caller]
fn problems(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status(), 422, "{answer:?}");
    answer.html().texts("#problems li")
}

#[tokio::test]
async fn a_list_is_looked_at_then_everybody_on_it_joins_once() {
    let app = TestApp::start().await;
    app.accounts(3);
    let teacher = app.teacher().await;
    let list = "学号,姓名,用户名,邮箱\n1,小明,xiaoming,\n2,张三,new1,\n3,,,NEW2@example.org\n4,,new3@example.org,\n5,,@new9,\n";
    assert_eq!(problems(&bring(&teacher, &app, list).await).len(), 1);
    let list = list.replace("5,,@new9,\n", "");
    let preview = teacher.follow(&bring(&teacher, &app, &list).await).await;
    let page = preview.html();
    assert_eq!(page.count("#people tbody tr"), 4);
    assert_eq!(page.count("#people .tag--jade"), 3, "new ones: {preview:?}");
    assert!(
        page.text("#people tbody tr:nth-child(2)").contains("张三"),
        "the list's own name"
    );
    assert_eq!(app.enrolled(), 1, "looked at only");
    let form = page.form("#application");
    for _ in 0..2 {
        assert_eq!(teacher.submit(&form).await.status(), 303);
        assert_eq!(app.enrolled(), 4);
    }
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'course.enrolled'";
    assert_eq!(app.count(told), 3, "who was in it already is told nothing");
    let noted = "SELECT count(*) AS n FROM audit_log WHERE action = 'course.import_roster'";
    assert_eq!(app.count(noted), 1);
    let again = teacher
        .follow(&bring(&teacher, &app, &list).await)
        .await
        .html();
    assert!(again.has(".empty") && !again.has("#application"));
    // What goes out comes back in, and takes nobody out by leaving them out.
    let file = teacher.get(&format!("{}.csv", app.people())).await;
    assert!(file.text().starts_with("\u{feff}姓名,用户名,"), "{file:?}");
    assert_eq!(file.text().lines().count(), 5);
    let again = teacher
        .follow(&bring(&teacher, &app, &file.text()).await)
        .await;
    assert!(again.html().has(".empty"));
    bring(&teacher, &app, "Username\nxiaoming\n").await;
    assert_eq!(app.enrolled(), 4);
    app.finish().await;
}

#[tokio::test]
async fn who_has_no_account_is_told_by_line_and_nobody_joins() {
    let app = TestApp::start().await;
    app.accounts(3);
    app.execute("UPDATE users SET is_suspended = true WHERE username = 'new3'");
    let teacher = app.teacher().await;
    let list = "用户名,邮箱\nnobody,\n,nobody@example.org\nnew1,new2@example.org\nnew1,\nNEW1,\nnew3,\n, ,\n";
    let told = problems(&bring(&teacher, &app, list).await);
    for (line, words) in [
        (2, "nobody"),
        (3, "nobody@example.org"),
        (4, "不是同一个人"),
        (6, "两次"),
        (7, "new3"),
    ] {
        let begins = format!("第 {line} 行");
        let has = |one: &String| one.starts_with(&begins) && one.contains(words);
        assert!(told.iter().any(has), "{line} {words}: {told:?}");
    }
    assert_eq!(told.len(), 5, "{told:?}");
    for (list, words) in [
        ("姓名\n小红\n", "表头"),
        ("用户名,姓名\n,小红\n", "没有用户名"),
        ("", "空"),
    ] {
        let told = problems(&bring(&teacher, &app, list).await);
        assert!(told[0].contains(words), "{list:?}: {told:?}");
    }
    assert_eq!(app.enrolled(), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_list_never_takes_more_seats_than_there_are() {
    let app = TestApp::start().await;
    app.accounts(2);
    let teacher = app.teacher().await;
    app.execute(&format!(
        "UPDATE courses SET seats = 2 WHERE id = {}",
        app.cast.course
    ));
    let both = "用户名\nxiaoming\nnew1\nnew2\n";
    let told = problems(&bring(&teacher, &app, both).await);
    assert!(told[0].contains("名额"), "{told:?}");
    let preview = teacher
        .follow(&bring(&teacher, &app, "用户名\nnew1\n").await)
        .await;
    let form = preview.html().form("#application");
    app.execute(&format!(
        "UPDATE courses SET seats = 1 WHERE id = {}",
        app.cast.course
    ));
    assert_eq!(teacher.submit(&form).await.status(), 409);
    app.execute(&format!(
        "UPDATE courses SET seats = 2 WHERE id = {}",
        app.cast.course
    ));
    app.execute("UPDATE users SET is_suspended = true WHERE username = 'new1'");
    assert_eq!(
        teacher.submit(&form).await.status(),
        409,
        "suspended meanwhile"
    );
    assert_eq!(app.enrolled(), 1);
    app.finish().await;
}

#[tokio::test]
async fn lists_are_brought_by_those_who_may_change_the_course() {
    let app = TestApp::start().await;
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let list = "用户名\nxiaohong\n";
    let mine = bring(&teacher, &app, list).await.location().to_owned();
    let application = format!("{mine}/application");
    for client in [
        app.student().await,
        app.other_student().await,
        app.other_teacher().await,
        assistant.clone(),
        app.admin().await,
    ] {
        assert_eq!(client.get(&mine).await.status(), 404);
        assert_eq!(client.post(&application, &[]).await.status(), 404);
    }
    for client in [
        app.student().await,
        app.other_teacher().await,
        assistant.clone(),
    ] {
        assert_eq!(bring(&client, &app, list).await.status(), 404);
        let form = format!("{}/imports", app.people());
        assert_eq!(client.get(&form).await.status(), 404);
    }
    let file = format!("{}.csv", app.people());
    assert_eq!(
        assistant.get(&file).await.status(),
        200,
        "staff see who is there"
    );
    assert_eq!(app.student().await.get(&file).await.status(), 404);
    let page = assistant.get(&app.people()).await.html();
    assert!(
        !page.has("a[href$='/people/imports']"),
        "no way to what they may not"
    );
    let foreign = mine.replace(
        &app.people(),
        &format!("/courses/{}/people", app.cast.foreign_course),
    );
    assert_eq!(app.other_teacher().await.get(&foreign).await.status(), 404);
    assert_eq!(app.enrolled(), 1);
    let admin = app.admin().await;
    let preview = admin.follow(&bring(&admin, &app, list).await).await.html();
    assert_eq!(
        admin.submit(&preview.form("#application")).await.status(),
        303
    );
    assert_eq!(
        app.count(&format!(
            "SELECT count(*) AS n FROM enrollments WHERE user_id = {}",
            app.id_of(Person::Xiaohong)
        )),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn a_hundred_learners_join_by_as_many_statements_as_one() {
    let app = TestApp::start().await;
    app.accounts(102);
    let teacher = app.teacher().await;
    let tables = [
        "enrollments",
        "roster_imports",
        "users",
        "notifications",
        "courses",
    ];
    // The job that counts a course anew is over before and after, so that it is counted where it belongs.
    let cost = async |list: String| {
        app.jobs_done().await;
        let before = app.queries_about(&tables);
        let preview = teacher.follow(&bring(&teacher, &app, &list).await).await;
        let joined = teacher.submit(&preview.html().form("#application")).await;
        assert_eq!(joined.status(), 303);
        teacher.get(&format!("{}.csv", app.people())).await;
        app.jobs_done().await;
        app.queries_about(&tables) - before
    };
    // What is the same for everybody is in memory from the second time on.
    cost("用户名\nnew102\n".into()).await;
    let few = cost("用户名\nnew1\n".into()).await;
    let rows: String = (2..=101).map(|n| format!("new{n}\n")).collect();
    assert_eq!(cost(format!("用户名\n{rows}")).await, few);
    assert_eq!(app.enrolled(), 103);
    app.finish().await;
}
