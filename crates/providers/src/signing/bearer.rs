//! Tokens that are fetched with a credential, and last for a while.

use crate::http::{Answer, Call, Http};
use crate::problem::ProviderError;
use nameplate_domain::time::Timestamp;
use serde::Deserialize;
use std::fmt;
use std::time::Duration;

/// How long before its end a token is not used any more: longer than any exchange.
const MARGIN: Duration = Duration::from_secs(60);
/// How long a token is taken to last whose end is not stated (RFC 6749, 5.1).
const USUAL_LIFE: Duration = Duration::from_secs(300);

/// A token that was granted.
#[derive(Clone)]
pub(crate) struct Granted {
    token: String,
    lasts: Duration,
}

impl Granted {
    /// From a token endpoint's answer (RFC 6749, 5.1); some give the life in seconds as a text.
    ///
    /// # Errors
    /// The answer has another form.
    pub(crate) fn from_answer(answer: &Answer) -> Result<Self, ProviderError> {
        #[derive(Deserialize)]
        struct Wire {
            access_token: String,
            #[serde(default)]
            expires_in: serde_json::Value,
        }
        let wire: Wire = answer.json()?;
        let seconds = wire.expires_in.as_u64().or_else(|| wire.expires_in.as_str()?.parse().ok());
        Ok(Self { token: wire.access_token, lasts: seconds.map_or(USUAL_LIFE, Duration::from_secs) })
    }
}

/// The token of one credential, fetched when it is needed. `Debug` prints nothing of it.
#[derive(Default)]
pub(crate) struct TokenCache(tokio::sync::Mutex<Option<(String, Timestamp)>>);

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCache")
    }
}

impl TokenCache {
    /// The token that is good at `now`, or what `fetch` grants. Whoever comes meanwhile waits for the same one.
    ///
    /// # Errors
    /// Those of `fetch`.
    pub(crate) async fn token<F>(&self, now: Timestamp, fetch: F) -> Result<String, ProviderError>
    where
        F: Future<Output = Result<Granted, ProviderError>> + Send,
    {
        let mut held = self.0.lock().await;
        if let Some((token, _)) = held.as_ref().filter(|(_, until)| now < *until) {
            return Ok(token.clone());
        }
        let granted = fetch.await?;
        *held = Some((granted.token.clone(), now.plus(granted.lasts).minus(MARGIN)));
        Ok(granted.token)
    }

    /// Drops a token that was refused.
    pub(crate) async fn forget(&self, token: &str) {
        let mut held = self.0.lock().await;
        if held.as_ref().is_some_and(|(known, _)| known == token) {
            *held = None;
        }
    }
}

/// Sends a request with the token; once more with a fresh one when it is refused. The answer comes with what can explain it.
///
/// # Errors
/// Those of `fetch` and of [`Http::send`].
pub(crate) async fn send<F, G>(
    http: &Http,
    tokens: &TokenCache,
    now: Timestamp,
    fetch: F,
    call: &Call,
) -> Result<(Http, Answer), ProviderError>
where
    F: Fn() -> G + Send + Sync,
    G: Future<Output = Result<Granted, ProviderError>> + Send,
{
    let mut is_renewed = false;
    loop {
        let token = tokens.token(now, fetch()).await?;
        let http = http.clone().with_bearer(&token).hiding(&token);
        let answer = http.send(call.clone()).await?;
        if answer.status != 401 || is_renewed {
            return Ok((http, answer));
        }
        tokens.forget(&token).await;
        is_renewed = true;
    }
}

/// Where a token request goes: to `url`, or to its path on the base URL that the settings name.
pub(crate) fn token_url(setting: Option<&str>, url: &reqwest::Url) -> String {
    match setting {
        Some(base) => format!("{}{}", base.trim_end_matches('/'), url.path()),
        None => url.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::ErrorKind;
    use reqwest::header::HeaderMap;

    fn answer(body: &str) -> Answer {
        Answer { status: 200, headers: HeaderMap::new(), body: body.as_bytes().to_vec() }
    }

    async fn grant(token: &str, seconds: u64) -> Result<Granted, ProviderError> {
        Ok(Granted { token: token.to_owned(), lasts: Duration::from_secs(seconds) })
    }

    #[tokio::test]
    async fn a_token_is_used_until_shortly_before_its_end() {
        let cache = TokenCache::default();
        let at = |seconds: i64| Timestamp::from_ms(seconds * 1000);
        assert_eq!(cache.token(at(0), grant("one", 3600)).await.unwrap(), "one");
        assert_eq!(cache.token(at(3539), grant("two", 3600)).await.unwrap(), "one");
        assert_eq!(cache.token(at(3541), grant("two", 3600)).await.unwrap(), "two");
        cache.forget("one").await;
        assert_eq!(cache.token(at(3542), grant("three", 3600)).await.unwrap(), "two");
        cache.forget("two").await;
        assert_eq!(cache.token(at(3543), grant("three", 3600)).await.unwrap(), "three");
    }

    #[test]
    fn lives_are_read_as_numbers_and_as_texts() {
        for (body, seconds) in [
            (r#"{"access_token": "t", "expires_in": 3599}"#, 3599),
            (r#"{"access_token": "t", "expires_in": "3599"}"#, 3599),
            (r#"{"access_token": "t"}"#, 300),
        ] {
            assert_eq!(Granted::from_answer(&answer(body)).unwrap().lasts, Duration::from_secs(seconds), "{body}");
        }
        assert_eq!(Granted::from_answer(&answer("{}")).err().unwrap().kind, ErrorKind::Misunderstood);
    }

    #[test]
    fn a_replaced_base_url_keeps_the_path_of_the_token_endpoint() {
        let url = reqwest::Url::parse("https://oauth2.googleapis.com/token").unwrap();
        assert_eq!(token_url(None, &url), "https://oauth2.googleapis.com/token");
        assert_eq!(token_url(Some("http://127.0.0.1:8080/google/"), &url), "http://127.0.0.1:8080/google/token");
    }
}
