//! The durable job that draws the pages of a PDF.
//!
//! It may be killed anywhere and begins again: it works in a folder of its own, and the pages take the place of the PDF in one
//! transaction, so that no deck is ever half there. A PDF that can't be drawn is told its teacher; one that could not be drawn
//! for another reason is tried again.

use std::path::Path;

use anyhow::Result;
use diesel::pg::PgConnection;
use serde::{Deserialize, Serialize};

use super::decks;
use super::model::{DeckId, Problem};
use crate::error::AppError;
use crate::jobs::Job;
use crate::live::recording::WorkFolder;
use crate::sidecar::poppler::{self, Refused};
use crate::state::App;
use crate::storage::{self, Accept, MediaContainer, Received, Stored};

/// Of one deck.
pub const MOST_PAGES: usize = 150;

/// Draws the pages of a deck.
#[derive(Serialize, Deserialize)]
pub struct PrepareDeck {
    pub deck: DeckId,
}

impl Job for PrepareDeck {
    const NAME: &'static str = "live.prepare_deck";
    const MAX_ATTEMPTS: i32 = 4;

    async fn run(self, app: &App) -> Result<()> {
        let deck = self.deck;
        let outcome = draw(app, deck).await;
        let problem = match &outcome {
            Ok(None) => return Ok(()),
            Ok(Some(problem)) => *problem,
            Err(_) => Problem::Failed,
        };
        app.db
            .run(move |conn| Ok(decks::note(conn, deck, problem)?))
            .await?;
        outcome.map(drop)
    }

    /// A killed attempt has said nothing.
    fn given_up(self, conn: &mut PgConnection) -> crate::error::Result<()> {
        Ok(decks::note(conn, self.deck, Problem::Failed)?)
    }
}

/// What is wrong with the PDF, if that is why it has no pages.
async fn draw(app: &App, deck: DeckId) -> Result<Option<Problem>> {
    let found = app.db.run(move |conn| decks::source(conn, deck)).await?;
    let Some((pdf, owner)) = found else {
        return Ok(None);
    };
    let folder = app.config.data.join(format!("live/decks/{deck}"));
    let work = WorkFolder::new(folder)?;
    let file = app.storage.as_file(&pdf, work.path()).await?;
    let pages = match pages(app, &file, work.path(), &pdf.original_name).await? {
        Ok(pages) => pages,
        Err(problem) => return Ok(Some(problem)),
    };
    let fill = move |conn: &mut _, pages: &[_]| decks::fill(conn, deck, pdf.id, pages);
    match storage::commit(app, pages, MediaContainer::LiveAsset, owner, fill).await {
        // Somebody has taken the deck away meanwhile.
        Err(AppError::NotFound) => Ok(None),
        done => Ok(done.map(|()| None)?),
    }
}

async fn pages(
    app: &App,
    pdf: &Path,
    work: &Path,
    name: &str,
) -> Result<std::result::Result<Vec<Stored>, Problem>> {
    let folder = work.join("pages");
    std::fs::create_dir(&folder)?;
    let drawn = match poppler::pages(pdf, &folder, MOST_PAGES as u32 + 1).await {
        Err(error) if error.is::<Refused>() => return Ok(Err(Problem::Broken)),
        drawn => drawn?,
    };
    match drawn.len() {
        0 => return Ok(Err(Problem::Broken)),
        many if many > MOST_PAGES => return Ok(Err(Problem::Long)),
        _ => {}
    }
    let mut pages = Vec::with_capacity(drawn.len());
    for page in drawn {
        let page = Received::adopt(page, &format!("{name}.jpg")).await?;
        pages.push(storage::take(&app.storage, page, Accept::Image).await?);
    }
    Ok(Ok(pages))
}
