//! Name.com (Core API): single records with integer ids; no CAA; an ANAME for the apex.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, ProviderSpec};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use serde::Deserialize;
use wire::Record;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "namecom",
    name: "Name.com",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Basic,
        format: "user:token",
        hint: "In your account settings under API, generate a token and paste your user name and the token, joined by a colon.",
        gate: None,
    },
    docs_url: Some("https://docs.name.com/"),
    console_url: Some("https://www.name.com/account/settings/api"),
    ttl: TtlRange::from(300),
    apex: ApexSupport::Aname,
    wildcard: true,
    caa: false,
    nameservers: &[Suffix("name.com")],
    domain_connect: false,
    srv: true,
    // 512 with the quotes around it.
    txt_octets_max: 510,
    fields: Fields { host: "Host", value: "Answer", host_form: HostForm::Relative { apex: "" }, trailing_dot: false },
    records_url: Some("https://www.name.com/account/domain/details/{zone}#dns"),
    limits: "20 requests a second, 3000 an hour.",
    base_url: "https://api.name.com",
    open: Some(open),
};

/// Entries in one page; every version of the API takes as many.
const PAGE: usize = 500;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let parts = credential.parts(2, 2, "user:token")?;
    let login = STANDARD.encode(parts.join(":"));
    let secrets = parts.iter().skip(1).map(|part| (*part).to_owned()).chain([login.clone()]).collect();
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, secrets).with_header("authorization", &format!("Basic {login}"));
    Ok(Box::new(NameCom { http }))
}

#[derive(Debug)]
struct NameCom {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct Domains {
    #[serde(default)]
    domains: Vec<Domain>,
    #[serde(rename = "nextPage")]
    next_page: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Domain {
    #[serde(rename = "domainName")]
    name: String,
}

#[derive(Debug, Deserialize)]
struct Records {
    #[serde(default)]
    records: Vec<Record>,
    #[serde(rename = "nextPage")]
    next_page: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Option<String>,
}

impl NameCom {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaint: Complaint = answer.json().unwrap_or_default();
        let words =
            [Some(complaint.message), complaint.details].into_iter().flatten().filter(|words| !words.is_empty());
        let words = words.collect::<Vec<_>>().join(": ");
        let mut error = self.http.failure(answer);
        if answer.status == 403 {
            error.message =
                "Name.com does not let this token write here: with two-step verification, API access has to be \
                             allowed in the account's security settings."
                    .to_owned();
        }
        if answer.status == 400 && words.to_lowercase().contains("duplicate") {
            error = error.of_kind(ErrorKind::Conflict);
        }
        self.http.in_its_words(error, &words)
    }
}

#[async_trait]
impl RecordApi for NameCom {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let mut listed = Vec::new();
        let mut page = 1;
        loop {
            let path = format!("/core/v1/domains/{}/records", segment(&zone.id));
            let call = Call::get(path).query("page", page).query("perPage", PAGE);
            let records: Records = self.ask(call).await?.json()?;
            listed.extend(records.records.into_iter().map(|record| record.into_listed(zone)));
            match records.next_page.filter(|next| *next > page) {
                Some(next) => page = next,
                None => return Ok(listed),
            }
        }
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let path = format!("/core/v1/domains/{}/records", segment(&zone.id));
        let body = wire::body(zone, name, SPEC.ttl.clamp(ttl), data)?;
        self.ask(Call::post(path).json(&body)).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let path = format!("/core/v1/domains/{}/records/{}", segment(&zone.id), segment(&old.id));
        let body = wire::body(zone, &old.name, SPEC.ttl.clamp(ttl), data)?;
        match self.ask(Call::put(path).json(&body)).await {
            Err(error) if error.status == Some(404) => Err(ProviderError::new(
                ErrorKind::ZoneChanged,
                format!("A record of {} was removed by somebody else in the meantime.", old.name),
            )),
            other => other.map(|_| true),
        }
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("/core/v1/domains/{}/records/{}", segment(&zone.id), segment(&old.id));
        match self.ask(Call::delete(path)).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for NameCom {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        let mut page = 1;
        loop {
            let call = Call::get("/core/v1/domains").query("page", page).query("perPage", PAGE);
            let domains: Domains = self.ask(call).await?.json()?;
            zones.extend(domains.domains.iter().map(|domain| Zone::named(&domain.name.to_ascii_lowercase())));
            match domains.next_page.filter(|next| *next > page) {
                Some(next) => page = next,
                None => return Ok(zones),
            }
        }
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(Call::get(format!("/core/v1/domains/{}", segment(name)))).await {
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
