//! Namecheap: one call reads all records of a zone, one replaces them all, in XML over form posts.

mod failure;
mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Call, Http};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::check_unchanged;
use crate::settle::settle;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use std::fmt;
use std::net::Ipv4Addr;
use wire::{Hosts, Response, Row};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "namecheap",
    name: "Namecheap",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::ApiUser,
        format: "apiUser:apiKey:clientIp",
        hint: "In your profile under Tools, switch API access on, put this server's public IPv4 address on its list, and paste user, key and that address, joined by colons.",
        gate: Some(
            "Namecheap opens its API only to accounts above a threshold: 20 domains, or 50 USD of balance, or 50 USD spent in two years.",
        ),
    },
    docs_url: Some("https://www.namecheap.com/support/api/intro/"),
    console_url: Some("https://ap.www.namecheap.com/settings/tools/apiaccess/"),
    ttl: TtlRange { min: 60, max: 60000, steps: &[] },
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("registrar-servers.com")],
    domain_connect: false,
    srv: false,
    txt_octets_max: 2048,
    fields: Fields { host: "Host", ..Fields::COMMON },
    records_url: Some("https://ap.www.namecheap.com/Domains/DomainControlPanel/{zone}/advancedns"),
    limits: "20 requests a minute, 700 an hour, 8000 a day for a key.",
    base_url: "https://api.namecheap.com",
    open: Some(open),
};

/// Most domains in one page.
const PAGE: usize = 100;
/// What setHosts can write.
const WRITABLE: [&str; 12] = ["A", "AAAA", "ALIAS", "CAA", "CNAME", "FRAME", "MX", "MXE", "NS", "TXT", "URL", "URL301"];
/// What answers for a name with addresses of Namecheap's own.
const REDIRECTS: [&str; 3] = ["FRAME", "URL", "URL301"];

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let parts = credential.parts(3, 3, SPEC.credential.format)?;
    if parts[2].parse::<Ipv4Addr>().is_err() {
        return Err(InvalidCredential::new("token", "must end with this server's public IPv4 address"));
    }
    let [user, key, client_ip] = [parts[0], parts[1], parts[2]].map(str::to_owned);
    let http = Http::new(access, SPEC.name, access.base_url(SPEC.key, SPEC.base_url), vec![key.clone()]);
    Ok(Box::new(Namecheap { http, user, key, client_ip }))
}

struct Namecheap {
    http: Http,
    user: String,
    key: String,
    client_ip: String,
}

impl fmt::Debug for Namecheap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Namecheap").field("http", &self.http).field("user", &self.user).finish_non_exhaustive()
    }
}

impl Namecheap {
    /// Everything goes into the body: addresses of requests end up in logs, and the key with them.
    async fn ask(&self, command: &str, fields: Vec<(String, String)>, reads: bool) -> Result<Response, ProviderError> {
        let common = [
            ("ApiUser", self.user.as_str()),
            ("ApiKey", &self.key),
            ("UserName", &self.user),
            ("ClientIp", &self.client_ip),
            ("Command", command),
        ];
        let mut form: Vec<(String, String)> = common.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        form.extend(fields);
        let call = Call::post("/xml.response").form(&form);
        let answer = self.http.send(if reads { call.repeatable() } else { call.once() }).await?;
        if !answer.is_success() {
            return Err(failure::of_status(&self.http, &answer));
        }
        let response = wire::response(&answer)?;
        match response.errors.first() {
            Some(complaint) => Err(failure::of(&self.http, complaint)),
            None => Ok(response),
        }
    }

    async fn hosts(&self, zone: &str) -> Result<Hosts, ProviderError> {
        let response = self.ask("namecheap.domains.dns.getHosts", domain(zone), true).await?;
        response.hosts.ok_or_else(wire::misunderstood)
    }

    async fn set_hosts(&self, zone: &str, email_type: &str, rows: &[Row]) -> Result<(), ProviderError> {
        let mut fields = domain(zone);
        fields.extend(wire::form(email_type, rows));
        let response = self.ask("namecheap.domains.dns.setHosts", fields, false).await?;
        match response.is_set {
            true => Ok(()),
            false => Err(ProviderError::new(ErrorKind::Rejected, "Namecheap did not take the records of this zone.")),
        }
    }
}

/// A zone at Namecheap is a registered domain: its first label, and what it was registered under.
fn domain(zone: &str) -> Vec<(String, String)> {
    let (label, suffix) = zone.split_once('.').unwrap_or((zone, ""));
    vec![("SLD".to_owned(), label.to_owned()), ("TLD".to_owned(), suffix.to_owned())]
}

