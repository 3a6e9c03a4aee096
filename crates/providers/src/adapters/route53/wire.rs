//! Route 53's XML, to and from rrsets.

use super::escapes::{quoted, unescaped_name, unquoted};
use crate::contract::Zone;
use crate::http::Answer;
use crate::problem::{ErrorKind, ProviderError};
use nameplate_domain::zone::{RrData, RrSet, RrType, StoredSet};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const NAMESPACE: &str = "https://route53.amazonaws.com/doc/2013-04-01/";
/// Most records in one batch.
const BATCH_RECORDS_MAX: usize = 1000;
/// Most characters of values in one batch.
const BATCH_CHARACTERS_MAX: usize = 32_000;

/// Sets as they are listed.
pub(super) type StoredXml = [WireSet];

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireSet {
    pub(super) name: String,
    #[serde(rename = "Type")]
    pub(super) rtype: String,
    #[serde(default, skip_serializing)]
    set_identifier: Option<String>,
    #[serde(default, skip_serializing)]
    alias_target: Option<AliasTarget>,
    #[serde(default, skip_serializing)]
    health_check_id: Option<String>,
    #[serde(default, skip_serializing)]
    traffic_policy_instance_id: Option<String>,
    #[serde(rename = "TTL", default, skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    #[serde(default)]
    resource_records: Records,
}

