//! Amazon Route 53: rrsets in XML, changed in atomic batches; requests are signed.

mod escapes;
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
use crate::signing::sigv4::{AccessKey, PathForm, RequestToSign, SigningScope, sign_v4};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, ProviderSpec};
use async_trait::async_trait;
use escapes::unescaped_name;
use nameplate_domain::zone::{Change, TtlRange, ZoneContents, names_of};
use std::fmt;
use std::time::Duration;
use wire::{Action, HostedZone, StoredXml, WireChange, WireSet};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "route53",
    name: "Amazon Route 53",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::SigV4,
        format: "accessKeyId:secretAccessKey[:region]",
        hint: "Create an IAM user whose policy allows route53:GetHostedZone, route53:ListResourceRecordSets and route53:ChangeResourceRecordSets on this hosted zone, and paste its access key; name the zone by its hosted zone ID, or allow route53:ListHostedZonesByName and route53:ListHostedZones as well.",
        gate: None,
    },
    docs_url: Some("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/Welcome.html"),
    console_url: Some("https://console.aws.amazon.com/route53/"),
    ttl: TtlRange::from(0),
    apex: ApexSupport::OwnResourcesOnly,
    wildcard: true,
    caa: true,
    nameservers: &[
        Glob("ns-*.awsdns-*.com"),
        Glob("ns-*.awsdns-*.net"),
        Glob("ns-*.awsdns-*.org"),
        Glob("ns-*.awsdns-*.co.uk"),
    ],
    domain_connect: false,
    srv: true,
    txt_octets_max: 4000,
    fields: Fields { host: "Record name", host_form: HostForm::Relative { apex: "" }, ..Fields::COMMON },
    records_url: None,
    limits: "5 requests a second for an account; 1000 records and 32000 characters of values in one batch.",
    base_url: "https://route53.amazonaws.com",
    open: Some(open),
};

const API: &str = "/2013-04-01";
/// Most items in one page.
const PAGE: usize = 300;
/// Up to this many names are read one by one; beyond it the whole zone is cheaper.
const NAMES_MAX: usize = 5;
/// How often a request is sent at most while Route 53 asks for a pause.
const TRIES_MAX: u32 = 4;
/// First pause; each further is twice as long.
const PAUSE: Duration = Duration::from_millis(200);

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let parts = credential.parts(2, 3, SPEC.credential.format)?;
    let (id, secret) = (parts[0], parts[1]);
    if id.starts_with("ASIA") {
        return Err(InvalidCredential::new("token", "is a temporary key (ASIA…); paste a lasting one (AKIA…)"));
    }
    // The signature's region belongs to the partition's endpoint, not to where the customer's servers are.
    let (usual, region) = match parts.get(2) {
        Some(region) if region.starts_with("cn-") => ("https://route53.amazonaws.com.cn", "cn-northwest-1"),
        Some(region) if region.starts_with("us-gov-") => ("https://route53.us-gov.amazonaws.com", "us-gov-west-1"),
        _ => (SPEC.base_url, "us-east-1"),
    };
    let base = access.base_url(SPEC.key, usual);
    let url = reqwest::Url::parse(&base)
        .map_err(|_| InvalidCredential::new("token", "cannot be used: the base URL set for route53 is no URL"))?;
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    };
    let prefix = url.path().trim_end_matches('/').to_owned();
    let http = Http::new(access, SPEC.name, base, vec![secret.to_owned()]);
    let (id, secret) = (id.to_owned(), secret.to_owned());
    Ok(Box::new(Route53 { http, access: access.clone(), id, secret, region, host, prefix }))
}

struct Route53 {
    http: Http,
    access: Access,
    id: String,
    secret: String,
    region: &'static str,
    /// As in the header `host`.
    host: String,
    /// Path of the base URL.
    prefix: String,
}

impl fmt::Debug for Route53 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route53").field("http", &self.http).field("id", &self.id).finish_non_exhaustive()
    }
}

