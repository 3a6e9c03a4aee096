//! One request and its answer, with what the protocol library does not keep: time limits, `Retry-After`, and answers that are no
//! ACME at all.

use crate::retry_after::retry_after;
use crate::transport::{Transport, TransportError};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use instant_acme::{BodyWrapper, BytesResponse, HttpClient};
use nameplate_domain::time::{Clock, Timestamp};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// RFC 8555, 6.1: clients say who they are.
const AGENT: HeaderValue = HeaderValue::from_static(concat!("nameplate/", env!("CARGO_PKG_VERSION")));

tokio::task_local! {
    /// The witness of the work that is being done.
    static WITNESS: Witness;
}

/// Sends requests, for one authority.
#[derive(Clone)]
pub(crate) struct Exchange {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    ask_timeout: Duration,
}

/// Why there is no ACME answer to a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    #[error("no answer within {0:?}")]
    Timeout(Duration),
    #[error("no answer")]
    Transport(#[source] TransportError),
    #[error("answered {0} without saying why")]
    NoProblem(StatusCode),
}

/// Remembers what the last answer said besides its body. One for each piece of work, because one account does several at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Witness(Arc<Mutex<Seen>>);

/// What an answer said besides its body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Its status; `None` before the first answer and when there was none.
    pub(crate) status: Option<StatusCode>,
    /// Before when nobody should come back.
    pub(crate) retry_after: Option<Timestamp>,
}

impl Witness {
    /// Does `work` with a witness of its own.
    pub(crate) async fn of<F: Future>(work: impl FnOnce(Self) -> F) -> F::Output {
        let witness = Self::default();
        WITNESS.scope(witness.clone(), work(witness)).await
    }

    /// What the last answer said.
    pub(crate) fn seen(&self) -> Seen {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn see(&self, seen: Seen) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }
}

impl Exchange {
    pub(crate) fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>, ask_timeout: Duration) -> Self {
        Self { transport, clock, ask_timeout }
    }

    /// An answer that is either a success or carries a problem document (RFC 7807).
    pub(crate) async fn ask(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, ExchangeError> {
        let witness = WITNESS.try_with(Clone::clone).unwrap_or_default();
        witness.see(Seen::default());
        request.headers_mut().insert(USER_AGENT, AGENT);
        let answer = tokio::time::timeout(self.ask_timeout, self.transport.exchange(request))
            .await
            .map_err(|_| ExchangeError::Timeout(self.ask_timeout))?
            .map_err(ExchangeError::Transport)?;
        let status = answer.status();
        witness.see(Seen { status: Some(status), retry_after: retry_after(answer.headers(), self.clock.now()) });
        if (status.is_client_error() || status.is_server_error()) && !is_json(&answer) {
            return Err(ExchangeError::NoProblem(status));
        }
        Ok(answer)
    }

    /// Asks for a public resource.
    pub(crate) async fn get(&self, url: &str) -> Result<Response<Bytes>, instant_acme::Error> {
        let request = Request::get(url).body(Bytes::new())?;
        self.ask(request).await.map_err(other)
    }
}

/// Whether the body is a JSON object. The type alone is no proof: some authorities give `text/plain` or none.
fn is_json(answer: &Response<Bytes>) -> bool {
    let is_html = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().to_ascii_lowercase().starts_with(b"text/html"));
    !is_html && serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(answer.body()).is_ok()
}

fn other(error: ExchangeError) -> instant_acme::Error {
    instant_acme::Error::Other(Box::new(error))
}

impl HttpClient for Exchange {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, instant_acme::Error>> + Send>> {
        let exchange = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_or_else(|never| match never {}, http_body_util::Collected::to_bytes);
            let answer = exchange.ask(Request::from_parts(head, body)).await.map_err(other)?;
            let (parts, body) = answer.into_parts();
            Ok(BytesResponse { parts, body: Box::new(body) })
        })
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("ask_timeout", &self.ask_timeout).finish_non_exhaustive()
    }
}
