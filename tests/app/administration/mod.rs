//! What administrators see and do (rows K3, Z15).

mod announcements;
mod audit;
mod day;
mod departed;
mod figures;
mod jobs;
mod lists;
mod people;
mod reports;
mod words;

use crate::support::{Client, Document};

/// What a list shows from its first page to its last.
async fn walk(client: &Client, first: &str, selector: &str) -> Vec<String> {
    let pages = client.pages(first).await;
    pages.iter().flat_map(|page| page.texts(selector)).collect()
}

/// Where that leads.
async fn walk_links(client: &Client, first: &str, selector: &str) -> Vec<String> {
    let pages = client.pages(first).await;
    let links = |page: &Document| page.attributes(selector, "href");
    pages.iter().flat_map(links).collect()
}

fn assert_each_once(mut seen: Vec<String>, count: usize, about: &str) {
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (count, count), "{about}: each once");
}
