//! Azure DNS: rrsets as resources with etags, written one by one; an application of Entra ID fetches tokens.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::check_unchanged;
use crate::settle::settle;
use crate::signing::bearer::{self, TokenCache};
use crate::signing::entra::Application;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, TtlRange, ZoneContents, relative_name};
use serde::Deserialize;
use std::fmt;
use wire::{SetsPage, WireSet, WireZone, ZonesPage};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "azuredns",
    name: "Azure DNS",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::ClientSecret,
        format: "JSON {tenant_id, client_id, client_secret, subscription_id, resource_group}",
        hint: "Register an application in Entra ID, create a client secret for it, and make it DNS Zone Contributor of the resource group that holds the zone.",
        gate: None,
    },
    docs_url: Some("https://learn.microsoft.com/azure/dns/"),
    console_url: Some("https://portal.azure.com/"),
    ttl: TtlRange::from(1),
    apex: ApexSupport::OwnResourcesOnly,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("azure-dns.com"), Suffix("azure-dns.net"), Suffix("azure-dns.org"), Suffix("azure-dns.info")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 1024,
    fields: Fields::COMMON,
    records_url: None,
    limits: "About 500 reads and 200 writes in five minutes for a subscription; 20 values in a record set.",
    base_url: "https://management.azure.com",
    open: Some(open),
};

const VERSION: &str = "2018-05-01";
const SCOPE: &str = "https://management.azure.com/.default";

#[derive(Deserialize)]
struct Key {
    tenant_id: String,
    client_id: String,
    client_secret: String,
    subscription_id: String,
    resource_group: String,
}

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let key: Key = credential.json(SPEC.credential.format)?;
    for (field, id) in
        [("tenant_id", &key.tenant_id), ("client_id", &key.client_id), ("subscription_id", &key.subscription_id)]
    {
        let is_id = !id.is_empty() && id.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-._".contains(&octet));
        if !is_id {
            return Err(InvalidCredential::new(
                "token",
                format!("has a {field} that is no GUID; copy it from the portal"),
            ));
        }
    }
    for (field, text) in [("client_secret", &key.client_secret), ("resource_group", &key.resource_group)] {
        if text.is_empty() {
            return Err(InvalidCredential::new("token", format!("has an empty {field}")));
        }
    }
    let secrets = vec![key.client_secret.clone()];
    let http = Http::new(access, SPEC.name, access.base_url(SPEC.key, SPEC.base_url), secrets);
    let path = format!(
        "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Network/dnsZones",
        segment(&key.subscription_id),
        segment(&key.resource_group)
    );
    let Key { tenant_id, client_id, client_secret, .. } = key;
    let application = Application { tenant_id, client_id, client_secret, scope: SCOPE };
    Ok(Box::new(AzureDns { http, access: access.clone(), application, tokens: TokenCache::default(), path }))
}

struct AzureDns {
    http: Http,
    access: Access,
    application: Application,
    tokens: TokenCache,
    /// Of the resource group's zones.
    path: String,
}

impl fmt::Debug for AzureDns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureDns").field("http", &self.http).field("path", &self.path).finish_non_exhaustive()
    }
}

#[derive(Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    error: Option<Box<Complaint>>,
}

impl AzureDns {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let fetch = || self.application.fetch(&self.access, SPEC.name, self.access.setting(SPEC.key));
        let (http, answer) = bearer::send(&self.http, &self.tokens, self.access.clock.now(), fetch, &call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(failure(&http, &answer)),
        }
    }

    fn zone_path(&self, zone: &Zone) -> String {
        format!("{}/{}", self.path, segment(&zone.id))
    }

    /// Where the next page is, as a path of the base URL: links are absolute, and must not lead the token elsewhere.
    fn followed(&self, link: &str) -> Result<Call, ProviderError> {
        let bases = [self.http.base(), SPEC.base_url];
        let path = bases.iter().find_map(|base| link.strip_prefix(base).filter(|rest| rest.starts_with('/')));
        path.map(Call::get).ok_or_else(|| {
            ProviderError::new(ErrorKind::Misunderstood, "Azure's next page is on another host; it was not asked.")
        })
    }

    async fn listed(&self, zone: &Zone) -> Result<Vec<WireSet>, ProviderError> {
        let mut sets = Vec::new();
        let mut call = Call::get(format!("{}/recordsets", self.zone_path(zone))).query("api-version", VERSION);
        loop {
            let page: SetsPage = self.ask(call).await?.json()?;
            sets.extend(page.value);
            match page.next_link.filter(|link| !link.is_empty()) {
                Some(link) => call = self.followed(&link)?,
                None => return Ok(sets),
            }
        }
    }

    /// The request that carries a change out; `None` when it stands already. With the etag, Azure refuses it when somebody else was
    /// faster.
    fn call_for(&self, zone: &Zone, change: &Change, here: &[WireSet]) -> Result<Option<Call>, ProviderError> {
        let Some((name, rtype)) = change.key() else { return Ok(None) };
        let old = here.iter().find(|set| set.is_at(zone, name, rtype));
        let stored = old.map(|set| set.stored(zone));
        if let Some(why) = stored.as_ref().and_then(|stored| stored.untouchable.as_ref()) {
            return Err(ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}")));
        }
        let stands = stored.map(|stored| stored.set.data).unwrap_or_default();
        if change.after.as_ref().map_or(&[][..], |set| &set.data) == stands {
            return Ok(None);
        }
        check_unchanged(change, &stands)?;
        let path = format!("{}/{rtype}/{}", self.zone_path(zone), segment(relative_name(name, &zone.name)));
        let call = match &change.after {
            Some(set) => Call::put(path).json(&wire::body(set, old)),
            None => Call::delete(path),
        };
        let call = call.query("api-version", VERSION);
        Ok(Some(match old {
            Some(old) => call.header("if-match", &old.etag),
            None => call.header("if-none-match", "*"),
        }))
    }
}