/// The rows after the changes; `None` when they are what they shall be. Rows of other names and types stay as they are.
fn rows_after(zone: &Zone, hosts: &Hosts, changes: &[Change]) -> Result<Option<Vec<Row>>, ProviderError> {
    let contents = hosts.contents(&zone.name);
    let mut rows = hosts.rows.clone();
    let mut is_changed = false;
    for change in changes {
        let Some((name, rtype)) = change.key() else { continue };
        let stored = contents.at(name, rtype);
        if let Some(why) = stored.and_then(|stored| stored.untouchable.as_ref()) {
            return Err(ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}")));
        }
        let stands = stored.map_or(&[][..], |stored| &stored.set.data);
        let wanted = change.after.as_ref().map_or(&[][..], |set| &set.data);
        if wanted == stands {
            continue;
        }
        check_unchanged(change, stands)?;
        let is_redirected =
            |row: &Row| row.is_active() && row.name(&zone.name) == name && REDIRECTS.contains(&row.rtype());
        if !wanted.is_empty() && rtype.leads_visitors() && rows.iter().any(is_redirected) {
            let message = format!("A URL redirect of Namecheap's stands at {name}: remove it in the panel first.");
            return Err(ProviderError::new(ErrorKind::Conflict, message));
        }
        is_changed = true;
        let is_here = |row: &Row| row.name(&zone.name) == name && row.data().is_some_and(|data| data.rtype() == *rtype);
        let is_wanted = |row: &Row| row.data().is_some_and(|data| wanted.contains(&data));
        // Rows that are switched off are not served: they stay, unless they would be there twice.
        rows.retain(|row| !is_here(row) || row.is_active() == is_wanted(row));
        let missing = |data: &&RrData| !stands.contains(data);
        let ttl = change.after.as_ref().map_or(0, |set| set.ttl);
        rows.extend(wanted.iter().filter(missing).map(|data| Row::new(&zone.name, name, ttl, data)));
    }
    if !is_changed {
        return Ok(None);
    }
    if let Some(row) = rows.iter().find(|row| !WRITABLE.contains(&row.rtype())) {
        let message = format!(
            "The zone has {} records, which Namecheap's API cannot write: writing anything would remove them. Make the changes in the panel.",
            row.rtype()
        );
        return Err(ProviderError::new(ErrorKind::Unsupported, message));
    }
    Ok(Some(rows))
}

/// What of `kept` is not among `shown`, if anything.
fn lost<'a>(kept: &'a [Row], shown: &[Row]) -> Option<&'a Row> {
    kept.iter().find(|row| !shown.iter().any(|other| other.says_the_same(row)))
}

#[async_trait]
impl ZoneWriter for Namecheap {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        for page in 1.. {
            let fields = [("ListType", "ALL".to_owned()), ("Page", page.to_string()), ("PageSize", PAGE.to_string())];
            let fields = fields.map(|(key, value)| (key.to_owned(), value)).into();
            let response = self.ask("namecheap.domains.getList", fields, true).await?;
            let count = response.domains.len();
            let ours = response.domains.into_iter().filter(|domain| domain.uses_its_dns);
            zones.extend(ours.map(|domain| Zone::named(&domain.name)));
            if count == 0 || !response.has_more {
                break;
            }
        }
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        if !name.contains('.') {
            return Ok(None);
        }
        match self.hosts(name).await {
            Ok(hosts) if hosts.is_served => Ok(Some(Zone::named(name))),
            Ok(_) => Err(failure::not_served()),
            Err(error) if failure::is_unknown_domain(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let mut contents = self.hosts(&zone.name).await?.contents(&zone.name);
        contents.sets.retain(|stored| part.includes(&stored.set.name));
        Ok(contents)
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let hosts = self.hosts(&zone.name).await?;
        if !hosts.is_served {
            return Err(failure::not_served().into());
        }
        let Some(rows) = rows_after(zone, &hosts, changes)? else { return Ok(()) };
        if let Err(error) = self.set_hosts(&zone.name, hosts.email_type_for(&rows), &rows).await {
            settle(self, zone, changes, error).await?;
        }
        // Whether the changes are shown is looked up by whoever asked for them; that nothing else was lost, only here.
        let Ok(after) = self.hosts(&zone.name).await else { return Ok(()) };
        let kept: Vec<Row> = hosts.rows.iter().filter(|row| rows.contains(row)).cloned().collect();
        match lost(&kept, &after.rows) {
            Some(row) => Err(ProviderError::new(
                ErrorKind::NotApplied,
                format!(
                    "Namecheap took the records, and {} {} is not among them any more.",
                    row.rtype(),
                    row.name(&zone.name)
                ),
            )
            .into()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
