//! Google Cloud DNS: rrsets in zone-file text, changed in atomic transactions; a service account signs for its tokens.

mod failure;
mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Glob;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::check_unchanged;
use crate::settle::settle;
use crate::signing::bearer::{self, TokenCache};
use crate::signing::google_jwt::{KeyFile, ServiceAccount};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, TtlRange, ZoneContents, names_of};
use serde::Deserialize;
use serde_json::json;
use std::fmt;
use std::time::Duration;
use wire::{ManagedZone, SetsPage, WireSet, ZonesPage};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "gcpdns",
    name: "Google Cloud DNS",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::ServiceAccount,
        format: "service-account JSON with managed_zone",
        hint: "Create a service account with the role DNS Administrator in the project, download its JSON key, and add the field managed_zone with the zone's name in Cloud DNS.",
        gate: None,
    },
    docs_url: Some("https://cloud.google.com/dns/docs"),
    console_url: Some("https://console.cloud.google.com/net-services/dns/zones"),
    ttl: TtlRange::from(0),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Glob("ns-cloud-*.googledomains.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { host: "DNS name", value: "Data", host_form: HostForm::Relative { apex: "" }, trailing_dot: true },
    records_url: None,
    limits: "Requests are limited by quotas of the project; 1000 additions and 1000 deletions in one change.",
    base_url: "https://dns.googleapis.com",
    open: Some(open),
};

const SCOPE: &str = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
/// Up to this many names are read one by one; beyond it the whole zone is cheaper.
const NAMES_MAX: usize = 5;
/// Most sets that one transaction adds, and that it removes.
const SETS_MAX: usize = 1000;
/// How often a request is sent at most while Google asks for a pause.
const TRIES_MAX: u32 = 4;
/// First pause; each further is twice as long.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Deserialize)]
struct Key {
    project_id: String,
    managed_zone: String,
    client_email: String,
    private_key: String,
    #[serde(default)]
    private_key_id: Option<String>,
    #[serde(default)]
    token_uri: Option<String>,
}

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let key: Key = credential.json(SPEC.credential.format)?;
    for (field, value) in [("project_id", &key.project_id), ("managed_zone", &key.managed_zone)] {
        if value.trim().is_empty() {
            return Err(InvalidCredential::new("token", format!("has an empty {field}")));
        }
    }
    let file = KeyFile {
        client_email: key.client_email,
        private_key: key.private_key,
        private_key_id: key.private_key_id,
        token_uri: key.token_uri,
    };
    // Any line of the key is secret; the others say only what it is.
    let secrets = file.private_key.lines().filter(|line| !line.starts_with("-----")).map(str::to_owned).collect();
    let account = ServiceAccount::new(file, SCOPE, access.setting(SPEC.key), access.clock.now())?;
    let http = Http::new(access, SPEC.name, access.base_url(SPEC.key, SPEC.base_url), secrets);
    let path = format!("/dns/v1/projects/{}/managedZones", segment(&key.project_id));
    let managed_zone = key.managed_zone;
    Ok(Box::new(CloudDns { http, access: access.clone(), account, tokens: TokenCache::default(), path, managed_zone }))
}

struct CloudDns {
    http: Http,
    access: Access,
    account: ServiceAccount,
    tokens: TokenCache,
    /// Of the project's zones.
    path: String,
    /// Name or number of the zone that the credential was made for.
    managed_zone: String,
}

impl fmt::Debug for CloudDns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudDns").field("http", &self.http).field("path", &self.path).finish_non_exhaustive()
    }
}