fn failure(http: &Http, answer: &Answer) -> ProviderError {
    let complaint: Complaint = answer.json().unwrap_or_default();
    let complaint =
        complaint.error.map_or_else(|| (complaint.code, complaint.message), |inner| (inner.code, inner.message));
    let (code, words) = complaint;
    let usual = http.failure(answer);
    let as_kind = |kind, message: &str| ProviderError {
        status: usual.status,
        retry_after: usual.retry_after,
        ..ProviderError::new(kind, message)
    };
    let error = match (answer.status, code.as_str()) {
        (412, _) => as_kind(
            ErrorKind::ZoneChanged,
            "The record set was changed by somebody else in the meantime; nothing was written over it.",
        ),
        (_, "ResourceGroupNotFound") => {
            as_kind(ErrorKind::NoSuchZone, "There is no resource group with this name in the subscription.")
        }
        (_, "SubscriptionNotFound" | "InvalidSubscriptionId") => {
            as_kind(ErrorKind::NoSuchZone, "There is no subscription with this subscription_id.")
        }
        (403, _) => as_kind(
            ErrorKind::Forbidden,
            "This application may not do that: make it DNS Zone Contributor of the resource group.",
        ),
        (429, _) | (_, "TooManyRequests") => {
            as_kind(ErrorKind::RateLimited, "Azure takes no more requests for a while.")
        }
        _ => usual,
    };
    let error = http.in_its_words(error, &words);
    if code.is_empty() { error } else { error.with_code(code) }
}

#[async_trait]
impl ZoneWriter for AzureDns {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        let mut call = Call::get(self.path.clone()).query("api-version", VERSION);
        loop {
            let page: ZonesPage = self.ask(call).await?.json()?;
            zones.extend(page.value.into_iter().filter(WireZone::is_public).map(|zone| zone.zone()));
            match page.next_link.filter(|link| !link.is_empty()) {
                Some(link) => call = self.followed(&link)?,
                None => return Ok(zones),
            }
        }
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let call = Call::get(format!("{}/{}", self.path, segment(name))).query("api-version", VERSION);
        match self.ask(call).await {
            Ok(answer) => {
                let zone: WireZone = answer.json()?;
                match zone.is_public() {
                    true => Ok(Some(zone.zone())),
                    false => Err(ProviderError::new(
                        ErrorKind::NoSuchZone,
                        format!("The DNS zone {name} is private, and the Internet does not see it: name a public one."),
                    )),
                }
            }
            Err(error) if error.code.as_deref() == Some("ResourceNotFound") => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let listed = self.listed(zone).await?;
        let sets = listed.iter().filter(|set| !set.is_soa()).map(|set| set.stored(zone));
        Ok(ZoneContents {
            zone: zone.name.clone(),
            sets: sets.filter(|stored| part.includes(&stored.set.name)).collect(),
        })
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let here = self.listed(zone).await?;
        let calls = changes.iter().map(|change| self.call_for(zone, change, &here)).collect::<Result<Vec<_>, _>>()?;
        for (done, (call, change)) in calls.into_iter().zip(changes).enumerate() {
            let Some(call) = call else { continue };
            if let Err(error) = self.ask(call).await {
                let one = std::slice::from_ref(change);
                settle(self, zone, one, error).await.map_err(|error| ApplyError { done, error })?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
