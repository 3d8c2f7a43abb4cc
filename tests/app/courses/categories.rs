//! The tree of categories: what administrators do with it, and that nobody else does.

use crate::courses::{changed, found};
use crate::support::{Client, TestApp};

/// 数学 of the cast with 代数 below it, and 音乐 beside it.
fn grow(app: &TestApp) -> [i64; 3] {
    changed(
        app,
        "WITH below AS (INSERT INTO categories (name, name_en, parent_id) SELECT '代数', 'Algebra', id FROM categories)
         INSERT INTO categories (name, name_en, \"order\") VALUES ('音乐', 'Music', 5)",
    );
    ["数学", "代数", "音乐"].map(|name| id(app, name))
}

fn id(app: &TestApp, name: &str) -> i64 {
    app.count(&format!(
        "SELECT id AS n FROM categories WHERE name = '{name}'"
    ))
}

fn audited(app: &TestApp, action: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM audit_log WHERE action = '{action}' AND actor_id IS NOT NULL"
    ))
}

async fn post(client: &Client, path: &str, fields: &[(&str, &str)]) -> u16 {
    client
        .post(&format!("/admin/categories{path}"), fields)
        .await
        .status()
}

#[tokio::test]
async fn an_administrator_adds_renames_orders_and_moves_categories() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let [maths, algebra, music] = grow(&app);
    let parent = maths.to_string();
    let form = [
        ("name", " 几 何 "),
        ("name_en", "Geometry"),
        ("parent_id", parent.as_str()),
    ];
    let added = admin.post("/admin/categories", &form).await;
    let page = admin.follow(&added).await.html();
    assert!(page.has(".notice--success"));
    let names = || async {
        admin
            .get("/admin/categories")
            .await
            .html()
            .texts(".tree .list__title")
    };
    assert_eq!(
        names().await,
        [
            "数学 Mathematics",
            "代数 Algebra",
            "几 何 Geometry",
            "音乐 Music"
        ]
    );
    let geometry = id(&app, "几 何");
    assert_eq!(
        post(
            &admin,
            &format!("/{geometry}/name"),
            &[("name", "几何"), ("name_en", "Geometry")]
        )
        .await,
        303
    );
    assert_eq!(
        post(
            &admin,
            &format!("/{geometry}/position"),
            &[("direction", "up")]
        )
        .await,
        303
    );
    assert_eq!(names().await[1..3], ["几何 Geometry", "代数 Algebra"]);
    assert_eq!(
        post(
            &admin,
            &format!("/{algebra}/parent"),
            &[("parent_id", &music.to_string())]
        )
        .await,
        303
    );
    assert_eq!(
        names().await,
        [
            "数学 Mathematics",
            "几何 Geometry",
            "音乐 Music",
            "代数 Algebra"
        ]
    );
    assert_eq!(
        post(&admin, &format!("/{algebra}/parent"), &[("parent_id", "")]).await,
        303
    );
    assert_eq!(names().await[3], "代数 Algebra");
    for (action, lines) in [
        ("category.add", 1),
        ("category.rename", 1),
        ("category.order", 1),
        ("category.move", 2),
    ] {
        assert_eq!(audited(&app, action), lines, "{action}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_category_never_lies_below_itself_and_the_form_says_why() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let [maths, algebra, _] = grow(&app);
    for below in [maths, algebra] {
        let below = below.to_string();
        let refused = admin
            .post(
                &format!("/admin/categories/{maths}/parent"),
                &[("parent_id", &below)],
            )
            .await;
        assert_eq!(refused.status(), 422);
        assert!(
            refused
                .html()
                .text(&format!("#parent-{maths}-error"))
                .contains("下级")
        );
    }
    // The same moves at the same time would close a circle together.
    let left = format!("/{algebra}/parent");
    app.execute("UPDATE categories SET parent_id = NULL");
    let (up, down) = (maths.to_string(), algebra.to_string());
    let right = format!("/{maths}/parent");
    let (up, down) = ([("parent_id", up.as_str())], [("parent_id", down.as_str())]);
    let both = futures_util::join!(post(&admin, &left, &up), post(&admin, &right, &down));
    assert!(matches!(both, (303, 422) | (422, 303)), "{both:?}");
    app.finish().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_name_stands_beside_it_and_nothing_is_written() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    grow(&app);
    let long = "长".repeat(65);
    for (name, name_en, parent, field) in [
        ("", "X", "", "name"),
        ("x", " ", "", "name_en"),
        (long.as_str(), "X", "", "name"),
        ("音乐", "X", "", "name"),
        ("新的", "X", "987654", "parent_id"),
    ] {
        let form = [("name", name), ("name_en", name_en), ("parent_id", parent)];
        let answer = admin.post("/admin/categories", &form).await;
        assert_eq!(answer.status(), 422, "{name:?} {name_en:?} {parent:?}");
        let page = answer.html();
        assert!(page.has(&format!("#new #{field}-error")), "{field}");
        assert_eq!(page.attribute("#new #name", "value"), name);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM categories"), 3);
    assert_eq!(audited(&app, "category.add"), 0);
    app.finish().await;
}

#[tokio::test]
async fn removing_a_category_tells_what_it_touches_and_loses_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let [maths, algebra, music] = grow(&app);
    let path = format!("/admin/categories/{maths}/removal");
    let page = admin.get(&path).await.html();
    assert!(
        page.text("main").contains("3 门课程，其中 2 门已发布")
            && page.text("main").contains("1 个下级分类")
    );
    assert_eq!(
        page.attributes("#heir option", "value"),
        ["", &music.to_string()],
        "not itself, not below itself"
    );
    let (music_id, algebra_id) = (music.to_string(), algebra.to_string());
    for (heir, confirm, wrong) in [
        ("", "yes", "heir"),
        (algebra_id.as_str(), "yes", "heir"),
        (music_id.as_str(), "", "confirm"),
    ] {
        let refused = admin
            .post(&path, &[("heir", heir), ("confirm", confirm)])
            .await;
        assert_eq!(refused.status(), 422);
        assert!(refused.html().has(&format!("#{wrong}-error")), "{wrong}");
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM categories"),
        3,
        "nothing is gone"
    );
    let removed = admin
        .post(&path, &[("heir", &music_id), ("confirm", "yes")])
        .await;
    assert_eq!(removed.status(), 303);
    assert_eq!(admin.get(&path).await.status(), 404);
    let moved = format!("SELECT count(*) AS n FROM courses WHERE category_id = {music}");
    assert_eq!(app.count(&moved), 3);
    assert_eq!(
        app.count(&format!(
            "SELECT parent_id AS n FROM categories WHERE id = {algebra}"
        )),
        music
    );
    assert_eq!(audited(&app, "category.remove"), 1);
    let empty = admin
        .post(
            &format!("/admin/categories/{algebra}/removal"),
            &[("confirm", "yes")],
        )
        .await;
    assert_eq!(empty.status(), 303, "what is empty needs no heir");
    app.finish().await;
}

#[tokio::test]
async fn an_heir_with_a_category_of_the_same_name_is_refused_with_words() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let [maths, _, music] = grow(&app);
    app.execute(&format!(
        "INSERT INTO categories (name, name_en, parent_id) VALUES ('代数', 'Algebra', {music})"
    ));
    let path = format!("/admin/categories/{maths}/removal");
    let refused = admin
        .post(&path, &[("heir", &music.to_string()), ("confirm", "yes")])
        .await;
    assert_eq!(refused.status(), 422);
    assert!(refused.html().text("#heir-error").contains("同名"));
    assert_eq!(
        app.count(&format!(
            "SELECT count(*) AS n FROM courses WHERE category_id = {maths}"
        )),
        3
    );
    app.finish().await;
}