impl Route53 {
    /// Sends a request with a fresh signature, again after a pause while Route 53 wants one: it did nothing then.
    async fn ask(&self, path: &str, query: &[(&str, String)], body: Option<String>) -> Result<Answer, ProviderError> {
        let mut pause = PAUSE;
        for tried in 1.. {
            let answer = self.http.send(self.signed(path, query, body.clone())).await?;
            if answer.is_success() {
                return Ok(answer);
            }
            let error = failure::of(&self.http, &answer);
            if error.kind != ErrorKind::RateLimited || tried >= TRIES_MAX {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(ProviderError::new(ErrorKind::RateLimited, "Route 53 takes no more requests for a while."))
    }

    fn signed(&self, path: &str, query: &[(&str, String)], body: Option<String>) -> Call {
        let query: Vec<String> = query.iter().map(|(key, value)| format!("{key}={}", segment(value))).collect();
        let query = query.join("&");
        let method = if body.is_some() { "POST" } else { "GET" };
        let on_wire = format!("{}{API}{path}", self.prefix);
        let mut headers = vec![("host", self.host.as_str())];
        if body.is_some() {
            headers.push(("content-type", "text/xml"));
        }
        let request = RequestToSign {
            method,
            path: &on_wire,
            path_form: PathForm::Normalised,
            query: &query,
            headers: &headers,
            body: body.as_deref().unwrap_or_default().as_bytes(),
        };
        let key = AccessKey { id: &self.id, secret: &self.secret, session_token: None };
        let scope = SigningScope { region: self.region, service: "route53", at: self.access.clock.now() };
        let signature = sign_v4(&request, &key, &scope);
        let target = if query.is_empty() { format!("{API}{path}") } else { format!("{API}{path}?{query}") };
        // The second of two equal batches fails, and would hide that the first was carried out.
        let call = match body {
            Some(body) => Call::post(target).xml(body).once(),
            None => Call::get(target),
        };
        call.header("x-amz-date", &signature.amz_date).header("authorization", &signature.authorization)
    }

    /// The sets of the names, as they are; nothing is left out but what was not asked for.
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
        sets.retain(|set| part.includes(&unescaped_name(&set.name)));
        Ok(sets)
    }

    /// From `start` on, which is where the list begins and no filter: as far as its sets go, else to the end.
    async fn pages(&self, zone: &Zone, start: Option<&String>) -> Result<Vec<WireSet>, ProviderError> {
        let path = format!("/hostedzone/{}/rrset", segment(&zone.id));
        let mut sets = Vec::new();
        let mut from: Vec<(&str, String)> = start.map(|name| ("name", format!("{name}."))).into_iter().collect();
        loop {
            let mut query = from;
            query.push(("maxitems", PAGE.to_string()));
            let page = wire::sets(&self.ask(&path, &query, None).await?)?;
            let last = page.sets.set.last().map(|set| unescaped_name(&set.name));
            sets.extend(page.sets.set);
            let is_past = start.is_some() && last.as_ref() != start;
            if !page.is_truncated || is_past {
                return Ok(sets);
            }
            from = [("name", page.next_name), ("type", page.next_type), ("identifier", page.next_identifier)]
                .into_iter()
                .filter_map(|(key, value)| Some((key, value?)))
                .collect();
        }
    }

    async fn by_id(&self, id: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(&format!("/hostedzone/{}", segment(id)), &[], None).await {
            Ok(answer) => wire::hosted_zone(&answer)?.into_zone().map(Some),
            Err(error) if error.code.as_deref() == Some("NoSuchHostedZone") => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn by_name(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let mut found: Vec<HostedZone> = Vec::new();
        let mut from = vec![("dnsname", format!("{name}."))];
        loop {
            let answer = self.ask("/hostedzonesbyname", &from, None).await.map_err(|error| match error.kind {
                ErrorKind::Forbidden => ProviderError {
                    message: format!(
                        "This access key may not list hosted zones: name the zone by its hosted zone ID (Z…) instead of {name}, or allow route53:ListHostedZonesByName."
                    ),
                    ..error
                },
                _ => error,
            })?;
            let page = wire::hosted_zones(&answer)?;
            let is_past = page.next_name.as_deref().is_none_or(|next| unescaped_name(next) != name);
            found.extend(page.zones.zone.into_iter().filter(|zone| unescaped_name(&zone.name) == name));
            if !page.is_truncated || is_past {
                break;
            }
            from = [("dnsname", page.next_name), ("hostedzoneid", page.next_id)]
                .into_iter()
                .filter_map(|(key, value)| Some((key, value?)))
                .collect();
        }
        let (public, private): (Vec<_>, Vec<_>) = found.into_iter().partition(|zone| !zone.is_private());
        match (public.len(), private.into_iter().next()) {
            (0, Some(private)) => private.into_zone().map(Some),
            (0 | 1, _) => public.into_iter().next().map(HostedZone::into_zone).transpose(),
            (count, _) => Err(ProviderError::new(
                ErrorKind::Conflict,
                format!(
                    "There are {count} hosted zones called {name}: name the one in use by its hosted zone ID (Z…)."
                ),
            )),
        }
    }

    async fn send_batch(&self, zone: &Zone, batch: Vec<WireChange>) -> Result<(), ProviderError> {
        let path = format!("/hostedzone/{}/rrset/", segment(&zone.id));
        self.ask(&path, &[], Some(wire::change_request(batch)?)).await.map(|_| ())
    }
}

/// `Z…` out of `Z…` or `/hostedzone/Z…`; `None` for a zone's name, which is in lower case.
fn hosted_zone_id(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches('/');
    let id = bare.strip_prefix("hostedzone/").unwrap_or(bare);
    let has_form = id.bytes().all(|octet| octet.is_ascii_uppercase() || octet.is_ascii_digit());
    (has_form && id.bytes().any(|octet| octet.is_ascii_uppercase())).then_some(id)
}

/// What has to be sent for one change; nothing when it stands already. The old set is repeated exactly, so that a change that
/// somebody else made meanwhile makes the batch fail.
fn steps(zone: &Zone, change: &Change, here: &StoredXml) -> Result<Vec<WireChange>, ProviderError> {
    let Some((name, rtype)) = change.key() else { return Ok(vec![]) };
    let stored = wire::stored(zone, here).into_iter().find(|stored| stored.set.is_at(name, rtype));
    if let Some(why) = stored.as_ref().and_then(|stored| stored.untouchable.as_ref()) {
        return Err(ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}")));
    }
    let stands = stored.map(|stored| stored.set.data).unwrap_or_default();
    if change.after.as_ref().map_or(&[][..], |set| &set.data) == stands {
        return Ok(vec![]);
    }
    check_unchanged(change, &stands)?;
    let old = here.iter().find(|set| unescaped_name(&set.name) == name && set.rtype == rtype.as_str());
    let mut steps = Vec::new();
    if let Some(old) = old {
        steps.push(WireChange::new(Action::Delete, old.clone()));
    }
    if let Some(set) = &change.after {
        steps.push(WireChange::new(Action::Create, WireSet::from_set(set)));
    }
    Ok(steps)
}

#[async_trait]
impl ZoneWriter for Route53 {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        let mut from = Vec::new();
        loop {
            let page = wire::hosted_zones(&self.ask("/hostedzone", &from, None).await?)?;
            let public = page.zones.zone.into_iter().filter(|zone| !zone.is_private());
            zones.extend(public.map(HostedZone::into_zone).collect::<Result<Vec<_>, _>>()?);
            match page.next_marker.filter(|_| page.is_truncated) {
                Some(marker) => from = vec![("marker", marker)],
                None => break,
            }
        }
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match hosted_zone_id(name) {
            Some(id) => self.by_id(id).await,
            None => self.by_name(name).await,
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let listed = self.listed(zone, part).await?;
        Ok(ZoneContents { zone: zone.name.clone(), sets: wire::stored(zone, &listed) })
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let names = names_of(changes);
        let here = self.listed(zone, Part::Names(&names)).await?;
        let steps = changes.iter().map(|change| steps(zone, change, &here)).collect::<Result<Vec<_>, _>>()?;
        let mut done = 0;
        for batch in wire::batches(steps) {
            let until = done + batch.len();
            let batch: Vec<WireChange> = batch.into_iter().flatten().collect();
            if !batch.is_empty()
                && let Err(error) = self.send_batch(zone, batch).await
            {
                settle(self, zone, &changes[done..until], error).await.map_err(|error| ApplyError { done, error })?;
            }
            done = until;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
