//! What is written is read back equal, and what others wrote is read as Moodle reads it.

mod as_moodle_reads;
mod contents;
mod round_trip;

use super::Remark;

/// The lines and words of what was told.
fn words(remarks: &[Remark]) -> Vec<(usize, String)> {
    let l = crate::i18n::Locale::En.loader();
    let remark = |remark: &Remark| (remark.line, remark.words.in_(l));
    remarks.iter().map(remark).collect()
}
