//! The access matrix (rows Z1–Z9, Z14): every route, asked by everybody, about a thing of the own course, of a foreign
//! one, of a foreign one below an own parent, of a draft, one that is deleted and one that is not there. Who gets in stands
//! in `tests/access.txt`.

mod ahead;
mod privileges;
pub mod table;
pub mod world;

use futures_util::future::join_all;

use self::table::Line;
use self::world::World;
use crate::support::{Answer, Client, Snapshot, TestApp};

/// Everybody, by the letter that the table has for them.
async fn everybody(app: &TestApp, own: &World) -> Vec<Visitor> {
    let people = [
        ('g', app.anonymous()),
        ('o', app.other_student().await),
        ('e', app.student().await),
        ('a', app.assistant().await),
        ('t', app.teacher().await),
        ('A', app.admin().await),
    ];
    people
        .into_iter()
        .map(|(who, client)| Visitor {
            who,
            client,
            fields: fields(own),
        })
        .collect()
}

/// Fields that every form of the program would take for its own; the ids are those of the own course.
fn fields(own: &World) -> Vec<(&'static str, String)> {
    let fixed = FIELDS
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    let ids = [("section_id", "section"), ("question", "question")];
    let ids = ids.map(|(name, of)| (name, own.of(of)));
    fixed.chain(ids).collect()
}

const FIELDS: [(&str, &str); 30] = [
    ("title", "改过的"),
    ("name", "改过的"),
    ("body", "改过的"),
    ("text", "改过的"),
    ("content", "改过的"),
    ("confirm", "yes"),
    ("status", "archived"),
    ("direction", "up"),
    ("place", "1"),
    ("position_ms", "0"),
    ("username", "xiaohong"),
    ("role", "teacher"),
    ("suspended", "true"),
    ("kind", "text"),
    ("type", "essay"),
    ("stem", "改过的"),
    ("seq", "1"),
    ("sequence", "1"),
    ("sequence-1", "1"),
    ("points", "1"),
    ("marks", "1"),
    ("weight", "1"),
    ("version", "1"),
    ("revision", "0"),
    ("gateway", "sandbox"),
    ("quoted", "0"),
    ("act", "save"),
    ("is_ended", "true"),
    ("emoji", "👍"),
    ("nonce", "6f0d9d3c-2f6e-4a8e-8f6e-0d1c2b3a4f5e"),
];

/// Routes that take a form with files, by how they end.
const UPLOADS: [&str; 9] = [
    "/avatar",
    "/cover",
    "/file",
    "/files",
    "/handouts",
    "/imports",
    "/subtitles",
    "/assignment",
    "/messages",
];

/// The form of an attempt, which takes nothing else.
const ANSWERS: [(&str, &str); 2] = [("act", "save"), ("sequence-1", "1")];

/// What pages ask for beside their path.
const QUERY: &str = "gateway=sandbox&before=1";

/// Somebody who asks.
struct Visitor {
    who: char,
    client: Client,
    fields: Vec<(&'static str, String)>,
}

impl Visitor {
    async fn ask(&self, line: &Line, path: &str) -> Answer {
        if line.is_read() {
            return self.client.get(&format!("{path}?{QUERY}")).await;
        }
        if UPLOADS.iter().any(|end| path.ends_with(end)) {
            let part = reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.txt");
            let form = reqwest::multipart::Form::new().part("file", part);
            return self.client.upload(path, form.text("content", "x")).await;
        }
        if ["/attempts/{attempt}", "/attempts/{attempt}/answers/{place}"].contains(&line.pattern) {
            return self.client.post(path, &ANSWERS).await;
        }
        let fields = self
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        self.client.post(path, &fields.collect::<Vec<_>>()).await
    }

    /// Why this path does not refuse them, if it does not.
    async fn complaint(&self, line: &Line, path: &str) -> Option<String> {
        let answer = self.ask(line, path).await;
        let is_refusal = match answer.status() {
            404 => true,
            403 => {
                self.sees(line)
                    || self
                        .ask(line, &line.path(&world::absent(line)))
                        .await
                        .status()
                        == 403
            }
            _ => self.who == 'g' && is_sign_in(&answer),
        };
        (!is_refusal).then(|| told(line, self.who, path, &answer))
    }

    /// Whether the thing that the line is about is shown to them by its own page.
    fn sees(&self, line: &Line) -> bool {
        let mut pages = Line::all().into_iter().filter(Line::is_read);
        pages.any(|page| page.lets_in(self.who) && page.is_page_of(line))
    }

