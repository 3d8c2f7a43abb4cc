//! Playlists and segments: what is in them, and who gets them.

use lectern::live::Picture;

use crate::support::{Answer, Class, Client, Person, TestApp, eventually};

/// The addresses of the segments in a playlist.
fn segments(class: &Class, playlist: &Answer) -> Vec<String> {
    let names = playlist.text();
    let names = names.lines().filter(|line| line.ends_with(".ts"));
    names
        .map(|name| format!("/live/{}/hls/{name}", class.id))
        .collect()
}

async fn playlist(class: &Class<'_>, client: &Client) -> Answer {
    client.get(&class.playlist_path()).await
}

#[tokio::test]
async fn the_enrolled_and_the_staff_watch_and_nobody_else_not_even_by_the_address_of_a_segment() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let _encoder = class.publish();
    class.start().await;
    class.shows(Picture::Playing).await;
    let student = app.student().await;
    eventually("the class has a segment", async || {
        playlist(&class, &student).await.status() == 200
    })
    .await;
    let found = playlist(&class, &student).await;
    assert_eq!(
        found.header("content-type"),
        "application/vnd.apple.mpegurl"
    );
    assert_eq!(found.header("cache-control"), "private, no-store");
    let segment = segments(&class, &found).pop().unwrap();

    for client in [&student, &app.teacher().await, &app.assistant().await] {
        assert_eq!(playlist(&class, client).await.status(), 200);
        let answer = client.get(&segment).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.header("content-type"), "video/mp2t");
        assert_eq!(answer.body[0], 0x47, "a transport stream");
    }
    let strangers = [
        app.anonymous(),
        app.other_student().await,
        app.other_teacher().await,
        app.admin().await,
    ];
    for client in &strangers {
        assert_eq!(playlist(&class, client).await.status(), 404);
        assert_eq!(client.get(&segment).await.status(), 404);
    }
    app.finish().await;
}

