//! Groups that teachers open: who comes in, who runs them, and how one goes.

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

async fn act(room: &Room, client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    client.post(&format!("{}/{path}", room.path), fields).await
}

/// A group of 王老师, empty but for the teacher.
async fn opened(client: &Client, access: &str) -> Room {
    let fields = [
        ("name", "线性代数读书会"),
        ("description", "每周三读一章"),
        ("access", access),
    ];
    let answer = client.post("/chat/rooms", &fields).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    let path = answer.location().trim_end_matches("/people").to_owned();
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok());
    Room {
        id: id.expect("an id"),
        path,
    }
}

async fn add(room: &Room, client: &Client, usernames: &str) -> u16 {
    let answer = act(room, client, "people", &[("username", usernames)]).await;
    answer.status()
}

/// What is done with a member.
async fn with(app: &TestApp, room: &Room, client: &Client, person: Person, what: &str) -> u16 {
    let path = format!("people/{}/{what}", app.id_of(person));
    act(room, client, &path, &[("moderator", "true")])
        .await
        .status()
}

fn lines(app: &TestApp) -> i64 {
    app.count("SELECT count(*) AS n FROM messages WHERE message_type = 'system'")
}

#[tokio::test]
async fn teachers_open_groups_and_students_do_not() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    assert_eq!(student.get("/chat/rooms/new").await.status(), 403);
    let refused = student.post("/chat/rooms", &[("name", "学生群")]).await;
    assert_eq!(refused.status(), 403);
    let form = teacher.get("/chat/rooms/new").await.html();
    let form = form.form("form[action='/chat/rooms']");
    let nameless = teacher
        .submit(&form.with("name", " ").with("description", "留着"))
        .await;
    assert_eq!(nameless.status(), 422);
    let page = nameless.html();
    assert!(page.has("#name[aria-invalid]"));
    assert_eq!(page.text("#description"), "留着");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM chat_rooms WHERE kind = 'group'"),
        0
    );
    let room = opened(&teacher, "closed").await;
    assert_eq!(room.say(&teacher, "开始吧").await.status(), 201);
    for outsider in [student, app.other_teacher().await, app.admin().await] {
        assert_eq!(outsider.get(&room.path).await.status(), 404);
        assert_eq!(
            act(&room, &outsider, "membership", &[]).await.status(),
            404,
            "it is not open"
        );
        assert_eq!(add(&room, &outsider, "xiaoming").await, 404);
    }
    app.finish().await;
}

#[tokio::test]
async fn people_are_brought_in_by_username_and_told_so() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = opened(&teacher, "closed").await;
    let unknown = act(
        &room,
        &teacher,
        "people",
        &[("username", "xiaoming nobody")],
    )
    .await;
    assert_eq!(unknown.status(), 422);
    let page = unknown.html();
    assert!(page.text("#username-error").contains("nobody"));
    assert_eq!(page.attribute("#username", "value"), "xiaoming nobody");
    let student = app.student().await;
    assert_eq!(
        student.get(&room.path).await.status(),
        404,
        "nobody came in"
    );
    assert_eq!(add(&room, &teacher, " @XiaoMing，xiaohong ").await, 303);
    assert_eq!(student.get(&room.path).await.status(), 200);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'chat.added'";
    assert_eq!(app.count(told), 2);
    let badge = student.get("/chat/badge").await.text();
    assert_eq!(badge.trim(), "", "coming in leaves nothing unread");
    let before = lines(&app);
    assert_eq!(add(&room, &teacher, "xiaoming").await, 303);
    assert_eq!(lines(&app), before, "nothing is said of who is in already");
    assert_eq!(
        add(&room, &student, "li").await,
        403,
        "members bring nobody in"
    );
    let page = app.other_student().await.get(&room.path).await.html();
    let said = page.texts(".message--system");
    assert!(
        said.iter().any(|line| line.contains("王老师 添加了")),
        "{said:?}"
    );
    app.finish().await;
}

