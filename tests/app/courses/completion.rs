//! When a lesson is done: the teacher's conditions, what is reported from elsewhere, and that no completion is lost.

use bigdecimal::BigDecimal;
use lectern::courses::{record_attendance, record_score, record_submission};

use crate::support::{Client, Person, TestApp};

/// Saves the form of the lesson as a teacher fills it.
pub(super) async fn ask_for(teacher: &Client, path: &str, fields: &[(&str, &str)]) -> u16 {
    let path = format!("{path}/completion-rules");
    teacher.post(&path, fields).await.status()
}

impl TestApp {
    pub(super) fn lesson_at(&self, lesson: i64) -> String {
        format!("/courses/{}/lessons/{lesson}", self.cast.course)
    }

    /// Whether 小明 has done this lesson.
    pub(super) fn has_done(&self, lesson: i64) -> bool {
        self.count(&format!(
            "SELECT count(*) AS n FROM progress WHERE lesson_id = {lesson} AND status = 'completed' AND user_id = {}",
            self.id_of(Person::Xiaoming)
        )) == 1
    }

    /// Adds a lesson at the end of the cast's course.
    pub(super) fn add_lesson(&self, kind: &str, title: &str) -> i64 {
        self.execute(&format!(
            "INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
             SELECT course_id, section_id, '{title}', '{kind}',
                 (SELECT max(\"order\") + 1 FROM lessons o WHERE o.course_id = l.course_id)
             FROM lessons l WHERE id = {}",
            self.cast.lesson
        ));
        self.count(&format!(
            "SELECT id AS n FROM lessons WHERE title = '{title}' AND course_id = {}",
            self.cast.course
        ))
    }
}

#[tokio::test]
async fn opening_a_lesson_is_enough_where_its_teacher_says_so() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let path = app.lesson_at(app.cast.lesson);
    student.post(&format!("{path}/progress"), &[]).await;
    assert!(
        !app.has_done(app.cast.lesson),
        "the usual rule is a word of the learner"
    );
    assert_eq!(
        ask_for(&teacher, &path, &[("viewed", "on"), ("required", "on")]).await,
        303
    );
    app.jobs_done().await;
    assert!(app.has_done(app.cast.lesson), "it was open before");
    let page = student.get(&path).await.html();
    assert!(page.has("#lesson-progress[data-done]"));
    app.finish().await;
}

#[tokio::test]
async fn all_conditions_or_any_of_them() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let path = app.lesson_at(app.cast.lesson);
    let both = [
        ("viewed", "on"),
        ("marked", "on"),
        ("match", "all"),
        ("required", "on"),
    ];
    assert_eq!(ask_for(&teacher, &path, &both).await, 303);
    student.post(&format!("{path}/progress"), &[]).await;
    app.jobs_done().await;
    assert!(!app.has_done(app.cast.lesson), "one of two");
    let page = student.get(&path).await.html();
    assert_eq!(page.count(".lesson-goals li"), 2);
    assert_eq!(page.count(".lesson-goals li[data-met]"), 1);
    let any = [
        ("viewed", "on"),
        ("marked", "on"),
        ("match", "any"),
        ("required", "on"),
    ];
    assert_eq!(ask_for(&teacher, &path, &any).await, 303);
    app.jobs_done().await;
    assert!(app.has_done(app.cast.lesson), "one is enough now");
    assert_eq!(ask_for(&teacher, &path, &both).await, 303);
    app.jobs_done().await;
    assert!(
        app.has_done(app.cast.lesson),
        "a stricter rule takes nothing away"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_video_asks_for_the_share_its_teacher_chose() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    app.make_video();
    let path = app.lesson_at(app.cast.lesson);
    assert_eq!(
        ask_for(
            &teacher,
            &path,
            &[
                ("watched", "on"),
                ("watched_least", "20"),
                ("required", "on")
            ]
        )
        .await,
        303
    );
    app.jobs_done().await;
    let beat = |from: i64, to: i64| {
        let (student, path) = (student.clone(), path.clone());
        async move {
            let played = format!("{from}-{to}");
            let fields = [("played", played.as_str()), ("position", "0")];
            student.post(&format!("{path}/progress"), &fields).await;
        }
    };
    beat(0, 0).await;
    app.wait(60);
    beat(0, 19_000).await;
    assert!(!app.has_done(app.cast.lesson));
    app.wait(60);
    beat(19_000, 20_500).await;
    assert!(app.has_done(app.cast.lesson));
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_watched_here_is_marked_by_hand_and_says_so() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    app.execute(&format!(
        "UPDATE lessons SET kind = 'video', body = '', content_url = 'https://video.example/1' WHERE id = {}",
        app.cast.lesson
    ));
    let path = app.lesson_at(app.cast.lesson);
    let fields = [
        ("watched", "on"),
        ("watched_least", "80"),
        ("required", "on"),
    ];
    assert_eq!(ask_for(&teacher, &path, &fields).await, 303);
    let page = student.get(&path).await.html();
    assert!(
        page.has(".lesson-goals li small"),
        "it says that it can't be followed"
    );
    let form = page.form("form[action$='/completion']");
    assert_eq!(student.submit(&form).await.status(), 303);
    assert!(app.has_done(app.cast.lesson));
    app.finish().await;
}

#[tokio::test]
async fn a_quiz_is_done_when_handed_in_or_at_the_score_asked_for() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let (plain, scored) = (
        app.add_lesson("quiz", "小测"),
        app.add_lesson("quiz", "期末"),
    );
    let me = app.id_of(Person::Xiaoming);
    let path = app.lesson_at(scored);
    let fields = [("scored", "on"), ("scored_least", "60"), ("required", "on")];
    assert_eq!(ask_for(&teacher, &path, &fields).await, 303);
    let by_hand = student
        .post(&format!("{}/completion", app.lesson_at(plain)), &[])
        .await;
    assert_eq!(by_hand.status(), 409, "a quiz is not done by saying so");
    let mut conn = app.database();
    let percent = |text: &str| text.parse::<BigDecimal>().expect("a number");
    record_submission(&mut conn, me, plain).expect("it is noted");
    record_submission(&mut conn, me, scored).expect("it is noted");
    record_score(&mut conn, me, scored, percent("59.99")).expect("it is noted");
    assert!(app.has_done(plain) && !app.has_done(scored));
    record_score(&mut conn, me, scored, percent("60")).expect("it is noted");
    assert!(app.has_done(scored));
    record_score(&mut conn, me, scored, percent("10")).expect("it is noted");
    assert!(app.has_done(scored), "a mark that falls takes nothing away");
    app.finish().await;
}

