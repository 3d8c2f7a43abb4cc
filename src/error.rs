//! The one error type of the web edge.
//!
//! Abilities return it, handlers pass it on with `?`, and `web::error_pages` turns it into a page, once. A row that
//! is not there, or that the person asking may not see, is [`AppError::NotFound`]; a database that does not answer is
//! [`AppError::Unavailable`]; whatever nobody foresaw is [`AppError::Internal`], whose cause is logged and never shown.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::i18n::{Loader, Text};
use crate::text;

pub type Result<T, E = AppError> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("not found")]
    NotFound,
    #[error("sign-in required")]
    SignInRequired,
    #[error("forbidden")]
    Forbidden,
    /// Something else has to be done first: which, in words, and where.
    #[error("not yet")]
    NotYet { words: Text, link: String },
    /// What was sent can't be taken; the fields say why.
    #[error("invalid input")]
    Invalid(Errors),
    /// The thing has changed, or exists already.
    #[error("conflict")]
    Conflict(Text),
    #[error("too large")]
    TooLarge(Text),
    /// There is no room left for it: the person's quota or the disk is full.
    #[error("no room")]
    NoRoom(Text),
    #[error("unsupported media type")]
    Unsupported(Text),
    #[error("too many requests")]
    TooManyRequests { retry_after: Duration },
    /// A part that the request needs is away for now.
    #[error("unavailable")]
    Unavailable,
    /// The same, with words that say which part.
    #[error("away")]
    Away(Text),
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl AppError {
    /// One problem with one field.
    pub fn invalid(field: &'static str, words: Text) -> AppError {
        AppError::Invalid(Errors::of_field(field, words))
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            AppError::NotFound => StatusCode::NOT_FOUND,
            AppError::SignInRequired => StatusCode::UNAUTHORIZED,
            AppError::Forbidden | AppError::NotYet { .. } => StatusCode::FORBIDDEN,
            AppError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Conflict(_) => StatusCode::CONFLICT,
            AppError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::NoRoom(_) => StatusCode::INSUFFICIENT_STORAGE,
            AppError::Unsupported(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            AppError::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            AppError::Unavailable | AppError::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The bare answer; `web::error_pages` writes its body.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<DieselError> for AppError {
    fn from(error: DieselError) -> AppError {
        match error {
            DieselError::NotFound => AppError::NotFound,
            _ if lost_connection(&error) => AppError::Unavailable,
            _ => AppError::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> AppError {
        AppError::Internal(error)
    }
}

impl From<std::io::Error> for AppError {
    fn from(error: std::io::Error) -> AppError {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        if matches!(error.kind(), StorageFull | QuotaExceeded) {
            tracing::error!(%error, "the disk is full");
            return AppError::NoRoom(text!("media-disk-full"));
        }
        AppError::Internal(error.into())
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> AppError {
        AppError::Internal(error.into())
    }
}

/// Whether the database went away under this query. libpq has no code for most of these, only words.
pub fn lost_connection(error: &DieselError) -> bool {
    /// Diesel asks for the number of an enum type by a query of its own, and tells only that this one failed.
    const NO_TYPE: &str = "Failed to find a type oid";
    const WORDS: [&str; 7] = [
        "server closed the connection",
        "no connection to the server",
        "terminating connection",
        "connection to server",
        "could not receive data",
        "could not send data",
        "the database system is",
    ];
    match error {
        DieselError::BrokenTransactionManager => true,
        DieselError::SerializationError(cause) => cause.to_string().starts_with(NO_TYPE),
        DieselError::RollbackErrorOnCommit { commit_error, .. } => lost_connection(commit_error),
        DieselError::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        ) => true,
        DieselError::DatabaseError(_, about) => {
            WORDS.iter().any(|words| about.message().contains(words))
        }
        _ => false,
    }
}

/// The name of the constraint that a write broke, so that an ability can turn it into words.
pub fn broken_constraint(error: &DieselError) -> Option<&str> {
    match error {
        DieselError::DatabaseError(_, about) => about.constraint_name(),
        _ => None,
    }
}

/// What is wrong with a form, field by field; the empty field name stands for the form as a whole.
#[derive(Debug, Clone, Default)]
pub struct Errors(Vec<(&'static str, Text)>);

impl Errors {
    pub fn of_field(field: &'static str, words: Text) -> Errors {
        Errors(vec![(field, words)])
    }

    pub fn add(&mut self, field: &'static str, words: Text) {
        self.0.push((field, words));
    }

    /// Adds the words unless the condition holds.
    pub fn require(&mut self, holds: bool, field: &'static str, words: Text) {
        if !holds {
            self.add(field, words);
        }
    }

    /// The same words beside another field, for a form that asks for the same thing under another name.
    pub fn at(self, field: &'static str) -> Errors {
        Errors(
            self.0
                .into_iter()
                .map(|(_, words)| (field, words))
                .collect(),
        )
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is a problem with this field.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(name, _)| *name == field)
    }

    /// `Err(AppError::Invalid)` if anything was added.
    pub fn into_result(self) -> Result<()> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self))
        }
    }

    /// The first problem of a field, in the reader's language: what a template shows next to it.
    pub fn of(&self, field: &str, loader: Loader) -> Option<String> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, words)| words.in_(loader))
    }

    /// Every problem of a field.
    pub fn each(&self, field: &str, loader: Loader) -> Vec<String> {
        let of_field = self.0.iter().filter(|(name, _)| *name == field);
        of_field.map(|(_, words)| words.in_(loader)).collect()
    }

    /// The words without their fields, for whoever has other places to show them.
    pub fn into_words(self) -> Vec<Text> {
        self.0.into_iter().map(|(_, words)| words).collect()
    }

    /// Every problem, for pages that have no form to show them in.
    pub fn all(&self, loader: Loader) -> Vec<String> {
        self.0.iter().map(|(_, words)| words.in_(loader)).collect()
    }
}
