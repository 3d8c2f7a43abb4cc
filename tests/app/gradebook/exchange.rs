//! Grades as a table, out and back in, and the page of their changes.

use reqwest::multipart::{Form, Part};

use super::{add_item, give, grade_of};
use crate::support::{Answer, Client, Person, TestApp};

impl TestApp {
    fn book(&self) -> String {
        format!("/courses/{}/gradebook", self.cast.course)
    }

    fn enrol_xiaohong(&self) {
        self.execute(&format!(
            "INSERT INTO enrollments (course_id, user_id) VALUES ({}, {})",
            self.cast.course,
            self.id_of(Person::Xiaohong)
        ));
    }

    fn grades(&self) -> String {
        self.text(
            "SELECT coalesce(string_agg(u.username || '=' || CASE WHEN is_excused THEN 'x' ELSE coalesce(points::text, '') END,
                 ' ' ORDER BY u.username, item_id), '') AS t
             FROM grades JOIN users u ON u.id = user_id",
        )
    }
}

async fn bring(client: &Client, app: &TestApp, table: &str) -> Answer {
    let file = Part::bytes(table.as_bytes().to_vec()).file_name("grades.csv");
    let path = format!("{}/imports", app.book());
    client.upload(&path, Form::new().part("file", file)).await
}

async fn exported(client: &Client, app: &TestApp) -> String {
    let file = client.get(&format!("{}.csv", app.book())).await;
    assert_eq!(file.status(), 200, "{file:?}");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    file.text()
}

/// The problems that a table was refused for.
#[track_caller]
fn problems(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status(), 422, "{answer:?}");
    answer.html().texts("#problems li")
}

/// Brings a table, looks at what it would change and applies it.
async fn import(client: &Client, app: &TestApp, table: &str) -> usize {
    let preview = client.follow(&bring(client, app, table).await).await.html();
    if !preview.has("#application") {
        assert!(preview.has(".empty"), "there is nothing to change");
        return 0;
    }
    let applied = client.submit(&preview.form("#application")).await;
    assert_eq!(applied.status(), 303, "{applied:?}");
    preview.count("#changes tbody tr")
}

#[tokio::test]
async fn a_table_goes_out_is_changed_and_comes_back_once_however_often_it_is_brought() {
    let app = TestApp::start().await;
    app.enrol_xiaohong();
    let teacher = app.teacher().await;
    let (midterm, talk) = (
        add_item(&app, &teacher, "期中考试").await,
        add_item(&app, &teacher, "课堂,表现").await,
    );
    give(
        &teacher,
        &grade_of(&app, &midterm, Person::Xiaoming),
        "80",
        "0",
    )
    .await;
    give(
        &teacher,
        &grade_of(&app, &talk, Person::Xiaoming),
        "4.5",
        "0",
    )
    .await;
    let table = exported(&teacher, &app).await;
    assert!(
        table.starts_with("\u{feff}姓名,用户名,总评,期中考试 ["),
        "{table}"
    );
    assert!(table.contains("小明,xiaoming,"), "{table}");
    assert_eq!(import(&teacher, &app, &table).await, 0, "as it went out");
    let changed = table
        .replace(",80,4.5,", ",85.5,免,")
        .replace("小红,xiaohong,,,,", "小红,xiaohong,,70,,");
    assert_ne!(changed, table);
    let preview = teacher.follow(&bring(&teacher, &app, &changed).await).await;
    let cells = preview.html().texts("#changes td");
    assert!(cells.contains(&"80".into()) && cells.contains(&"85.5".into()));
    assert_eq!(
        app.grades(),
        "xiaoming=80.00 xiaoming=4.50",
        "looked at only"
    );
    assert_eq!(import(&teacher, &app, &changed).await, 3);
    let after = "xiaohong=70.00 xiaoming=85.50 xiaoming=x";
    assert_eq!(app.grades(), after);
    let lines = app.count("SELECT count(*) AS n FROM grade_changes");
    assert_eq!(import(&teacher, &app, &changed).await, 0, "the same again");
    assert_eq!(
        import(&teacher, &app, &exported(&teacher, &app).await).await,
        0
    );
    assert_eq!(app.grades(), after);
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), lines);
    let noted = "SELECT count(*) AS n FROM audit_log WHERE action = 'gradebook.import'";
    assert_eq!(app.count(noted), 1);
    app.finish().await;
}

