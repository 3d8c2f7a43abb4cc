//! The course page, signed in, and the catalogue for a guest, beside a bare page: actix, askama and one diesel query in
//! the same process, on the same database.
//!
//!     cargo bench --bench pages

mod support;

use support::{Lectern, bare, load};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let lectern = Lectern::start().await?;
    let bare = bare::serve(lectern.server.app.db.clone())?;
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
