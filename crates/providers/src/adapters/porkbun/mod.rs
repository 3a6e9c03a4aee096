//! Porkbun: single records with ids; every call is a POST that carries the key pair in its body.

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
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt;
use std::time::Duration;
use wire::Record;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "porkbun",
    name: "Porkbun",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Pair,
        format: "apikey:secretapikey",
        hint: "In your account under API Access, create a key and paste it and its secret, joined by a colon.",
        gate: Some("API access must be switched on for the domain, in its details."),
    },
    docs_url: Some("https://porkbun.com/api/json/v3/documentation"),
    console_url: Some("https://porkbun.com/account/api"),
    ttl: TtlRange::from(600),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ns.porkbun.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { host: "Host", value: "Answer", host_form: HostForm::Relative { apex: "" }, trailing_dot: false },
    records_url: Some("https://porkbun.com/account/dns/{zone}"),
    limits: "No number is published; about one write a second is taken.",
    base_url: "https://api.porkbun.com",
    open: Some(open),
};

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let parts = credential.parts(2, 2, "apikey:secretapikey")?;
    let [key, secret] = parts.as_slice() else {
        return Err(InvalidCredential::new("token", "must have the form apikey:secretapikey"));
    };
    let secrets = vec![(*key).to_owned(), (*secret).to_owned()];
    let http = Http::new(access, SPEC.name, access.base_url(SPEC.key, SPEC.base_url), secrets);
    Ok(Box::new(Porkbun { http, key: (*key).to_owned(), secret: (*secret).to_owned() }))
}

struct Porkbun {
    http: Http,
    key: String,
    secret: String,
}

impl fmt::Debug for Porkbun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Porkbun").field("http", &self.http).finish_non_exhaustive()
    }
}

/// Failures come with HTTP 200 too.
#[derive(Debug, Default, Deserialize)]
struct Verdict {
    #[serde(default)]
    status: String,
    #[serde(default)]
    message: String,
    /// Absent from older answers.
    #[serde(default)]
    code: String,
    #[serde(rename = "ttlRemaining")]
    ttl_remaining_s: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct Records {
    #[serde(default)]
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Domains {
    #[serde(default)]
    domains: Vec<Domain>,
}

#[derive(Debug, Deserialize)]
struct Domain {
    domain: String,
}

impl Porkbun {
    /// A call with the credential and `fields` in its body.
    fn call(&self, path: String, fields: Value) -> Call {
        let mut body = json!({"apikey": self.key, "secretapikey": self.secret});
        if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
            body.extend(fields);
        }
        Call::post(path).json(&body)
    }

    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        let verdict: Verdict = answer.json().unwrap_or_default();
        match answer.is_success() && verdict.status == "SUCCESS" {
            true => Ok(answer),
            false => Err(self.failure(&answer, verdict)),
        }
    }

    fn failure(&self, answer: &Answer, verdict: Verdict) -> ProviderError {
        let words = verdict.message.to_lowercase();
        let says = |part: &str| words.contains(part);
        let (kind, message) = match (verdict.code.as_str(), answer.status) {
            ("RATE_LIMIT_EXCEEDED", _) | (_, 429) => {
                (ErrorKind::RateLimited, "Porkbun takes no more requests for a while.")
            }
            // Too much at once used to be answered like that.
            (_, 202) => (ErrorKind::RateLimited, "Porkbun takes no more requests for a while."),
            ("IP_NOT_ALLOWED", _) => {
                (ErrorKind::Forbidden, "Porkbun takes this key only from addresses on its list; add this server's.")
            }
            ("DOMAIN_NOT_ALLOWED", _) => {
                (ErrorKind::Forbidden, "This key may not be used for this domain; add the domain to the key's list.")
            }
            ("DUPLICATE_RECORD" | "RECORD_CONFLICT" | "SPF_CONFLICT", _) => {
                (ErrorKind::Conflict, "Porkbun says that another record is in the way.")
            }
            (code, _) if code.starts_with("INVALID_API_KEY") || says("api key") && says("invalid") => {
                (ErrorKind::BadCredential, "Porkbun does not accept this credential; it may be wrong or have ended.")
            }
            _ if says("not opted in") => (
                ErrorKind::Forbidden,
                "API access is not switched on for this domain: at Porkbun, open the domain's details and switch it on.",
            ),
            ("INVALID_DOMAIN", _) => (ErrorKind::NoSuchZone, "Porkbun has no such domain in this account."),
            _ if says("invalid domain") => (ErrorKind::NoSuchZone, "Porkbun has no such domain in this account."),
            _ if says("already exists") => (ErrorKind::Conflict, "Porkbun says that another record is in the way."),
            (_, 200..300) if verdict.status.is_empty() => {
                (ErrorKind::Misunderstood, "Porkbun's answer has another form than documented.")
            }
            (_, 200..=400) => (ErrorKind::Rejected, "Porkbun refuses the request."),
            _ => {
                let error = self.http.in_its_words(self.http.failure(answer), &verdict.message);
                return if verdict.code.is_empty() { error } else { error.with_code(verdict.code) };
            }
        };
        let retry_after = self.http.failure(answer).retry_after.or(verdict.ttl_remaining_s.map(Duration::from_secs));
        let error = ProviderError { status: Some(answer.status), retry_after, ..ProviderError::new(kind, message) };
        let error = self.http.in_its_words(error, &verdict.message);
        if verdict.code.is_empty() { error } else { error.with_code(verdict.code) }
    }