    /// Asks about each path and collects what is no refusal.
    async fn refused(&self, asked: &[(&Line, &str, String)]) -> Vec<String> {
        let mut complaints = Vec::new();
        for (line, about, path) in asked {
            let said = self.complaint(line, path).await;
            complaints.extend(said.map(|said| format!("{about}: {said}")));
        }
        complaints
    }
}

fn is_sign_in(answer: &Answer) -> bool {
    answer.status() == 401 || answer.status() == 303 && answer.location().starts_with("/login")
}

/// Whether somebody was let in, whatever became of what they sent.
fn is_in(answer: &Answer) -> bool {
    !is_sign_in(answer) && ![403, 404].contains(&answer.status()) && answer.status() < 500
}

/// What to look at, in one line.
fn told(line: &Line, who: char, path: &str, answer: &Answer) -> String {
    let start: String = format!("{answer:?}").chars().take(160).collect();
    format!(
        "{who} {} {} ({}): {path}: {} {start}",
        line.method,
        line.pattern,
        line.who,
        answer.location()
    )
}

fn assert_none(complaints: Vec<String>) {
    assert!(
        complaints.is_empty(),
        "{} of them:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_the_table_does_not_let_in_is_refused_everywhere_and_changes_nothing() {
    let app = TestApp::start().await;
    let (own, foreign) = World::both(&app);
    let people = everybody(&app, &own).await;
    let lines = Line::walked();
    let before = Snapshot::of(&app);
    let walks = people.iter().map(|visitor| {
        let asked = forbidden(visitor.who, &lines, &own, &foreign);
        async move { visitor.refused(&asked).await }
    });
    let complaints = join_all(walks).await.concat();
    assert_none(complaints);
    assert_eq!(before.differences(&Snapshot::of(&app)), [""; 0]);
    app.finish().await;
}

/// Every path that this person may not come through to.
fn forbidden<'a>(
    who: char,
    lines: &'a [Line],
    own: &World,
    foreign: &World,
) -> Vec<(&'a Line, &'static str, String)> {
    let mut asked = Vec::new();
    for line in lines {
        let (ids, far) = (own.ids(line), foreign.ids(line));
        if !line.lets_in(who) {
            asked.push((line, "own", line.path(&ids)));
        }
        if ids.is_empty() {
            continue;
        }
        // In the foreign course those of the own one are strangers.
        let as_what = if "eat".contains(who) { 'o' } else { who };
        if !line.lets_in(as_what) {
            asked.push((line, "foreign", line.path(&far)));
        }
        asked.push((line, "absent", line.path(&world::absent(line))));
        let places = line.placeholders();
        for child in 1..ids.len() {
            if !world::is_no_child(places[child]) {
                let mixed = [&ids[..child], &far[child..]].concat();
                asked.push((line, "foreign child", line.path(&mixed)));
            }
        }
    }
    asked
}

/// Words of routes that take something away, so that no other can be asked about it afterwards.
const ENDS: [&str; 12] = [
    "cancellation",
    "deletion",
    "removal",
    "revocation",
    "end",
    "hiding",
    "owner",
    "publication",
    "suspension",
    "role",
    "refund",
    "restoration",
];

/// First what is read, then what is written, then what takes away, the deepest first, people last.
fn harmless_first() -> Vec<Line> {
    let mut lines = Line::walked();
    lines.sort_by_key(|line| {
        let last = line.pattern.rsplit('/').next().unwrap_or_default();
        let is_end = ENDS.contains(&last);
        let is_of_people = line.pattern.starts_with("/admin");
        let depth = std::cmp::Reverse(line.pattern.matches('/').count());
        (!line.is_read(), is_end, is_of_people, depth)
    });
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_the_table_lets_in_gets_in() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    assert_none(shut_out(&app, &own, harmless_first()).await);
    app.finish().await;
}

/// Whom the table lets in and the program does not, asked in this order: everybody reads, one writes.
async fn shut_out(app: &TestApp, own: &World, lines: Vec<Line>) -> Vec<String> {
    let people = everybody(app, own).await;
    let mut complaints = Vec::new();
    for line in lines {
        let mut allowed: Vec<_> = people
            .iter()
            .filter(|visitor| line.lets_in(visitor.who))
            .collect();
        if !line.is_read() {
            // One is enough: what they do is done then.
            allowed.truncate(1);
        }
        let path = line.path(&own.ids(&line));
        for visitor in allowed {
            let answer = visitor.ask(&line, &path).await;
            if !is_in(&answer) {
                complaints.push(told(&line, visitor.who, &path, &answer));
            }
        }
    }
    complaints
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_no_longer_in_a_course_is_a_stranger_there_but_for_what_is_their_own() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    let (teacher, learner, assistant) = (
        app.teacher().await,
        app.student().await,
        app.assistant().await,
    );
    let course = app.cast.course;
    let confirmed = [("confirm", "yes")];
    let left = learner
        .post(&format!("/courses/{course}/enrolment/end"), &confirmed)
        .await;
    assert_eq!(left.status(), 303, "{left:?}");
    let person = app.id_of(crate::support::Person::Zhang);
    let path = format!("/courses/{course}/staff/{person}/deletion");
    let removed = teacher.post(&path, &confirmed).await;
    assert_eq!(removed.status(), 303, "{removed:?}");
    let lines = Line::walked();
    let before = Snapshot::of(&app);
    let mut complaints = Vec::new();
    // An assistant owns nothing of a learner's: they are as anybody.
    for (who, client) in [('x', learner), ('o', assistant)] {
        let visitor = Visitor {
            who,
            client,
            fields: fields(&own),
        };
        for line in &lines {
            let path = line.path(&own.ids(line));
            if !line.lets_in(who) {
                complaints.extend(visitor.complaint(line, &path).await);
            } else if line.is_read() {
                let answer = visitor.ask(line, &path).await;
                complaints.extend((!is_in(&answer)).then(|| told(line, who, &path, &answer)));
            }
        }
    }
    assert_none(complaints);
    assert_eq!(before.differences(&Snapshot::of(&app)), [""; 0]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_not_there_but_for_its_staff_and_admins() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    app.execute(&format!(
        "UPDATE courses SET status = 'draft', published_at = NULL WHERE id = {}",
        app.cast.course
    ));
    let people = everybody(&app, &own).await;
    let lines: Vec<Line> = Line::walked()
        .into_iter()
        .filter(|line| line.pattern.starts_with("/courses/{course"))
        .collect();
    let before = Snapshot::of(&app);
    let asked: Vec<_> = lines
        .iter()
        .map(|line| (line, "draft", line.path(&own.ids(line))))
        .collect();
    let mut complaints = Vec::new();
    for visitor in people.iter().filter(|visitor| "goe".contains(visitor.who)) {
        complaints.extend(visitor.refused(&asked).await);
    }
    assert_none(complaints);
    assert_eq!(before.differences(&Snapshot::of(&app)), [""; 0]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_is_as_if_it_had_never_been_there() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    let people = everybody(&app, &own).await;
    for table in ["payments", "orders", "live_rooms", "attempts"] {
        app.execute(&format!("DELETE FROM {table}"));
    }
    app.execute(&format!(
        "DELETE FROM courses WHERE id = {}",
        app.cast.course
    ));
    let lines = Line::walked();
    let walks = people.iter().map(|visitor| gone(visitor, &lines, &own));
    assert_none(join_all(walks).await.concat());
    app.finish().await;
}

/// What tells somebody that a thing has been there once.
async fn gone(visitor: &Visitor, lines: &[Line], own: &World) -> Vec<String> {
    let mut complaints = Vec::new();
    for line in lines {
        let ids = own.ids(line);
        // People and the categories of the catalogue are still there.
        if ids.is_empty() || line.pattern.starts_with("/admin") {
            continue;
        }
        let (path, nowhere) = (line.path(&ids), line.path(&world::absent(line)));
        complaints.extend(visitor.complaint(line, &path).await);
        let text = async |path: &str| {
            let answer = visitor.ask(line, path).await;
            format!(
                "{}{}",
                answer.status(),
                String::from_utf8_lossy(&answer.body).replace(path, "")
            )
        };
        if text(&path).await != text(&nowhere).await {
            complaints.push(format!("can tell: {} {} {path}", visitor.who, line.pattern));
        }
    }
    complaints
}

#[tokio::test]
async fn neighbours_and_search_tell_nothing_of_lessons_one_may_not_open() {
    let app = TestApp::start().await;
    app.execute(&format!(
        "UPDATE lessons SET title = 'canary-title', body = 'canary-body' WHERE id = {}",
        app.cast.foreign_lesson
    ));
    app.execute("UPDATE courses SET title = 'canary-draft' WHERE status = 'draft'");
    let (student, guest) = (app.student().await, app.anonymous());
    let own = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    let preview = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.preview);
    let foreign = format!(
        "/courses/{}/lessons/{}",
        app.cast.course, app.cast.foreign_lesson
    );
    for (client, path) in [
        (&student, own.as_str()),
        (&student, foreign.as_str()),
        (&student, "/courses?q=canary"),
        (&student, "/courses?q=canary-body"),
        (&student, "/learning"),
        (&guest, preview.as_str()),
        (&guest, "/courses?q=canary-draft"),
        (&guest, "/"),
    ] {
        let text = client.get(path).await.text();
        for canary in ["canary-title", "canary-body", "canary-draft</"] {
            // What was searched for stands in the box again.
            let text = text
                .replace("value=\"canary-body\"", "")
                .replace("canary-body”", "");
            assert!(
                !text.contains(canary) || path.contains(canary),
                "{canary} in {path}"
            );
        }
    }
    let body = guest.get(&preview).await.text();
    assert!(!body.contains("canary-matrix"), "the next lesson's text");
    app.finish().await;
}
