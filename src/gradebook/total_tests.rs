//! What holds for totals whatever the grades are.

use std::str::FromStr;

use proptest::prelude::*;

use super::*;

fn decimal(hundredths: i64) -> BigDecimal {
    BigDecimal::new(BigInt::from(hundredths), 2)
}

prop_compose! {
    fn entries(most: usize)(given in prop::collection::vec((1i64..20_000, 0i64..=100, prop::bool::weighted(0.15), prop::bool::weighted(0.15)), 0..most)) -> Vec<Entry> {
        given.into_iter().map(|(max, share, is_missing, is_excused)| Entry {
            points: (!is_missing).then(|| decimal(max * share / 100)),
            max: decimal(max),
            is_excused,
        }).collect()
    }
}

prop_compose! {
    fn parts()(given in prop::collection::vec((0i64..10_000, 0usize..4, entries(7)), 0..5)) -> Vec<Part> {
        given.into_iter().map(|(weight, drop_lowest, entries)| Part { weight: decimal(weight), drop_lowest, entries }).collect()
    }
}

/// Every way to drop, tried one after the other.
fn best_by_trying(part: &Part) -> Option<BigDecimal> {
    let counted: Vec<_> = part.entries.iter().filter_map(Entry::counts).collect();
    let kept = counted.len().saturating_sub(part.drop_lowest).max(1);
    (0u32..1 << counted.len())
        .filter(|chosen| chosen.count_ones() as usize == kept)
        .filter_map(|chosen| {
            let some: Vec<_> = counted
                .iter()
                .enumerate()
                .filter(|(at, _)| chosen >> at & 1 == 1)
                .map(|(_, entry)| entry.clone())
                .collect();
            Fraction::of_all(&some)
        })
        .map(|share| share.percent_of(&BigDecimal::one()))
        .max()
}

proptest! {
    #[test]
    fn a_total_lies_between_nothing_and_all(parts in parts()) {
        if let Some(total) = percent(&parts) {
            prop_assert!(total >= decimal(0) && total <= decimal(10_000), "{total}");
        }
    }

    #[test]
    fn what_is_missing_or_excused_is_as_if_it_were_not_there(parts in parts()) {
        let mut without = parts.clone();
        for part in &mut without {
            part.entries.retain(|entry| !entry.is_excused && entry.points.is_some());
        }
        prop_assert_eq!(percent(&parts), percent(&without));
    }

    #[test]
    fn order_does_not_matter(parts in parts()) {
        let mut turned = parts.clone();
        turned.reverse();
        for part in &mut turned {
            part.entries.reverse();
        }
        prop_assert_eq!(percent(&parts), percent(&turned));
    }

    #[test]
    fn only_the_ratio_of_weights_matters(parts in parts(), factor in 1i64..50) {
        let mut scaled = parts.clone();
        for part in &mut scaled {
            part.weight = &part.weight * BigDecimal::from(factor);
        }
        prop_assert_eq!(percent(&parts), percent(&scaled));
    }

    #[test]
    fn dropping_is_what_helps_most(entries in entries(8), drop_lowest in 0usize..9) {
        let part = Part { weight: decimal(100), drop_lowest, entries };
        prop_assert_eq!(percent_of_part(&part), best_by_trying(&part));
    }

    #[test]
    fn a_better_grade_never_makes_a_worse_total(parts in parts(), which in any::<prop::sample::Index>(), more in 0i64..5_000) {
        let mut better = parts.clone();
        let mut all: Vec<&mut Entry> = better.iter_mut().flat_map(|part| part.entries.iter_mut()).collect();
        if !all.is_empty() {
            let entry = which.get_mut(&mut all[..]);
            if let Some(points) = entry.points.as_mut() {
                *points += decimal(more);
            }
        }
        prop_assert!(percent(&better) >= percent(&parts));
    }
}

fn entry(points: &str, max: &str) -> Entry {
    Entry {
        points: BigDecimal::from_str(points).ok(),
        max: BigDecimal::from_str(max).unwrap(),
        is_excused: false,
    }
}

#[test]
fn thirds_are_not_lost_on_the_way() {
    let third = || Part {
        weight: BigDecimal::one(),
        drop_lowest: 0,
        entries: vec![entry("1", "3")],
    };
    assert_eq!(percent(&[third(), third(), third()]), Some(decimal(3_333)));
    let rest = Part {
        entries: vec![entry("3", "3")],
        ..third()
    };
    assert_eq!(percent(&[third(), third(), rest]), Some(decimal(5_556)));
}

#[test]
fn excused_is_not_zero_and_zero_is() {
    let part = |entries| Part {
        weight: BigDecimal::one(),
        drop_lowest: 0,
        entries,
    };
    let excused = Entry {
        is_excused: true,
        ..entry("0", "10")
    };
    assert_eq!(
        percent(&[part(vec![entry("8", "10"), excused])]),
        Some(decimal(8_000))
    );
    assert_eq!(
        percent(&[part(vec![entry("8", "10"), entry("0", "10")])]),
        Some(decimal(4_000))
    );
    assert_eq!(percent(&[part(vec![entry("", "10")])]), None);
}
