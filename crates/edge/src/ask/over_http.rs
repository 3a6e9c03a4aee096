//! A control plane on another machine (or another process), asked over HTTP.

use super::{Answer, AskError, CertificateReport, ControlPlane, EdgeStatus, Purpose, Verdict, Wanted};
use crate::lookup::Lookup;
use crate::uptime::ms;
use reqwest::{Client, RequestBuilder, Response, Url};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The control plane behind `CONTROLPLANE_URL`.
pub struct OverHttp {
    client: Client,
    ask: Url,
    wanted: Url,
    certificates: Url,
    edges: Url,
    edge_id: String,
    token: Option<String>,
    timeout: Duration,
}

/// Why a control plane cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum InvalidControlPlane {
    /// The URL is none, or not http(s).
    #[error("the control plane's URL {url:?} is not an http or https URL")]
    Url {
        /// What was given.
        url: String,
    },
    /// The HTTP client could not be made.
    #[error("the HTTP client for the control plane could not be made")]
    Client(#[source] reqwest::Error),
}

#[derive(Serialize)]
struct Report<'a> {
    edge_id: &'a str,
    #[serde(flatten)]
    report: CertificateReport,
}

#[derive(Serialize)]
struct Status<'a> {
    edge_id: &'a str,
    #[serde(flatten)]
    status: EdgeStatus,
}

impl OverHttp {
    /// `url` is the control plane's base URL, `timeout` the limit for one answer (`EDGE_ASK_TIMEOUT`), `token` the
    /// secret for the questions beyond `ask` (`EDGE_TOKEN`).
    pub fn new(
        url: &str,
        edge_id: &str,
        token: Option<String>,
        timeout: Duration,
    ) -> Result<Self, InvalidControlPlane> {
        let invalid = || InvalidControlPlane::Url { url: url.to_owned() };
        let base = Url::parse(&format!("{}/", url.trim_end_matches('/'))).map_err(|_| invalid())?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(invalid());
        }
        let path = |path| base.join(path).map_err(|_| invalid());
        Ok(Self {
            client: Client::builder()
                .connect_timeout(timeout)
                .dns_resolver(Lookup::of_this_machine())
                .tcp_nodelay(true)
                .pool_max_idle_per_host(64)
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .build()
                .map_err(InvalidControlPlane::Client)?,
            ask: path("internal/ask")?,
            wanted: path("internal/certificates/wanted")?,
            certificates: path("internal/certificates")?,
            edges: path("internal/edges")?,
            edge_id: edge_id.to_owned(),
            token,
            timeout,
        })
    }

    fn authorised(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

impl ControlPlane for OverHttp {
    fn ask<'a>(&'a self, name: &'a str, purpose: Purpose) -> Answer<'a, Verdict> {
        Box::pin(async move {
            let mut url = self.ask.clone();
            url.query_pairs_mut().append_pair("domain", name);
            if purpose == Purpose::Issue {
                url.query_pairs_mut().append_pair("purpose", "issue");
            }
            read(sent(self.client.get(url), self.timeout).await?, self.timeout).await
        })
    }

    fn wanted(&self, cursor: Option<String>, wait: Duration) -> Answer<'_, Wanted> {
        Box::pin(async move {
            let mut url = self.wanted.clone();
            url.query_pairs_mut()
                .append_pair("edge_id", &self.edge_id)
                .append_pair("wait_ms", &ms(wait).to_string())
                .extend_pairs(cursor.map(|cursor| ("cursor", cursor)));
            let timeout = wait + self.timeout;
            read(sent(self.authorised(self.client.get(url)), timeout).await?, timeout).await
        })
    }

    fn report(&self, report: CertificateReport) -> Answer<'_, ()> {
        Box::pin(async move {
            let request = self.client.post(self.certificates.clone());
            let body = Report { edge_id: &self.edge_id, report };
            sent(self.authorised(request).json(&body), self.timeout).await.map(drop)
        })
    }

    fn note_status(&self, status: EdgeStatus) -> Answer<'_, ()> {
        Box::pin(async move {
            let request = self.client.post(self.edges.clone());
            let body = Status { edge_id: &self.edge_id, status };
            sent(self.authorised(request).json(&body), self.timeout).await.map(drop)
        })
    }
}

async fn sent(request: RequestBuilder, timeout: Duration) -> Result<Response, AskError> {
    let response = request.timeout(timeout).send().await.map_err(|error| transport(&error, timeout))?;
    let status = response.status();
    if status.is_success() { Ok(response) } else { Err(AskError::Status { status: status.as_u16() }) }
}

async fn read<T: for<'de> Deserialize<'de>>(response: Response, timeout: Duration) -> Result<T, AskError> {
    let bytes = response.bytes().await.map_err(|error| transport(&error, timeout))?;
    serde_json::from_slice(&bytes).map_err(|error| AskError::Malformed { detail: error.to_string() })
}

fn transport(error: &reqwest::Error, timeout: Duration) -> AskError {
    if error.is_timeout() {
        return AskError::Timeout { after_ms: ms(timeout) };
    }
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    AskError::Unreachable { detail: innermost.to_string() }
}

impl fmt::Debug for OverHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverHttp")
            .field("ask", &self.ask.as_str())
            .field("edge_id", &self.edge_id)
            .finish_non_exhaustive()
    }
}
