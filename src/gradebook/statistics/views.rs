//! What the page of an item shows.

use askama::Template;
use bigdecimal::BigDecimal;
use i18n_embed_fl::fl;

use super::{STEPS, Statistics};
use crate::gradebook::points;
use crate::i18n::Loader;
use crate::web::Page;

/// The plot, in the units of its view box.
const STEP_WIDTH: usize = 72;
const HEIGHT: usize = 180;

#[derive(Template)]
#[template(path = "gradebook/item.html")]
pub(super) struct ShowStatistics {
    l: Loader,
    page: Page,
    facts: Statistics,
}

/// One bar of the plot, which is one row of the table.
struct Bar {
    x: usize,
    middle: usize,
    y: usize,
    height: usize,
    label: String,
    count: usize,
}

impl ShowStatistics {
    pub fn new(page: Page, facts: Statistics) -> ShowStatistics {
        ShowStatistics {
            l: page.l,
            page,
            facts,
        }
    }

    fn shown(&self, points: &Option<BigDecimal>) -> String {
        points
            .as_ref()
            .map_or_else(|| "–".to_owned(), points::shown)
    }

    fn max(&self) -> String {
        points::shown(&self.facts.item.max_points)
    }

    fn missing(&self) -> i64 {
        let known = self.facts.graded + self.facts.excused;
        (self.facts.learners - known as i64).max(0)
    }

    fn bars(&self) -> Vec<Bar> {
        let most = self.facts.spread.iter().copied().max().unwrap_or(0).max(1);
        let bar = |(step, count): (usize, &usize)| {
            let height = count * HEIGHT / most;
            Bar {
                x: step * STEP_WIDTH + 4,
                middle: step * STEP_WIDTH + STEP_WIDTH / 2,
                y: HEIGHT - height,
                height,
                label: format!("{}–{}%", step * 100 / STEPS, (step + 1) * 100 / STEPS),
                count: *count,
            }
        };
        self.facts.spread.iter().enumerate().map(bar).collect()
    }
}
