//! What the edge wants from a control plane, and how its answers are remembered.

mod allowed;
mod kept;
mod over_http;
mod remembered;
mod reports;
mod wanted;

pub(crate) use allowed::Allowed;
pub(crate) use kept::KeptVerdicts;
pub use nameplate_domain::ask::Purpose;
use nameplate_domain::certificate::{ChainLink, Renewal};
pub use nameplate_domain::edge_status::EdgeStatus;
pub use over_http::{InvalidControlPlane, OverHttp};
pub(crate) use remembered::{Refusal, Remembered};
pub(crate) use reports::Reports;
pub use wanted::Wanted;

use nameplate_domain::issuance::problem::IssuanceProblem;
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use std::time::Duration;

/// An answer that may take a while.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, AskError>> + Send + 'a>>;

/// The control plane as an edge sees it: a few questions, no database.
pub trait ControlPlane: Send + Sync + 'static {
    /// May this name be served, or have a certificate issued, and where do its requests go.
    fn ask<'a>(&'a self, name: &'a str, purpose: Purpose) -> Answer<'a, Verdict>;

    /// What there is to do: names that want a certificate before their first visitor comes, and names to ask about
    /// again. Tells that this edge is alive; waits at most `wait` for something to do and then answers with nothing.
    /// `cursor` is that of the last answer; without it, changes are told from now on.
    fn wanted(&self, cursor: Option<String>, wait: Duration) -> Answer<'_, Wanted>;

    /// Takes note of a certificate stored or an issuance failed. Telling it twice is harmless.
    fn report(&self, report: CertificateReport) -> Answer<'_, ()>;

    /// Takes note of how this edge is.
    fn note_status(&self, status: EdgeStatus) -> Answer<'_, ()>;
}

/// The answer about one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether it may be.
    pub allow: bool,
    /// Scheme, host and port that its requests are passed to.
    #[serde(default)]
    pub origin: Option<String>,
}

/// What happened to the certificate of one name. As JSON it is flat:
/// `{"hostname":"shop.example.com","outcome":"failed","detail":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateReport {
    /// The name, lower case, no trailing dot.
    pub hostname: String,
    /// What happened.
    #[serde(flatten)]
    pub outcome: CertificateOutcome,
}

/// See [`CertificateReport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CertificateOutcome {
    /// The edge holds this certificate and serves it.
    Stored {
        /// Who signed it: `internal`, or the name of a certificate authority.
        issuer: String,
        /// Serial number, lower-case hex.
        serial: String,
        /// SHA-256 of the DER form, lower-case hex.
        fingerprint_sha256: String,
        /// Start of validity, Unix milliseconds.
        not_before_ms: i64,
        /// End of validity, Unix milliseconds.
        not_after_ms: i64,
        /// The names in it.
        #[serde(default)]
        names: Vec<String>,
        /// Which authority signed it, by its name in the edge's settings.
        #[serde(default)]
        authority: String,
        /// The certificate and those that signed it, the leaf first; empty if the edge cannot say.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        chain: Vec<ChainLink>,
        /// When it is to be replaced, Unix milliseconds; none if the edge cannot say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renew_at_ms: Option<i64>,
        /// Who decided on that; none if the edge cannot say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewal: Option<Renewal>,
    },
    /// No certificate could be had.
    Failed {
        /// The authority's words.
        detail: String,
        /// The same, with who must do what and when it is tried again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        problem: Option<IssuanceProblem>,
    },
    /// The name's certificate is not renewed any more, and is deleted after a time: the name is not served.
    Removed,
}

/// Why there is no answer. Nothing is known about the name then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No answer in time.
    #[error("the control plane did not answer within {after_ms} ms")]
    Timeout {
        /// How long was waited.
        after_ms: u64,
    },
    /// The control plane could not be reached, or broke off.
    #[error("the control plane could not be reached: {detail}")]
    Unreachable {
        /// What went wrong.
        detail: String,
    },
    /// The control plane answered with an error.
    #[error("the control plane answered with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// The control plane's answer could not be read.
    #[error("the answer of the control plane could not be read: {detail}")]
    Malformed {
        /// What went wrong.
        detail: String,
    },
}

impl AskError {
    /// Whether asking the same again can only bring the same: the control plane understood and declined.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Status { status: 400 | 404 | 409 | 410 | 413 | 422 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(outcome: CertificateOutcome) -> CertificateReport {
        CertificateReport { hostname: "shop.example.com".into(), outcome }
    }

    #[test]
    fn a_report_is_flat_json() {
        let problem = IssuanceProblem {
            code: "caa_forbids".into(),
            message: "Allow letsencrypt.org.".into(),
            actor: nameplate_domain::issuance::problem::Actor::Customer,
            detail: None,
            authority: None,
            retry_at: None,
        };
        for (outcome, json) in [
            (
                CertificateOutcome::Failed { detail: "no".into(), problem: None },
                r#"{"hostname":"shop.example.com","outcome":"failed","detail":"no"}"#,
            ),
            (
                CertificateOutcome::Failed { detail: "no".into(), problem: Some(problem) },
                r#"{"hostname":"shop.example.com","outcome":"failed","detail":"no","problem":{"code":"caa_forbids","message":"Allow letsencrypt.org.","actor":"customer"}}"#,
            ),
            (CertificateOutcome::Removed, r#"{"hostname":"shop.example.com","outcome":"removed"}"#),
        ] {
            let report = report(outcome);
            assert_eq!(serde_json::to_string(&report).unwrap(), json);
            assert_eq!(serde_json::from_str::<CertificateReport>(json).unwrap(), report);
        }
    }

    #[test]
    fn a_report_of_an_edge_that_says_less_is_understood() {
        let json = r#"{"hostname":"shop.example.com","outcome":"stored","issuer":"internal","serial":"01","fingerprint_sha256":"02","not_before_ms":1,"not_after_ms":2}"#;
        let CertificateOutcome::Stored { names, authority, chain, renew_at_ms, renewal, .. } =
            serde_json::from_str::<CertificateReport>(json).unwrap().outcome
        else {
            panic!("it is stored")
        };
        assert_eq!((names, authority, renew_at_ms), (vec![], String::new(), None));
        assert_eq!((chain, renewal), (vec![], None));
    }
}
