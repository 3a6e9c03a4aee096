//! Netlify: single records with full names that are made and removed, never changed; its own sites have records of its own kind.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Glob;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrType, TtlRange, ZoneContents};
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "netlify",
    name: "Netlify",
    model: Model::Token,
    credential: CredentialShape {
        gate: Some("The domain must be a DNS zone at Netlify."),
        ..token("In your user settings under Applications, create a personal access token.")
    },
    docs_url: Some("https://docs.netlify.com/api/get-started/"),
    console_url: Some("https://app.netlify.com/user/applications"),
    ttl: TtlRange::from(0),
    apex: ApexSupport::OwnResourcesOnly,
    wildcard: true,
    caa: true,
    nameservers: &[Glob("dns*.p*.nsone.net")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "500 requests a minute.",
    base_url: "https://api.netlify.com",
    open: Some(open),
};

/// Seconds, where none are shown.
const TTL_USUAL: u32 = 3600;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Netlify { http }))
}

#[derive(Debug)]
struct Netlify {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct ZoneEntry {
    id: String,
    name: String,
}

impl ZoneEntry {
    fn into_zone(self) -> Zone {
        Zone { id: self.id, name: self.name.trim_end_matches('.').to_ascii_lowercase(), ttl_min: None }
    }
}

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    hostname: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    ttl: Option<u32>,
    #[serde(default)]
    priority: Option<u16>,
    #[serde(default)]
    weight: Option<u16>,
    #[serde(default)]
    port: Option<u16>,
    #[serde(default)]
    flag: Option<u8>,
    #[serde(default)]
    tag: Option<String>,
    #[serde(default)]
    managed: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Value,
}

impl Complaint {
    /// The message, and what it says of single fields.
    fn words(&self) -> String {
        let mut words = vec![self.message.clone()];
        collect("", &self.errors, &mut words);
        words.retain(|word| !word.is_empty());
        words.join("; ")
    }
}