#[tokio::test]
async fn a_message_in_the_courses_room_counts_before_and_after_the_rule() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let room = app.count(&format!(
        "SELECT id AS n FROM chat_rooms WHERE course_id = {}",
        app.cast.course
    ));
    let (first, second) = (
        app.add_lesson("text", "讨论一"),
        app.add_lesson("text", "讨论二"),
    );
    let fields = [("posted", "on"), ("required", "on")];
    assert_eq!(ask_for(&teacher, &app.lesson_at(first), &fields).await, 303);
    app.jobs_done().await;
    assert!(!app.has_done(first));
    let room = format!("/chat/rooms/{room}/messages");
    let said = student.post(&room, &[("content", "大家好")]).await;
    assert!(said.status() < 400);
    assert!(app.has_done(first), "in the transaction of the message");
    assert!(!app.has_done(second), "which asks for something else");
    assert_eq!(
        ask_for(&teacher, &app.lesson_at(second), &fields).await,
        303
    );
    app.jobs_done().await;
    assert!(app.has_done(second), "what was written before counts");
    app.finish().await;
}

#[tokio::test]
async fn minutes_in_the_class_are_summed_over_stays() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let (me, lesson) = (
        app.id_of(Person::Xiaoming),
        app.add_lesson("replay", "第一次直播"),
    );
    app.execute(&format!(
        "WITH room AS (
             INSERT INTO live_rooms (course_id, teacher_id, title, status, access, started_at, end_time)
             SELECT {}, {}, '第一次直播', 'ended', 'enrolled', now() - interval '2 hours', now() RETURNING id)
         UPDATE lessons SET live_room_id = room.id FROM room WHERE lessons.id = {lesson}",
        app.cast.course,
        app.id_of(Person::Wang)
    ));
    let room = app.count(&format!(
        "SELECT live_room_id AS n FROM lessons WHERE id = {lesson}"
    ));
    let stay = |from: i64, to: i64| {
        app.execute(&format!(
            "INSERT INTO live_viewers (live_room_id, user_id, join_time, leave_time, last_seen_at)
             SELECT {room}, {me}, now() - {from} * interval '1 minute', now() - {to} * interval '1 minute', now()"
        ));
        record_attendance(&mut app.database(), room, &[me]).expect("it is noted");
    };
    let fields = [
        ("attended", "on"),
        ("attended_least", "30"),
        ("required", "on"),
    ];
    assert_eq!(
        ask_for(&teacher, &app.lesson_at(lesson), &fields).await,
        303
    );
    app.jobs_done().await;
    stay(110, 90);
    assert!(!app.has_done(lesson), "20 of 30 minutes");
    stay(60, 49);
    assert!(app.has_done(lesson), "31 minutes");
    app.finish().await;
}

