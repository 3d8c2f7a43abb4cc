//! What is written is read back equal.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::contents::{content, tags};
use super::words;
use crate::markdown;
use crate::quizzes::gift::literal::literal;
use crate::quizzes::gift::{Loss, Sayable, Writer, read};

fn written(said: &Sayable) -> String {
    let mut writer = Writer::default();
    writer.question(said);
    writer.finish()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_equal(content in content(), tags in tags()) {
        let said = Sayable::of(&content, &tags);
        let Some(sayable) = &said.content else {
            prop_assert_eq!(written(&said), "");
            prop_assert_eq!(said.losses, BTreeSet::from([Loss::Whole]));
            return Ok(());
        };
        let file = written(&said);
        let reading = read(file.as_bytes());
        prop_assert!(reading.problems.is_empty(), "{} {:?}", file, words(&reading.problems));
        prop_assert_eq!(reading.questions.len(), 1, "{}", file);
        prop_assert_eq!(&reading.questions[0].content, sayable, "{}", file);
        prop_assert_eq!(&reading.questions[0].tags, &said.tags, "{}", file);
        let is_whole = *sayable == content && said.tags == tags;
        prop_assert_eq!(is_whole, said.losses.is_empty(), "{:?}", said.losses);
    }

    #[test]
    fn any_text_is_read_without_a_panic(source in "[\\PC\n]{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        read(source.as_bytes());
        read(&bytes);
    }

    #[test]
    fn plain_text_is_shown_as_it_is(text in "[a-z *_`#+=<>&|~\\[\\]1.()!-]{1,20}") {
        let shown = markdown::plain(&literal(&text));
        let expected: Vec<&str> = text.split_whitespace().collect();
        prop_assert_eq!(shown, expected.join(" "), "{}", literal(&text));
    }
}
