//! Which questions an attempt asks, drawn and permuted once: pure over the bank and a source of chance.

use std::collections::{HashMap, HashSet};

use bigdecimal::BigDecimal;
use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};

use crate::quizzes::settings::Slot;

/// A question as the bank has it now.
#[derive(Clone, Debug, PartialEq)]
pub struct BankQuestion {
    pub id: i64,
    pub version: i32,
    pub tags: Vec<String>,
    /// Asked where it is fixed, drawn no more.
    pub is_archived: bool,
}

/// One question of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub question_id: i64,
    pub version: i32,
    pub points: BigDecimal,
}

/// The bank has fewer questions than a slot draws.
#[derive(Debug, PartialEq)]
pub struct TooFew;

/// Draws from each slot in turn; no question comes twice. Fixed questions are set aside first, so that no draw can take
/// one of them.
pub fn draw(
    slots: &[Slot],
    bank: &[BankQuestion],
    shuffles_questions: bool,
    rng: &mut impl Rng,
) -> Result<Vec<Drawn>, TooFew> {
    let by_id: HashMap<i64, &BankQuestion> = bank.iter().map(|one| (one.id, one)).collect();
    let mut taken: HashSet<i64> = slots.iter().filter_map(|slot| slot.question_id).collect();
    let mut drawn = Vec::new();
    for slot in slots {
        let questions: Vec<&BankQuestion> = match slot.question_id {
            Some(id) => vec![by_id.get(&id).copied().ok_or(TooFew)?],
            None => draw_slot(slot, bank, &taken, rng)?,
        };
        taken.extend(questions.iter().map(|question| question.id));
        drawn.extend(questions.into_iter().map(|question| Drawn {
            question_id: question.id,
            version: question.version,
            points: slot.points.clone(),
        }));
    }
    if shuffles_questions {
        drawn.shuffle(rng);
    }
    Ok(drawn)
}

fn draw_slot<'a>(
    slot: &Slot,
    bank: &'a [BankQuestion],
    taken: &HashSet<i64>,
    rng: &mut impl Rng,
) -> Result<Vec<&'a BankQuestion>, TooFew> {
    let count = usize::try_from(slot.draw_count.unwrap_or(0)).unwrap_or(0);
    let fits = |question: &&BankQuestion| {
        let has_tag = |tag: &String| question.tags.contains(tag);
        !question.is_archived
            && !taken.contains(&question.id)
            && slot.draw_tag.as_ref().is_none_or(has_tag)
    };
    let pool: Vec<&BankQuestion> = bank.iter().filter(fits).collect();
    if pool.len() < count {
        return Err(TooFew);
    }
    Ok(pool.sample(rng, count).copied().collect())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn question(id: i64, tag: &str) -> BankQuestion {
        BankQuestion {
            id,
            version: 1,
            tags: vec![tag.to_owned()],
            is_archived: false,
        }
    }

    fn slot(question_id: Option<i64>, draw_count: Option<i32>, tag: Option<&str>) -> Slot {
        Slot {
            id: 1,
            order: 1,
            points: 2.into(),
            question_id,
            draw_count,
            draw_tag: tag.map(str::to_owned),
        }
    }

    fn ids(drawn: &[Drawn]) -> Vec<i64> {
        drawn.iter().map(|one| one.question_id).collect()
    }

    #[test]
    fn a_draw_never_takes_a_question_twice_nor_one_that_is_asked_anyway() {
        let bank: Vec<_> = (1..=6).map(|id| question(id, "a")).collect();
        let slots = [
            slot(None, Some(3), None),
            slot(Some(2), None, None),
            slot(None, Some(2), Some("a")),
        ];
        for seed in 0..200 {
            let mut rng = StdRng::seed_from_u64(seed);
            let mut drawn = ids(&draw(&slots, &bank, true, &mut rng).unwrap());
            drawn.sort_unstable();
            assert_eq!(drawn, [1, 2, 3, 4, 5, 6]);
        }
    }

    #[test]
    fn only_questions_of_the_tag_are_drawn_and_each_of_them_some_time() {
        let bank = [
            question(1, "a"),
            question(2, "b"),
            question(3, "a"),
            question(4, "a"),
        ];
        let mut seen = HashSet::new();
        for seed in 0..100 {
            let mut rng = StdRng::seed_from_u64(seed);
            let drawn = draw(&[slot(None, Some(1), Some("a"))], &bank, false, &mut rng);
            seen.extend(ids(&drawn.unwrap()));
        }
        assert_eq!(seen, HashSet::from([1, 3, 4]));
    }

    #[test]
    fn a_bank_that_is_too_small_is_told() {
        let mut rng = StdRng::seed_from_u64(1);
        let bank = [question(1, "a"), question(2, "a")];
        let three = draw(&[slot(None, Some(3), None)], &bank, false, &mut rng);
        assert_eq!(three, Err(TooFew));
        let unknown = draw(&[slot(Some(9), None, None)], &bank, false, &mut rng);
        assert_eq!(unknown, Err(TooFew));
    }
}
