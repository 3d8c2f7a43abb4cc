//! The course page, signed in, and the catalogue for a guest, beside a bare page: actix, askama and one diesel query in
//! the same process, on the same database.
//!
//!     cargo bench --bench pages

mod support;

use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;
use diesel::prelude::*;
use lectern::db::Db;
use support::{Lectern, load};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let bare = serve_bare(lectern.server.app.db.clone())?;
    let course = lectern
        .number("SELECT id AS n FROM courses ORDER BY id LIMIT 1")
        .await?;
    let cookie = format!("Cookie: {}\r\n", lectern.sign_in("student").await?);
    let page = format!("/courses/{course}");
    let query = (bare, "/page", "");
    load::compare(
        "course page, signed in",
        (lectern.address(), &page, &cookie),
        query,
    )
    .await;
    load::compare("course page, guest", (lectern.address(), &page, ""), query).await;
    load::compare(
        "catalogue, guest",
        (lectern.address(), "/courses", ""),
        query,
    )
    .await;
    lectern.stop().await
}

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
fn serve_bare(db: Db) -> anyhow::Result<SocketAddr> {
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
