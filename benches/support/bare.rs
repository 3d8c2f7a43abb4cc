//! The page that ours are compared with: actix, askama and one diesel query, and nothing else.

use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;
use diesel::prelude::*;
use lectern::db::Db;

#[derive(Template)]
#[template(
    ext = "html",
    source = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ summary }}</p><p>{{ description }}</p>"
)]
struct Page {
    title: String,
    summary: String,
    description: String,
}

/// The same pool, one query by primary key on the blocking threads, and a template that shows what it found.
pub fn serve(db: Db) -> anyhow::Result<SocketAddr> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(db.clone()))
            .route("/page", web::get().to(show))
    })
    .bind("127.0.0.1:0")?;
    let address = server.addrs()[0];
    tokio::spawn(server.run());
    Ok(address)
}

async fn show(db: web::Data<Db>) -> HttpResponse {
    use lectern::schema::courses;
    let found = db
        .run(|conn| {
            let row: (String, String, String) = courses::table
                .order(courses::id)
                .select((courses::title, courses::summary, courses::description))
                .first(conn)?;
            Ok(row)
        })
        .await;
    let (title, summary, description) = found.expect("there is a course");
    let body = Page {
        title,
        summary,
        description,
    }
    .render()
    .expect("it renders");
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(body)
}