#[tokio::test]
async fn who_leaves_the_course_sees_nothing_more_within_seconds() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let student = app.student().await;
    let segment = segments(&class, &playlist(&class, &student).await)
        .pop()
        .unwrap();
    let id = app.id_of(Person::Xiaoming);
    app.execute(&format!("DELETE FROM enrollments WHERE user_id = {id}"));
    eventually("the right is gone", async || {
        student.get(&segment).await.status() == 404
    })
    .await;
    assert_eq!(playlist(&class, &student).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn leaving_and_being_shut_out_end_playlist_segments_lessons_and_sockets_at_once() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let (course, lesson) = (app.cast.course, app.cast.lesson);
    let lesson = format!("/courses/{course}/lessons/{lesson}");
    let socket = format!("/live/{}/socket", class.id);
    let (teacher, admin) = (app.teacher().await, app.admin().await);
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) VALUES ({}, {course})",
        app.id_of(Person::Xiaohong)
    ));
    let leaves = ("/courses/{}/enrolment/end").replace("{}", &course.to_string());
    let staff = format!(
        "/courses/{course}/staff/{}/deletion",
        app.id_of(Person::Zhang)
    );
    let suspension = format!("/admin/people/{}/suspension", app.id_of(Person::Xiaohong));
    for (person, by, path, fields, code) in [
        (Person::Xiaoming, None, leaves, vec![], 4403),
        (Person::Zhang, Some(&teacher), staff, vec![], 4403),
        (
            Person::Xiaohong,
            Some(&admin),
            suspension,
            vec![("suspended", "true"), ("reason", "spam")],
            4401,
        ),
    ] {
        let client = app.sign_in(person).await;
        let mut open = app.socket(&socket, Some(person)).await.expect("a socket");
        open.resume(0).await;
        open.frame().await;
        let found = playlist(&class, &client).await;
        assert_eq!(found.status(), 200, "{person:?}");
        let segment = segments(&class, &found).pop().unwrap();
        assert_eq!(client.get(&segment).await.status(), 200, "{person:?}");
        let ended = by.unwrap_or(&client).post(&path, &fields).await;
        assert_eq!(ended.status(), 303, "{person:?}: {ended:?}");
        // Not after a while: with the next request.
        assert_eq!(client.get(&segment).await.status(), 404, "{person:?}");
        assert_eq!(playlist(&class, &client).await.status(), 404, "{person:?}");
        let shut = client.get(&lesson).await.status();
        assert!([404, 303].contains(&shut), "{person:?}: {shut}");
        assert_eq!(open.close_code().await, code, "{person:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn an_open_class_is_for_guests_too() {
    let app = TestApp::start_live().await;
    let class = app.plan_open_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    assert_eq!(playlist(&class, &app.anonymous()).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn what_the_teacher_tries_before_the_start_is_for_the_staff_alone() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let before = segments(&class, &playlist(&class, &teacher).await)[0].clone();
    assert_eq!(playlist(&class, &student).await.status(), 404);
    assert_eq!(student.get(&before).await.status(), 404);

    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    class.start().await;
    eventually("the class is open", async || {
        playlist(&class, &student).await.status() == 200
    })
    .await;
    assert_eq!(student.get(&before).await.status(), 404);
    assert!(!segments(&class, &playlist(&class, &student).await).contains(&before));
    app.finish().await;
}

#[tokio::test]
async fn names_of_segments_are_strict() {
    let app = TestApp::start_live().await;
    let class = app.plan_open_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let token = class.token().unwrap();
    let client = app.anonymous();
    for name in [
        "..%2f..%2fnginx.conf",
        "..%2Findex.m3u8",
        "%2e%2e/index.m3u8",
        "1.ts",
        "-1.ts",
        "1.ts%00",
        "99999999999999999999.ts",
        "999999999999999999999.ts",
        "index.m3u8.bak",
        &format!("{token}/index.m3u8"),
        "",
    ] {
        let answer = client.get(&format!("/live/{}/hls/{name}", class.id)).await;
        assert_eq!(answer.status(), 404, "{name}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_playlist_tells_the_wall_clock_the_breaks_and_the_end_and_counts_on() {
    let app = TestApp::start_live().await;
    let class = app.plan_open_class().await;
    class.start().await;
    let first = class.publish();
    class.shows(Picture::Playing).await;
    let client = app.anonymous();
    let before = playlist(&class, &client).await.text();
    assert!(before.contains("#EXT-X-PROGRAM-DATE-TIME:20"), "{before}");
    assert!(before.contains("#EXT-X-TARGETDURATION:1\n"), "{before}");
    assert!(!before.contains("#EXT-X-DISCONTINUITY\n"), "{before}");

    first.kill().await;
    class.shows(Picture::Interrupted).await;
    let _second = class.publish();
    class.shows(Picture::Playing).await;
    let after = playlist(&class, &client).await.text();
    assert!(after.contains("#EXT-X-DISCONTINUITY\n"), "{after}");
    let old = before.lines().find(|line| line.ends_with(".ts")).unwrap();
    assert_eq!(
        number_of(&before, old),
        number_of(&after, old),
        "{before}{after}"
    );

    class.end().await;
    eventually("the end is said", async || {
        let text = playlist(&class, &client).await.text();
        text.ends_with("#EXT-X-ENDLIST\n")
    })
    .await;
    app.finish().await;
}

/// The media sequence number of a segment.
fn number_of(playlist: &str, segment: &str) -> Option<u64> {
    let first = playlist
        .lines()
        .find_map(|line| line.strip_prefix("#EXT-X-MEDIA-SEQUENCE:"))?;
    let place = playlist
        .lines()
        .filter(|line| line.ends_with(".ts"))
        .position(|line| line == segment)?;
    Some(first.parse::<u64>().ok()? + place as u64)
}

#[tokio::test]
async fn watching_asks_the_database_nothing_once_it_has_begun() {
    let app = TestApp::start_live().await;
    let class = app.plan_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let student = app.student().await;
    assert_eq!(playlist(&class, &student).await.status(), 200);

    // Nobody gets a connection any more, and the picture still moves.
    let name = app.app().db.run(|conn| {
        use diesel::prelude::*;
        Ok(diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(
            "current_database()",
        ))
        .get_result::<String>(conn)?)
    });
    let name = name.await.unwrap();
    app.execute_elsewhere(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    app.execute_elsewhere(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ));
    let mut last = String::new();
    for _ in 0..3 {
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        let found = playlist(&class, &student).await;
        assert_eq!(found.status(), 200);
        let segment = segments(&class, &found).pop().unwrap();
        assert_ne!(segment, last, "the picture moves");
        assert_eq!(student.get(&segment).await.status(), 200);
        last = segment;
    }
    app.execute_elsewhere(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    eventually("the program is well again", async || {
        student.get("/readyz").await.status() == 200
    })
    .await;
    app.finish().await;
}
