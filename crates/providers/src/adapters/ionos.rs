//! IONOS (hosting DNS): single records with ids; names in full without final dot, texts sent raw and shown in quotes.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, CredentialShape, Fields, HostForm, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrType, TtlRange, ZoneContents};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "ionos",
    name: "IONOS",
    model: Model::Token,
    credential: CredentialShape {
        format: "prefix.secret",
        ..token(
            "In the developer portal, create an API key and paste its public prefix and its secret, joined by a dot.",
        )
    },
    docs_url: Some("https://developer.hosting.ionos.com/docs/getstarted"),
    console_url: Some("https://developer.hosting.ionos.com/keys"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ui-dns.com"), Suffix("ui-dns.de"), Suffix("ui-dns.org"), Suffix("ui-dns.biz")],
    domain_connect: true,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { host: "Host name", host_form: HostForm::Relative { apex: "@" }, ..Fields::COMMON },
    records_url: Some("https://my.ionos.com/domain-dns-settings/{zone}"),
    limits: "Not published; too many requests are answered with 429.",
    base_url: "https://api.hosting.ionos.com",
    open: Some(open),
};

const ZONES: &str = "/dns/v1/zones";
/// Longest character-string, in octets (RFC 1035, 3.3).
const PIECE_MAX: usize = 255;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let key = credential.token()?;
    let Some((_, secret)) = key.split_once('.').filter(|(prefix, secret)| !prefix.is_empty() && !secret.is_empty())
    else {
        return Err(InvalidCredential::new("token", format!("must have the form {}", SPEC.credential.format)));
    };
    let secrets = vec![key.to_owned(), secret.to_owned()];
    let base = access.base_url(SPEC.key, SPEC.base_url);
    Ok(Box::new(Ionos { http: Http::new(access, SPEC.name, base, secrets).with_header("x-api-key", key) }))
}

#[derive(Clone, Debug)]
struct Ionos {
    http: Http,
}

/// One run of writing, which remembers the records that are switched off: they are not served, and must not be doubled.
#[derive(Debug)]
struct Writing<'a> {
    ionos: &'a Ionos,
    switched_off: Mutex<Vec<Listed>>,
}

#[derive(Debug, Deserialize)]
struct WireZone {
    id: String,
    name: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Records {
    #[serde(default)]
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    content: String,
    #[serde(default)]
    ttl: Option<u32>,
    #[serde(default)]
    prio: Option<u16>,
    #[serde(default)]
    disabled: bool,
}

#[derive(Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: Option<String>,
}

impl WireZone {
    fn zone(&self) -> Zone {
        Zone { id: self.id.clone(), ..Zone::named(&self.name.to_ascii_lowercase()) }
    }

    fn is_primary(&self) -> bool {
        !self.kind.eq_ignore_ascii_case("SLAVE")
    }
}

impl Record {
    fn into_listed(self, zone: &Zone) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        let prio = self.prio.unwrap_or_default();
        let words = self.content.split_whitespace().count();
        let text = match rtype {
            RrType::Mx if words == 1 => format!("{prio} {}", self.content),
            RrType::Srv if words == 3 => format!("{prio} {}", self.content),
            _ => self.content.clone(),
        };
        let name = self.name.to_ascii_lowercase();
        let data = RrData::parse_master(&rtype, &text);
        let untouchable = match (&rtype, &data) {
            (RrType::Ns, _) if name == zone.name => Some("they are the zone's name servers."),
            (_, Err(_)) => Some("it has a value that is not understood."),
            _ => None,
        };
        Listed {
            id: self.id,
            name: name.strip_suffix('.').unwrap_or(&name).to_owned(),
            ttl: self.ttl.unwrap_or(3600),
            data: data.unwrap_or(RrData::Other { rtype: self.rtype, text: self.content }),
            untouchable: untouchable.map(str::to_owned),
        }
    }
}

/// The value as it is sent: MX and SRV without what `prio` says.
fn content(data: &RrData) -> String {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    match data {
        RrData::Mx { exchange, .. } => host(exchange),
        RrData::Srv { weight, port, target, .. } => format!("{weight} {port} {}", host(target)),
        // Raw where nothing has to be escaped or cut.
        RrData::Txt(text) if text.len() > PIECE_MAX || text.contains(['"', '\\']) => data.to_master(),
        _ => data.to_string(),
    }
}