#[tokio::test]
async fn names_are_suggested_of_people_one_meets_alone() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = opened(&teacher, "closed").await;
    let offered = async |client: &Client, typed: &str| {
        let path = format!("{}/candidates?username={typed}", room.path);
        client.get(&path).await
    };
    let known = offered(&teacher, "zhang%20xiao").await.html();
    assert_eq!(
        known.attributes("option", "value"),
        ["zhang xiaoming"],
        "小红 shares no room with the teacher"
    );
    let all = offered(&teacher, "%25").await.html();
    assert_eq!(all.count("option"), 0, "a sign of a pattern finds itself");
    add(&room, &teacher, "xiaoming").await;
    let none = offered(&teacher, "xiaoming").await.html();
    assert_eq!(none.count("option"), 0, "who is in is not offered");
    assert_eq!(offered(&app.student().await, "x").await.status(), 403);
    assert_eq!(offered(&app.other_teacher().await, "x").await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn an_open_group_is_found_and_joined_by_anybody_and_left_again() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.other_student().await);
    opened(&teacher, "closed").await;
    let room = opened(&teacher, "open").await;
    let found = student.get("/chat/open?q=读书").await.html();
    assert_eq!(found.count(".group"), 1, "closed groups are not listed");
    let none = student.get("/chat/open?q=量子").await.html();
    assert_eq!(none.count(".group"), 0);
    let joined = act(&room, &student, "membership", &[]).await;
    assert_eq!(joined.location(), room.path);
    assert_eq!(act(&room, &student, "membership", &[]).await.status(), 303);
    assert_eq!(lines(&app), 3, "two were opened, one came, once");
    let (mut socket, copy) = room.open(&app, Person::Xiaohong).await;
    assert!(copy.texts().iter().any(|line| line.contains("小红 加入了")));
    let left = act(&room, &student, "departure", &[]).await;
    assert_eq!(left.location(), "/chat");
    assert_eq!(socket.close_code().await, 4403);
    assert_eq!(student.get(&room.path).await.status(), 404);
    assert_eq!(act(&room, &student, "departure", &[]).await.status(), 404);
    act(&room, &student, "membership", &[]).await;
    let ban = format!("people/{}/ban", app.id_of(Person::Xiaohong));
    act(&room, &teacher, &ban, &[("reason", "广告")]).await;
    assert_eq!(act(&room, &student, "membership", &[]).await.status(), 404);
    let found = student.get("/chat/open").await.html();
    assert_eq!(found.count(".group"), 0, "to the banned it is not there");
    assert_eq!(add(&room, &teacher, "xiaohong").await, 422);
    app.finish().await;
}

