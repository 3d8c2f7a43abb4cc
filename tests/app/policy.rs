//! Every page of the program in a real browser, as each kind of person: it loads, logs no error, breaks no content security
//! policy (row C4), is as wide as the window, and axe finds nothing in it, in both languages and both themes.

mod rare;

use crate::access::table::Line;
use crate::access::world::World;
use crate::support::{Browser, Person, TestApp};

/// What is no page: it is loaded by one, downloaded, or read by programs.
const NO_PAGES: [&str; 17] = [
    "socket",
    "/hls/",
    "/live/segments/",
    "/media/",
    "badge",
    "/static/",
    "/metrics",
    "healthz",
    "readyz",
    "csv",
    "pdf",
    ".ics",
    ".vtt",
    "cover",
    "export",
    "/changes",
    "/questions.gift",
];

/// What they read leaves as a fragment of another page.
const FRAGMENTS: [&str; 19] = [
    "/excerpt",
    "/live/courses/",
    "/stage",
    "/health",
    "/candidates",
    "/{message}/edit",
    "/live/{room}/messages",
    "/live/{room}/questions",
    "/live/{room}/hands",
    "/live/{room}/polls",
    "/live/{room}/quizzes",
    "/live/{room}/roll-calls",
    "/live/{room}/lost",
    "/live/{room}/slides",
    "/live/{room}/people",
    "/live/{room}/reports",
    "/replay/messages",
    "/replay/quizzes/",
    "/mentions",
];

/// A walk through every page that this person may see.
struct Walk {
    /// As `tests/access.txt` has them.
    who: char,
    person: Option<Person>,
    locale: &'static str,
    /// In CSS pixels.
    width: u32,
    pages: fn(&Line) -> bool,
}

fn is_page(line: &Line) -> bool {
    let mut others = NO_PAGES.iter().chain(&FRAGMENTS);
    let is_other = others.any(|part| line.pattern.contains(part)) || line.pattern == "/chat/rooms";
    // A page of its own, whatever it is below.
    let is_form = line.pattern.ends_with("/report");
    line.is_read() && (is_form || !is_other)
}

impl Walk {
    async fn go(&self) {
        let app = TestApp::start().await;
        let (own, _) = World::both(&app);
        let browser = self.open(&app).await;
        let mut complaints = Vec::new();
        let lines = Line::all().into_iter().filter(is_page);
        let mut seen = 0;
        for line in lines.filter(self.pages) {
            let is_walked = !line.who.starts_with("by ");
            let Some(ids) = own.known(&line) else {
                continue;
            };
            if is_walked && !line.lets_in(self.who) {
                continue;
            }
            seen += 1;
            let path = line.path(&ids);
            let said = look(&browser, &path, is_walked).await;
            complaints.extend(said.into_iter().map(|said| format!("{path}: {said}")));
        }
        assert!(seen > 5, "{seen} pages");
        assert!(
            complaints.is_empty(),
            "{} in {seen} pages:\n{}",
            complaints.len(),
            complaints.join("\n")
        );
        browser.close().await;
        app.finish().await;
    }

    /// In this language, signed in.
    async fn open(&self, app: &TestApp) -> Browser {
        let locale = self.locale;
        if let Some(person) = self.person {
            let name = person.username();
            app.execute(&format!(
                "UPDATE users SET locale = '{locale}' WHERE username = '{name}'"
            ));
        }
        let browser = Browser::open(&app.origin(), self.width, 800).await;
        browser.visit("/").await;
        let switch = format!("document.querySelector('.language-switch [value={locale}]').click()");
        browser.evaluate(&switch).await;
        let switched = format!("return document.documentElement.lang == '{locale}'");
        browser.wait_until(&switched).await;
        if let Some(person) = self.person {
            browser.sign_in(person).await;
            browser.wait_until(&switched).await;
        }
        browser.logged_errors().await;
        browser
    }
}

