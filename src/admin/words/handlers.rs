//! `/admin/words`.

use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{self, WordsPage};
use crate::csv;
use crate::error::{AppError, Result};
use crate::site::{self, Verdict, WordFilter};
use crate::state::App;
use crate::text;
use crate::web::listing::{self, Listing};
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/words", web::get().to(list_words))
        .route("/admin/words", web::post().to(add_words))
        .route("/admin/words.csv", web::get().to(export_words))
        .route("/admin/words/removal", web::post().to(remove_words));
}

/// The words as they are typed, one a line, and what is to become of messages with them.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct WordsForm {
    pub words: String,
    pub verdict: String,
}

impl WordsForm {
    fn add(&self, conn: &mut PgConnection, admin: &Admin) -> Result<usize> {
        let verdict = Verdict::from_name(&self.verdict);
        let missing = || AppError::invalid("verdict", text!("site-words-verdict-missing"));
        site::add_words(conn, admin, &self.words, verdict.ok_or_else(missing)?)
    }
}

async fn list_words(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<WordFilter>,
) -> Result<HttpResponse> {
    let (form, reply) = (WordsForm::default(), Reply::ok());
    let show = |filter, rows| WordsPage::new(page, filter, rows, form, reply.errors);
    listing::show(&app, admin, filter.into_inner(), site::list_words, show).await
}

async fn export_words(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<WordFilter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), site::list_words).await?;
    Ok(csv::download("words", views::csv(page.l, &rows)))
}

async fn add_words(
    app: App,
    page: Page,
    admin: Admin,
    Form(form): Form<WordsForm>,
) -> Result<HttpResponse> {
    let (typed, by) = (form.clone(), Admin(admin.0.clone()));
    let added = app.db.run(move |conn| typed.add(conn, &by)).await;
    match Reply::sort(added, "words")? {
        Ok(count) => Ok(back(fl!(page.l, "site-words-added", count = count))),
        Err(reply) => again(&app, page, admin, form, reply).await,
    }
}

async fn remove_words(
    app: App,
    page: Page,
    admin: Admin,
    Form(form): Form<WordsForm>,
) -> Result<HttpResponse> {
    let (typed, by) = (form.words.clone(), Admin(admin.0.clone()));
    let remove = move |conn: &mut _| site::remove_words(conn, &by, &typed);
    match Reply::sort(app.db.run(remove).await, "words")? {
        Ok(count) => Ok(back(fl!(page.l, "site-words-removed", count = count))),
        Err(reply) => again(&app, page, admin, form, reply).await,
    }
}

fn back(done: String) -> HttpResponse {
    see_other(WordFilter::PATH).with_flash(Flash::success(done))
}

async fn again(
    app: &App,
    page: Page,
    admin: Admin,
    form: WordsForm,
    reply: Reply,
) -> Result<HttpResponse> {
    let all = WordFilter::default();
    let filter = all.clone();
    let find =
        move |conn: &mut _| site::list_words(conn, &admin, &filter, listing::PAGE as i64 + 1);
    let rows = app.db.run(find).await?;
    let page = WordsPage::new(page, all, rows, form, reply.errors);
    html_with(reply.status, &page)
}
