//! HTTP with the provider: bounds in time and length, errors in kinds.

use crate::{IdentityError, NoHttp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Certificate, Client, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::time::Duration;

/// How long one exchange may take: somebody waits for it.
const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(5);
/// Longest answer that is read, in octets.
const ANSWER_LENGTH_MAX: usize = 256 * 1024;
/// Longest error code that is repeated in the log.
const CODE_LENGTH_MAX: usize = 60;
/// What stands for itself in a URL (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: Client,
}

/// RFC 6749, 5.2.
#[derive(Deserialize)]
struct Told {
    error: String,
}

impl Http {
    pub(crate) fn new(ca_file: Option<&Path>) -> Result<Self, NoHttp> {
        let mut client = Client::builder()
            .user_agent("Nameplate")
            .timeout(EXCHANGE_TIME_MAX)
            // A redirect could carry the client's secret to another host.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        if let Some(path) = ca_file {
            let pem = std::fs::read(path).map_err(|source| NoHttp::Roots { path: path.to_owned(), source })?;
            client = client.tls_certs_merge(Certificate::from_pem_bundle(&pem)?);
        }
        Ok(Self { client: client.build()? })
    }

    pub(crate) fn get(&self, url: &str) -> RequestBuilder {
        self.client.get(url)
    }

    pub(crate) fn post(&self, url: &str) -> RequestBuilder {
        self.client.post(url)
    }
}

/// Sends a request for `what`, and reads the JSON that comes back.
pub(crate) async fn read<T: DeserializeOwned>(what: &'static str, request: RequestBuilder) -> Result<T, IdentityError> {
    let unreachable = |source: reqwest::Error| IdentityError::Unreachable { what, source: source.without_url() };
    let mut answer = request.header("accept", "application/json").send().await.map_err(unreachable)?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > ANSWER_LENGTH_MAX {
            return Err(IdentityError::TooLong { what });
        }
        body.extend_from_slice(&chunk);
    }
    if !answer.status().is_success() {
        let told = serde_json::from_slice::<Told>(&body).map(|told| told.error).unwrap_or_default();
        let code: String = told.chars().filter(char::is_ascii_graphic).take(CODE_LENGTH_MAX).collect();
        let code = if code.is_empty() { "without a reason".to_owned() } else { code };
        return Err(IdentityError::Refused { what, status: answer.status().as_u16(), code });
    }
    serde_json::from_slice(&body).map_err(|source| IdentityError::Unreadable { what, source })
}

/// As a part of a URL.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