#[tokio::test]
async fn only_who_writes_the_course_sets_conditions_and_only_sound_ones() {
    let app = TestApp::start().await;
    let path = app.lesson_at(app.cast.lesson);
    for client in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        assert_eq!(ask_for(&client, &path, &[("viewed", "on")]).await, 404);
    }
    let teacher = app.teacher().await;
    let foreign = app.lesson_at(app.cast.foreign_lesson);
    assert_eq!(ask_for(&teacher, &foreign, &[("viewed", "on")]).await, 404);
    app.make_video();
    for bad in ["0", "101", "", "viel", "-5", "1e9"] {
        let fields = [("watched", "on"), ("watched_least", bad), ("match", "any")];
        let answer = teacher
            .post(&format!("{path}/completion-rules"), &fields)
            .await;
        assert_eq!(answer.status(), 422, "{bad}");
        let page = answer.html();
        assert!(page.has("#watched_least-error"));
        assert!(
            page.has("#completion input[name=match][value=any][checked]"),
            "what was typed stays"
        );
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM completion_rules"), 0);
    // A text can't be watched: what a kind does not offer is not taken.
    let text = app.lesson_at(app.cast.preview);
    assert_eq!(
        ask_for(
            &teacher,
            &text,
            &[("watched", "on"), ("watched_least", "50")]
        )
        .await,
        303
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM completion_rules"), 0);
    app.finish().await;
}

#[tokio::test]
async fn only_required_lessons_count_for_the_course() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let course = format!("/courses/{}", app.cast.course);
    app.add_lesson("text", "附录");
    let fields = [("viewed", "on")];
    assert_eq!(
        ask_for(&teacher, &app.lesson_at(app.cast.preview), &fields).await,
        303
    );
    student
        .post(
            &format!("{}/completion", app.lesson_at(app.cast.lesson)),
            &[],
        )
        .await;
    student
        .post(
            &format!("{}/progress", app.lesson_at(app.cast.preview)),
            &[],
        )
        .await;
    app.jobs_done().await;
    assert!(app.has_done(app.cast.preview) && app.has_done(app.cast.lesson));
    for (client, path, selector) in [
        (&student, course.clone(), ".course-hero progress"),
        (&student, "/learning".into(), ".learning-row progress"),
        (&teacher, format!("{course}/people"), "#learners progress"),
    ] {
        let page = client.get(&path).await.html();
        let shown = (
            page.attribute(selector, "value"),
            page.attribute(selector, "max"),
        );
        assert_eq!(shown, ("1".into(), "2".into()), "{path}");
    }
    app.finish().await;
}