#[tokio::test]
async fn every_problem_is_told_by_its_line_and_nothing_is_imported() {
    let app = TestApp::start().await;
    app.enrol_xiaohong();
    let teacher = app.teacher().await;
    add_item(&app, &teacher, "期中考试").await;
    let table = "姓名,用户名,期中考试,家访,期中考试\n\
                 小明,xiaoming,50,,\n\
                 王老师,wang,60,,\n\
                 小红,xiaohong,100.5,,\n\
                 小明,xiaoming,70,,\n\
                 小红,@XIAOHONG,1,,,7\n\
                 ,,x,,\n";
    let told = problems(&bring(&teacher, &app, table).await);
    let begins = |line: usize, words: &str| {
        told.iter()
            .any(|one| one.starts_with(&format!("第 {line} 行")) && one.contains(words))
    };
    assert!(begins(1, "家访"), "a column of another course: {told:?}");
    assert!(begins(1, "重复"), "a column twice: {told:?}");
    assert!(begins(3, "wang"), "not a learner: {told:?}");
    assert!(begins(4, "100"), "out of range: {told:?}");
    assert!(begins(5, "xiaoming"), "a learner twice: {told:?}");
    assert!(begins(6, "列数"), "wider than its head: {told:?}");
    assert!(begins(7, "用户名"), "nobody: {told:?}");
    assert!(told.is_sorted_by_key(|one| one.split(' ').nth(1).map(str::to_owned)));
    for (table, words) in [
        ("姓名,期中考试\n小明,50\n", "用户名"),
        ("用户名,期中考试\nxiaoming,-1\n", "0 到 100"),
        ("用户名,期中考试\nxiaoming,1e2\n", "0 到 100"),
        ("用户名,期中考试\nxiaoming,=1+1\n", "0 到 100"),
        ("用户名,期中考试\nxiaoming,\"50\n", "引号"),
        ("", "空"),
    ] {
        let told = problems(&bring(&teacher, &app, table).await).join(" ");
        assert!(told.contains(words), "{table:?}: {told}");
    }
    let gbk = Form::new().part(
        "file",
        Part::bytes(vec![0xd0, 0xa1, 0xc3, 0xfb]).file_name("a.csv"),
    );
    let path = format!("{}/imports", app.book());
    assert!(problems(&teacher.upload(&path, gbk).await)[0].contains("UTF-8"));
    assert_eq!(problems(&teacher.upload(&path, Form::new()).await).len(), 1);
    assert_eq!(app.grades(), "");
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_imports"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_grade_that_moved_on_since_the_export_is_told_and_one_left_alone_is_not() {
    let app = TestApp::start().await;
    app.enrol_xiaohong();
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let item = add_item(&app, &teacher, "期中考试").await;
    let (ming, hong) = (
        grade_of(&app, &item, Person::Xiaoming),
        grade_of(&app, &item, Person::Xiaohong),
    );
    give(&teacher, &ming, "80", "0").await;
    give(&teacher, &hong, "60", "0").await;
    let table = exported(&teacher, &app).await;
    give(&assistant, &ming, "90", "1").await;
    let mine = table.replace(",80,80,", ",80,85,");
    let told = problems(&bring(&teacher, &app, &mine).await);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("80") && told[0].contains("90"), "{told:?}");
    assert_eq!(app.grades(), "xiaohong=60.00 xiaoming=90.00");
    // Who has not touched that cell is not in anybody's way, and does not bring the old grade back.
    let other = table.replace(",60,60,", ",60,65,");
    assert_eq!(import(&teacher, &app, &other).await, 1);
    assert_eq!(app.grades(), "xiaohong=65.00 xiaoming=90.00");
    // A table that somebody wrote by hand takes no grade away by leaving it out.
    let own = "Username;期中考试\nxiaoming;\nxiaohong;66\n";
    assert_eq!(import(&teacher, &app, own).await, 1);
    assert_eq!(app.grades(), "xiaohong=66.00 xiaoming=90.00");
    app.finish().await;
}

#[tokio::test]
async fn what_moves_between_the_look_and_the_import_stops_it_as_a_whole() {
    let app = TestApp::start().await;
    app.enrol_xiaohong();
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let item = add_item(&app, &teacher, "期中考试").await;
    let table = "用户名,期中考试\nxiaoming,80\nxiaohong,70\n";
    let looked = async || {
        let preview = teacher.follow(&bring(&teacher, &app, table).await).await;
        preview.html().form("#application")
    };
    let form = looked().await;
    give(
        &assistant,
        &grade_of(&app, &item, Person::Xiaoming),
        "10",
        "0",
    )
    .await;
    assert_eq!(teacher.submit(&form).await.status(), 409);
    assert_eq!(app.grades(), "xiaoming=10.00");
    let form = looked().await;
    app.execute(&format!(
        "DELETE FROM enrollments WHERE user_id = {}",
        app.id_of(Person::Xiaohong)
    ));
    assert_eq!(
        teacher.submit(&form).await.status(),
        409,
        "a learner has left"
    );
    app.enrol_xiaohong();
    let form = looked().await;
    app.execute("UPDATE grade_items SET max_points = 75");
    assert_eq!(teacher.submit(&form).await.status(), 409, "worth less now");
    assert_eq!(app.grades(), "xiaoming=10.00");
    app.execute("UPDATE grade_items SET max_points = 100");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    assert_eq!(teacher.submit(&form).await.status(), 303, "sent twice");
    assert_eq!(app.grades(), "xiaohong=70.00 xiaoming=80.00");
    assert_eq!(
        app.count("SELECT max(revision)::bigint AS n FROM grades"),
        2
    );
    app.finish().await;
}