fn prio(data: &RrData) -> u16 {
    match data {
        RrData::Mx { preference, .. } => *preference,
        RrData::Srv { priority, .. } => *priority,
        _ => 0,
    }
}

/// What can be changed of a record.
fn body(ttl: u32, data: &RrData) -> Value {
    json!({"content": content(data), "ttl": ttl, "prio": prio(data), "disabled": false})
}

fn record_path(zone: &Zone, id: &str) -> String {
    format!("{ZONES}/{}/records/{}", segment(&zone.id), segment(id))
}

impl Ionos {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaints: Vec<Complaint> =
            answer.json().or_else(|_| answer.json().map(|one: Complaint| vec![one])).unwrap_or_default();
        let complaint = complaints.into_iter().next().unwrap_or_default();
        let words = complaint.message.unwrap_or_default();
        let is_double = complaint.code.contains("ALREADY_EXISTS")
            || complaint.code.contains("DUPLICATE")
            || words.contains("already exists");
        let usual = self.http.failure(answer);
        let error = match answer.status {
            400 | 409 | 422 if is_double => usual.of_kind(ErrorKind::Conflict),
            _ => usual,
        };
        let error = self.http.in_its_words(error, &words);
        if complaint.code.is_empty() { error } else { error.with_code(complaint.code) }
    }

    async fn wire_zones(&self) -> Result<Vec<WireZone>, ProviderError> {
        self.ask(Call::get(ZONES)).await?.json()
    }

    /// Every record, and which of them are switched off. Of several names, the whole zone is one request.
    async fn records(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<(Listed, bool)>, ProviderError> {
        let mut call = Call::get(format!("{ZONES}/{}", segment(&zone.id)));
        if let Part::Names([name]) = part {
            call = call.query("recordName", name);
        }
        let records: Records = self.ask(call).await?.json()?;
        let listed = records.records.into_iter().map(|record| {
            let is_off = record.disabled;
            (record.into_listed(zone), is_off)
        });
        Ok(listed.collect())
    }
}

#[async_trait]
impl RecordApi for Writing<'_> {
    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let (off, on): (Vec<_>, Vec<_>) =
            self.ionos.records(zone, part).await?.into_iter().partition(|(_, is_off)| *is_off);
        let off = off.into_iter().map(|(listed, _)| listed).collect();
        *self.switched_off.lock().unwrap_or_else(PoisonError::into_inner) = off;
        Ok(on.into_iter().map(|(listed, _)| listed).collect())
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let is_it = |listed: &&Listed| listed.name == name && listed.data == *data;
        let off = self.switched_off.lock().unwrap_or_else(PoisonError::into_inner).iter().find(is_it).cloned();
        if let Some(off) = off {
            return self.update(zone, &off, ttl, data).await.map(|_| ());
        }
        let mut record = body(ttl, data);
        record["name"] = name.into();
        record["type"] = data.rtype().as_str().into();
        let path = format!("{ZONES}/{}/records", segment(&zone.id));
        self.ionos.ask(Call::post(path).json(&json!([record]))).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        self.ionos.ask(Call::put(record_path(zone, &old.id)).json(&body(ttl, data))).await.map(|_| true)
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        match self.ionos.ask(Call::delete(record_path(zone, &old.id))).await {
            Err(error) if error.status == Some(404) && error.code.as_deref() != Some("ZONE_NOT_FOUND") => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Ionos {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let zones = self.wire_zones().await?;
        Ok(zones.iter().filter(|zone| zone.is_primary()).map(WireZone::zone).collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let zones = self.wire_zones().await?;
        match zones.iter().find(|zone| zone.name.eq_ignore_ascii_case(name) || zone.id == name) {
            Some(zone) if zone.is_primary() => Ok(Some(zone.zone())),
            Some(_) => Err(ProviderError::new(
                ErrorKind::NoSuchZone,
                format!("IONOS serves {name} as a secondary: its records are written where the primary is."),
            )),
            None => Ok(None),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let records = self.records(zone, part).await?;
        let on: Vec<Listed> = records.into_iter().filter(|(_, is_off)| !is_off).map(|(listed, _)| listed).collect();
        Ok(record_wise::sets_of(zone, &on, part))
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let writing = Writing { ionos: self, switched_off: Mutex::default() };
        record_wise::apply(&writing, zone, changes).await
    }
}

#[cfg(test)]
mod tests;
