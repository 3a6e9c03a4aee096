//! GoDaddy: sets are addressed by type and relative name, and replaced whole.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, check_unchanged};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, TtlRange, ZoneContents};
use serde::Deserialize;
use std::time::Duration;
use wire::{Place, Record};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "godaddy",
    name: "GoDaddy",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Pair,
        format: "key:secret",
        hint: "In the developer portal, create an API key for production and paste it and its secret, joined by a colon.",
        gate: Some(
            "GoDaddy opens its DNS API only to accounts with at least ten domains or an eligible paid plan; Domain Connect works for all.",
        ),
    },
    docs_url: Some("https://developer.godaddy.com/"),
    console_url: Some("https://developer.godaddy.com/keys"),
    ttl: TtlRange { min: 600, max: 604800, steps: &[] },
    apex: ApexSupport::None,
    wildcard: true,
    caa: false,
    nameservers: &[Suffix("domaincontrol.com")],
    domain_connect: true,
    srv: true,
    txt_octets_max: 1024,
    fields: Fields { host: "Name", value: "Value", host_form: HostForm::Relative { apex: "@" }, trailing_dot: false },
    records_url: Some("https://dcc.godaddy.com/control/dnsmanagement?domainName={zone}"),
    limits: "60 requests a minute to each endpoint.",
    base_url: "https://api.godaddy.com",
    open: Some(open),
};

/// Most records in one page; also what comes when nothing is said.
const RECORDS_PAGE: usize = 500;
/// Most domains in one page.
const DOMAINS_PAGE: usize = 1000;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let parts = credential.parts(2, 2, "key:secret")?;
    let secrets = parts.iter().map(|part| (*part).to_owned()).collect();
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let login = format!("sso-key {}", parts.join(":"));
    let http = Http::new(access, SPEC.name, base, secrets).with_header("authorization", &login);
    Ok(Box::new(GoDaddy { http }))
}

#[derive(Debug)]
struct GoDaddy {
    http: Http,
}

/// What is read of a domain; the rest of the answer is its holder's personal data.
#[derive(Debug, Deserialize)]
struct Domain {
    domain: String,
    #[serde(default)]
    status: String,
}

impl Domain {
    fn is_active(&self) -> bool {
        self.status == "ACTIVE"
    }
}

#[derive(Debug, Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    fields: Vec<FieldComplaint>,
    #[serde(rename = "retryAfterSec")]
    retry_after_s: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct FieldComplaint {
    #[serde(default)]
    message: String,
}

impl GoDaddy {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaint: Complaint = answer.json().unwrap_or_default();
        let mut error = self.http.failure(answer);
        error.retry_after = error.retry_after.or(complaint.retry_after_s.map(Duration::from_secs));
        error = match complaint.code.as_str() {
            "UNABLE_TO_AUTHENTICATE" => error.of_kind(ErrorKind::BadCredential),
            "TOO_MANY_REQUESTS" => error.of_kind(ErrorKind::RateLimited),
            "DUPLICATE_RECORD" => error.of_kind(ErrorKind::Conflict),
            // The key is right; the account is too small.
            "ACCESS_DENIED" => {
                let mut denied = error.of_kind(ErrorKind::Forbidden);
                denied.message =
                    "GoDaddy does not open its DNS API to this account: that takes at least ten domains or an \
                                  eligible paid plan. Domain Connect works for all accounts."
                        .to_owned();
                denied
            }
            _ => error,
        };
        let words: Vec<&str> = std::iter::once(complaint.message.as_str())
            .chain(complaint.fields.iter().map(|field| field.message.as_str()))
            .filter(|words| !words.is_empty())
            .collect();
        let error = self.http.in_its_words(error, &words.join("; "));
        if complaint.code.is_empty() { error } else { error.with_code(complaint.code) }
    }

    async fn list(&self, zone: &Zone) -> Result<Vec<Record>, ProviderError> {
        let path = format!("/v1/domains/{}/records", segment(&zone.id));
        let mut records: Vec<Record> = self.ask(Call::get(path.clone())).await?.json()?;
        // `offset` counts pages, from 1.
        let mut page = 1;
        while records.len() == page * RECORDS_PAGE {
            page += 1;
            let call = Call::get(path.clone()).query("limit", RECORDS_PAGE).query("offset", page);
            let more: Vec<Record> = self.ask(call).await?.json()?;
            records.extend(more);
        }
        Ok(records)
    }

    async fn apply_one(&self, zone: &Zone, change: &Change) -> Result<(), ProviderError> {
        let Some((name, rtype)) = change.key() else { return Ok(()) };
        let place = Place::of(name, rtype, &zone.name)?;
        let path = format!(
            "/v1/domains/{}/records/{}/{}",
            segment(&zone.id),
            segment(place.rtype.as_str()),
            segment(&place.name)
        );
        let found: Vec<Record> = self.ask(Call::get(path.clone())).await?.json()?;
        // SRV sets of several services can share an address.
        let (own, others): (Vec<Record>, Vec<Record>) =
            found.into_iter().partition(|record| record.owner(&zone.name) == name);
        let listed: Vec<Listed> = own.into_iter().map(|record| record.into_listed(zone)).collect();
        let stands = still_ours(change, name, rtype, &listed)?;
        let (wanted, ttl) = change.after.as_ref().map_or((&[][..], 0), |set| (&set.data, set.ttl));
        if stands.data == wanted && (wanted.is_empty() || stands.ttl == SPEC.ttl.clamp(ttl)) {
            return Ok(());
        }
        let mut records = others;
        for data in wanted {
            records.push(Record::of(&place, SPEC.ttl.clamp(ttl), data)?);
        }
        match records.is_empty() {
            false => self.ask(Call::put(path).json(&serde_json::json!(records))).await.map(|_| ()),
            true if *rtype == RrType::Ns => Err(ProviderError::new(
                ErrorKind::Unsupported,
                format!("GoDaddy's API cannot remove the NS records of {name}; remove them in its panel."),
            )),
            true => match self.ask(Call::delete(path)).await {
                Err(error) if error.status == Some(404) => Ok(()),
                other => other.map(|_| ()),
            },
        }
    }
}

