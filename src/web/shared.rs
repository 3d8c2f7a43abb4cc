//! What all viewers share: results that are the same for everybody, kept for seconds so that they cost no query.
//!
//! A value belongs to a topic. [`Shared::forget`] makes this node drop a topic at once (after the commit that changed
//! it); another node shows the old value for [`KEPT`] at most. Nothing that depends on who asks may be kept here.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use moka::sync::Cache;

/// How long a value may be shown after another node changed what it was made from.
const KEPT: Duration = Duration::from_secs(10);

pub struct Shared {
    values: Cache<Key, Arc<dyn Any + Send + Sync>>,
    generations: DashMap<&'static str, u64>,
}

type Key = (&'static str, u64, String);

impl Default for Shared {
    fn default() -> Shared {
        Shared {
            values: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(KEPT)
                .build(),
            generations: DashMap::new(),
        }
    }
}

impl Shared {
    /// The place of one value. To be taken before the value is made: what is put there after its topic was forgotten
    /// is never seen.
    pub fn slot(&self, topic: &'static str, key: impl Into<String>) -> Slot<'_> {
        let generation = self.generations.get(topic).map_or(0, |count| *count);
        Slot {
            values: &self.values,
            key: (topic, generation, key.into()),
        }
    }

    /// Drops everything of this topic on this node.
    pub fn forget(&self, topic: &'static str) {
        *self.generations.entry(topic).or_default() += 1;
    }
}

pub struct Slot<'a> {
    values: &'a Cache<Key, Arc<dyn Any + Send + Sync>>,
    key: Key,
}

impl Slot<'_> {
    pub fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.values.get(&self.key)?.downcast().ok()
    }

    pub fn put<T: Any + Send + Sync>(self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        self.values.insert(self.key, value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_topic_is_gone_and_others_stay() {
        let shared = Shared::default();
        shared.slot("catalogue", "q").put(1);
        shared.slot("home", "q").put(2);
        shared.forget("catalogue");
        assert_eq!(shared.slot("catalogue", "q").get::<i32>(), None);
        assert_eq!(shared.slot("home", "q").get::<i32>().as_deref(), Some(&2));
    }

    #[test]
    fn what_was_made_before_a_change_is_not_seen_after_it() {
        let shared = Shared::default();
        let slot = shared.slot("catalogue", "q");
        shared.forget("catalogue");
        slot.put("old");
        assert_eq!(shared.slot("catalogue", "q").get::<&str>(), None);
    }
}
