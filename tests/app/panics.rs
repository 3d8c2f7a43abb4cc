//! Code that panics costs its request and nothing else, and tells nothing of the cause (row K4).

use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use lectern::error::AppError;
use lectern::web::panics::answer_panics;

use crate::support::TestApp;

async fn panic() -> HttpResponse {
    panic!("canary-cause")
}

async fn answer() -> HttpResponse {
    HttpResponse::Ok().body("alive")
}

#[tokio::test]
async fn a_handler_that_panics_answers_500_in_general_words_and_its_connection_lives_on() {
    let server = HttpServer::new(|| {
        App::new()
            .route("/panic", web::get().to(panic))
            .route("/alive", web::get().to(answer))
            .wrap(from_fn(answer_panics))
    });
    let server = server
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
    let origin = format!("http://{}", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    tokio::spawn(server);
    lectern::app::choose_cryptography();
    let client = reqwest::Client::new();
    for _ in 0..3 {
        let failed = client.get(format!("{origin}/panic")).send().await.unwrap();
        assert_eq!(failed.status(), 500);
        assert_eq!(failed.headers()["x-content-type-options"], "nosniff");
        let words = failed.text().await.unwrap();
        assert!(
            words.contains("出了点问题") && !words.contains("canary"),
            "{words}"
        );
        let next = client.get(format!("{origin}/alive")).send().await.unwrap();
        assert_eq!(next.text().await.unwrap(), "alive");
    }
    handle.stop(true).await;
}

#[tokio::test]
async fn work_on_the_database_that_panics_is_an_internal_error_and_its_connection_is_not_used_again()
 {
    let app = TestApp::start().await;
    for _ in 0..20 {
        let failed = app
            .app()
            .db
            .run(|_| -> lectern::error::Result<()> { panic!("canary-cause") });
        assert!(matches!(failed.await, Err(AppError::Internal(_))));
    }
    let lesson = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    assert_eq!(app.student().await.get(&lesson).await.status(), 200);
    app.finish().await;
}
