//! [`Sessions`] as the middleware wants its store.

use std::time::{Duration, Instant};

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time;
use diesel::prelude::*;

use super::{Remembered, Sessions, State, UNREADABLE, hash_of, rows};
use crate::error::AppError;
use crate::schema::sessions;

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let hash = hash_of(key);
        match self.states.get(&hash) {
            Some(Remembered::Open(state, until)) if until > Instant::now() => {
                return Ok(Some(state));
            }
            Some(Remembered::Ended) => return Ok(None),
            // Its time may be over: the database knows.
            _ => {}
        }
        let row = match self.db.run(move |conn| Ok(rows::find(conn, &hash)?)).await {
            Err(AppError::Unavailable) => {
                return Ok(Some([(UNREADABLE.into(), "true".into())].into()));
            }
            row => row.map_err(|error| LoadError::Other(error.into()))?,
        };
        let Some((state, left)) = row else {
            return Ok(None);
        };
        let state: State = serde_json::from_value(state)
            .map_err(|error| LoadError::Deserialization(error.into()))?;
        self.remember(hash, state.clone(), left);
        Ok(Some(state))
    }

    async fn save(&self, state: State, ttl: &time::Duration) -> Result<SessionKey, SaveError> {
        let key = new_key();
        let (hash, lifetime) = (hash_of(&key), lifetime(ttl));
        let row = state.clone();
        self.db
            .run(move |conn| Ok(rows::insert(conn, &hash, &row, lifetime)?))
            .await
            .map_err(|error| SaveError::Other(error.into()))?;
        self.remember(hash, state, lifetime);
        Ok(key)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: State,
        ttl: &time::Duration,
    ) -> Result<SessionKey, UpdateError> {
        let (hash, lifetime) = (hash_of(&key), lifetime(ttl));
        let row = state.clone();
        let found = self
            .db
            .run(move |conn| Ok(rows::update(conn, &hash, &row, lifetime)?))
            .await
            .map_err(|error| UpdateError::Other(error.into()))?;
        if found {
            self.remember(hash, state, lifetime);
        }
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &time::Duration) -> anyhow::Result<()> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> anyhow::Result<()> {
        let hash = hash_of(key);
        self.db
            .run(move |conn| {
                diesel::delete(sessions::table.find(hash.as_slice())).execute(conn)?;
                Ok(())
            })
            .await?;
        self.end_here(hash);
        Ok(())
    }
}

fn lifetime(ttl: &time::Duration) -> Duration {
    Duration::from_secs(ttl.whole_seconds().max(0).unsigned_abs())
}

/// 256 random bits.
fn new_key() -> SessionKey {
    use base64::Engine;
    let bits: [u8; 32] = rand::random();
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bits);
    SessionKey::try_from(text).unwrap_or_else(|_| unreachable!("43 characters fit a cookie"))
}
