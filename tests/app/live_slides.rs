//! Courseware in a class: pages of a PDF or images, shown to everybody when the teacher turns to them and to nobody before.

use diesel::connection::SimpleConnection;
use nix::sys::signal::{Signal, kill};
use reqwest::multipart::{Form, Part};

use crate::live_recording::workers;
use crate::support::{Browser, Class, Client, Person, TestApp, eventually};
use crate::teaching::files::picture;

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/{rest}", class.id)
}

pub fn files(contents: &[(&str, Vec<u8>)]) -> Form {
    contents.iter().fold(Form::new(), |form, (name, content)| {
        form.part(
            "files",
            Part::bytes(content.clone()).file_name((*name).to_owned()),
        )
    })
}

/// A PDF whose pages have their numbers on them.
pub fn pdf(pages: usize) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {pages} /Kids [{}] >>",
            (0..pages)
                .map(|page| format!("{} 0 R ", 4 + 2 * page))
                .collect::<String>()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for page in 1..=pages {
        let text = format!("BT /F1 72 Tf 60 80 Td (Page {page}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 225] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * (page - 1)
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{text}\nendstream",
            text.len()
        ));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

async fn upload(client: &Client, class: &Class<'_>, form: Form) -> u16 {
    client.upload(&path(class, "slides"), form).await.status()
}

async fn turn(client: &Client, class: &Class<'_>, slide: &str) -> u16 {
    let path = path(class, "slides/turn");
    client.post_htmx(&path, &[("slide", slide)]).await.status()
}

/// The page at this place of the newest deck.
fn slide(app: &TestApp, place: i64) -> i64 {
    app.count(&format!(
        "SELECT max(id) AS n FROM live_slides WHERE place = {place}"
    ))
}

fn address(app: &TestApp, slide: i64) -> String {
    let media = app.text(&format!(
        "SELECT media_id::text AS t FROM live_slides WHERE id = {slide}"
    ));
    format!("/media/{media}/page.jpg")
}

#[tokio::test]
async fn the_pages_of_a_pdf_are_shown_one_by_one_and_kept_with_their_moments() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let deck = files(&[("第一讲.pdf", pdf(3))]);
    assert_eq!(upload(&teacher, &class, deck).await, 303);
    assert_eq!(app.text("SELECT title AS t FROM live_decks"), "第一讲");
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slides"), 3);
    let files = "SELECT count(*) AS n FROM media WHERE container = 'live_asset'";
    assert_eq!(app.count(files), 3, "the PDF has made room for its pages");
    let [first, second] = [1, 2].map(|place| slide(&app, place));
    assert_eq!(turn(&teacher, &class, &first.to_string()).await, 204);
    let before = "SELECT count(*) AS n FROM live_slide_turns WHERE media_time_ms IS NULL";
    assert_eq!(app.count(before), 1, "before the class there is no moment");
    class.start().await;
    let socket = app
        .socket(&path(&class, "socket"), Some(Person::Xiaoming))
        .await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    assert_eq!(
        page.event("state").await["slide"]["id"],
        first,
        "late joiners"
    );
    assert_eq!(turn(&teacher, &class, &second.to_string()).await, 204);
    let told = page.event("slide").await;
    assert_eq!(
        (told["id"].as_i64(), told["place"].as_i64()),
        (Some(second), Some(2))
    );
    assert_eq!(
        turn(&teacher, &class, &second.to_string()).await,
        204,
        "again"
    );
    let timed = "SELECT count(*) AS n FROM live_slide_turns WHERE media_time_ms > 0";
    assert_eq!(
        app.count(timed),
        1,
        "turning to what is shown changes nothing"
    );
    let list = student.get(&path(&class, "slides")).await.html();
    assert_eq!(list.count("a.slides__page"), 2, "those that were shown");
    assert_eq!(turn(&teacher, &class, "").await, 204);
    assert!(page.event("slide").await.is_null());
    app.finish().await;
}

