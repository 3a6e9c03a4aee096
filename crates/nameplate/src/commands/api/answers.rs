//! What commands read of the API's answers; the rest of them is left.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// A connection.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) application_id: String,
    pub(crate) hostname: String,
    pub(crate) hostname_unicode: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) takeover: bool,
    pub(crate) proof: Option<Proof>,
    #[serde(default)]
    pub(crate) ownership_proofs: Vec<Offered>,
    #[serde(default)]
    pub(crate) dns_records: Vec<Desired>,
    pub(crate) explanation: Explanation,
    #[serde(default)]
    pub(crate) certificate: Option<Certificate>,
    pub(crate) created_at: String,
    pub(crate) state_since: String,
}

/// How ownership was proven.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Proof {
    pub(crate) method: String,
}

/// A record that would prove ownership.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Offered {
    pub(crate) method: String,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) rtype: String,
    pub(crate) value: String,
    pub(crate) propagated: Option<bool>,
    pub(crate) observed_value: Option<String>,
    /// The servers that were asked; absent before it was looked for.
    #[serde(default)]
    pub(crate) vantages: Option<Vec<IgnoredAny>>,
}

/// A record that has to be published.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Desired {
    pub(crate) host: String,
    #[serde(rename = "type")]
    pub(crate) rtype: String,
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) propagated: Option<bool>,
    #[serde(default)]
    pub(crate) observed_value: Option<String>,
    /// The servers that were asked: none before it was looked for; absent in lists.
    #[serde(default)]
    pub(crate) vantages: Option<Vec<IgnoredAny>>,
}

/// Why it is not live, or that it is.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Explanation {
    pub(crate) sentence: String,
    pub(crate) waiting_for: String,
}

/// What edges serve.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Certificate {
    pub(crate) status: String,
    pub(crate) issuer: Option<String>,
    pub(crate) not_after: Option<String>,
    pub(crate) last_problem: Option<CertificateProblem>,
}

/// Why there is none.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct CertificateProblem {
    pub(crate) message: String,
}

/// What a check of a domain found.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DomainReport {
    pub(crate) domain: String,
    pub(crate) hostname_unicode: String,
    pub(crate) zone: Option<String>,
    pub(crate) provider: Provider,
    pub(crate) setup_type: String,
    pub(crate) desired_records: Vec<Desired>,
    pub(crate) existing_records: Vec<Existing>,
    pub(crate) conflicts: Vec<Finding>,
    pub(crate) available: bool,
    #[serde(default)]
    pub(crate) challenge: Option<Challenge>,
}

/// Who runs the zone.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Provider {
    pub(crate) key: Option<String>,
    pub(crate) name: Option<String>,
}

/// A record that is there.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Existing {
    pub(crate) host: String,
    #[serde(rename = "type")]
    pub(crate) rtype: String,
    pub(crate) value: String,
}

/// One thing to know or to do.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) fix: String,
}

/// The challenge CNAME of one's own connection.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Challenge {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) rtype: String,
    pub(crate) value: String,
    pub(crate) published: Option<bool>,
    pub(crate) observed_value: Option<String>,
}

/// An application.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Whose key it is.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Session {
    pub(crate) application_id: Option<String>,
}

/// What an offboarding left.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Offboarded {
    pub(crate) dangling_records: Vec<Dangling>,
    pub(crate) cleanup: Option<Map<String, Value>>,
}

/// A record that leads to a platform that does not serve the name any more.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Dangling {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) rtype: String,
    pub(crate) value: String,
    pub(crate) remedy: String,
}
