//! DigitalOcean: single records with integer ids; names relative, targets sent with a final dot and shown without.

use crate::access::Access;

use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrType, TtlRange, ZoneContents, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "digitalocean",
    name: "DigitalOcean",
    model: Model::Token,
    credential: token("In the control panel under API, generate a token that may read and write domains."),
    docs_url: Some("https://docs.digitalocean.com/reference/api/create-personal-access-token/"),
    console_url: Some("https://cloud.digitalocean.com/account/api/tokens"),
    ttl: TtlRange::from(30),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("digitalocean.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 512,
    fields: Fields { host: "Hostname", ..Fields::COMMON },
    records_url: Some("https://cloud.digitalocean.com/networking/domains/{zone}"),
    limits: "5000 requests an hour, 250 a minute.",
    base_url: "https://api.digitalocean.com",
    open: Some(open),
};

/// Most records in one page.
const PAGE: usize = 200;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(DigitalOcean { http }))
}

#[derive(Debug)]
struct DigitalOcean {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct Domains {
    domains: Vec<Domain>,
    #[serde(default)]
    links: Links,
}

#[derive(Debug, Deserialize)]
struct Domain {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Records {
    domain_records: Vec<Record>,
    #[serde(default)]
    links: Links,
}

#[derive(Debug, Default, Deserialize)]
struct Links {
    #[serde(default)]
    pages: Option<Pages>,
}

#[derive(Debug, Deserialize)]
struct Pages {
    next: Option<String>,
}

impl Links {
    fn has_next(&self) -> bool {
        self.pages.as_ref().is_some_and(|pages| pages.next.is_some())
    }
}

#[derive(Debug, Deserialize)]
struct Record {
    id: u64,
    #[serde(rename = "type")]
    rtype: String,
    name: String,
    data: String,
    ttl: Option<u32>,
    priority: Option<u16>,
    port: Option<u16>,
    weight: Option<u16>,
    flags: Option<u8>,
    tag: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    #[serde(default)]
    message: String,
}

impl DigitalOcean {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let words = answer.json::<Complaint>().map(|complaint| complaint.message).unwrap_or_default();
        let error = self.http.in_its_words(self.http.failure(answer), &words);
        match answer.status == 422 && words.to_lowercase().contains("already exists") {
            true => error.of_kind(ErrorKind::Conflict),
            false => error,
        }
    }
}

impl Record {
    fn into_listed(self, zone: &Zone) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        // A target that is the zone itself is shown as `@`.
        let target = if self.data == "@" { zone.name.clone() } else { self.data.clone() };
        let text = match rtype {
            RrType::Mx => format!("{} {target}", self.priority.unwrap_or_default()),
            RrType::Srv => {
                let (priority, weight) = (self.priority.unwrap_or_default(), self.weight.unwrap_or_default());
                format!("{priority} {weight} {} {target}", self.port.unwrap_or_default())
            }
            RrType::Caa => {
                format!("{} {} \"{}\"", self.flags.unwrap_or_default(), self.tag.unwrap_or_default(), self.data)
            }
            RrType::Txt => self.data,
            _ => target,
        };
        let is_apex_ns = rtype == RrType::Ns && matches!(self.name.as_str(), "@" | "");
        Listed {
            id: self.id.to_string(),
            name: absolute_name(&self.name, &zone.name),
            ttl: self.ttl.unwrap_or(1800),
            data: RrData::parse(&rtype, &text).unwrap_or(RrData::Other { rtype: self.rtype, text }),
            untouchable: is_apex_ns.then(|| "they are the zone's name servers.".to_owned()),
        }
    }
}

fn body(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Value {
    let dotted = |name: &str| format!("{name}.");
    let mut body = json!({"type": data.rtype().as_str(), "name": relative_name(name, &zone.name), "ttl": ttl});
    let fields = match data {
        RrData::Alias(target) | RrData::Cname(target) | RrData::Ns(target) => json!({"data": dotted(target)}),
        RrData::Mx { preference, exchange } => json!({"data": dotted(exchange), "priority": preference}),
        RrData::Srv { priority, weight, port, target } => {
            json!({"data": dotted(target), "priority": priority, "weight": weight, "port": port})
        }
        // The value of a CAA record is sent with a dot too when it is a name.
        RrData::Caa { flags, tag, value } => {
            let value = if tag == "iodef" { value.clone() } else { dotted(value) };
            json!({"data": value, "flags": flags, "tag": tag})
        }
        RrData::A(_) | RrData::Aaaa(_) | RrData::Txt(_) | RrData::Other { .. } => json!({"data": data.to_string()}),
    };
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
    }
    body
}

#[async_trait]
impl RecordApi for DigitalOcean {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let mut listed = Vec::new();
        for page in 1.. {
            let path = format!("/v2/domains/{}/records", segment(&zone.id));
            let call = Call::get(path).query("per_page", PAGE).query("page", page);
            let records: Records = self.ask(call).await?.json()?;
            let has_next = records.links.has_next();
            listed.extend(records.domain_records.into_iter().map(|record| record.into_listed(zone)));
            if !has_next {
                break;
            }
        }
        Ok(listed)
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let path = format!("/v2/domains/{}/records", segment(&zone.id));
        self.ask(Call::post(path).json(&body(zone, name, ttl, data))).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let path = format!("/v2/domains/{}/records/{}", segment(&zone.id), old.id);
        self.ask(Call::put(path).json(&body(zone, &old.name, ttl, data))).await.map(|_| true)
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("/v2/domains/{}/records/{}", segment(&zone.id), old.id);
        match self.ask(Call::delete(path)).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for DigitalOcean {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        for page in 1.. {
            let call = Call::get("/v2/domains").query("per_page", PAGE).query("page", page);
            let domains: Domains = self.ask(call).await?.json()?;
            let has_next = domains.links.has_next();
            zones.extend(domains.domains.iter().map(|domain| Zone::named(&domain.name.to_ascii_lowercase())));
            if !has_next {
                break;
            }
        }
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(Call::get(format!("/v2/domains/{}", segment(name)))).await {
            Ok(_) => Ok(Some(Zone::named(name))),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        record_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        record_wise::apply(self, zone, changes).await
    }
}