#[tokio::test]
async fn a_page_is_the_teachers_alone_until_it_has_been_shown() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let deck = files(&[("a.png", picture()), ("b.png", picture())]);
    assert_eq!(upload(&teacher, &class, deck).await, 303);
    let [first, second] = [1, 2].map(|place| slide(&app, place));
    assert_eq!(student.get(&address(&app, first)).await.status(), 404);
    assert_eq!(
        app.assistant()
            .await
            .get(&address(&app, first))
            .await
            .status(),
        200
    );
    assert_eq!(turn(&teacher, &class, &first.to_string()).await, 204);
    assert_eq!(student.get(&address(&app, first)).await.status(), 200);
    assert_eq!(
        student.get(&address(&app, second)).await.status(),
        404,
        "not yet"
    );
    assert_eq!(
        app.other_student()
            .await
            .get(&address(&app, first))
            .await
            .status(),
        404
    );
    assert_eq!(
        app.anonymous().get(&address(&app, first)).await.status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn what_is_neither_pdf_nor_image_leaves_nothing() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let teacher = app.teacher().await;
    for (name, content) in [
        ("notes.txt", b"notes".to_vec()),
        ("page.html", b"<script>alert(1)</script>".to_vec()),
    ] {
        let form = files(&[("good.png", picture()), (name, content)]);
        assert_eq!(upload(&teacher, &class, form).await, 422, "{name}");
    }
    let none = upload(&teacher, &class, Form::new().text("x", "y")).await;
    assert_eq!(none, 422);
    assert_eq!(app.count("SELECT count(*) AS n FROM live_decks"), 0);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM media WHERE container = 'live_asset'"),
        0
    );
    app.finish().await;
}

/// What the panel says of the only deck that has no pages.
async fn said_of_deck(client: &Client, class: &Class<'_>) -> String {
    let panel = client.get(&path(class, "slides")).await.html();
    panel.texts(".slides__deck [role=alert]").join(" ")
}

#[tokio::test]
async fn a_pdf_that_cannot_be_drawn_is_told_its_teacher_who_may_try_again_or_take_it_away() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let broken = b"%PDF-1.4\nnothing of what should follow".to_vec();
    let form = files(&[("讲义.pdf", broken), ("封面.png", picture())]);
    assert_eq!(upload(&teacher, &class, form).await, 303);
    let titles = "SELECT string_agg(title, ' ' ORDER BY id) AS t FROM live_decks";
    assert_eq!(app.text(titles), "封面 讲义");
    let deck = app.count("SELECT max(id) AS n FROM live_decks");
    app.jobs_done().await;
    assert!(said_of_deck(&teacher, &class).await.contains("打不开"));
    let seen = student.get(&path(&class, "slides")).await.text();
    assert!(!seen.contains("讲义"), "the audience sees what is shown");
    let again = path(&class, &format!("decks/{deck}/preparation"));
    let elsewhere = app.plan_class().await;
    for (client, status) in [
        (&student, 403),
        (&app.assistant().await, 403),
        (&app.other_teacher().await, 404),
        (&app.anonymous(), 401),
    ] {
        assert_eq!(client.post_htmx(&again, &[]).await.status(), status);
    }
    let foreign = path(&elsewhere, &format!("decks/{deck}/preparation"));
    assert_eq!(teacher.post_htmx(&foreign, &[]).await.status(), 404);
    let ready = path(&class, &format!("decks/{}/preparation", deck - 1));
    assert_eq!(
        teacher.post_htmx(&ready, &[]).await.status(),
        404,
        "it has its pages"
    );
    assert_eq!(teacher.post_htmx(&again, &[]).await.status(), 204);
    app.jobs_done().await;
    assert!(
        said_of_deck(&teacher, &class).await.contains("打不开"),
        "it is what it was"
    );
    let long = files(&[("长.pdf", pdf(151))]);
    assert_eq!(upload(&teacher, &class, long).await, 303);
    app.jobs_done().await;
    assert!(said_of_deck(&teacher, &class).await.contains("最多 150 页"));
    for deck in [deck, deck + 1] {
        let deletion = path(&class, &format!("decks/{deck}/deletion"));
        assert_eq!(teacher.post_htmx(&deletion, &[]).await.status(), 204);
    }
    let files = "SELECT count(*) AS n FROM media WHERE container = 'live_asset'";
    assert_eq!(app.count(files), 1, "the cover");
    app.finish().await;
}

