//! `Idempotency-Key`: a create that is sent twice happens once.

use crate::failure::Failure;
use crate::limits::IDEMPOTENCY_KEY_LENGTH_MAX;
use crate::reply::Created;
use crate::router::Api;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use nameplate_control::{Begun, Once, Refused, Stored, hash_of};
use nameplate_domain::tenancy::{Reach, TenantId};
use serde::Serialize;
use utoipa::IntoParams;

/// The key of a request; `None` when it has none.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IdempotencyKey {
    /// Makes a retry safe: within 24 hours the same request gets the same answer.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    key: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self { key: None }) };
        let key = value.to_str().unwrap_or_default();
        let fits =
            (1..=IDEMPOTENCY_KEY_LENGTH_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        match fits {
            true => Ok(Self { key: Some(key.to_owned()) }),
            false => Err(Failure::invalid(format!(
                "Idempotency-Key must have 1 to {IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters, without blanks."
            ))),
        }
    }
}

/// The answer to keep for later requests.
pub(crate) fn stored<V: Serialize>(view: &V) -> Stored {
    // A view has string keys and finite numbers only, so it always serialises.
    Stored {
        status: StatusCode::CREATED.as_u16(),
        body: serde_json::to_string(view).unwrap_or_else(|_| "null".to_owned()),
    }
}

impl IdempotencyKey {
    /// The same key, among those of callers of the same reach: browsers of one customer neither meet answers that another one got, nor
    /// use up keys of the server's. (No header can have the blank.)
    pub(crate) fn within(self, reach: &Reach) -> Self {
        let told = match reach {
            Reach::Tenant => return self,
            Reach::Application(id) => id.to_string(),
            Reach::Hostname(id, hostname) => format!("{id} {hostname}"),
        };
        let hashed = |key: String| {
            let hash = hash_of(format!("{told} {key}").as_bytes());
            hash.iter().fold("widget ".to_owned(), |text, byte| format!("{text}{byte:02x}"))
        };
        Self { key: self.key.map(hashed) }
    }

    /// Runs `create` unless the same request was answered before. `answer` makes the answer to keep of what was created.
    pub(crate) async fn once<T, V>(
        &self,
        api: &Api,
        tenant: TenantId,
        fingerprint: &[u8; 32],
        answer: &(dyn Fn(&T) -> Stored + Send + Sync),
        create: impl AsyncFnOnce(Option<Once<'_, T>>) -> Result<V, Refused>,
    ) -> Result<Created<V>, Failure> {
        let Some(key) = &self.key else { return Ok(Created::Fresh(create(None).await?)) };
        if let Begun::Done(stored) = api.control.begin_once(tenant, key, fingerprint).await? {
            return Ok(Created::Replayed(stored));
        }
        match create(Some(Once { key, answer })).await {
            Ok(view) => Ok(Created::Fresh(view)),
            Err(refused) => {
                if let Err(error) = api.control.give_up_once(tenant, key).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "Could not free an idempotency key; it lapses by itself."
                    );
                }
                Err(refused.into())
            }
        }
    }
}
