//! Cloud DNS's JSON, to and from rrsets.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use nameplate_domain::zone::{RrData, RrSet, RrType, StoredSet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(super) struct ZonesPage {
    #[serde(rename = "managedZones", default)]
    pub(super) zones: Vec<ManagedZone>,
    #[serde(rename = "nextPageToken", default)]
    pub(super) next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SetsPage {
    #[serde(rename = "rrsets", default)]
    pub(super) sets: Vec<WireSet>,
    #[serde(rename = "nextPageToken", default)]
    pub(super) next: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ManagedZone {
    name: String,
    #[serde(default)]
    id: Value,
    dns_name: String,
    /// Missing where all zones were public.
    #[serde(default)]
    visibility: Option<String>,
}

impl ManagedZone {
    pub(super) fn is_public(&self) -> bool {
        self.visibility.as_deref().is_none_or(|visibility| visibility.eq_ignore_ascii_case("public"))
    }

    /// Whether this is its name or number.
    pub(super) fn is_called(&self, id: &str) -> bool {
        self.name == id
            || self.id.as_str() == Some(id)
            || self.id.as_u64().is_some_and(|number| number.to_string() == id)
    }

    pub(super) fn apex(&self) -> String {
        without_dot(&self.dns_name)
    }

    /// # Errors
    /// [`ErrorKind::NoSuchZone`] when the zone is private: the Internet does not see it.
    pub(super) fn into_zone(self) -> Result<Zone, ProviderError> {
        let apex = self.apex();
        match self.is_public() {
            true => Ok(Zone { id: self.name, ..Zone::named(&apex) }),
            false => Err(ProviderError::new(
                ErrorKind::NoSuchZone,
                format!(
                    "The managed zone {} is private, and the Internet does not see it: name a public one.",
                    self.name
                ),
            )),
        }
    }
}

#[derive(Clone, PartialEq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireSet {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    #[serde(default)]
    rrdatas: Vec<String>,
    #[serde(default, skip_serializing)]
    routing_policy: Option<Value>,
}

impl WireSet {
    pub(super) fn from_set(set: &RrSet) -> Self {
        Self {
            name: format!("{}.", set.name),
            rtype: set.rtype.as_str().to_owned(),
            ttl: Some(set.ttl),
            rrdatas: set.data.iter().map(RrData::to_master).collect(),
            routing_policy: None,
        }
    }

    /// Absolute, lower case, without the final dot.
    pub(super) fn owner(&self) -> String {
        without_dot(&self.name)
    }

    pub(super) fn is_of(&self, rtype: &RrType) -> bool {
        RrType::from(self.rtype.as_str()) == *rtype
    }

    pub(super) fn is_soa(&self) -> bool {
        self.rtype == "SOA"
    }

    pub(super) fn stored(&self, zone: &Zone) -> StoredSet {
        let (name, rtype) = (self.owner(), RrType::from(self.rtype.as_str()));
        let other = |text: &str| RrData::Other { rtype: self.rtype.clone(), text: text.to_owned() };
        let mut data: Vec<RrData> = self
            .rrdatas
            .iter()
            .map(|text| RrData::parse_master(&rtype, text).unwrap_or_else(|_| other(text)))
            .collect();
        let mut untouchable = None;
        if data.iter().any(|data| data.rtype() != rtype) {
            untouchable = Some("it has a value that is not understood.");
        }
        if self.routing_policy.is_some() {
            untouchable = Some("it has a routing policy.");
            data.push(other("routing policy"));
        }
        if rtype == RrType::Ns && name == zone.name {
            untouchable = Some("they are the zone's name servers.");
        }
        StoredSet {
            set: RrSet::new(&name, rtype, self.ttl.unwrap_or_default(), data),
            untouchable: untouchable.map(str::to_owned),
        }
    }
}

fn without_dot(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
}
