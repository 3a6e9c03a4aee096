//! Linode: single records with integer ids; TTLs in steps; SRV names made of service and protocol.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, Fields, HostForm, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use serde::Deserialize;
use serde_json::json;
use wire::Record;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "linode",
    name: "Linode",
    model: Model::Token,
    credential: token(
        "In Cloud Manager under API Tokens, create a personal access token with read and write access to Domains.",
    ),
    docs_url: Some("https://techdocs.akamai.com/linode-api/reference/get-started"),
    console_url: Some("https://cloud.linode.com/profile/tokens"),
    ttl: TtlRange {
        min: 300,
        max: 2419200,
        steps: &[300, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200],
    },
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("linode.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields {
        host: "Hostname",
        value: "Value",
        host_form: HostForm::Relative { apex: "" },
        trailing_dot: false,
    },
    // Its pages go by the number of the zone.
    records_url: None,
    limits: "800 requests in two minutes.",
    base_url: "https://api.linode.com",
    open: Some(open),
};

/// Most entries in one page.
const PAGE: usize = 500;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Linode { http }))
}

#[derive(Debug)]
struct Linode {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct Page<T> {
    data: Vec<T>,
    pages: usize,
}

#[derive(Debug, Deserialize)]
struct Domain {
    id: u64,
    domain: String,
    #[serde(rename = "type")]
    role: String,
    #[serde(default)]
    status: String,
}

impl Domain {
    fn is_primary(&self) -> bool {
        self.role == "master"
    }

    /// Zones in other states are not given to the name servers.
    fn is_served(&self) -> bool {
        !matches!(self.status.as_str(), "disabled" | "edit_mode")
    }

    fn zone(&self) -> Zone {
        Zone { id: self.id.to_string(), name: self.domain.to_ascii_lowercase(), ttl_min: None }
    }

    fn checked(&self) -> Result<Zone, ProviderError> {
        let refused = |kind, why: &str| Err(ProviderError::new(kind, format!("{} {why}", self.domain)));
        match (self.is_primary(), self.is_served()) {
            (false, _) => refused(
                ErrorKind::Unsupported,
                "is a secondary zone at Linode: its records have to be written at its primary server.",
            ),
            (_, false) => refused(
                ErrorKind::NoSuchZone,
                "is switched off or being edited at Linode, which therefore does not serve it; make it active in Cloud Manager.",
            ),
            _ => Ok(self.zone()),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Complaints {
    #[serde(default)]
    errors: Vec<Complaint>,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    #[serde(default)]
    reason: String,
    field: Option<String>,
}

impl Linode {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaints: Complaints = answer.json().unwrap_or_default();
        let words: Vec<String> = complaints
            .errors
            .iter()
            .map(|complaint| match &complaint.field {
                Some(field) => format!("{} ({field})", complaint.reason),
                None => complaint.reason.clone(),
            })
            .collect();
        let words = words.join("; ");
        let lower = words.to_lowercase();
        let mut error = self.http.failure(answer);
        // A token without the scope gets the status of one that is not known.
        if answer.status == 401 && lower.contains("not authorized") {
            error = error.of_kind(ErrorKind::Forbidden);
            error.message =
                "This token may not write zones: make one with read and write access to Domains.".to_owned();
        }
        let is_in_the_way = ["already exists", "duplicate", "conflict"].iter().any(|part| lower.contains(part));
        if answer.status == 400 && is_in_the_way {
            error = error.of_kind(ErrorKind::Conflict);
        }
        self.http.in_its_words(error, &words)
    }

    /// The record is changed as a whole, but for its type.
    async fn put(&self, zone: &Zone, id: &str, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let path = format!("/v4/domains/{}/records/{}", segment(&zone.id), segment(id));
        let mut body = wire::body(zone, name, ttl, data)?;
        if let Some(fields) = body.as_object_mut() {
            fields.remove("type");
        }
        self.ask(Call::put(path).json(&body)).await.map(|_| ())
    }
}

#[async_trait]
impl RecordApi for Linode {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let mut listed = Vec::new();
        for number in 1.. {
            let path = format!("/v4/domains/{}/records", segment(&zone.id));
            let call = Call::get(path).query("page", number).query("page_size", PAGE);
            let page: Page<Record> = self.ask(call).await?.json()?;
            listed.extend(page.data.into_iter().map(|record| record.into_listed(zone)));
            if number >= page.pages {
                break;
            }
        }
        Ok(listed)
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let ttl = SPEC.ttl.clamp(ttl);
        let path = format!("/v4/domains/{}/records", segment(&zone.id));
        let made: Record = self.ask(Call::post(path).json(&wire::body(zone, name, ttl, data)?)).await?.json()?;
        // The TTL of a new record is sometimes dropped.
        match made.ttl_s() == ttl {
            true => Ok(()),
            false => self.put(zone, &made.id(), name, ttl, data).await,
        }
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        match self.put(zone, &old.id, &old.name, SPEC.ttl.clamp(ttl), data).await {
            Err(error) if error.status == Some(404) => Err(ProviderError::new(
                ErrorKind::ZoneChanged,
                format!("A record of {} was removed by somebody else in the meantime.", old.name),
            )),
            other => other.map(|()| true),
        }
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("/v4/domains/{}/records/{}", segment(&zone.id), segment(&old.id));
        match self.ask(Call::delete(path)).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Linode {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        for number in 1.. {
            let call = Call::get("/v4/domains").query("page", number).query("page_size", PAGE);
            let page: Page<Domain> = self.ask(call).await?.json()?;
            let writable = page.data.iter().filter(|domain| domain.is_primary() && domain.is_served());
            zones.extend(writable.map(Domain::zone));
            if number >= page.pages {
                break;
            }
        }
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        if name.bytes().all(|octet| octet.is_ascii_digit()) {
            return match self.ask(Call::get(format!("/v4/domains/{name}"))).await {
                Ok(answer) => answer.json::<Domain>()?.checked().map(Some),
                Err(error) if error.status == Some(404) => Ok(None),
                Err(error) => Err(error),
            };
        }
        let call = Call::get("/v4/domains").header("x-filter", &json!({"domain": name}).to_string());
        let page: Page<Domain> = self.ask(call).await?.json()?;
        let domain = page.data.iter().find(|domain| domain.domain.eq_ignore_ascii_case(name));
        domain.map(Domain::checked).transpose()
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        record_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        record_wise::apply(self, zone, changes).await
    }
}