/// What stands there, if it may be written over.
fn still_ours(change: &Change, name: &str, rtype: &RrType, listed: &[Listed]) -> Result<RrSet, ProviderError> {
    let left_alone =
        |why: &str| ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}"));
    if let Some(why) = listed.iter().find_map(|record| record.untouchable.as_ref()) {
        return Err(left_alone(why));
    }
    if let Some(RrData::Other { text, .. }) =
        listed.iter().map(|record| &record.data).find(|data| data.rtype() != *rtype)
    {
        return Err(left_alone(&format!("GoDaddy runs it itself ({text}); remove it in its panel first.")));
    }
    let data = listed.iter().map(|record| record.data.clone()).collect();
    let stands = RrSet::new(name, rtype.clone(), listed.first().map_or(0, |record| record.ttl), data);
    check_unchanged(change, &stands.data)?;
    Ok(stands)
}

#[async_trait]
impl ZoneWriter for GoDaddy {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let mut call = Call::get("/v1/domains").query("statuses", "ACTIVE").query("limit", DOMAINS_PAGE);
            if let Some(marker) = &marker {
                call = call.query("marker", marker);
            }
            let domains: Vec<Domain> = self.ask(call).await?.json()?;
            // Only an empty page is surely the last.
            let Some(last) = domains.last().filter(|last| marker.as_ref() != Some(&last.domain)) else {
                return Ok(zones);
            };
            marker = Some(last.domain.clone());
            let active = domains.iter().filter(|domain| domain.is_active());
            zones.extend(active.map(|domain| Zone::named(&domain.domain.to_ascii_lowercase())));
        }
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let domain: Domain = match self.ask(Call::get(format!("/v1/domains/{}", segment(name)))).await {
            Ok(answer) => answer.json()?,
            Err(error) if error.status == Some(404) => return Ok(None),
            Err(error) => return Err(error),
        };
        match domain.is_active() {
            true => Ok(Some(Zone::named(name))),
            false => Err(ProviderError::new(
                ErrorKind::NoSuchZone,
                format!(
                    "{name} is not active at GoDaddy (its status is {}), so its records count for nothing.",
                    domain.status
                ),
            )),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let listed: Vec<Listed> = self.list(zone).await?.into_iter().map(|record| record.into_listed(zone)).collect();
        Ok(record_wise::sets_of(zone, &listed, part))
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        for (done, change) in changes.iter().enumerate() {
            self.apply_one(zone, change).await.map_err(|error| ApplyError { done, error })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
