//! The provider's public keys, remembered and fetched anew when it signs with another.

use crate::discovery::Metadata;
use crate::{IdentityError, IdentityProvider, http, id_token};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use nameplate_domain::time::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use tokio::sync::Mutex;

/// How often they are fetched at most: tokens name keys as they like.
const PAUSE: Duration = Duration::from_mins(1);
/// For how long they are remembered: what the provider has withdrawn counts no longer than that.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// What was fetched last, and when. Whoever waits for the lock waits for keys that somebody else is fetching.
#[derive(Debug, Default)]
pub(crate) struct KeyRing(Mutex<Option<(Timestamp, JwkSet)>>);

/// RFC 7517, 5. A key of a kind that nobody here knows must not spoil the others.
#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

impl IdentityProvider {
    /// The key that `token` says it is signed with.
    pub(crate) async fn key_of(&self, token: &str, metadata: &Metadata) -> Result<Jwk, IdentityError> {
        let mut kept = self.keys.0.lock().await;
        let now = self.clock.now();
        if let Some((at, keys)) = &*kept
            && now.since(*at) < KEPT_FOR
        {
            match id_token::key(token, keys) {
                Some(key) => return Ok(key.clone()),
                None if now.since(*at) < PAUSE => return Err(unknown()),
                None => {}
            }
        }
        let Published { keys } = http::read("keys", self.http.get(&metadata.jwks_uri)).await?;
        let keys = keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        let (_, keys) = kept.insert((now, JwkSet { keys }));
        id_token::key(token, keys).cloned().ok_or_else(unknown)
    }
}

fn unknown() -> IdentityError {
    IdentityError::Untrusted("its key is none of the provider's")
}
