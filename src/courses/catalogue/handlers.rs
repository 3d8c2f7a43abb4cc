//! The address of the catalogue.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::filter::{Asked, Filter};
use super::queries::{self, Listing};
use super::shelves::Shelves;
use super::views::CataloguePage;
use crate::courses::CATALOGUE;
use crate::error::Result;
use crate::state::App;
use crate::web::{Page, UserId, client, html, is_htmx};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/courses", web::get().to(list_courses));
}

async fn list_courses(
    app: App,
    page: Page,
    asked: web::Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let filter = Filter::of(asked.into_inner());
    let asker = page.viewer.as_ref().map(|viewer| viewer.id);
    let asker = (asker, client::address(&request).filter(|_| asker.is_none()));
    let (shelves, listing) = found(&app, &filter, asker).await?;
    let is_fragment = is_htmx(&request);
    respond(&CataloguePage {
        l: page.l,
        page,
        filter,
        shelves,
        listing,
        is_fragment,
    })
}

/// One address answers with a page or with a part of it, which caches have to know.
fn respond(catalogue: &CataloguePage) -> Result<HttpResponse> {
    let mut answer = match catalogue.is_fragment {
        true => html(&catalogue.as_catalogue())?,
        false => html(catalogue)?,
    };
    let varies = header::HeaderValue::from_static("HX-Request");
    answer.headers_mut().append(header::VARY, varies);
    Ok(answer)
}

/// What the filter finds, from memory where somebody asked for the same some seconds ago.
///
/// # Errors
/// `TooManyRequests` for one who asks for other things all the time.
async fn found(
    app: &App,
    filter: &Filter,
    asker: (Option<UserId>, Option<IpAddr>),
) -> Result<(Arc<Shelves>, Arc<Listing>)> {
    let slot = app.shared.slot(CATALOGUE, filter.url());
    if let Some(known) = slot.get::<(Arc<Shelves>, Arc<Listing>)>() {
        return Ok((*known).clone());
    }
    app.limits.finds.take(asker)?;
    let (asked, shared) = (filter.clone(), app.clone());
    let found = app
        .db
        .run(move |conn| {
            let shelves = Shelves::of(&shared.shared, conn)?;
            let listing = queries::list(conn, &asked, &shelves.tree)?;
            Ok((shelves, Arc::new(listing)))
        })
        .await?;
    Ok((*slot.put(found)).clone())
}
