//! Who is asking. Rank is a type, so a handler's signature says who may call it.

use std::future::Future;
use std::pin::Pin;

use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use crate::error::{AppError, Result};
use crate::i18n::Locale;
use crate::schema::users;
use crate::state::App;
use crate::web::Theme;
use crate::web::session::{UNREADABLE, USER_ID};

pub type UserId = i64;

crate::pg_enum! {
    /// The rank of a person on the whole platform. Ranks within a course are the course's own.
    pub enum Role : crate::schema::sql_types::UserRole {
        Student = "student",
        Teacher = "teacher",
        Admin = "admin",
    }
}

/// A person who is signed in, as every page needs to know them.
#[derive(Clone, Debug, PartialEq)]
pub struct Viewer {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    pub locale: Locale,
    pub theme: Theme,
    pub time_zone: Tz,
    /// The picture they have given themselves.
    pub avatar: Option<Uuid>,
    /// The address of the account while nobody has confirmed it.
    pub unconfirmed_email: Option<String>,
}

impl Viewer {
    /// Where the picture of this person is read, if they have one.
    pub fn picture(&self) -> Option<String> {
        self.avatar.map(picture_address)
    }

    /// Whether this person may open courses and rooms of their own.
    pub fn is_teacher(&self) -> bool {
        matches!(self.role, Role::Teacher | Role::Admin)
    }

    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// The person whom the session of this request belongs to.
    pub async fn of(request: &HttpRequest) -> Result<Option<Viewer>> {
        let session = request.get_session();
        if session.contains_key(UNREADABLE) {
            return Err(AppError::Unavailable);
        }
        let Ok(Some(id)) = session.get::<UserId>(USER_ID) else {
            return Ok(None);
        };
        let app = App::of(request)?;
        if let Some(viewer) = app.sessions.viewer(id) {
            return Ok(Some(viewer));
        }
        let viewer = app.db.run(move |conn| Viewer::find(conn, id)).await?;
        if let Some(viewer) = &viewer {
            app.sessions.remember_viewer(viewer.clone());
        }
        Ok(viewer)
    }

    /// The person with this id, unless suspended or deleted.
    pub fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<Viewer>> {
        let row = users::table
            .find(id)
            .filter(
                users::is_suspended
                    .eq(false)
                    .and(users::deleted_at.is_null()),
            )
            .select(ViewerRow::as_select())
            .first(conn)
            .optional()?;
        Ok(row.map(Viewer::from))
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
struct ViewerRow {
    id: UserId,
    username: String,
    display_name: String,
    role: Role,
    locale: Locale,
    theme: Theme,
    time_zone: String,
    avatar_id: Option<Uuid>,
    email: String,
    email_confirmed_at: Option<DateTime<Utc>>,
}

/// Where the picture with this id is read.
pub fn picture_address(avatar: Uuid) -> String {
    format!("/media/{avatar}/avatar?size=thumbnail")
}

impl From<ViewerRow> for Viewer {
    fn from(row: ViewerRow) -> Viewer {
        Viewer {
            id: row.id,
            username: row.username,
            display_name: row.display_name,
            role: row.role,
            locale: row.locale,
            theme: row.theme,
            time_zone: row.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai),
            avatar: row.avatar_id,
            unconfirmed_email: match row.email_confirmed_at {
                Some(_) => None,
                None => Some(row.email),
            },
        }
    }
}

/// Somebody who may teach: a teacher or an admin.
pub struct Teacher(pub Viewer);

/// An administrator of the platform.
pub struct Admin(pub Viewer);

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

impl FromRequest for Viewer {
    type Error = AppError;
    type Future = Extracting<Viewer>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Viewer::of(&request).await?.ok_or(AppError::SignInRequired) })
    }
}

impl FromRequest for Teacher {
    type Error = AppError;
    type Future = Extracting<Teacher>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let viewer = Viewer::from_request(request, payload);
        Box::pin(async move {
            let viewer = viewer.await?;
            if viewer.is_teacher() {
                Ok(Teacher(viewer))
            } else {
                Err(AppError::Forbidden)
            }
        })
    }
}

impl FromRequest for Admin {
    type Error = AppError;
    type Future = Extracting<Admin>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let viewer = Viewer::from_request(request, payload);
        Box::pin(async move {
            let viewer = viewer.await?;
            // To everybody else there is no administration.
            if viewer.is_admin() {
                Ok(Admin(viewer))
            } else {
                Err(AppError::NotFound)
            }
        })
    }
}