impl CloudDns {
    /// Sends a request, again after a pause while Google wants one.
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let mut pause = PAUSE;
        for tried in 1.. {
            let fetch = || self.account.fetch(&self.access, SPEC.name);
            let (http, answer) = bearer::send(&self.http, &self.tokens, self.access.clock.now(), fetch, &call).await?;
            if answer.is_success() {
                return Ok(answer);
            }
            let error = failure::of(&http, &answer);
            // A 429 was waited for already.
            let is_brief = answer.status == 403 && error.kind == ErrorKind::RateLimited && tried < TRIES_MAX;
            if !is_brief {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(ProviderError::new(ErrorKind::RateLimited, "Google takes no more requests for a while."))
    }

    async fn managed_zone(&self, id: &str) -> Result<Option<ManagedZone>, ProviderError> {
        match self.ask(Call::get(format!("{}/{}", self.path, segment(id)))).await {
            Ok(answer) => answer.json().map(Some),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The project's zones, or those of them with this apex. Who may see one zone only is shown that one.
    async fn managed_zones(&self, apex: Option<&str>) -> Result<Vec<ManagedZone>, ProviderError> {
        let (mut zones, mut token) = (Vec::new(), None);
        loop {
            let mut call = Call::get(self.path.clone());
            if let Some(apex) = apex {
                call = call.query("dnsName", format!("{apex}."));
            }
            if let Some(token) = token {
                call = call.query("pageToken", token);
            }
            let page: ZonesPage = match self.ask(call).await {
                Ok(answer) => answer.json()?,
                Err(error) if error.kind == ErrorKind::Forbidden => {
                    return Ok(self.managed_zone(&self.managed_zone).await?.into_iter().collect());
                }
                Err(error) => return Err(error),
            };
            zones.extend(page.zones);
            token = match page.next {
                Some(next) => Some(next),
                None => return Ok(zones),
            };
        }
    }

    async fn by_apex(&self, apex: &str) -> Result<Option<Zone>, ProviderError> {
        let mut found = self.managed_zones(Some(apex)).await?;
        found.retain(|zone| zone.apex() == apex);
        if let Some(chosen) = found.iter().position(|zone| zone.is_called(&self.managed_zone)) {
            return found.swap_remove(chosen).into_zone().map(Some);
        }
        let (public, private): (Vec<_>, Vec<_>) = found.into_iter().partition(ManagedZone::is_public);
        match (public.len(), private.into_iter().next()) {
            (0, Some(private)) => private.into_zone().map(Some),
            (0 | 1, _) => public.into_iter().next().map(ManagedZone::into_zone).transpose(),
            (count, _) => {
                let message = format!(
                    "The project has {count} public zones for {apex}: name the one in use as managed_zone in the credential."
                );
                Err(ProviderError::new(ErrorKind::Conflict, message))
            }
        }
    }

    async fn listed(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<WireSet>, ProviderError> {
        let mut sets = match part {
            Part::Names(names) if names.len() <= NAMES_MAX => {
                let mut sets = Vec::new();
                for name in names {
                    sets.extend(self.pages(zone, Some(name)).await?);
                }
                sets
            }
            _ => self.pages(zone, None).await?,
        };
        sets.retain(|set| part.includes(&set.owner()));
        Ok(sets)
    }

    async fn pages(&self, zone: &Zone, name: Option<&String>) -> Result<Vec<WireSet>, ProviderError> {
        let (mut sets, mut token) = (Vec::new(), None);
        loop {
            let mut call = Call::get(format!("{}/{}/rrsets", self.path, segment(&zone.id)));
            if let Some(name) = name {
                call = call.query("name", format!("{name}."));
            }
            if let Some(token) = token {
                call = call.query("pageToken", token);
            }
            let page: SetsPage = self.ask(call).await?.json()?;
            sets.extend(page.sets);
            token = match page.next {
                Some(next) => Some(next),
                None => return Ok(sets),
            };
        }
    }

    async fn transact(&self, zone: &Zone, deletions: &[WireSet], additions: &[WireSet]) -> Result<(), ProviderError> {
        let mut body = json!({});
        for (key, sets) in [("deletions", deletions), ("additions", additions)] {
            if !sets.is_empty() {
                body[key] = json!(sets);
            }
        }
        let path = format!("{}/{}/changes", self.path, segment(&zone.id));
        // The second of two equal transactions fails, and would hide that the first was carried out.
        self.ask(Call::post(path).json(&body).once()).await.map(|_| ())
    }
}

/// What one change removes and adds; nothing when it stands already. What is removed is repeated exactly, so that a change that
/// somebody else made meanwhile makes the transaction fail.
fn step(zone: &Zone, change: &Change, here: &[WireSet]) -> Result<(Option<WireSet>, Option<WireSet>), ProviderError> {
    let Some((name, rtype)) = change.key() else { return Ok((None, None)) };
    let old = here.iter().find(|set| set.owner() == name && set.is_of(rtype));
    let stored = old.map(|set| set.stored(zone));
    if let Some(why) = stored.as_ref().and_then(|stored| stored.untouchable.as_ref()) {
        return Err(ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}")));
    }
    let stands = stored.map(|stored| stored.set.data).unwrap_or_default();
    if change.after.as_ref().map_or(&[][..], |set| &set.data) == stands {
        return Ok((None, None));
    }
    check_unchanged(change, &stands)?;
    Ok((old.cloned(), change.after.as_ref().map(WireSet::from_set)))
}

#[async_trait]
impl ZoneWriter for CloudDns {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let zones = self.managed_zones(None).await?;
        let mut zones = zones
            .into_iter()
            .filter(ManagedZone::is_public)
            .map(ManagedZone::into_zone)
            .collect::<Result<Vec<_>, _>>()?;
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match name.contains('.') {
            true => self.by_apex(name).await,
            false => self.managed_zone(name).await?.map(ManagedZone::into_zone).transpose(),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let listed = self.listed(zone, part).await?;
        let sets = listed.iter().filter(|set| !set.is_soa()).map(|set| set.stored(zone)).collect();
        Ok(ZoneContents { zone: zone.name.clone(), sets })
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let names = names_of(changes);
        let here = self.listed(zone, Part::Names(&names)).await?;
        let steps = changes.iter().map(|change| step(zone, change, &here)).collect::<Result<Vec<_>, _>>()?;
        for (at, (steps, changes)) in steps.chunks(SETS_MAX).zip(changes.chunks(SETS_MAX)).enumerate() {
            let deletions: Vec<WireSet> = steps.iter().filter_map(|step| step.0.clone()).collect();
            let additions: Vec<WireSet> = steps.iter().filter_map(|step| step.1.clone()).collect();
            if deletions.is_empty() && additions.is_empty() {
                continue;
            }
            if let Err(error) = self.transact(zone, &deletions, &additions).await {
                let done = at * SETS_MAX;
                settle(self, zone, changes, error).await.map_err(|error| ApplyError { done, error })?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