#[tokio::test]
async fn tables_of_grades_are_for_the_staff_and_a_look_is_its_owner_s() {
    let app = TestApp::start().await;
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    add_item(&app, &teacher, "期中考试").await;
    let table = "用户名,期中考试\nxiaoming,80\n";
    let mine = bring(&assistant, &app, table).await.location().to_owned();
    for client in [
        app.student().await,
        app.other_student().await,
        app.other_teacher().await,
        teacher.clone(),
    ] {
        assert_eq!(client.get(&mine).await.status(), 404);
        let application = format!("{mine}/application");
        assert_eq!(client.post(&application, &[]).await.status(), 404);
    }
    let foreign = mine.replace(
        &app.book(),
        &format!("/courses/{}/gradebook", app.cast.foreign_course),
    );
    assert_eq!(app.other_teacher().await.get(&foreign).await.status(), 404);
    for client in [
        app.student().await,
        app.other_student().await,
        app.other_teacher().await,
    ] {
        for page in [".csv", "/imports", "/changes", "/changes.csv"] {
            let path = format!("{}{page}", app.book());
            assert_eq!(client.get(&path).await.status(), 404, "{path}");
        }
        assert_eq!(bring(&client, &app, table).await.status(), 404);
    }
    assert_eq!(app.grades(), "");
    app.finish().await;
}

#[tokio::test]
async fn the_page_of_changes_says_who_changed_what_and_how() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    let other = add_item(&app, &teacher, "课堂表现").await;
    give(
        &teacher,
        &grade_of(&app, &item, Person::Xiaoming),
        "80",
        "0",
    )
    .await;
    give(
        &teacher,
        &grade_of(&app, &other, Person::Xiaoming),
        "5",
        "0",
    )
    .await;
    let table = exported(&teacher, &app).await.replace(",80,", ",85,");
    import(&teacher, &app, &table).await;
    let changes = format!("{}/changes", app.book());
    let asked = async |query: &str| {
        let page = teacher.get(&format!("{changes}{query}")).await;
        assert_eq!(page.status(), 200, "{query}: {page:?}");
        page.html().texts("#changes tbody tr")
    };
    let all = asked("").await;
    assert_eq!(all.len(), 3);
    assert!(
        all[0].contains("80 → 85") && all[0].contains("导入"),
        "{all:?}"
    );
    assert!(
        all[2].contains("缺 → 80") && all[2].contains("王老师"),
        "{all:?}"
    );
    let number = item.rsplit('/').next().unwrap_or_default();
    assert_eq!(asked(&format!("?item={number}")).await.len(), 2);
    assert_eq!(asked("?source=import").await.len(), 1);
    assert_eq!(asked("?source=hand").await.len(), 2);
    assert_eq!(asked("?source=program").await.len(), 0);
    assert_eq!(asked("?learner=xiaoming").await.len(), 3);
    assert_eq!(
        asked("?learner=%25").await.len(),
        0,
        "a percent sign is itself"
    );
    assert_eq!(asked("?item=%27&before=x&source=x").await.len(), 3);
    let file = teacher.get(&format!("{changes}.csv?source=import")).await;
    assert_eq!(file.text().lines().count(), 2, "{}", file.text());
    app.finish().await;
}

#[tokio::test]
async fn a_long_history_is_shown_by_pages_and_each_line_once() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let item = add_item(&app, &teacher, "期中考试").await;
    for points in 1..=60 {
        let grade = grade_of(&app, &item, Person::Xiaoming);
        let revision = (points - 1).to_string();
        assert_eq!(
            give(&teacher, &grade, &points.to_string(), &revision).await,
            303
        );
    }
    let mut seen = Vec::new();
    let mut next = Some(format!("{}/changes", app.book()));
    while let Some(path) = next {
        let page = teacher.get(&path).await.html();
        seen.extend(page.texts("#changes tbody td.num"));
        next = page.attributes(".pager [rel=next]", "href").pop();
    }
    assert_eq!(seen.len(), 60);
    assert_eq!((seen[0].as_str(), seen[59].as_str()), ("59 → 60", "缺 → 1"));
    app.finish().await;
}

#[tokio::test]
async fn a_hundred_rows_are_read_and_written_by_as_many_statements_as_one() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    add_item(&app, &teacher, "期中考试").await;
    let tables = [
        "grades",
        "grade_items",
        "grade_imports",
        "enrollments",
        "users",
    ];
    let cost = async |table: &str| {
        let before = app.queries_about(&tables);
        import(&teacher, &app, table).await;
        exported(&teacher, &app).await;
        app.queries_about(&tables) - before
    };
    let few = cost("用户名,期中考试\nxiaoming,80\n").await;
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'many' || n, 'many' || n || '@example.org', 'x', '学员' || n FROM generate_series(1, 100) n",
    );
    app.execute(&format!(
        "INSERT INTO enrollments (course_id, user_id) SELECT {}, id FROM users WHERE username LIKE 'many%'",
        app.cast.course
    ));
    let rows: String = (1..=100).map(|n| format!("many{n},{n}\n")).collect();
    assert_eq!(cost(&format!("用户名,期中考试\n{rows}")).await, few);
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 101);
    app.finish().await;
}
