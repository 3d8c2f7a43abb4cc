//! Mail: written in the transaction of its cause, sent by a durable job, at least once.
//!
//! With `SMTP_URL` a mail goes to that server; without it, it becomes a file below the data folder that the
//! administrators' page shows. A mail is text and HTML made of the same words in its receiver's language. Knows no
//! subject: each writes its own [`Letter`]s.

mod deliver;
mod letter;
mod outbox;

pub use deliver::{SendMail, check, folder, read_file};
pub use letter::{Letter, link};
pub use outbox::{Entry, PAGE, PruneMails, find, list, post};
