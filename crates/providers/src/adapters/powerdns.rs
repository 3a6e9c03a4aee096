//! PowerDNS Authoritative Server: rrsets in zone-file text with absolute names; one PATCH carries out everything or nothing.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::set_wise::{left_to_do, stored_set};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrType, StoredSet, TtlRange, ZoneContents, names_of};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::IpAddr;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "powerdns",
    name: "PowerDNS",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Token,
        format: FORMAT,
        hint: "Set api=yes and api-key in pdns.conf, and let the webserver be reached from here; the key is the value of api-key.",
        gate: None,
    },
    docs_url: Some("https://doc.powerdns.com/authoritative/http-api/"),
    console_url: None,
    ttl: TtlRange::from(1),
    // Where expand-alias is on.
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[],
    domain_connect: false,
    srv: true,
    txt_octets_max: 4096,
    fields: Fields { host: "Name", value: "Content", host_form: HostForm::Full, trailing_dot: true },
    records_url: None,
    limits: "None but what the server itself can bear.",
    base_url: "",
    open: Some(open),
};

const FORMAT: &str = "apiKey, or JSON {url,api_key[,server_id]}";

#[derive(Deserialize)]
struct Pasted {
    url: String,
    api_key: String,
    server_id: Option<String>,
}

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let (http, key, server_id) = match credential.expose().starts_with('{') {
        true => {
            let pasted: Pasted = credential.json(FORMAT)?;
            let key = CredentialText::new(&pasted.api_key);
            let base = base_url(&pasted.url, access)?;
            let http = Http::new(access, SPEC.name, base, vec![key.expose().to_owned()]).guarded();
            (http, key, pasted.server_id)
        }
        false => {
            let Some(base) = access.setting(SPEC.key) else {
                let why = "names no server: paste JSON {\"url\", \"api_key\"}, or have PROVIDER_BASE_URL_POWERDNS set";
                return Err(InvalidCredential::new("token", why));
            };
            let base = without_version(base).to_owned();
            let http = Http::new(access, SPEC.name, base, vec![credential.expose().to_owned()]);
            (http, credential.clone(), None)
        }
    };
    let http = http.with_header("x-api-key", key.token()?);
    let server = format!("/api/v1/servers/{}", segment(server_id.as_deref().unwrap_or("localhost")));
    Ok(Box::new(PowerDns { http, server }))
}