    /// What the zone shows of a record, after a write that was answered with a refusal.
    async fn shown(&self, zone: &Zone, id: &str) -> Result<Option<Listed>, ProviderError> {
        Ok(self.list(zone, Part::Whole).await?.into_iter().find(|record| record.id == id))
    }
}

/// A refusal that the same request gets when it was carried out before.
fn may_be_done(error: &ProviderError) -> bool {
    matches!(error.kind, ErrorKind::Rejected | ErrorKind::Conflict | ErrorKind::UnknownOutcome)
}

#[async_trait]
impl RecordApi for Porkbun {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let call = self.call(format!("/api/json/v3/dns/retrieve/{}", segment(&zone.id)), json!({})).repeatable();
        let records: Records = self.ask(call).await?.json()?;
        Ok(records.records.into_iter().map(|record| record.into_listed(zone)).collect())
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let path = format!("/api/json/v3/dns/create/{}", segment(&zone.id));
        let body = wire::body(zone, name, SPEC.ttl.clamp(ttl), data)?;
        self.ask(self.call(path, body)).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let path = format!("/api/json/v3/dns/edit/{}/{}", segment(&zone.id), segment(&old.id));
        let body = wire::body(zone, &old.name, SPEC.ttl.clamp(ttl), data)?;
        match self.ask(self.call(path, body).repeatable()).await {
            // An edit that changes nothing is refused, and so is the repetition of one that got no answer.
            Err(error) if may_be_done(&error) => match self.shown(zone, &old.id).await? {
                Some(record) if record.data == *data => Ok(true),
                _ => Err(error),
            },
            other => other.map(|_| true),
        }
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("/api/json/v3/dns/delete/{}/{}", segment(&zone.id), segment(&old.id));
        match self.ask(self.call(path, json!({})).repeatable()).await {
            // That the record is gone has no code of its own.
            Err(error) if may_be_done(&error) || error.status == Some(404) => match self.shown(zone, &old.id).await? {
                None => Ok(()),
                Some(_) => Err(error),
            },
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Porkbun {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones: Vec<Zone> = Vec::new();
        loop {
            // Pages begin at the number of a domain, and only one without news is surely the last.
            let start = json!({"start": zones.len().to_string()});
            let call = self.call("/api/json/v3/domain/listAll".to_owned(), start).repeatable();
            let page: Domains = self.ask(call).await?.json()?;
            let found: Vec<Zone> =
                page.domains.iter().map(|domain| Zone::named(&domain.domain.to_ascii_lowercase())).collect();
            if found.iter().all(|zone| zones.contains(zone)) {
                return Ok(zones);
            }
            zones.extend(found);
        }
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        // There is no call for one domain that says more.
        let zone = Zone::named(name);
        match self.list(&zone, Part::Whole).await {
            Ok(_) => Ok(Some(zone)),
            Err(error) if error.kind == ErrorKind::NoSuchZone => Ok(None),
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
