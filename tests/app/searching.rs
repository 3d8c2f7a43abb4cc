//! What people type into searches is text and nothing else (row I3).

use crate::support::{Client, TestApp};

/// The courses that a search of the catalogue lists.
async fn found(visitor: &Client, typed: &str) -> Vec<String> {
    let address = reqwest::Url::parse_with_params("http://x/courses", [("q", typed)]).unwrap();
    let answer = visitor
        .get(&format!("/courses?{}", address.query().unwrap()))
        .await;
    assert_eq!(answer.status(), 200, "{typed:?}: {answer:?}");
    let page = answer.html();
    ["线性代数", "Foreign course", "草稿课程"]
        .into_iter()
        .filter(|title| page.texts("main a").iter().any(|text| text.contains(title)))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn courses_are_found_in_chinese_and_english_and_drafts_are_not() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    assert_eq!(found(&visitor, "线性").await, ["线性代数"]);
    assert_eq!(found(&visitor, "FOREIGN").await, ["Foreign course"]);
    assert_eq!(found(&visitor, "草稿").await, [""; 0]);
    app.finish().await;
}

#[tokio::test]
async fn wildcards_and_operators_are_read_literally() {
    let app = TestApp::start().await;
    let (visitor, admin) = (app.anonymous(), app.admin().await);
    for typed in [
        "%' OR '1'='1",
        "foreign' | 'x",
        "zzz | foreign",
        "foreign <-> zzz",
    ] {
        assert_eq!(
            found(&visitor, typed).await,
            [""; 0],
            "{typed:?}: every word is asked for"
        );
    }
    assert_eq!(found(&visitor, "!foreign").await, ["Foreign course"]);
    for typed in ["%", "_", "\\", "'", "';--", "%' OR '1'='1", "x%@"] {
        let encoded: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let people = admin.get(&format!("/admin/people?q={encoded}")).await;
        assert_eq!(people.status(), 200, "{typed:?}");
        assert!(
            !people.text().contains("xiaoming@"),
            "{typed:?} stands in nobody's name"
        );
    }
    let found = admin.get("/admin/people?q=xiaoming").await;
    assert!(
        found.text().contains("xiaoming@"),
        "the search finds what is there"
    );
    app.finish().await;
}