fn collect(field: &str, value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => words.push(format!("{field} {text}").trim().to_owned()),
        Value::Array(values) => values.iter().for_each(|value| collect(field, value, words)),
        Value::Object(fields) => fields.iter().for_each(|(field, value)| collect(field, value, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Netlify {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let words = answer.json::<Complaint>().unwrap_or_default().words();
        let lower = words.to_lowercase();
        let error = self.http.in_its_words(self.http.failure(answer), &words);
        let is_conflict = ["already exists", "conflict", "already been taken"].iter().any(|sign| lower.contains(sign));
        match matches!(answer.status, 400 | 422) && is_conflict {
            true => error.of_kind(ErrorKind::Conflict),
            false => error,
        }
    }

    async fn zone_entries(&self) -> Result<Vec<ZoneEntry>, ProviderError> {
        self.ask(Call::get("/api/v1/dns_zones")).await?.json()
    }
}

impl Record {
    fn into_listed(self, zone: &Zone) -> Listed {
        let name = self.hostname.trim_end_matches('.').to_ascii_lowercase();
        let is_site = matches!(self.rtype.as_str(), "NETLIFY" | "NETLIFYv6");
        let untouchable = if is_site {
            Some("it leads to a site at Netlify, which manages it.")
        } else if self.managed == Some(true) {
            Some("Netlify manages it.")
        } else if self.rtype == "NS" && name == zone.name {
            Some("they are the zone's name servers.")
        } else {
            None
        };
        // A site's record gives the name the addresses of a host at Netlify.
        let rtype = if is_site { RrType::Alias } else { RrType::from(self.rtype.as_str()) };
        let value = self.value.clone().unwrap_or_default();
        let data = self.data(&rtype, &value).unwrap_or(RrData::Other { rtype: self.rtype, text: value });
        let untouchable = untouchable.map(str::to_owned);
        Listed { id: self.id, name, ttl: self.ttl.unwrap_or(TTL_USUAL), data, untouchable }
    }

    fn data(&self, rtype: &RrType, value: &str) -> Option<RrData> {
        let priority = self.priority.unwrap_or_default();
        let line = match rtype {
            RrType::Mx => format!("{priority} {value}"),
            RrType::Srv => format!("{priority} {} {} {value}", self.weight.unwrap_or_default(), self.port?),
            RrType::Caa => {
                let tag = self.tag.as_ref()?.to_ascii_lowercase();
                return Some(RrData::Caa { flags: self.flag.unwrap_or_default(), tag, value: value.to_owned() });
            }
            _ => value.to_owned(),
        };
        RrData::parse(rtype, &line).ok()
    }
}

/// A record as it is sent: names in full, without a dot at the end.
fn body(name: &str, ttl: u32, data: &RrData) -> Result<Value, ProviderError> {
    let refused = |what: &str| ProviderError::new(ErrorKind::Rejected, format!("Netlify cannot keep {what} ({name})."));
    let mut body = json!({"type": data.rtype().as_str(), "hostname": name, "ttl": ttl});
    let fields = match data {
        RrData::Txt(text) if text.is_empty() => return Err(refused("an empty text")),
        RrData::Mx { exchange, .. } if exchange.is_empty() => return Err(refused("an MX record without a host")),
        RrData::Srv { target, .. } if target.is_empty() => return Err(refused("an SRV record without a host")),
        RrData::Mx { preference, exchange } => json!({"value": exchange, "priority": preference}),
        RrData::Srv { priority, weight, port, target } => {
            json!({"value": target, "priority": priority, "weight": weight, "port": port})
        }
        RrData::Caa { flags, tag, value } => json!({"value": value, "flag": flags, "tag": tag}),
        _ => json!({"value": data.to_string()}),
    };
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
    }
    Ok(body)
}

fn records_path(zone: &Zone) -> String {
    format!("/api/v1/dns_zones/{}/dns_records", segment(&zone.id))
}

#[async_trait]
impl RecordApi for Netlify {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let records: Vec<Record> = self.ask(Call::get(records_path(zone))).await?.json()?;
        Ok(records.into_iter().map(|record| record.into_listed(zone)).collect())
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let answer = self.ask(Call::post(records_path(zone)).json(&body(name, ttl, data)?)).await?;
        // A record can come back with what is wrong with it instead of having been made.
        let words = answer.json::<Complaint>().unwrap_or_default().words();
        if words.is_empty() {
            return Ok(());
        }
        let error = ProviderError::new(ErrorKind::Rejected, "Netlify refuses the record.");
        Err(self.http.in_its_words(error, &words))
    }

    async fn update(&self, _: &Zone, _: &Listed, _: u32, _: &RrData) -> Result<bool, ProviderError> {
        Ok(false)
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        match self.ask(Call::delete(format!("{}/{}", records_path(zone), segment(&old.id)))).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Netlify {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones: Vec<Zone> = self.zone_entries().await?.into_iter().map(ZoneEntry::into_zone).collect();
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let zones = self.zone_entries().await?.into_iter().map(ZoneEntry::into_zone);
        Ok(zones.into_iter().find(|zone| zone.name == name || zone.id == name))
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        record_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        record_wise::apply(self, zone, changes).await
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn zone() -> Zone {
        Zone { id: "z1".into(), name: "customer.example".into(), ttl_min: None }
    }

    fn listed(json: Value) -> Listed {
        let mut record = json!({"id": "r1", "hostname": "www.customer.example", "ttl": 3600, "priority": null,
            "weight": null, "port": null, "flag": null, "tag": null, "managed": false, "errors": []});
        record.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
        serde_json::from_value::<Record>(record).unwrap().into_listed(&zone())
    }

    #[test]
    fn records_are_read_as_netlify_shows_them() {
        let long = format!("{}\"q\" \\ ;", "x".repeat(300));
        for (json, name, data) in [
            (json!({"type": "A", "value": "192.0.2.1"}), "www.customer.example", RrData::A([192, 0, 2, 1].into())),
            (
                json!({"hostname": "*.Customer.example", "type": "CNAME", "value": "xn--bcher-kva.example"}),
                "*.customer.example",
                RrData::Cname("xn--bcher-kva.example".into()),
            ),
            (json!({"type": "TXT", "value": long}), "www.customer.example", RrData::Txt(long.clone())),
            (
                json!({"hostname": "customer.example", "type": "MX", "value": "Mail.customer.example", "priority": 10}),
                "customer.example",
                RrData::Mx { preference: 10, exchange: "mail.customer.example".into() },
            ),
            (
                json!({"hostname": "_sip._tcp.customer.example", "type": "SRV", "value": "sip.customer.example",
                    "priority": 1, "weight": 2, "port": 5061}),
                "_sip._tcp.customer.example",
                RrData::Srv { priority: 1, weight: 2, port: 5061, target: "sip.customer.example".into() },
            ),
            (
                json!({"type": "CAA", "value": "ca.example", "flag": 128, "tag": "Issue"}),
                "www.customer.example",
                RrData::Caa { flags: 128, tag: "issue".into(), value: "ca.example".into() },
            ),
            (
                json!({"type": "SPF", "value": "v=spf1 -all"}),
                "www.customer.example",
                RrData::Other { rtype: "SPF".into(), text: "v=spf1 -all".into() },
            ),
        ] {
            let listed = listed(json);
            assert_eq!((listed.name.as_str(), &listed.data, &listed.untouchable), (name, &data, &None));
        }
    }

    #[test]
    fn what_is_sent_is_read_back_as_the_same() {
        for data in [
            RrData::A([192, 0, 2, 7].into()),
            RrData::Aaaa("2001:db8::7".parse().unwrap()),
            RrData::Cname("edge.nameplate.example".into()),
            RrData::Mx { preference: 0, exchange: "mail.customer.example".into() },
            RrData::Srv { priority: 1, weight: 2, port: 443, target: "www.customer.example".into() },
            RrData::Caa { flags: 0, tag: "issuewild".into(), value: ";".into() },
            RrData::Txt(format!("{}\"quoted\" \\ ; {}", "x".repeat(250), "ä".repeat(20))),
        ] {
            assert_eq!(listed(body("www.customer.example", 300, &data).unwrap()).data, data);
        }
        let none = RrData::Mx { preference: 0, exchange: String::new() };
        assert_eq!(body("customer.example", 300, &none).unwrap_err().kind, ErrorKind::Rejected);
    }

    #[test]
    fn what_netlify_manages_is_left_alone() {
        for rtype in ["NETLIFY", "NETLIFYv6"] {
            let site = listed(json!({"type": rtype, "value": "shop.netlify.app", "managed": true}));
            assert_eq!(site.data, RrData::Alias("shop.netlify.app".into()));
            assert!(site.untouchable.is_some());
        }
        assert!(listed(json!({"type": "TXT", "value": "x", "managed": true})).untouchable.is_some());
        let servers = json!({"type": "NS", "hostname": "customer.example", "value": "dns1.p01.nsone.net"});
        assert!(listed(servers).untouchable.is_some());
    }
}
