//! What the address of the catalogue says.

use super::*;

fn read(url: &str) -> Filter {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    Filter::of(serde_urlencoded::from_str(query).unwrap())
}

#[test]
fn an_address_says_all_that_was_chosen() {
    let filter = Filter {
        q: "线性 代数&%".into(),
        category: Some(3),
        price: Some(Price::Paid),
        language: Some(Language::Zh),
        level: Some(Level::Advanced),
        sort: Sort::Popular,
        place: Place::Before(Cursor { key: 12, id: 7 }),
    };
    assert_eq!(read(&filter.url()), filter);
    assert_eq!(Filter::default().url(), "/courses");
}

#[test]
fn another_choice_starts_at_the_first_page() {
    let filter = read("/courses?after=12.7&level=beginner");
    assert_eq!(
        filter.with_language(Some(Language::En)).url(),
        "/courses?language=en&level=beginner"
    );
}

#[test]
fn what_makes_no_sense_is_left_out() {
    let filter = read("/courses?q=a%00b&category=x&level=7&price=0&sort=price&after=1&language=");
    assert_eq!(filter.url(), "/courses?q=ab");
}
