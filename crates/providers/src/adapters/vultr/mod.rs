//! Vultr: single records with UUIDs; texts in quotes; all records of a set must have one TTL.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, CredentialShape, Fields, HostForm, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use serde::Deserialize;
use wire::Record;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "vultr",
    name: "Vultr",
    model: Model::Token,
    credential: CredentialShape {
        gate: Some("If the account limits API access by address, this server's addresses must be on its list."),
        ..token("In your account under API, switch the API on and copy the key.")
    },
    docs_url: Some("https://www.vultr.com/api/"),
    console_url: Some("https://my.vultr.com/settings/#settingsapi"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("vultr.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { host: "Name", value: "Data", host_form: HostForm::Relative { apex: "" }, trailing_dot: false },
    records_url: Some("https://my.vultr.com/dns/edit/?domain={zone}"),
    limits: "30 requests a second from one address.",
    base_url: "https://api.vultr.com",
    open: Some(open),
};

/// Most entries in one page.
const PAGE: usize = 500;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Vultr { http }))
}

#[derive(Debug)]
struct Vultr {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct Domains {
    domains: Vec<Domain>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Debug, Deserialize)]
struct Domain {
    domain: String,
}

#[derive(Debug, Deserialize)]
struct Records {
    records: Vec<Record>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Debug, Default, Deserialize)]
struct Meta {
    #[serde(default)]
    links: Links,
}

#[derive(Debug, Default, Deserialize)]
struct Links {
    next: Option<String>,
}

impl Meta {
    /// The cursor of the next page.
    fn next(self) -> Option<String> {
        self.links.next.filter(|cursor| !cursor.is_empty())
    }
}

#[derive(Debug, Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    error: String,
}

impl Vultr {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let words = answer.json::<Complaint>().unwrap_or_default().error;
        let lower = words.to_lowercase();
        let mut error = self.http.failure(answer);
        if matches!(answer.status, 401 | 403) && lower.contains("ip address") {
            error = error.of_kind(ErrorKind::Forbidden);
            error.message =
                "Vultr takes this key only from addresses on the account's list: add this server's there.".to_owned();
        }
        if answer.status == 503 && lower.contains("rate") {
            error = error.of_kind(ErrorKind::RateLimited);
        }
        if answer.status == 400 && ["duplicate", "already exists"].iter().any(|part| lower.contains(part)) {
            error = error.of_kind(ErrorKind::Conflict);
        }
        self.http.in_its_words(error, &words)
    }

    async fn post(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let path = format!("/v2/domains/{}/records", segment(&zone.id));
        self.ask(Call::post(path).json(&wire::created(zone, name, ttl, data)?)).await.map(|_| ())
    }

    async fn patch(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let path = format!("/v2/domains/{}/records/{}", segment(&zone.id), segment(&old.id));
        // It states all that can change: twice is the same as once.
        self.ask(Call::patch(path).json(&wire::changed(zone, &old.name, ttl, data)?).repeatable()).await.map(|_| ())
    }
}

fn was_refused(error: &ProviderError) -> bool {
    error.kind == ErrorKind::Rejected && error.status == Some(400)
}

#[async_trait]
impl RecordApi for Vultr {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let mut listed = Vec::new();
        let mut cursor = None;
        loop {
            let mut call = Call::get(format!("/v2/domains/{}/records", segment(&zone.id))).query("per_page", PAGE);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page: Records = self.ask(call).await?.json()?;
            listed.extend(page.records.into_iter().map(|record| record.into_listed(zone)));
            cursor = page.meta.next();
            if cursor.is_none() {
                return Ok(listed);
            }
        }
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let refusal = match self.post(zone, name, ttl, data).await {
            Err(error) if was_refused(&error) => error,
            other => return other,
        };
        // A record beside others of its name and type must have their TTL.
        let listed = self.list(zone, Part::Names(&[name.to_owned()])).await?;
        let sibling = listed.iter().find(|record| record.name == name && record.data.rtype() == data.rtype());
        match sibling.filter(|sibling| sibling.ttl != ttl) {
            Some(sibling) => self.post(zone, name, sibling.ttl, data).await,
            None => Err(refusal),
        }
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let patched = match self.patch(zone, old, ttl, data).await {
            Err(error) if was_refused(&error) && old.ttl != ttl => self.patch(zone, old, old.ttl, data).await,
            other => other,
        };
        match patched {
            Err(error) if error.status == Some(404) => Err(ProviderError::new(
                ErrorKind::ZoneChanged,
                format!("A record of {} was removed by somebody else in the meantime.", old.name),
            )),
            other => other.map(|()| true),
        }
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("/v2/domains/{}/records/{}", segment(&zone.id), segment(&old.id));
        match self.ask(Call::delete(path)).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Vultr {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        let mut cursor = None;
        loop {
            let mut call = Call::get("/v2/domains").query("per_page", PAGE);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page: Domains = self.ask(call).await?.json()?;
            zones.extend(page.domains.iter().map(|domain| Zone::named(&domain.domain.to_ascii_lowercase())));
            cursor = page.meta.next();
            if cursor.is_none() {
                return Ok(zones);
            }
        }
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
