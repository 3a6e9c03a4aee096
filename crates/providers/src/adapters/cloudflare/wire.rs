//! Cloudflare's JSON, and what it says.

use super::SPEC;
use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name};
use serde::Deserialize;
use serde_json::{Value, json};

/// "Automatic": Cloudflare chooses the TTL.
const AUTOMATIC: u32 = 1;

#[derive(Debug, Deserialize)]
pub(super) struct Envelope<T> {
    pub(super) result: T,
    #[serde(default)]
    pub(super) result_info: Option<PageInfo>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PageInfo {
    #[serde(default)]
    pub(super) total_pages: u32,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Complaint {
    #[serde(default)]
    pub(super) success: Option<bool>,
    #[serde(default)]
    errors: Vec<Problem>,
}

#[derive(Debug, Deserialize)]
struct Problem {
    #[serde(default)]
    code: u32,
    #[serde(default)]
    message: String,
    #[serde(default)]
    error_chain: Vec<Problem>,
}

impl Problem {
    fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.error_chain.iter().flat_map(Self::all)).collect()
    }
}

impl Complaint {
    fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.errors.iter().flat_map(Problem::all)
    }

    pub(super) fn codes(&self) -> Vec<u32> {
        self.problems().map(|problem| problem.code).collect()
    }

    pub(super) fn words(&self) -> String {
        self.problems().map(|problem| problem.message.trim()).collect::<Vec<_>>().join("; ")
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct ZoneEntry {
    id: String,
    name: String,
    status: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl ZoneEntry {
    /// The name in A-labels: zones are shown as they were typed in.
    pub(super) fn ascii_name(&self) -> String {
        if self.name.is_ascii() {
            return self.name.to_ascii_lowercase();
        }
        let url = reqwest::Url::parse(&format!("http://{}/", self.name)).ok();
        url.as_ref().and_then(reqwest::Url::host_str).map_or_else(|| self.name.to_lowercase(), str::to_owned)
    }

    pub(super) fn is_active(&self) -> bool {
        self.status.as_deref() == Some("active")
    }

    pub(super) fn into_zone(self) -> Zone {
        Zone { name: self.ascii_name(), id: self.id, ttl_min: None }
    }

    /// The zone, if what is written there is served to the world.
    pub(super) fn checked(self) -> Result<Zone, ProviderError> {
        let why = match (self.kind.as_deref().unwrap_or("full"), self.status.as_deref().unwrap_or("active")) {
            ("full", "active") => return Ok(self.into_zone()),
            ("full", "pending" | "initializing") => {
                "Cloudflare does not serve this zone yet: its name servers have to be set at the registrar first."
            }
            ("full", "moved") => "Cloudflare serves this zone no more: the domain has other name servers now.",
            ("full", _) => "Cloudflare does not serve this zone: it was deactivated there.",
            ("partial", _) => {
                "Cloudflare only proxies names of this zone (CNAME setup); its records are edited at its DNS host."
            }
            ("secondary", _) => {
                "Cloudflare only copies this zone from another server (secondary DNS); its records are edited there."
            }
            _ => "Cloudflare does not serve this zone to the public.",
        };
        let code = self.status.unwrap_or_default();
        Err(ProviderError::new(ErrorKind::NoSuchZone, why).with_code(code))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Record {
    id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    ttl: Option<u32>,
    #[serde(default)]
    priority: Option<u16>,
    #[serde(default)]
    data: Option<Value>,
    #[serde(default)]
    locked: Option<bool>,
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Debug, Default, Deserialize)]
struct Meta {
    #[serde(default)]
    managed_by_apps: bool,
    #[serde(default)]
    managed_by_argo_tunnel: bool,
    #[serde(default)]
    read_only: bool,
    #[serde(default)]
    email_routing: bool,
}

impl Record {
    pub(super) fn into_listed(self, zone: &Zone) -> Listed {
        let name = self.owner(zone);
        let is_apex = name == zone.name;
        let untouchable = self.untouchable(is_apex);
        let rtype = match (RrType::from(self.rtype.as_str()), is_apex) {
            (RrType::Cname, true) => RrType::Alias,
            (rtype, _) => rtype,
        };
        let content = self.content.clone().unwrap_or_default();
        let data = self.data(&rtype, &content).unwrap_or(RrData::Other { rtype: self.rtype, text: content });
        Listed { id: self.id, name, ttl: self.ttl.unwrap_or(AUTOMATIC), data, untouchable }
    }

    /// Names are shown in full; a shortened one is taken as relative.
    fn owner(&self, zone: &Zone) -> String {
        let name = self.name.trim_end_matches('.').to_ascii_lowercase();
        match name == zone.name || name.strip_suffix(&zone.name).is_some_and(|rest| rest.ends_with('.')) {
            true => name,
            false => absolute_name(&name, &zone.name),
        }
    }

    fn untouchable(&self, is_apex: bool) -> Option<String> {
        let meta = self.meta.as_ref();
        let is = |flag: fn(&Meta) -> bool| meta.is_some_and(flag);
        if is_apex && self.rtype == "NS" {
            return Some("they are the zone's name servers.".to_owned());
        }
        if is(|meta| meta.email_routing) {
            return Some("Cloudflare's Email Routing manages it.".to_owned());
        }
        if is(|meta| meta.managed_by_apps || meta.managed_by_argo_tunnel || meta.read_only) {
            return Some("one of Cloudflare's products manages it.".to_owned());
        }
        (self.locked == Some(true)).then(|| "it is locked at Cloudflare.".to_owned())
    }

    fn data(&self, rtype: &RrType, content: &str) -> Option<RrData> {
        let text = |key: &str| self.data.as_ref()?.get(key)?.as_str();
        let number = |key: &str| u16::try_from(self.data.as_ref()?.get(key)?.as_u64()?).ok();
        let line = match rtype {
            RrType::Txt => return Some(RrData::Txt(txt(content))),
            RrType::Mx => format!("{} {content}", self.priority?),
            RrType::Srv => match (number("priority"), number("weight"), number("port"), text("target")) {
                (Some(priority), Some(weight), Some(port), Some(target)) => {
                    format!("{priority} {weight} {port} {target}")
                }
                // The text form leaves the priority to its own field.
                _ => format!("{} {content}", self.priority?),
            },
            RrType::Caa => match (number("flags"), text("tag"), text("value")) {
                (Some(flags), Some(tag), Some(value)) => {
                    let flags = u8::try_from(flags).ok()?;
                    return Some(RrData::Caa { flags, tag: tag.to_ascii_lowercase(), value: value.to_owned() });
                }
                _ => content.to_owned(),
            },
            _ => content.to_owned(),
        };
        RrData::parse(rtype, &line).ok()
    }
}

/// Texts are shown as they were stored: in quotes and pieces, or, by older clients, as they are.
fn txt(content: &str) -> String {
    let in_quotes = |text: &str| RrData::parse_master(&RrType::Txt, text).ok().map(|data| data.to_string());
    let text = content.starts_with('"').then(|| in_quotes(content)).flatten();
    text.unwrap_or_else(|| content.to_owned())
}

/// A record as it is sent. Addresses and aliases are never proxied: what the world sees has to be what was written.
pub(super) fn body(name: &str, ttl: u32, data: &RrData) -> Value {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let rtype = match data {
        RrData::Alias(_) => RrType::Cname,
        _ => data.rtype(),
    };
    let mut body = json!({"type": rtype.as_str(), "name": name, "ttl": kept_ttl(ttl)});
    let fields = match data {
        RrData::A(_) | RrData::Aaaa(_) | RrData::Alias(_) | RrData::Cname(_) => {
            json!({"content": data.to_string(), "proxied": false})
        }
        RrData::Txt(_) => json!({"content": data.to_master()}),
        RrData::Mx { preference, exchange } => json!({"content": host(exchange), "priority": preference}),
        RrData::Srv { priority, weight, port, target } => {
            json!({"data": {"priority": priority, "weight": weight, "port": port, "target": host(target)}})
        }
        RrData::Caa { flags, tag, value } => json!({"data": {"flags": flags, "tag": tag, "value": value}}),
        RrData::Ns(_) | RrData::Other { .. } => json!({"content": data.to_string()}),
    };
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
    }
    body
}

/// What was automatic before stays so.
fn kept_ttl(ttl: u32) -> u32 {
    if ttl <= AUTOMATIC { AUTOMATIC } else { SPEC.ttl.clamp(ttl) }
}

#[cfg(test)]
mod tests;