/// The API's base out of a URL that a customer typed.
fn base_url(text: &str, access: &Access) -> Result<String, InvalidCredential> {
    let wrong = |why: &str| InvalidCredential::new("token.url", why);
    let url = reqwest::Url::parse(text.trim()).map_err(|_| wrong("must be a URL such as https://dns.example:8081"))?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(wrong("must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("must be scheme, host, port and path only"));
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    if let Ok(address) = host.parse::<IpAddr>() {
        access.check_address("token.url", address)?;
    }
    Ok(format!("{}{}", url.origin().ascii_serialization(), without_version(url.path())))
}

/// Without the beginning of the API's own paths, which people copy along.
fn without_version(base: &str) -> &str {
    let base = base.trim_end_matches('/');
    base.strip_suffix("/api/v1").unwrap_or(base)
}

#[derive(Debug)]
struct PowerDns {
    http: Http,
    /// Path of the server.
    server: String,
}

#[derive(Debug, Deserialize)]
struct ZoneShown {
    id: String,
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    rrsets: Vec<Set>,
}

#[derive(Debug, Deserialize)]
struct Set {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    ttl: u32,
    #[serde(default)]
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    content: String,
    #[serde(default)]
    disabled: bool,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    error: String,
    #[serde(default)]
    errors: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Setting {
    name: String,
    #[serde(default)]
    value: Value,
}

/// A zone's identifier: its name with a final dot, what is neither letter, digit, dot nor hyphen as `=XX`.
fn zone_id(name: &str) -> String {
    let mut id = String::new();
    for octet in name.trim_end_matches('.').bytes() {
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'=' => id.push(char::from(octet)),
            _ => id.push_str(&format!("={octet:02X}")),
        }
    }
    id + "."
}

impl ZoneShown {
    /// Copies of another server's zone cannot be written here.
    fn is_copy(&self) -> bool {
        matches!(self.kind.as_str(), "Slave" | "Secondary" | "Consumer")
    }

    fn as_zone(&self) -> Zone {
        let name = self.name.trim_end_matches('.').to_ascii_lowercase();
        Zone { id: self.id.clone(), name, ttl_min: None }
    }
}

impl Set {
    fn into_stored(self, zone: &Zone) -> Option<StoredSet> {
        let texts = self.records.iter().map(|record| record.content.as_str());
        let mut stored = stored_set(zone, &self.name, &self.rtype, self.ttl, texts)?;
        if self.records.iter().any(|record| record.disabled) {
            stored.untouchable = Some("some of its records are disabled.".to_owned());
        }
        Some(stored)
    }
}

/// A change as an element of `rrsets`. Comments are left out, so that they stay.
fn body(change: &Change) -> Option<Value> {
    let (name, rtype) = change.key()?;
    let name = format!("{name}.");
    Some(match &change.after {
        None => json!({"name": name, "type": rtype.as_str(), "changetype": "DELETE"}),
        Some(set) => {
            let records: Vec<Value> =
                set.data.iter().map(|data| json!({"content": data.to_master(), "disabled": false})).collect();
            json!({"name": name, "type": rtype.as_str(), "ttl": set.ttl, "changetype": "REPLACE", "records": records})
        }
    })
}

impl PowerDns {
    fn path(&self, zone_id: &str) -> String {
        format!("{}/zones/{}", self.server, segment(zone_id))
    }

    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let words = match answer.json::<Complaint>() {
            Ok(complaint) => [vec![complaint.error], complaint.errors].concat().join("; "),
            Err(_) => String::new(),
        };
        let error = self.http.in_its_words(self.http.failure(answer), &words);
        match answer.status {
            422 if words.contains("Conflicts with") => error.of_kind(ErrorKind::Conflict),
            // What older servers say instead of 404.
            422 if words.contains("Could not find domain") => error.of_kind(ErrorKind::NoSuchZone),
            _ => error,
        }
    }

    /// An ALIAS is kept but never answered unless the server is told to expand it.
    async fn check_alias(&self) -> Result<(), ProviderError> {
        let Ok(answer) = self.ask(Call::get(format!("{}/config", self.server))).await else { return Ok(()) };
        let settings: Vec<Setting> = answer.json().unwrap_or_default();
        match settings.iter().any(|setting| setting.name == "expand-alias" && setting.value == "no") {
            true => Err(ProviderError::new(
                ErrorKind::Unsupported,
                "This server does not answer ALIAS records: set expand-alias=yes and resolver in pdns.conf, or use A and AAAA records.",
            )),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl ZoneWriter for PowerDns {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let call = Call::get(format!("{}/zones", self.server)).query("dnssec", "false");
        let shown: Vec<ZoneShown> = self.ask(call).await?.json()?;
        Ok(shown.iter().filter(|zone| !zone.is_copy()).map(ZoneShown::as_zone).collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let call = Call::get(self.path(&zone_id(name))).query("rrsets", "false");
        match self.ask(call).await {
            Ok(answer) => {
                let shown: ZoneShown = answer.json()?;
                if shown.is_copy() {
                    let message =
                        "This server has only a copy of the zone: use the API of the server that it is copied from.";
                    return Err(ProviderError::new(ErrorKind::Unsupported, message));
                }
                Ok(Some(shown.as_zone()))
            }
            Err(error) if error.kind == ErrorKind::NoSuchZone => {
                // An unknown zone and a path that leads nowhere look the same.
                match self.ask(Call::get(self.server.clone())).await {
                    Err(error) if error.status == Some(404) => {
                        let message = "There is no PowerDNS API at this address: check url and server_id, and api=yes in pdns.conf.";
                        Err(ProviderError { message: message.to_owned(), ..error.of_kind(ErrorKind::Rejected) })
                    }
                    other => other.map(|_| None),
                }
            }
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        // Always the whole zone: asked for one name, servers do not show its disabled records (seen with 4.7).
        let shown: ZoneShown = self.ask(Call::get(self.path(&zone.id))).await?.json()?;
        let sets = shown.rrsets.into_iter().filter_map(|set| set.into_stored(zone));
        Ok(ZoneContents { zone: zone.name.clone(), sets: sets.filter(|s| part.includes(&s.set.name)).collect() })
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let names = names_of(changes);
        let stands = self.read(zone, Part::Names(&names)).await?;
        let mut left = left_to_do(&stands, changes)?;
        if left.is_empty() {
            return Ok(());
        }
        if left.iter().any(|change| change.after.as_ref().is_some_and(|set| set.rtype == RrType::Alias)) {
            self.check_alias().await?;
        }
        // They are carried out in their order: what ends makes room.
        left.sort_by_key(|change| change.after.is_some());
        let rrsets: Vec<Value> = left.into_iter().filter_map(body).collect();
        let call = Call::patch(self.path(&zone.id)).json(&json!({"rrsets": rrsets}));
        self.ask(call.repeatable()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
