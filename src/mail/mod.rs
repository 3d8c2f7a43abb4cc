//! Mail: written in the transaction of its cause, sent by a durable job, at least once.
//!
//! With `SMTP_URL` a mail goes to that server; without it, it becomes a file below the data folder that the
//! administrators' page shows. A letter about an account ([`post`]) goes to one person and can't be turned off; what tells of
//! an event ([`tell`]) goes to many and names the address that turns it off; what may have to be said otherwise by the time
//! it is sent is written then ([`post_late`]). A mail is text and HTML made of the same words in its receiver's language. Knows no
//! subject: each writes its own [`Letter`]s.

mod deliver;
mod letter;
mod list;
mod outbox;
mod telling;
mod unsubscribing;

pub use deliver::{SendMail, check, folder, read_file, send_late};
pub use letter::{Letter, link};
pub use list::{Entry, MailFilter, find, list};
pub use outbox::{PruneMails, forget, post, post_late, withdraw};
pub use telling::{Telling, tell};
pub use unsubscribing::read_token;