#[tokio::test]
async fn the_list_of_open_groups_comes_in_pages_without_a_query_for_each() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO chat_rooms (kind, name, is_open, owner_id)
         SELECT 'group', '群 ' || n, true, (SELECT id FROM users WHERE username = 'wang') FROM generate_series(1, 45) n",
    );
    let student = app.student().await;
    let mut path = "/chat/open?q=群".to_owned();
    let (mut names, mut pages) = (Vec::new(), 0);
    loop {
        let before = app.queries_about(&["chat_rooms"]);
        let page = student.get(&path).await.html();
        let asked = app.queries_about(&["chat_rooms"]) - before;
        assert!(asked <= 3, "{asked} queries");
        names.extend(page.texts(".group b"));
        pages += 1;
        match page.attributes(".pager [rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!((names.len(), pages), (45, 3));
    assert_eq!((names[0].as_str(), names[44].as_str()), ("群 45", "群 1"));
    app.finish().await;
}

#[tokio::test]
async fn moderators_take_members_out_and_the_owner_alone_takes_out_moderators() {
    let app = TestApp::start().await;
    let (teacher, assistant, student) = (
        app.teacher().await,
        app.assistant().await,
        app.student().await,
    );
    let room = opened(&teacher, "closed").await;
    add(&room, &teacher, "zhang xiaoming xiaohong").await;
    for what in ["removal", "role", "ownership"] {
        let by_member = with(&app, &room, &student, Person::Xiaohong, what).await;
        assert_eq!(by_member, 403, "{what}");
    }
    let made = with(&app, &room, &teacher, Person::Zhang, "role").await;
    assert_eq!(made, 303);
    let by_moderator = with(&app, &room, &assistant, Person::Xiaohong, "role").await;
    assert_eq!(by_moderator, 403, "the owner says who moderates");
    let (mut socket, _) = room.open(&app, Person::Xiaoming).await;
    let removed = with(&app, &room, &assistant, Person::Xiaoming, "removal").await;
    assert_eq!(removed, 303);
    assert_eq!(socket.close_code().await, 4403);
    assert_eq!(student.get(&room.path).await.status(), 404);
    assert_eq!(room.say(&student, "还在吗").await.status(), 404);
    let again = with(&app, &room, &assistant, Person::Xiaoming, "removal").await;
    assert_eq!(again, 404);
    let owner = with(&app, &room, &assistant, Person::Wang, "removal").await;
    assert_eq!(owner, 409);
    with(&app, &room, &teacher, Person::Xiaohong, "role").await;
    let moderator = with(&app, &room, &assistant, Person::Xiaohong, "removal").await;
    assert_eq!(moderator, 409);
    let moderator = with(&app, &room, &teacher, Person::Xiaohong, "removal").await;
    assert_eq!(moderator, 303);
    let desk = teacher.get(&format!("{}/moderation", room.path)).await;
    assert!(desk.text().contains("把小红移出了群组"), "it is on record");
    app.finish().await;
}

#[tokio::test]
async fn the_owner_hands_over_or_closes_before_leaving() {
    let app = TestApp::start().await;
    let (teacher, heir) = (app.teacher().await, app.other_teacher().await);
    let room = opened(&teacher, "closed").await;
    add(&room, &teacher, "li xiaoming").await;
    assert_eq!(act(&room, &teacher, "departure", &[]).await.status(), 409);
    let to_student = with(&app, &room, &teacher, Person::Xiaoming, "ownership").await;
    assert_eq!(to_student, 409, "students run no groups");
    let to_stranger = with(&app, &room, &teacher, Person::Root, "ownership").await;
    assert_eq!(to_stranger, 404);
    let handed = with(&app, &room, &teacher, Person::Li, "ownership").await;
    assert_eq!(handed, 303);
    let late = with(&app, &room, &teacher, Person::Xiaoming, "role").await;
    assert_eq!(late, 403, "it is no longer theirs");
    assert_eq!(act(&room, &teacher, "departure", &[]).await.status(), 303);
    assert_eq!(act(&room, &heir, "departure", &[]).await.status(), 409);
    let closed = act(&room, &heir, "closure", &[("closed", "true")]).await;
    assert_eq!(closed.status(), 303);
    assert_eq!(act(&room, &heir, "departure", &[]).await.status(), 303);
    app.finish().await;
}

#[tokio::test]
async fn a_closed_group_is_read_and_changed_by_nobody_until_it_is_opened_again() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let room = opened(&teacher, "open").await;
    act(&room, &student, "membership", &[]).await;
    let id = room.said(&student, "canary-kept").await;
    let closed = [("closed", "true")];
    assert_eq!(act(&room, &student, "closure", &closed).await.status(), 403);
    assert_eq!(act(&room, &teacher, "closure", &closed).await.status(), 303);
    let page = student.get(&room.path).await;
    assert!(page.text().contains("canary-kept"));
    assert!(!page.html().has("#composer"));
    let message = format!("{}/messages/{id}", room.path);
    for client in [&student, &teacher] {
        assert_eq!(room.say(client, "还能说吗").await.status(), 422);
        let reaction = format!("{message}/reactions");
        let reacted = client.post_htmx(&reaction, &[("emoji", "👍")]).await;
        assert_eq!(reacted.status(), 422);
    }
    let edited = student.post_htmx(&message, &[("content", "改了")]).await;
    assert_eq!(edited.status(), 422);
    let outsider = app.other_student().await;
    assert_eq!(act(&room, &outsider, "membership", &[]).await.status(), 404);
    assert_eq!(add(&room, &teacher, "xiaohong").await, 409);
    assert_eq!(outsider.get("/chat/open").await.html().count(".group"), 0);
    act(&room, &teacher, "closure", &[("closed", "false")]).await;
    assert_eq!(room.say(&student, "又能说了").await.status(), 201);
    app.finish().await;
}

