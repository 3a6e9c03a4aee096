//! A provider, opened with a credential, and what it says in words for people.

use super::args::At;
use super::detect::Eye;
use super::names;
use super::show::printable;
use super::{credential, output};
use crate::commands::ending::Stop;
use crate::config::{Environment, base_urls};
use crate::wire::system_clock::SystemClock;
use nameplate_domain::hostname::registered_domain;
use nameplate_domain::zone::{Abilities, TtlRange, ZoneContents};
use nameplate_providers::{
    Access, Detected, ErrorKind, Part, ProviderError, ProviderSpec, Zone, ZoneWriter, all, by_key, sandbox,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long a write waits to learn whose name servers the zone has. It is only worth a warning.
const LOOK_MAX: Duration = Duration::from_secs(2);

/// What reads and writes zones.
#[derive(Debug)]
pub(super) struct Hand {
    pub(super) spec: &'static ProviderSpec,
    pub(super) writer: Box<dyn ZoneWriter>,
    /// Where the credential was found.
    origin: String,
    eye: Option<Eye>,
}

/// Every provider; the sandbox is one where its address is set.
pub(super) fn known(base_urls: &BTreeMap<String, String>) -> Vec<&'static ProviderSpec> {
    let own = base_urls.contains_key(sandbox().key).then(sandbox);
    all().iter().copied().chain(own).collect()
}

impl Hand {
    /// Nothing is asked yet.
    pub(super) fn open(at: &At, environment: &Environment) -> Result<Self, Stop> {
        let base_urls = base_urls(environment).map_err(|faults| Stop::failed(faults.to_string()))?;
        let key = at.provider.trim().to_ascii_lowercase();
        let known = known(&base_urls);
        let Some(spec) = by_key(&key).or_else(|| known.iter().copied().find(|spec| spec.key == key)) else {
            let keys: Vec<&str> = known.iter().map(|spec| spec.key).collect();
            return Err(Stop::usage(format!("there is no provider {key:?}; --provider is one of {}", keys.join(", "))));
        };
        let Some(open) = spec.open else {
            return Err(Stop::usage(format!("{} takes no credential. {}", spec.name, spec.credential.hint)));
        };
        let (credential, origin) = credential::read(&at.login, spec, environment)?;
        // The person at the command line is the operator: servers of their own network are theirs to name.
        let access =
            Access::new(base_urls, true, Arc::new(SystemClock)).map_err(|error| Stop::failed(error.to_string()))?;
        let writer = open(&credential, &access).map_err(|error| {
            Stop::failed(format!(
                "the credential in {origin} cannot be one of {}: {error} (the form is {}). {}",
                spec.name, spec.credential.format, spec.credential.hint
            ))
        })?;
        // Without a resolver everything goes, but for a warning.
        let eye = Eye::open(environment, &known).ok();
        Ok(Self { spec, writer, origin, eye })
    }

    /// What a problem at the provider means, and what to do.
    pub(super) fn stop(&self, error: &ProviderError) -> Stop {
        Stop::failed(self.words(error))
    }

    pub(super) fn words(&self, error: &ProviderError) -> String {
        let key = self.spec.key;
        let remedy = match error.kind {
            ErrorKind::BadCredential => {
                format!("The credential is from {}; put a valid one there. {}", self.origin, self.spec.credential.hint)
            }
            ErrorKind::Forbidden => {
                format!("The credential is from {}; it needs more rights. {}", self.origin, self.spec.credential.hint)
            }
            ErrorKind::NoSuchZone => format!("`nameplate dns zones --provider {key}` lists the zones that it sees."),
            ErrorKind::RateLimited => match error.retry_after {
                Some(wait) => format!("Try again in {} s.", wait.as_secs().max(1)),
                None => "Try again in a minute.".to_owned(),
            },
            ErrorKind::ZoneChanged => "Run the command again, which plans anew.".to_owned(),
            ErrorKind::Outage => "Try again later.".to_owned(),
            ErrorKind::UnknownOutcome | ErrorKind::NotApplied => {
                "Look at the zone with `nameplate dns records list`, and run the command again.".to_owned()
            }
            ErrorKind::Conflict | ErrorKind::Rejected | ErrorKind::Misunderstood | ErrorKind::Unsupported => {
                return printable(&error.message);
            }
        };
        format!("{} {remedy}", printable(&error.message))
    }

