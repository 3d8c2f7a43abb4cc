//! How a page with a form is answered; see [`crate::web::Reply`].

pub(super) use crate::web::Reply;