#[tokio::test]
async fn a_group_is_renamed_by_its_moderators_and_says_so() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let room = opened(&teacher, "closed").await;
    add(&room, &teacher, "xiaoming").await;
    let fields = [
        ("name", "期末复习"),
        ("description", ""),
        ("access", "open"),
    ];
    assert_eq!(
        act(&room, &student, "settings", &fields).await.status(),
        403
    );
    let (mut socket, _) = room.open(&app, Person::Xiaoming).await;
    assert_eq!(
        act(&room, &teacher, "settings", &fields).await.status(),
        303
    );
    let frame = socket.frame().await.to_string();
    assert!(frame.contains("改名为“期末复习”"), "{frame}");
    assert!(student.get("/chat").await.text().contains("期末复习"));
    let long = [("name", "长".repeat(121))];
    let long: Vec<(&str, &str)> = long.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let refused = act(&room, &teacher, "settings", &long).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.html().has("#name[aria-invalid]"));
    app.finish().await;
}

#[tokio::test]
async fn what_follows_a_course_or_is_of_two_is_not_changed_by_hand() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let course = Room::of_course(&app).await;
    let direct = format!("/chat/people/{}", app.id_of(Person::Xiaoming));
    let direct = Room::at(&teacher.post(&direct, &[]).await);
    let person = format!("people/{}", app.id_of(Person::Xiaoming));
    for room in [course, direct] {
        let acts = [
            ("departure", vec![]),
            ("settings", vec![("name", "改名")]),
            ("closure", vec![("closed", "true")]),
            ("people", vec![("username", "xiaohong")]),
        ];
        for (path, fields) in acts {
            let answer = act(&room, &teacher, path, &fields).await;
            assert_eq!(answer.status(), 409, "{path}: {answer:?}");
        }
        for what in ["removal", "ownership"] {
            let path = format!("{person}/{what}");
            assert_eq!(act(&room, &teacher, &path, &[]).await.status(), 409);
        }
        assert_eq!(act(&room, &teacher, "membership", &[]).await.status(), 404);
        let settings = format!("{}/settings", room.path);
        assert_eq!(teacher.get(&settings).await.status(), 404);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_line_of_the_program_is_nothing_to_answer_change_or_find() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = opened(&teacher, "closed").await;
    let line = app.count("SELECT id AS n FROM messages WHERE message_type = 'system'");
    let path = |what: &str| format!("{}/messages/{line}{what}", room.path);
    for (what, fields) in [
        ("", vec![("content", "改")]),
        ("/deletion", vec![]),
        ("/reactions", vec![("emoji", "👍")]),
        ("/pin", vec![("pinned", "true")]),
        ("/report", vec![("reason", "x")]),
    ] {
        let answer = teacher.post_htmx(&path(what), &fields).await;
        assert_eq!(answer.status(), 404, "{what}: {answer:?}");
    }
    let reply = [("content", "答"), ("reply_to", &line.to_string())];
    let reply = teacher
        .post_htmx(&format!("{}/messages", room.path), &reply)
        .await;
    assert_eq!(reply.status(), 422);
    let found = teacher.get("/chat/search?q=opened").await.html();
    assert_eq!(found.count(".found__message"), 0);
    let list = teacher.get("/chat").await.html();
    let previews = list.texts(".room__preview");
    assert!(previews.iter().any(|words| words == "王老师 创建了群组"));
    app.finish().await;
}