#[derive(Clone, Debug, Deserialize)]
struct AliasTarget {
    #[serde(rename = "DNSName")]
    name: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Records {
    #[serde(rename = "ResourceRecord", default)]
    record: Vec<Value>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Value {
    #[serde(rename = "Value")]
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Action {
    Create,
    Delete,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireChange {
    action: Action,
    resource_record_set: WireSet,
}

#[derive(Serialize)]
#[serde(rename = "ChangeResourceRecordSetsRequest")]
struct Request {
    #[serde(rename = "@xmlns")]
    namespace: &'static str,
    #[serde(rename = "ChangeBatch")]
    batch: Batch,
}

#[derive(Serialize)]
struct Batch {
    #[serde(rename = "Changes")]
    changes: Changes,
}

#[derive(Serialize)]
struct Changes {
    #[serde(rename = "Change")]
    change: Vec<WireChange>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetsPage {
    #[serde(rename = "ResourceRecordSets", default)]
    pub(super) sets: Sets,
    #[serde(default)]
    pub(super) is_truncated: bool,
    #[serde(rename = "NextRecordName", default)]
    pub(super) next_name: Option<String>,
    #[serde(rename = "NextRecordType", default)]
    pub(super) next_type: Option<String>,
    #[serde(rename = "NextRecordIdentifier", default)]
    pub(super) next_identifier: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sets {
    #[serde(rename = "ResourceRecordSet", default)]
    pub(super) set: Vec<WireSet>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ZonesPage {
    #[serde(rename = "HostedZones", default)]
    pub(super) zones: HostedZones,
    #[serde(default)]
    pub(super) is_truncated: bool,
    #[serde(default)]
    pub(super) next_marker: Option<String>,
    #[serde(rename = "NextDNSName", default)]
    pub(super) next_name: Option<String>,
    #[serde(rename = "NextHostedZoneId", default)]
    pub(super) next_id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct HostedZones {
    #[serde(rename = "HostedZone", default)]
    pub(super) zone: Vec<HostedZone>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct HostedZone {
    id: String,
    pub(super) name: String,
    #[serde(default)]
    config: Config,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Config {
    #[serde(default)]
    private_zone: bool,
}

#[derive(Debug, Deserialize)]
struct OneZone {
    #[serde(rename = "HostedZone")]
    zone: HostedZone,
}

impl HostedZone {
    pub(super) fn is_private(&self) -> bool {
        self.config.private_zone
    }

    /// # Errors
    /// [`ErrorKind::NoSuchZone`] when the zone is private: the Internet does not see it.
    pub(super) fn into_zone(self) -> Result<Zone, ProviderError> {
        let name = unescaped_name(&self.name);
        match self.is_private() {
            true => Err(ProviderError::new(
                ErrorKind::NoSuchZone,
                format!("The hosted zone {name} is private, and the Internet does not see it: name the public one."),
            )),
            false => Ok(Zone { id: self.id.trim_start_matches("/hostedzone/").to_owned(), ..Zone::named(&name) }),
        }
    }
}

impl WireChange {
    pub(super) fn new(action: Action, resource_record_set: WireSet) -> Self {
        Self { action, resource_record_set }
    }

    fn records(&self) -> usize {
        self.resource_record_set.resource_records.record.len()
    }

    fn characters(&self) -> usize {
        self.resource_record_set.resource_records.record.iter().map(|record| record.value.chars().count()).sum()
    }
}

impl WireSet {
    pub(super) fn from_set(set: &RrSet) -> Self {
        let record = set.data.iter().map(|data| Value { value: value(data) }).collect();
        Self {
            name: format!("{}.", set.name),
            rtype: set.rtype.as_str().to_owned(),
            set_identifier: None,
            alias_target: None,
            health_check_id: None,
            traffic_policy_instance_id: None,
            ttl: Some(set.ttl),
            resource_records: Records { record },
        }
    }

    fn data(&self) -> Vec<RrData> {
        let rtype = RrType::from(self.rtype.as_str());
        let other = |text: String| RrData::Other { rtype: self.rtype.clone(), text };
        let alias = self.alias_target.iter().map(|target| other(format!("alias of {}", target.name)));
        let records = self.resource_records.record.iter().map(|record| {
            let parsed = match rtype {
                RrType::Txt => unquoted(&record.value).map(RrData::Txt),
                _ => RrData::parse(&rtype, &record.value).ok(),
            };
            parsed.unwrap_or_else(|| other(record.value.clone()))
        });
        alias.chain(records).collect()
    }

    fn untouchable(&self, zone: &Zone) -> Option<&'static str> {
        if self.alias_target.is_some() {
            return Some("it is an alias of a resource at Amazon.");
        }
        if self.traffic_policy_instance_id.is_some() {
            return Some("a traffic policy manages it.");
        }
        if self.set_identifier.is_some() {
            return Some("it has a routing policy (weighted, by latency, by place or for failover).");
        }
        if self.health_check_id.is_some() {
            return Some("it depends on a health check.");
        }
        (self.rtype == "NS" && unescaped_name(&self.name) == zone.name).then_some("they are the zone's name servers.")
    }
}

/// The rrsets; those that cannot be written are untouchable. SOA is left out.
pub(super) fn stored(zone: &Zone, listed: &StoredXml) -> Vec<StoredSet> {
    let mut sets: BTreeMap<(String, RrType), StoredSet> = BTreeMap::new();
    for wire in listed.iter().filter(|wire| wire.rtype != "SOA") {
        let (name, rtype) = (unescaped_name(&wire.name), RrType::from(wire.rtype.as_str()));
        let fresh = || StoredSet::from(RrSet::new(&name, rtype.clone(), wire.ttl.unwrap_or_default(), vec![]));
        let stored = sets.entry((name.clone(), rtype.clone())).or_insert_with(fresh);
        let data = wire.data();
        let is_odd = data.iter().any(|data| data.rtype() != rtype);
        let untouchable = wire.untouchable(zone).or(is_odd.then_some("it has a value that is not understood."));
        let all = stored.set.data.drain(..).chain(data).collect();
        stored.set = RrSet::new(&name, rtype, stored.set.ttl, all);
        if stored.untouchable.is_none() {
            stored.untouchable = untouchable.map(str::to_owned);
        }
    }
    sets.into_values().collect()
}

/// The changes in as few batches as the limits allow. What belongs to one change stays together.
pub(super) fn batches(steps: Vec<Vec<WireChange>>) -> Vec<Vec<Vec<WireChange>>> {
    let mut batches: Vec<Vec<Vec<WireChange>>> = Vec::new();
    let (mut records, mut characters) = (0, 0);
    for step in steps {
        let more: usize = step.iter().map(WireChange::records).sum();
        let longer: usize = step.iter().map(WireChange::characters).sum();
        let fits = records + more <= BATCH_RECORDS_MAX && characters + longer <= BATCH_CHARACTERS_MAX;
        match batches.last_mut().filter(|_| fits) {
            Some(batch) => batch.push(step),
            None => {
                (records, characters) = (0, 0);
                batches.push(vec![step]);
            }
        }
        (records, characters) = (records + more, characters + longer);
    }
    batches
}

pub(super) fn change_request(change: Vec<WireChange>) -> Result<String, ProviderError> {
    let request = Request { namespace: NAMESPACE, batch: Batch { changes: Changes { change } } };
    let xml = quick_xml::se::to_string(&request)
        .map_err(|_| ProviderError::new(ErrorKind::Rejected, "The change cannot be written as XML."))?;
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}"))
}

pub(super) fn sets(answer: &Answer) -> Result<SetsPage, ProviderError> {
    read(answer)
}

pub(super) fn hosted_zones(answer: &Answer) -> Result<ZonesPage, ProviderError> {
    read(answer)
}

pub(super) fn hosted_zone(answer: &Answer) -> Result<HostedZone, ProviderError> {
    read::<OneZone>(answer).map(|one| one.zone)
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ProviderError> {
    quick_xml::de::from_str(&answer.text()).map_err(|_| ProviderError {
        status: Some(answer.status),
        ..ProviderError::new(ErrorKind::Misunderstood, "Route 53's answer has another form than documented.")
    })
}

fn value(data: &RrData) -> String {
    match data {
        RrData::Txt(text) => quoted(text),
        _ => data.to_master(),
    }
}

#[cfg(test)]
mod tests;
