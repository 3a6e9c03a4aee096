//! Templates in their public JSON format.

use serde::Deserialize;
use serde_json::Value;

/// The record kinds that can be applied here.
const KINDS: [&str; 6] = ["A", "AAAA", "CAA", "CNAME", "MX", "TXT"];

/// What a service wants written, and under whose signature.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Template {
    pub(crate) provider_id: String,
    pub(crate) provider_name: String,
    pub(crate) service_id: String,
    pub(crate) service_name: String,
    #[serde(default)]
    pub(crate) description: String,
    /// Under this name the keys of requests are published. Templates without one, whose requests anybody could make, are not taken.
    pub(crate) sync_pub_key_domain: String,
    #[serde(default)]
    pub(crate) host_required: bool,
    pub(crate) records: Vec<TemplateRecord>,
}

/// One record of a template. Texts may hold `%variables%`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TemplateRecord {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) group_id: Option<String>,
    pub(crate) host: String,
    #[serde(default)]
    pub(crate) points_to: Option<String>,
    #[serde(default)]
    pub(crate) data: Option<String>,
    pub(crate) ttl: Number,
    #[serde(default)]
    pub(crate) priority: Option<Number>,
    #[serde(default)]
    pub(crate) txt_conflict_matching_mode: TxtConflicts,
    #[serde(default)]
    pub(crate) txt_conflict_matching_prefix: String,
}

/// A number, or a text that holds one or a variable.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Number {
    Plain(u32),
    Text(String),
}

/// Which texts of the same name go when a TXT comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub(crate) enum TxtConflicts {
    #[default]
    None,
    All,
    Prefix,
}

impl Template {
    /// Reads a template, or says what in it cannot be applied here.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let template: Self = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
        for (at, record) in template.records.iter().enumerate() {
            let wrong = |reason: &str| Err(format!("records[{at}] {reason}"));
            if !KINDS.contains(&record.kind.as_str()) {
                return wrong(&format!("is of type {}; applied here are {}", record.kind, KINDS.join(", ")));
            }
            if record.value().is_none() {
                return wrong("has neither pointsTo nor data");
            }
        }
        Ok(template)
    }
}

impl TemplateRecord {
    /// What it says, with variables.
    pub(super) fn value(&self) -> Option<&str> {
        match self.kind.as_str() {
            "TXT" | "CAA" => self.data.as_deref(),
            _ => self.points_to.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_template_that_cannot_be_applied_says_why() {
        let with = |changes: Value| {
            let mut template = json!({
                "providerId": "saas.example", "providerName": "SaaS", "serviceId": "web", "serviceName": "Web",
                "syncPubKeyDomain": "saas.example", "records": [],
            });
            template.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            Template::read(&template)
        };
        assert!(with(json!({})).is_ok());
        let srv = with(json!({"records": [{"type": "SRV", "host": "@", "ttl": 60}]}));
        assert_eq!(srv.unwrap_err(), "records[0] is of type SRV; applied here are A, AAAA, CAA, CNAME, MX, TXT");
        let empty = with(json!({"records": [{"type": "TXT", "host": "@", "ttl": 60, "pointsTo": "x"}]}));
        assert_eq!(empty.unwrap_err(), "records[0] has neither pointsTo nor data");
        assert!(with(json!({"syncPubKeyDomain": null})).is_err());
    }
}