/// Row R14.
#[tokio::test]
async fn a_deck_whose_job_is_killed_at_every_attempt_has_failed_and_can_be_tried_again() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let teacher = app.teacher().await;
    let mut conn = app.database();
    conn.batch_execute(
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN NEW.run_at := now() + interval '1 hour'; RETURN NEW; END $$;
         CREATE TRIGGER wait BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION wait();",
    )
    .expect("a worker that has no time");
    let form = files(&[("第一讲.pdf", pdf(3))]);
    assert_eq!(upload(&teacher, &class, form).await, 303);
    assert_eq!(said_of_deck(&teacher, &class).await, "");
    app.execute("DROP TRIGGER wait ON jobs");
    let died = "UPDATE jobs SET attempts = max_attempts, lease = gen_random_uuid(), leased_until = now() - interval '1 s'
        WHERE name = 'live.prepare_deck'";
    assert_eq!(app.execute(died), 1);
    eventually("the deck has failed", async || {
        said_of_deck(&teacher, &class).await.contains("再试")
    })
    .await;
    let panel = teacher.get(&path(&class, "slides")).await.html();
    assert!(!panel.has("[hx-trigger]"), "nobody waits any more");
    let again = panel.form(".slides__deck form[action$='/preparation']");
    assert_eq!(teacher.submit(&again).await.status(), 303);
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slides"), 3);
    assert_eq!(said_of_deck(&teacher, &class).await, "");
    app.execute("DELETE FROM jobs WHERE dead_at IS NOT NULL");
    app.finish().await;
}

#[tokio::test]
async fn after_the_class_a_deck_without_pages_is_tried_again_or_deleted_by_who_runs_it_alone() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let broken = b"%PDF-1.4\nnothing of what should follow".to_vec();
    let form = files(&[("讲义.pdf", broken), ("封面.png", picture())]);
    assert_eq!(upload(&teacher, &class, form).await, 303);
    app.jobs_done().await;
    class.end().await;
    let panel = teacher.get(&path(&class, "slides")).await.html();
    assert_eq!(panel.count("form[action$='/preparation']"), 1);
    let deletion = panel.form("form[action$='/deletion']");
    assert!(
        !student
            .get(&path(&class, "slides"))
            .await
            .html()
            .has("form[action$='/deletion']")
    );
    assert_eq!(student.submit(&deletion).await.status(), 403);
    assert_eq!(teacher.submit(&deletion).await.status(), 303);
    assert_eq!(app.text("SELECT title AS t FROM live_decks"), "封面");
    let files = "SELECT count(*) AS n FROM media WHERE container = 'live_asset'";
    assert_eq!(app.count(files), 1, "its PDF is gone as well");
    app.finish().await;
}

/// Rows R13, R14, U6.
#[tokio::test]
async fn a_killed_pdftoppm_costs_an_attempt_and_a_second_run_changes_nothing() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let teacher = app.teacher().await;
    let form = files(&[("第一讲.pdf", pdf(24))]);
    assert_eq!(upload(&teacher, &class, form).await, 303);
    let panel = teacher.get(&path(&class, "slides")).await.html();
    assert_eq!(
        panel.count(".slides__deck[hx-trigger] progress"),
        1,
        "answered at once"
    );
    let (mut killed, mut limits) = (0, String::new());
    eventually("a pdftoppm at work is killed", async || {
        for pid in workers(&app, "pdftoppm") {
            let held = std::fs::read_to_string(format!("/proc/{pid}/limits"));
            limits = held
                .ok()
                .filter(|held| !held.is_empty())
                .unwrap_or(limits.clone());
            killed += usize::from(kill(pid, Signal::SIGKILL).is_ok());
        }
        app.count("SELECT count(*) AS n FROM jobs WHERE last_error IS NOT NULL") == 1
    })
    .await;
    assert!(killed > 0);
    for (name, most) in [("Max cpu time", 90), ("Max address space", 2_u64 << 30)] {
        let line = limits.lines().find_map(|line| line.strip_prefix(name));
        let held = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        assert!(held.is_some_and(|held| held <= most), "{name}: {limits}");
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM live_slides"),
        0,
        "nothing half-made"
    );
    assert!(said_of_deck(&teacher, &class).await.contains("再试"));
    app.execute("UPDATE jobs SET run_at = now() WHERE finished_at IS NULL");
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slides"), 24);
    assert_eq!(said_of_deck(&teacher, &class).await, "");
    app.execute("UPDATE jobs SET finished_at = NULL WHERE name = 'live.prepare_deck'");
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slides"), 24);
    let left = std::fs::read_dir(app.data().join("live/decks"))
        .unwrap()
        .count();
    assert_eq!(left, 0, "no work is left lying about");
    app.finish().await;
}

