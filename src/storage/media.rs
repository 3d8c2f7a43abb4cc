//! The rows of `media`.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::name;
use crate::error::Result;
use crate::schema::media;
use crate::web::UserId;

pub type MediaId = Uuid;

crate::pg_enum! {
    /// What a file is, as far as pages care.
    pub enum MediaKind : crate::schema::sql_types::MediaKind {
        Image = "image",
        Video = "video",
        Audio = "audio",
        Document = "document",
        Other = "other",
    }
}

crate::pg_enum! {
    /// The sort of thing a file hangs on, hence who may read it.
    pub enum MediaContainer : crate::schema::sql_types::MediaContainer {
        CourseCover = "course_cover",
        Lesson = "lesson",
        Message = "message",
        LiveAsset = "live_asset",
        Avatar = "avatar",
        QuizAnswer = "quiz_answer",
        Assignment = "assignment",
    }
}

/// A stored file.
#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = media, check_for_backend(diesel::pg::Pg))]
pub struct Media {
    pub id: MediaId,
    pub(super) storage_key: String,
    pub(super) thumbnail_key: Option<String>,
    /// What the person called it, cleaned of what could mislead.
    pub original_name: String,
    pub content_type: String,
    pub kind: MediaKind,
    pub container: MediaContainer,
    pub byte_size: i64,
    pub(super) sha256: Vec<u8>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub duration_ms: Option<i64>,
    pub owner_id: Option<UserId>,
    pub created_at: DateTime<Utc>,
}

impl Media {
    /// The file with this id. Whether the person asking may read it is for the caller to find out.
    pub fn find(conn: &mut PgConnection, id: MediaId) -> Result<Media> {
        Ok(media::table
            .find(id)
            .select(Media::as_select())
            .first(conn)?)
    }

    /// Notes how long a video is and how large its picture, once somebody has measured it.
    pub fn set_measures(
        conn: &mut PgConnection,
        id: MediaId,
        duration_ms: i64,
        size: Option<(i32, i32)>,
    ) -> Result<()> {
        diesel::update(media::table.find(id))
            .set((
                media::duration_ms.eq(duration_ms),
                media::width.eq(size.map(|(width, _)| width)),
                media::height.eq(size.map(|(_, height)| height)),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Where the file is read: `/media/{id}/{name}`.
    pub fn url(&self) -> String {
        format!("/media/{}/{}", self.id, name::in_path(&self.original_name))
    }

    /// Where the small picture of an image is read.
    pub fn thumbnail_url(&self) -> Option<String> {
        self.thumbnail_key.as_ref()?;
        Some(format!("{}?size=thumbnail", self.url()))
    }

    /// The object, for programs that read it through [`Storage::local_path`](super::Storage::local_path).
    pub fn storage_key(&self) -> &str {
        &self.storage_key
    }
}
