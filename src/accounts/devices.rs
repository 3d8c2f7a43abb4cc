//! The browsers that a person has signed in from, in plain words; a sign-in from another one is told by mail.

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};

use crate::accounts::letters::write_to;
use crate::accounts::people::time_for;
use crate::config::Config;
use crate::error::Result;
use crate::i18n::Loader;
use crate::jobs::Job;
use crate::mail::{self, Letter};
use crate::schema::known_devices;
use crate::state::App;
use crate::text;
use crate::web::UserId;

/// For how many days a browser that is not used is known; the longest that browsers keep a cookie.
pub(super) const KEPT_DAYS: i32 = 400;

/// Where somebody signs in.
#[derive(Clone)]
pub(super) struct Device {
    /// What the browser calls itself.
    pub agent: String,
    /// The client's network address.
    pub address: String,
}

/// Browsers by a word in what they call themselves. Most name others too, so the order counts.
const BROWSERS: [(&str, &str); 9] = [
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Browser and system of what a browser calls itself, as "Firefox · Windows".
pub fn in_words(agent: &str, l: Loader) -> String {
    let known = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(word, _)| agent.contains(word));
        found.map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => fl!(l, "accounts-device-unknown"),
    }
}

/// Notes that the person has signed in from this browser. If it is not the first one and is new, they are told.
pub(super) fn recognise(
    conn: &mut PgConnection,
    config: &Config,
    person: UserId,
    hash: &[u8],
    device: &Device,
) -> Result<()> {
    conn.transaction(|conn| {
        let own = known_devices::table.filter(known_devices::user_id.eq(person));
        let known = diesel::update(own.filter(known_devices::device_hash.eq(hash)))
            .set(known_devices::last_seen_at.eq(diesel::dsl::now))
            .execute(conn)?;
        if known > 0 {
            return Ok(());
        }
        let has_others: bool = diesel::select(diesel::dsl::exists(own)).get_result(conn)?;
        diesel::insert_into(known_devices::table)
            .values((
                known_devices::user_id.eq(person),
                known_devices::device_hash.eq(hash),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        match has_others {
            true => tell(conn, config, person, device),
            false => Ok(()),
        }
    })
}

fn tell(conn: &mut PgConnection, config: &Config, person: UserId, device: &Device) -> Result<()> {
    let (agent, address) = (device.agent.clone(), device.address.clone());
    let time = time_for(conn, person)?;
    let where_from = crate::i18n::Text::new(move |l| {
        fl!(
            l,
            "mail-sign-in-text",
            device = in_words(&agent, l),
            address = address.clone(),
            time = time.clone()
        )
    });
    let letter = Letter {
        subject: text!("mail-sign-in-subject"),
        paragraphs: vec![where_from, text!("mail-sign-in-stranger")],
        action: Some((
            text!("mail-sign-in-button"),
            mail::link(config, "/settings/sessions"),
        )),
    };
    write_to(conn, person, &letter)
}

/// Whether this person has signed in from this browser before.
pub(super) fn is_known(conn: &mut PgConnection, person: UserId, hash: &[u8]) -> QueryResult<bool> {
    let known = known_devices::table.find((person, hash));
    diesel::select(diesel::dsl::exists(known)).get_result(conn)
}

/// Forgets browsers that have not been used for longer than they keep the cookie.
#[derive(Serialize, Deserialize, Default)]
pub struct PruneDevices {}

impl Job for PruneDevices {
    const NAME: &'static str = "accounts.prune_devices";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(move |conn| {
                let oldest = now.into_sql::<Timestamptz>() - KEPT_DAYS.days();
                let old = known_devices::table.filter(known_devices::last_seen_at.lt(oldest));
                Ok(diesel::delete(old).execute(conn)?)
            })
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;
    use crate::i18n::Locale;

    #[test]
    fn browsers_are_called_by_their_own_names_and_not_by_those_they_pretend_to_be() {
        let said = |agent: &str| in_words(agent, Locale::En.loader());
        let windows =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        assert_eq!(
            said(&format!("{windows} Chrome/141.0 Safari/537.36")),
            "Chrome · Windows"
        );
        assert_eq!(
            said(&format!("{windows} Chrome/141.0 Safari/537.36 Edg/141.0")),
            "Edge · Windows"
        );
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15";
        assert_eq!(
            said(&format!("{phone} Version/18.0 Mobile/15E148 Safari/604.1")),
            "Safari · iPhone"
        );
        assert_eq!(
            said("Mozilla/5.0 (Linux; Android 15) MicroMessenger/8.0"),
            "WeChat · Android"
        );
        assert_eq!(said("curl/8.0"), "Unknown device");
    }
}