    /// The zone with this name or identifier.
    pub(super) async fn zone(&self, text: &str) -> Result<Zone, Stop> {
        output::progress(format_args!("Looking for {text} at {} …", self.spec.name));
        match self.zone_if_seen(&names::zone(text)).await? {
            Some(zone) => Ok(zone),
            None => Err(self.no_zone(text)),
        }
    }

    /// The zone that owns `name` (absolute): the longest that the credential sees, no shorter than what can be registered.
    pub(super) async fn zone_around(&self, name: &str) -> Result<Zone, Stop> {
        output::progress(format_args!("Looking for the zone of {name} at {} …", self.spec.name));
        let Some(registered) = registered_domain(name) else {
            return Err(Stop::usage(format!(
                "{name} is in no domain that can be registered; name its zone with --zone"
            )));
        };
        let mut candidate = name;
        loop {
            if !candidate.starts_with(['_', '*'])
                && let Some(zone) = self.zone_if_seen(candidate).await?
            {
                return Ok(zone);
            }
            match candidate.split_once('.') {
                Some((_, parent)) if candidate != registered => candidate = parent,
                _ => return Err(self.no_zone(registered)),
            }
        }
    }

    async fn zone_if_seen(&self, text: &str) -> Result<Option<Zone>, Stop> {
        match self.writer.zone(text).await {
            Err(error) if error.kind == ErrorKind::NoSuchZone => Ok(None),
            other => other.map_err(|error| self.stop(&error)),
        }
    }

    fn no_zone(&self, text: &str) -> Stop {
        Stop::failed(format!(
            "{} has no zone {text}, or does not show it to this credential (from {}); `nameplate dns zones --provider {}` lists \
             what it sees",
            self.spec.name, self.origin, self.spec.key
        ))
    }

    /// A part of the zone. A name server of somebody else's is worth a warning, if it is learnt in time.
    pub(super) async fn read_to_write(&self, zone: &Zone, names: &[String]) -> Result<ZoneContents, Stop> {
        output::progress(format_args!("Reading {} at {} …", zone.name, self.spec.name));
        let read = self.writer.read(zone, Part::Names(names));
        let look = tokio::time::timeout(LOOK_MAX, self.served_elsewhere(zone));
        let (contents, elsewhere) = tokio::join!(read, look);
        if let Ok(Some(warning)) = elsewhere {
            output::progress(warning);
        }
        contents.map_err(|error| self.stop(&error))
    }

    async fn served_elsewhere(&self, zone: &Zone) -> Option<String> {
        // Whoever runs their own servers names them as they like.
        if self.spec.nameservers.is_empty() {
            return None;
        }
        let found = self.eye.as_ref()?.look(&zone.name).await.ok()?;
        let other = match found.detected {
            Detected::Adapter(spec) if spec != self.spec => spec.name,
            Detected::Other(host) => host.name,
            _ => return None,
        };
        Some(format!(
            "Warning: the name servers of {} are those of {other} ({}). What is written at {} will not be seen until they are changed.",
            zone.name,
            found.nameservers.join(", "),
            self.spec.name
        ))
    }

    /// What can be written to the zone.
    pub(super) fn abilities(&self, zone: &Zone) -> Abilities {
        let usual = self.spec.abilities();
        let min = zone.ttl_min.unwrap_or(usual.ttl.min);
        Abilities { ttl: TtlRange { min, ..usual.ttl }, ..usual }
    }
}