#[tokio::test]
async fn to_others_there_are_no_categories_to_edit() {
    let app = TestApp::start().await;
    let [maths, ..] = grow(&app);
    let one = format!("/{maths}");
    for client in [app.teacher().await, app.student().await] {
        assert_eq!(client.get("/admin/categories").await.status(), 404);
        for path in [
            "",
            &format!("{one}/name"),
            &format!("{one}/parent"),
            &format!("{one}/removal"),
        ] {
            let form = [
                ("name", "x"),
                ("name_en", "x"),
                ("parent_id", ""),
                ("confirm", "yes"),
            ];
            assert_eq!(post(&client, path, &form).await, 404, "{path}");
        }
    }
    assert_eq!(
        app.admin()
            .await
            .get("/admin/categories/987654/removal")
            .await
            .status(),
        404
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM categories"), 3);
    app.finish().await;
}

#[tokio::test]
async fn a_category_counts_what_everybody_sees_in_it_and_below_and_its_new_name_shows_at_once() {
    let app = TestApp::start().await;
    let [maths, algebra, _] = grow(&app);
    changed(
        &app,
        &format!(
            "UPDATE courses SET category_id = {algebra} WHERE title IN ('线性代数', '草稿课程')"
        ),
    );
    let visitor = app.anonymous();
    let page = visitor
        .get(&format!("/courses?category={maths}"))
        .await
        .html();
    let shown = page.texts(".filter-group:first-child .filter");
    assert_eq!(
        shown,
        ["全部", "数学 2", "代数 1", "音乐 0"],
        "the draft is in no count"
    );
    let course = format!("/courses/{}", app.cast.course);
    assert_eq!(
        visitor.get(&course).await.html().texts(".breadcrumb a"),
        ["课程", "数学", "代数"]
    );
    let admin = app.admin().await;
    post(
        &admin,
        &format!("/{algebra}/name"),
        &[("name", "高等代数"), ("name_en", "Algebra")],
    )
    .await;
    assert_eq!(
        visitor.get(&course).await.html().texts(".breadcrumb a")[2],
        "高等代数"
    );
    assert_eq!(
        found(&visitor, &format!("/courses?category={algebra}")).await,
        ["线性代数"]
    );
    app.finish().await;
}
