//! `nameplate dns detect`: whose name servers a name has. A hint: anybody can name a server as they like.

use super::hand::known;
use super::output;
use super::show::{printable, say};
use super::write::tell;
use crate::commands::ending::{Outcome, Stop};
use crate::config::{DnsSettings, Environment, base_urls};
use crate::wire::system_clock::SystemClock;
use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_domain::evidence::QueryType;
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_providers::{Detected, ProviderSpec, detect, sandbox};
use serde_json::json;
use std::sync::Arc;

/// Whoever looks at DNS.
#[derive(Debug)]
pub(super) struct Eye {
    observer: Observer,
    also: Vec<&'static ProviderSpec>,
}

/// What was seen.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) zone: String,
    pub(super) nameservers: Vec<String>,
    pub(super) detected: Detected,
}

impl Eye {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// Why DNS cannot be asked, in words.
    pub(super) fn open(environment: &Environment, known: &[&'static ProviderSpec]) -> Result<Self, String> {
        let dns = DnsSettings::read(environment).map_err(|faults| faults.to_string())?;
        let settings = ObserverSettings {
            // Resolvers that the operator names are a network that the operator trusts.
            allow_private_servers: !dns.resolvers.is_empty(),
            resolvers: dns.resolvers,
            authoritative: dns.is_authoritative,
            authoritative_port: dns.authoritative_port,
            ..ObserverSettings::default()
        };
        let observer = Observer::new(settings, Arc::new(SystemClock)).map_err(|error| error.to_string())?;
        let also = known.iter().copied().filter(|spec| *spec == sandbox()).collect();
        Ok(Self { observer, also })
    }

    /// The zone of `name`, and who runs it.
    ///
    /// # Errors
    /// Why the zone was not found, in words.
    pub(super) async fn look(&self, name: &str) -> Result<Seen, String> {
        let zone = self.observer.zone_of(name).await.map_err(|why| why.to_string())?;
        let nameservers: Vec<String> = zone.servers.into_iter().map(|server| server.name).collect();
        let detected = detect(&nameservers, &self.also);
        Ok(Seen { zone: zone.name, nameservers, detected })
    }

    /// What the zone says about Domain Connect: the host of its settings.
    async fn domain_connect(&self, zone: &str) -> Option<String> {
        let sighting = self.observer.observe(&format!("_domainconnect.{zone}"), QueryType::Txt).await;
        sighting.values().first().map(|value| (*value).to_owned())
    }
}

pub(super) async fn run(name: &str, json: bool, environment: &Environment) -> Result<Outcome, Stop> {
    let hostname =
        Hostname::parse(name, &PlatformNames::default()).map_err(|error| Stop::usage(format!("{name:?}: {error}")))?;
    let base_urls = base_urls(environment).map_err(|faults| Stop::failed(faults.to_string()))?;
    let eye = Eye::open(environment, &known(&base_urls)).map_err(Stop::failed)?;
    output::progress(format_args!("Looking for the name servers of {hostname} …"));
    let seen = eye.look(hostname.base()).await.map_err(|why| {
        Stop::failed(format!(
            "the zone of {hostname} was not found: the resolver {why}; check the name, or name another resolver in DNS_RESOLVERS"
        ))
    })?;
    let domain_connect = eye.domain_connect(&seen.zone).await;
    let hint = hint(&seen, domain_connect.is_some());
    let (status, key, provider, candidates) = parts(&seen.detected);
    if json {
        tell(&json!({
            "name": hostname.as_str(), "zone": seen.zone, "nameservers": seen.nameservers,
            "provider": {"status": status, "key": key, "name": provider, "candidates": candidates},
            "domain_connect": domain_connect, "hint": hint,
        }))?;
        return Ok(Outcome::Done);
    }
    let shown = match (provider, key) {
        (Some(name), Some(key)) => format!("{name} ({key})"),
        _ if candidates.is_empty() => status.to_owned(),
        _ => format!("{status}: {}", candidates.join(", ")),
    };
    let nameservers = seen.nameservers.join(", ");
    for (label, text) in [
        ("zone", seen.zone.as_str()),
        ("name servers", nameservers.as_str()),
        ("provider", shown.as_str()),
        ("Domain Connect", domain_connect.as_deref().unwrap_or("not offered")),
        ("setup", hint.as_str()),
    ] {
        say(printable(&format!("{label:15} {text}")));
    }
    Ok(Outcome::Done)
}

type Parts<'d> = (&'static str, Option<&'static str>, Option<&'static str>, &'d [&'static str]);

/// How sure it is, key, name, and who comes into question.
fn parts(detected: &Detected) -> Parts<'_> {
    match detected {
        Detected::Adapter(spec) => ("detected", Some(spec.key), Some(spec.name), &[]),
        Detected::Other(host) => ("other", Some(host.key), Some(host.name), &[]),
        Detected::Mixed(keys) => ("mixed", None, None, keys),
        Detected::Ambiguous(keys) => ("ambiguous", None, None, keys),
        Detected::Unknown => ("unknown", None, None, &[]),
    }
}

fn hint(seen: &Seen, has_domain_connect: bool) -> String {
    let zone = &seen.zone;
    let hint = match &seen.detected {
        Detected::Adapter(spec) => {
            let gate = spec.credential.gate.map(|gate| format!(" {gate}")).unwrap_or_default();
            format!(
                "Records can be written with a credential ({}): {}{gate} Then: nameplate dns records list {zone} --provider {}",
                spec.credential.format, spec.credential.hint, spec.key
            )
        }
        Detected::Other(host) => format!("{} takes no records from here: type them in at its panel.", host.name),
        Detected::Mixed(_) => format!(
            "The name servers of {zone} belong to several providers, which may say different things: records have to be the same at all of them."
        ),
        Detected::Ambiguous(keys) => format!(
            "These name servers are shared by several providers ({}): the owner of {zone} knows at which it is.",
            keys.join(", ")
        ),
        Detected::Unknown => format!(
            "These name servers are of nobody known here. If {zone} is at a listed provider under names of its own, use that one's key; \
             own servers are reached as powerdns or rfc2136."
        ),
    };
    match has_domain_connect {
        true => {
            format!("{}. Or by Domain Connect, where the owner consents at the provider.", hint.trim_end_matches('.'))
        }
        false => hint,
    }
}
