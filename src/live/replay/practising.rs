//! Doing a quick quiz of the class again, beside its replay. A page without scripts has the whole replay around it.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::pg::PgConnection;

use super::film::Film;
use super::handlers::Place;
use super::views::ShowReplay;
use crate::error::Result;
use crate::live::quick_quizzes::{Exercise, QuickId};
use crate::live::{RoomId, rooms};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html_with, is_htmx};

pub fn routes(cfg: &mut web::ServiceConfig) {
    const ONE: &str = "/live/{room}/replay/quizzes/{quiz}";
    cfg.route(ONE, web::get().to(show_exercise))
        .route(ONE, web::post().to(answer_exercise));
}

/// A quick quiz, with the page around it unless a script puts it there.
struct Shown {
    exercise: Exercise,
    around: Option<Box<ShowReplay>>,
}

/// As it was asked, to be answered anew.
async fn show_exercise(
    app: App,
    page: Page,
    request: HttpRequest,
    path: Path<(RoomId, QuickId)>,
) -> Result<HttpResponse> {
    let is_alone = is_htmx(&request);
    let shown = app
        .db
        .run(move |conn| Shown::load(conn, page, *path, None, is_alone));
    shown.await?.respond()
}

async fn answer_exercise(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: Path<(RoomId, QuickId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (limits, is_alone) = (&app.limits.messages, is_htmx(&request));
    limits.take(("live practice", path.0, viewer.id))?;
    let shown = app
        .db
        .run(move |conn| Shown::load(conn, page, *path, Some(&fields), is_alone));
    shown.await?.respond()
}

impl Shown {
    /// # Errors
    /// `NotFound` for whoever may not see the replay, and for what is not to be practised beside it; `Invalid` as
    /// [`Exercise::answer`].
    fn load(
        conn: &mut PgConnection,
        page: Page,
        (room, quiz): (RoomId, QuickId),
        answers: Option<&[(String, String)]>,
        is_alone: bool,
    ) -> Result<Shown> {
        let reached = rooms::of(conn, page.viewer.as_ref(), room)?;
        let film = Film::find(conn, &reached)?;
        let mut exercise = film.practice(conn, &page, room)?.take(quiz)?;
        if let Some(answers) = answers {
            exercise.answer(answers)?;
        }
        let around = match is_alone {
            true => None,
            false => Some(Box::new(ShowReplay::load(
                conn,
                page,
                room,
                &Place::default(),
            )?)),
        };
        Ok(Shown { exercise, around })
    }

    fn respond(self) -> Result<HttpResponse> {
        let status = self.exercise.status();
        match self.around {
            None => html_with(status, &self.exercise),
            Some(mut page) => {
                page.practice.put(self.exercise);
                html_with(status, &*page)
            }
        }
    }
}