/// What is wrong with a page.
async fn look(browser: &Browser, path: &str, is_there: bool) -> Vec<String> {
    browser.visit(&format!("{path}?gateway=sandbox")).await;
    browser
        .wait_until("return document.readyState == 'complete'")
        .await;
    let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
    let status = browser.evaluate(status).await.as_i64().unwrap_or(0);
    let mut complaints = browser.logged_errors().await;
    if status != 200 {
        // That the page itself is answered so is no error of the console's; but it had to be there.
        complaints.retain(|line| !line.contains("Failed to load resource"));
        let is_missing = is_there && (status >= 500 || [403, 404].contains(&status));
        complaints.extend(is_missing.then(|| format!("answers {status}")));
    }
    complaints.extend(browser.barriers().await);
    if browser.is_too_wide().await {
        complaints.push("is wider than the window".into());
    }
    complaints
}

fn every(_: &Line) -> bool {
    true
}

#[tokio::test]
async fn every_page_of_a_guest_is_open_to_all_and_breaks_no_policy() {
    for (locale, width) in [("zh-CN", 1280), ("en", 360)] {
        let walk = Walk {
            who: 'g',
            person: None,
            locale,
            width,
            pages: every,
        };
        walk.go().await;
    }
}

#[tokio::test]
async fn every_page_of_a_student_is_open_to_all_and_breaks_no_policy() {
    let person = Some(Person::Xiaoming);
    Walk {
        who: 'e',
        person,
        locale: "zh-CN",
        width: 360,
        pages: every,
    }
    .go()
    .await;
    // The others a teacher has as well, and in English.
    let theirs_alone = |line: &Line| line.lets_in('e') && !line.lets_in('t');
    Walk {
        who: 'e',
        person,
        locale: "en",
        width: 1280,
        pages: theirs_alone,
    }
    .go()
    .await;
}

#[tokio::test]
async fn every_page_of_a_teacher_is_open_to_all_and_breaks_no_policy() {
    let person = Some(Person::Wang);
    Walk {
        who: 't',
        person,
        locale: "en",
        width: 1280,
        pages: every,
    }
    .go()
    .await;
}

#[tokio::test]
async fn every_page_of_an_assistant_is_open_to_all_and_breaks_no_policy() {
    let of_staff = |line: &Line| line.lets_in('a') && !line.lets_in('e');
    let person = Some(Person::Zhang);
    Walk {
        who: 'a',
        person,
        locale: "zh-CN",
        width: 360,
        pages: of_staff,
    }
    .go()
    .await;
}

/// Those that are the administrators' alone in both languages; what a teacher has as well, as an administrator sees it.
#[tokio::test]
async fn every_page_of_an_administrator_is_open_to_all_and_breaks_no_policy() {
    let person = Some(Person::Root);
    let of_managers = |line: &Line| line.lets_in('A') && !line.lets_in('e');
    Walk {
        who: 'A',
        person,
        locale: "zh-CN",
        width: 1280,
        pages: of_managers,
    }
    .go()
    .await;
    let theirs_alone = |line: &Line| line.who == "A";
    Walk {
        who: 'A',
        person,
        locale: "en",
        width: 360,
        pages: theirs_alone,
    }
    .go()
    .await;
}

#[tokio::test]
async fn a_breach_and_a_barrier_would_be_noticed() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.visit("/").await;
    assert_eq!(browser.barriers().await, [""; 0]);
    browser
        .evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
        .await;
    assert!(!browser.complaints().await.is_empty());
    let nameless = "document.querySelector('main').append(document.createElement('button'))";
    browser.evaluate(nameless).await;
    let faint = "const line = document.createElement('p'); line.textContent = 'faint'; line.className = 'muted'; \
                 line.style.opacity = .3; document.querySelector('main').append(line)";
    browser.evaluate(faint).await;
    let found = browser.barriers().await.join("\n");
    assert!(
        found.contains("button-name") && found.contains("color-contrast"),
        "{found}"
    );
    assert!(found.contains("in the other theme"), "{found}");
    browser.close().await;
    app.finish().await;
}
