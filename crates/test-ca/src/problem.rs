//! Problem documents: what the authority says when it refuses (RFC 8555, 6.7; RFC 7807).

use http::StatusCode;
use serde_json::{Map, Value, json};

/// The types of RFC 8555 (6.7), RFC 9773 (7.4) and draft-ietf-acme-profiles that are used here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    AccountDoesNotExist,
    AlreadyReplaced,
    AlreadyRevoked,
    BadCsr,
    BadNonce,
    BadPublicKey,
    BadRevocationReason,
    BadSignatureAlgorithm,
    Caa,
    Connection,
    Dns,
    ExternalAccountRequired,
    InvalidContact,
    InvalidProfile,
    Malformed,
    OrderNotReady,
    RateLimited,
    RejectedIdentifier,
    ServerInternal,
    Tls,
    Unauthorized,
    UnsupportedContact,
    UnsupportedIdentifier,
}

impl Kind {
    /// The last part of the URN.
    const fn name(self) -> &'static str {
        match self {
            Self::AccountDoesNotExist => "accountDoesNotExist",
            Self::AlreadyReplaced => "alreadyReplaced",
            Self::AlreadyRevoked => "alreadyRevoked",
            Self::BadCsr => "badCSR",
            Self::BadNonce => "badNonce",
            Self::BadPublicKey => "badPublicKey",
            Self::BadRevocationReason => "badRevocationReason",
            Self::BadSignatureAlgorithm => "badSignatureAlgorithm",
            Self::Caa => "caa",
            Self::Connection => "connection",
            Self::Dns => "dns",
            Self::ExternalAccountRequired => "externalAccountRequired",
            Self::InvalidContact => "invalidContact",
            Self::InvalidProfile => "invalidProfile",
            Self::Malformed => "malformed",
            Self::OrderNotReady => "orderNotReady",
            Self::RateLimited => "rateLimited",
            Self::RejectedIdentifier => "rejectedIdentifier",
            Self::ServerInternal => "serverInternal",
            Self::Tls => "tls",
            Self::Unauthorized => "unauthorized",
            Self::UnsupportedContact => "unsupportedContact",
            Self::UnsupportedIdentifier => "unsupportedIdentifier",
        }
    }

    /// The status that Let's Encrypt sends with it.
    const fn status(self) -> StatusCode {
        match self {
            Self::Caa | Self::ExternalAccountRequired | Self::OrderNotReady | Self::Unauthorized => {
                StatusCode::FORBIDDEN
            }
            Self::AlreadyReplaced => StatusCode::CONFLICT,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::ServerInternal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// One refusal.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
    /// For `Retry-After`, in seconds.
    pub(crate) retry_after_s: Option<u64>,
    /// For `Location`: the account that has the key already (RFC 8555, 7.3.5).
    pub(crate) location: Option<String>,
    /// One per identifier that has a problem of its own (RFC 8555, 6.7.1).
    pub(crate) subproblems: Vec<(String, Problem)>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            status: kind.status(),
            detail: detail.into(),
            retry_after_s: None,
            location: None,
            subproblems: Vec::new(),
        }
    }

    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, detail)
    }

    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(Kind::Unauthorized, detail)
    }

    /// Something that is not there: Let's Encrypt says `malformed` with 404.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, detail).with_status(StatusCode::NOT_FOUND)
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The document.
    pub(crate) fn to_json(&self) -> Value {
        let mut document = self.core();
        document.insert("status".into(), json!(self.status.as_u16()));
        if self.kind == Kind::BadSignatureAlgorithm {
            document.insert("algorithms".into(), json!(["ES256", "ES384", "RS256"]));
        }
        if !self.subproblems.is_empty() {
            let parts = self.subproblems.iter().map(|(name, problem)| {
                let mut part = problem.core();
                part.insert("identifier".into(), json!({ "type": "dns", "value": name }));
                Value::Object(part)
            });
            document.insert("subproblems".into(), parts.collect());
        }
        Value::Object(document)
    }

    fn core(&self) -> Map<String, Value> {
        let mut document = Map::new();
        document.insert("type".into(), format!("urn:ietf:params:acme:error:{}", self.kind.name()).into());
        document.insert("detail".into(), self.detail.as_str().into());
        document
    }
}
