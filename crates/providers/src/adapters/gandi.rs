//! Gandi LiveDNS: rrsets in zone-file text with relative names, each written by a request of its own.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ProviderError};
use crate::set_wise::{self, SetApi, stored_set};
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrSet, StoredSet, TtlRange, ZoneContents, absolute_name, relative_name};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "gandi",
    name: "Gandi",
    model: Model::Token,
    credential: token(
        "In your account's security settings, create a personal access token that may manage this domain's records; it expires on the day you choose.",
    ),
    docs_url: Some("https://api.gandi.net/docs/authentication/"),
    console_url: Some("https://admin.gandi.net/"),
    ttl: TtlRange { min: 300, max: 2592000, steps: &[] },
    // Not in a zone signed with DNSSEC.
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("gandi.net")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { trailing_dot: true, ..Fields::COMMON },
    records_url: None,
    limits: "1000 requests a minute from one address.",
    base_url: "https://api.gandi.net",
    open: Some(open),
};

/// Most entries in one page.
const PAGE: usize = 100;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]);
    let by_key = http.clone().with_header("authorization", &format!("Apikey {token}"));
    Ok(Box::new(Gandi { by_token: http.with_bearer(token), by_key, is_key: AtomicBool::new(false) }))
}

#[derive(Debug)]
struct Gandi {
    /// With a personal access token.
    by_token: Http,
    /// With an API key, as they were made before there were tokens.
    by_key: Http,
    /// Whether the credential has shown itself to be such a key.
    is_key: AtomicBool,
}

#[derive(Debug, Deserialize)]
struct Domain {
    fqdn: String,
}

#[derive(Debug, Deserialize)]
struct Set {
    rrset_name: String,
    rrset_type: String,
    rrset_ttl: Option<u32>,
    rrset_values: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    message: String,
    #[serde(default)]
    object: String,
    #[serde(default)]
    cause: String,
    #[serde(default)]
    errors: Vec<Fault>,
}

#[derive(Debug, Deserialize)]
struct Fault {
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
}

impl Complaint {
    fn words(&self) -> String {
        let faults = self.errors.iter().map(|fault| format!(" {}: {}", fault.name, fault.description));
        format!("{}{}", self.message, faults.collect::<String>())
    }
}

impl Domain {
    fn as_zone(&self) -> Zone {
        Zone::named(&self.fqdn.trim_end_matches('.').to_ascii_lowercase())
    }
}

impl Set {
    fn stored(&self, zone: &Zone) -> Option<StoredSet> {
        let name = absolute_name(&self.rrset_name, &zone.name);
        let texts = self.rrset_values.iter().map(String::as_str);
        stored_set(zone, &name, &self.rrset_type, self.rrset_ttl.unwrap_or(10_800), texts)
    }
}

fn body(set: &RrSet) -> Value {
    let values: Vec<String> = set.data.iter().map(RrData::to_master).collect();
    json!({"rrset_values": values, "rrset_ttl": set.ttl})
}

impl Gandi {
    /// The credential is taken for a token first, then for a key.
    async fn send(&self, call: Call) -> Result<Answer, ProviderError> {
        if self.is_key.load(Ordering::Relaxed) {
            return self.by_key.send(call).await;
        }
        let answer = self.by_token.send(call.clone()).await?;
        if !matches!(answer.status, 401 | 403) {
            return Ok(answer);
        }
        let second = self.by_key.send(call).await?;
        if matches!(second.status, 401 | 403) {
            return Ok(answer);
        }
        self.is_key.store(true, Ordering::Relaxed);
        Ok(second)
    }

    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaint = answer.json::<Complaint>().unwrap_or_default();
        let mut error = self.by_token.failure(answer);
        if answer.status == 403 {
            error.message = "This token does not cover the domain, or may not manage its records: \
                make a personal access token for it that may."
                .to_owned();
        }
        let error = self.by_token.in_its_words(error, &complaint.words());
        match complaint.cause.is_empty() {
            true => error,
            false => error.with_code(format!("{} {}", complaint.object, complaint.cause).trim()),
        }
    }

    /// Every page of a list. `key` tells one entry from another: a server that knows no pages shows everything each time.
    async fn list_all<T: DeserializeOwned, K: PartialEq>(
        &self,
        path: &str,
        key: impl Fn(&T) -> K,
    ) -> Result<Vec<T>, ProviderError> {
        let mut listed: Vec<T> = Vec::new();
        for page in 1.. {
            let answer = self.ask(Call::get(path).query("page", page).query("per_page", PAGE)).await?;
            let mut fresh: Vec<T> = answer.json()?;
            fresh.retain(|entry| !listed.iter().any(|known| key(known) == key(entry)));
            let has_fresh = !fresh.is_empty();
            listed.extend(fresh);
            let total = answer.header("total-count").and_then(|total| total.parse::<usize>().ok());
            let is_all = total.is_some_and(|total| listed.len() >= total);
            if is_all || !has_fresh {
                break;
            }
        }
        Ok(listed)
    }

    fn records(zone: &Zone) -> String {
        format!("/v5/livedns/domains/{}/records", segment(&zone.id))
    }
}

#[async_trait]
impl SetApi for Gandi {
    type Own = ();

    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<(StoredSet, ())>, ProviderError> {
        let key = |set: &Set| (set.rrset_name.clone(), set.rrset_type.clone());
        let sets: Vec<Set> = self.list_all(&Self::records(zone), key).await?;
        Ok(sets.iter().filter_map(|set| Some((set.stored(zone)?, ()))).collect())
    }

    async fn write(&self, zone: &Zone, change: &Change, stands: Option<&(StoredSet, ())>) -> Result<(), ProviderError> {
        let Some((name, rtype)) = change.key() else { return Ok(()) };
        let name = segment(relative_name(name, &zone.name));
        let path = format!("{}/{name}/{}", Self::records(zone), segment(rtype.as_str()));
        match &change.after {
            Some(set) if stands.is_some() => self.ask(Call::put(path).json(&body(set))).await.map(|_| ()),
            // Refused if somebody else has made another set in the meantime; the same set once more is welcome.
            Some(set) => self.ask(Call::post(path).json(&body(set)).repeatable()).await.map(|_| ()),
            None => match self.ask(Call::delete(path)).await {
                Err(error) if error.status == Some(404) => Ok(()),
                other => other.map(|_| ()),
            },
        }
    }
}

#[async_trait]
impl ZoneWriter for Gandi {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let domains: Vec<Domain> = self.list_all("/v5/livedns/domains", |domain: &Domain| domain.fqdn.clone()).await?;
        Ok(domains.iter().map(Domain::as_zone).collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(Call::get(format!("/v5/livedns/domains/{}", segment(name)))).await {
            Ok(answer) => Ok(Some(answer.json::<Domain>()?.as_zone())),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        set_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        set_wise::apply(self, zone, changes).await
    }
}

#[cfg(test)]
mod tests;
