//! How a page with a form is answered: as asked for, or again with what has to be mended.

use actix_web::http::StatusCode;

use crate::error::{AppError, Errors, Result};

/// The status of a page with a form, and what its form has to say.
pub struct Reply {
    pub status: StatusCode,
    pub errors: Errors,
}

impl Reply {
    /// Nothing is wrong.
    pub fn ok() -> Reply {
        Reply {
            status: StatusCode::OK,
            errors: Errors::default(),
        }
    }

    /// Parts what whoever filled the form can mend from what they can't. Words that name no field are shown at `field`;
    /// the empty name stands for the form as a whole.
    pub fn sort<T>(outcome: Result<T>, field: &'static str) -> Result<Result<T, Reply>> {
        let error = match outcome {
            Ok(done) => return Ok(Ok(done)),
            Err(error) => error,
        };
        let status = actix_web::ResponseError::status_code(&error);
        let errors = match error {
            AppError::Invalid(errors) => errors,
            AppError::Conflict(words)
            | AppError::TooLarge(words)
            | AppError::NoRoom(words)
            | AppError::Unsupported(words) => Errors::of_field(field, words),
            other => return Err(other),
        };
        Ok(Err(Reply { status, errors }))
    }
}
