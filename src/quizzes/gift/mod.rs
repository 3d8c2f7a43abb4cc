//! GIFT, the text format in which Moodle takes and gives questions: reading it into contents, writing contents as it.
//!
//! Pure: it knows no database and no page. What is read is what Moodle would read, with a problem on a line wherever
//! Moodle would refuse or guess; what is written is read back equal. What GIFT can't say of a question is a [`Loss`],
//! named before anything is written. Texts of ours are Markdown and written as such; texts in Moodle's other formats
//! become Markdown that looks the same.

mod answers;
mod blocks;
mod formats;
mod glyphs;
mod html;
mod literal;
mod loss;
mod numbers;
mod pairs;
mod question;
mod reading;
mod sayable;
#[cfg(test)]
mod tests;
mod words;
mod writing;

pub use loss::Loss;
pub use reading::{Imported, Remark, read};
pub use sayable::Sayable;
pub use writing::Writer;