#[tokio::test]
async fn only_who_runs_the_class_uploads_turns_and_deletes() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let teacher = app.teacher().await;
    let one = || files(&[("a.png", picture())]);
    assert_eq!(upload(&teacher, &class, one()).await, 303);
    let (page, deck) = (
        slide(&app, 1).to_string(),
        app.count("SELECT max(id) AS n FROM live_decks"),
    );
    let deletion = path(&class, &format!("decks/{deck}/deletion"));
    for (client, status) in [
        (app.student().await, 403),
        (app.assistant().await, 403),
        (app.other_student().await, 404),
        (app.other_teacher().await, 404),
        (app.anonymous(), 401),
    ] {
        assert_eq!(
            upload(&client, &class, one()).await,
            if status == 401 { 303 } else { status }
        );
        assert_eq!(turn(&client, &class, &page).await, status);
        assert_eq!(client.post_htmx(&deletion, &[]).await.status(), status);
    }
    let other = app.plan_open_class().await;
    assert_eq!(
        turn(&teacher, &other, &page).await,
        404,
        "a page of another room"
    );
    let elsewhere = path(&other, &format!("decks/{deck}/deletion"));
    assert_eq!(teacher.post_htmx(&elsewhere, &[]).await.status(), 404);
    assert_eq!(turn(&teacher, &class, "x").await, 404);
    assert_eq!(turn(&teacher, &class, &page).await, 204);
    assert_eq!(
        teacher.post_htmx(&deletion, &[]).await.status(),
        409,
        "it was shown"
    );
    assert_eq!(upload(&teacher, &class, one()).await, 303);
    let unseen = app.count("SELECT max(id) AS n FROM live_decks");
    let deletion = path(&class, &format!("decks/{unseen}/deletion"));
    assert_eq!(teacher.post_htmx(&deletion, &[]).await.status(), 204);
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slides"), 1);
    app.jobs_done().await;
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_a_page_turn_reaches_the_learner_who_may_look_back() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let deck = files(&[("第一讲.pdf", pdf(3))]);
    assert_eq!(upload(&app.teacher().await, &class, deck).await, 303);
    app.jobs_done().await;
    let room = format!("/live/{}", class.id);
    let learner = Browser::open(&app.origin(), 1280, 800).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    learner.find("#stage video").await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{room}/studio")).await;
    teacher.click("[data-panels] a[href='#slides']").await;
    let [first, second] = [1, 2].map(|place| slide(&app, place));
    teacher
        .click(&format!("#slides [data-slide='{first}']"))
        .await;
    let shows = |slide: i64| {
        let media = address(&app, slide);
        let media = media.split('/').nth(2).unwrap_or_default().to_owned();
        format!(
            "const image = document.querySelector('.stage__slide img');
             return Boolean(image) && image.src.includes('{media}') && image.naturalWidth > 400"
        )
    };
    learner.wait_until(&shows(first)).await;
    teacher
        .evaluate("document.activeElement.blur(); document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })); return null")
        .await;
    learner.wait_until(&shows(second)).await;
    learner.photograph("slide-over-the-picture").await;
    teacher.photograph("slides-studio").await;
    learner.click("[data-panels] a[href='#slides']").await;
    learner
        .click(&format!("#slides [data-slide='{first}']"))
        .await;
    learner.wait_until(&shows(first)).await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_slide_turns"), 2);
    learner.photograph("slide-looked-back-at").await;
    learner.click(".stage__slide [data-together]").await;
    learner.wait_until(&shows(second)).await;
    for browser in [&teacher, &learner] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}
