//! Token buckets for whatever can be done too often.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::UserId;

/// The buckets of one node.
pub struct Limits {
    /// Wrong passwords for one account from one address.
    pub sign_ins: Limit<(String, Option<IpAddr>)>,
    /// Codes of one person's second factor from one address.
    pub second_steps: Limit<(UserId, Option<IpAddr>)>,
    /// The same from everywhere, browsers that the person has signed in from before aside.
    pub second_steps_anywhere: Limit<UserId>,
    /// Links for a forgotten password, for one account from one address.
    pub resets: Limit<(String, Option<IpAddr>)>,
    /// New accounts from one address.
    pub registrations: Limit<Option<IpAddr>>,
    /// Links that one person has sent to confirm an address.
    pub confirmations: Limit<UserId>,
    /// Such links to one address, whoever has them sent; in lower case.
    pub confirmation_receivers: Limit<String>,
    /// Applications of one person to teach.
    pub applications: Limit<UserId>,
    /// Messages of one person in one room: `("chat", room, person)` or `("live", room, person)`.
    pub messages: Limit<(&'static str, i64, UserId)>,
    /// Searches of one person in what was said.
    pub searches: Limit<UserId>,
    /// Searches of the catalogue that are not answered from memory: of one person, and from one address by all who are not signed
    /// in, which may be a whole school.
    pub finds: Limit<(Option<UserId>, Option<IpAddr>)>,
    /// Orders that one person places, and payments that they begin.
    pub orders: Limit<UserId>,
    /// Uploads of one person.
    pub uploads: Limit<UserId>,
    /// Archives of one person's own data.
    pub exports: Limit<UserId>,
    /// The calendar feed of one person, and from one address those that are not there.
    pub feeds: Limit<(Option<UserId>, Option<IpAddr>)>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            sign_ins: Limit::new(10, Duration::from_secs(30)),
            second_steps: Limit::new(5, Duration::from_secs(30)),
            second_steps_anywhere: Limit::new(50, Duration::from_secs(60)),
            resets: Limit::new(5, Duration::from_secs(300)),
            registrations: Limit::new(20, Duration::from_secs(60)),
            confirmations: Limit::new(3, Duration::from_secs(120)),
            confirmation_receivers: Limit::new(5, Duration::from_secs(600)),
            applications: Limit::new(3, Duration::from_secs(3600)),
            messages: Limit::new(10, Duration::from_millis(500)),
            searches: Limit::new(20, Duration::from_secs(1)),
            finds: Limit::new(200, Duration::from_millis(25)),
            orders: Limit::new(40, Duration::from_secs(10)),
            uploads: Limit::new(30, Duration::from_secs(2)),
            exports: Limit::new(3, Duration::from_secs(1200)),
            feeds: Limit::new(30, Duration::from_secs(10)),
        }
    }
}

/// A burst at once, then one more each period, per key.
pub struct Limit<K: std::hash::Hash + Eq + Clone> {
    buckets: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
}

impl<K: std::hash::Hash + Eq + Clone> Limit<K> {
    fn new(burst: u32, period: Duration) -> Limit<K> {
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
            .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
        Limit {
            buckets: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
        }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// [`AppError::TooManyRequests`] with the time until the next token.
    pub fn take(&self, key: K) -> Result<()> {
        self.buckets
            .check_key(&key)
            .map_err(|not_until| AppError::TooManyRequests {
                retry_after: not_until.wait_time_from(self.clock.now()),
            })
    }

    /// Forgets the keys whose buckets are full again, so that memory stays bounded.
    fn forget_idle(&self) {
        self.buckets.retain_recent();
    }
}

/// Forgets idle keys every minute until the program stops.
pub async fn keep_small(app: App) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    while app.stop.run_until_cancelled(minute.tick()).await.is_some() {
        app.limits.sign_ins.forget_idle();
        app.limits.second_steps.forget_idle();
        app.limits.second_steps_anywhere.forget_idle();
        app.limits.resets.forget_idle();
        app.limits.registrations.forget_idle();
        app.limits.confirmations.forget_idle();
        app.limits.confirmation_receivers.forget_idle();
        app.limits.applications.forget_idle();
        app.limits.messages.forget_idle();
        app.limits.searches.forget_idle();
        app.limits.finds.forget_idle();
        app.limits.orders.forget_idle();
        app.limits.uploads.forget_idle();
        app.limits.exports.forget_idle();
        app.limits.feeds.forget_idle();
    }
}
