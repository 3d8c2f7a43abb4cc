//! What a person says and shows of themselves.

use image::{DynamicImage, ImageFormat};
use reqwest::multipart::{Form, Part};

use crate::support::{Person, TestApp};

fn picture() -> Vec<u8> {
    let mut content = std::io::Cursor::new(Vec::new());
    let image = DynamicImage::new_rgb8(90, 60);
    image
        .write_to(&mut content, ImageFormat::Png)
        .expect("a picture");
    let mut content = content.into_inner();
    content.extend_from_slice(b"<script>alert(1)</script>");
    content
}

fn form(content: Vec<u8>, name: &str) -> Form {
    Form::new().part("file", Part::bytes(content).file_name(name.to_owned()))
}

#[tokio::test]
async fn a_profile_is_saved_and_what_does_not_fit_is_said_beside_it() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let page = client
        .get("/settings")
        .await
        .html()
        .form("form[action='/settings']");
    let answer = client
        .submit(&page.clone().with("bio", "爱数学\r\n也爱音乐"))
        .await;
    assert_eq!((answer.status(), answer.location()), (303, "/settings"));
    assert_eq!(
        app.text("SELECT bio AS t FROM users WHERE username = 'xiaoming'"),
        "爱数学\n也爱音乐"
    );
    let shown = client.get("/settings").await.html();
    assert_eq!(shown.text("textarea[name=bio]"), "爱数学 也爱音乐");
    let long = "字".repeat(1001);
    let answer = client
        .submit(&page.with("bio", &long).with("display_name", "明"))
        .await;
    assert_eq!(answer.status(), 422);
    let shown = answer.html();
    assert!(shown.has("textarea[name=bio][aria-invalid=true]"));
    assert_eq!(
        shown.attribute("input[name=display_name]", "value"),
        "明",
        "what was typed is kept"
    );
    assert_eq!(
        app.text("SELECT display_name AS t FROM users WHERE username = 'xiaoming'"),
        "小明"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_picture_is_drawn_anew_shown_in_the_bar_replaced_and_removed() {
    let app = TestApp::start().await;
    let client = app.student().await;
    assert!(!client.get("/").await.html().has(".account__button img"));
    let answer = client
        .upload("/settings/avatar", form(picture(), "me.png"))
        .await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    let address = client
        .get("/")
        .await
        .html()
        .attribute(".account__button img", "src");
    let served = app.anonymous().get(&address).await;
    assert_eq!(served.status(), 200);
    assert!(served.header("content-type").starts_with("image/"));
    assert!(
        !served.body.windows(7).any(|bytes| bytes == b"<script"),
        "pixels alone"
    );
    let answer = client
        .upload("/settings/avatar", form(picture(), "again.png"))
        .await;
    assert_eq!(answer.status(), 303);
    app.jobs_done().await;
    assert_eq!(
        app.anonymous().get(&address).await.status(),
        404,
        "the one before is gone"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 1);
    assert_eq!(
        client.post("/settings/avatar/removal", &[]).await.status(),
        303
    );
    assert!(!client.get("/").await.html().has(".account__button img"));
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 0);
    app.finish().await;
}

#[tokio::test]
async fn what_is_no_picture_becomes_none() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    for (content, name) in [(svg, "me.svg"), (b"MZ".to_vec(), "me.png")] {
        let answer = client.upload("/settings/avatar", form(content, name)).await;
        assert!([415, 422].contains(&answer.status()), "{answer:?}");
        assert!(
            answer
                .html()
                .has("form[action='/settings/avatar'] .field__error")
        );
    }
    let answer = client
        .upload("/settings/avatar", Form::new().text("file", ""))
        .await;
    assert_eq!(answer.status(), 422, "nothing chosen");
    let id = app.id_of(Person::Xiaoming);
    assert_eq!(
        app.count(&format!(
            "SELECT count(avatar_id) AS n FROM users WHERE id = {id}"
        )),
        0
    );
    app.finish().await;
}
