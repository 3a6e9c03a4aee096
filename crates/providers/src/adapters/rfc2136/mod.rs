//! RFC 2136: dynamic updates at the zone's primary server, signed with a shared key (TSIG, RFC 8945).
//!
//! One message carries out all changes of a plan or none, on the condition that what they replace still stands.

mod failure;
mod pasted;
mod place;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::set_wise;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_dns::update::{Primary, TsigKey, UpdateError};
use nameplate_domain::time::Clock;
use nameplate_domain::zone::{Change, RrType, TtlRange, ZoneContents, carried_out, names_of, relative_name};
use place::Place;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "rfc2136",
    name: "RFC 2136 (BIND, Knot, PowerDNS, Windows DNS)",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::Tsig,
        format: pasted::FORMAT,
        hint: "On BIND, run `tsig-keygen nameplate`, put what it prints into named.conf, and name the key in the zone's allow-update and \
               allow-transfer. On Knot DNS, run `keymgr -t nameplate hmac-sha256`, put what it prints into knot.conf, and give the zone \
               an acl with that key and the actions transfer and update.",
        gate: None,
    },
    docs_url: Some("https://www.rfc-editor.org/rfc/rfc2136"),
    console_url: None,
    ttl: TtlRange::from(1),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[],
    domain_connect: false,
    srv: true,
    txt_octets_max: 4096,
    // As in a zone file.
    fields: Fields { host: "Name", value: "Data", host_form: HostForm::Relative { apex: "@" }, trailing_dot: true },
    records_url: None,
    limits: "None but the server's own; all changes of one plan have to fit into one message of 64 kB.",
    base_url: "",
    open: Some(open),
};

/// How long the server may be silent.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pauses before each attempt.
const ATTEMPTS: [Duration; 2] = [Duration::ZERO, Duration::from_millis(250)];
/// Up to this many names are asked for one by one; for more, a transfer is the smaller burden.
const NAMES_ASKED_MAX: usize = 20;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let pasted::Credential { place, key, zone } = pasted::read(credential, access)?;
    Ok(Box::new(Rfc2136 { place, key, zone, clock: access.clock.clone() }))
}

struct Rfc2136 {
    place: Place,
    key: TsigKey,
    /// The zone that the credential is for, if it says so.
    zone: Option<String>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Rfc2136 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Rfc2136");
        shown.field("place", &self.place).field("key", &self.key).field("zone", &self.zone).finish_non_exhaustive()
    }
}

impl Rfc2136 {
    /// What the first of the server's addresses says that can be asked. Of an outage it is certain that nothing changed, so that everything
    /// may be asked again.
    async fn ask<T, F>(&self, zone: &str, question: impl Fn(Primary) -> F + Send + Sync) -> Result<T, UpdateError>
    where
        T: Send,
        F: Future<Output = Result<T, UpdateError>> + Send,
    {
        let mut outage = UpdateError::Outage { why: format!("{} has no address", self.place) };
        for pause in ATTEMPTS {
            tokio::time::sleep(pause).await;
            let addresses = match self.place.addresses().await {
                Ok(addresses) => addresses,
                Err(why) => {
                    outage = UpdateError::Outage { why };
                    continue;
                }
            };
            for address in addresses {
                let primary = Primary::new(address, zone, self.key.clone(), self.clock.clone());
                match question(primary.with_timeout(PATIENCE)).await {
                    Err(error @ UpdateError::Outage { .. }) => outage = error,
                    result => return result,
                }
            }
        }
        Err(outage)
    }

    /// Whether the server has the zone and knows the key.
    async fn look_up(&self, zone: &str) -> Result<(), UpdateError> {
        self.ask(zone, |primary| async move { primary.soa().await }).await.map(|_| ())
    }

    async fn transferred(&self, zone: &Zone) -> Result<ZoneContents, UpdateError> {
        self.ask(&zone.name, |primary| async move { primary.transfer().await }).await
    }

    async fn whole(&self, zone: &Zone) -> Result<ZoneContents, ProviderError> {
        match self.transferred(zone).await {
            // Some servers do not tell a key that may not transfer from one that they do not know; a plain question does.
            Err(denial) if denial.is_denial() => Err(match self.look_up(&zone.name).await {
                Ok(()) => failure::no_transfer(&zone.name, self.key.name()),
                Err(why) => failure::of_reading(why),
            }),
            result => result.map_err(failure::of_reading),
        }
    }

    async fn named(&self, zone: &Zone, names: &[String]) -> Result<ZoneContents, ProviderError> {
        let names: Vec<String> = names.iter().filter(|name| is_within(name, zone)).cloned().collect();
        if names.len() > NAMES_ASKED_MAX {
            match self.transferred(zone).await {
                Err(error) if error.is_denial() || matches!(error, UpdateError::Unsupported { .. }) => {}
                result => return result.map_err(failure::of_reading),
            }
        }
        let names = names.as_slice();
        match self.ask(&zone.name, |primary| async move { primary.read(names).await }).await {
            // Servers refuse questions about zones that they do not have as well.
            Err(denial) if denial.is_denial() => {
                Err(failure::of_reading(self.look_up(&zone.name).await.err().unwrap_or(denial)))
            }
            result => result.map_err(failure::of_reading),
        }
    }

    /// Writes what is not yet as wished.
    async fn write(&self, zone: &Zone, names: &[String], changes: &[Change]) -> Result<(), ProviderError> {
        let contents = self.read(zone, Part::Names(names)).await?;
        let left = rebased(&contents, changes)?;
        check_company(&contents, &left)?;
        if left.is_empty() {
            return Ok(());
        }
        let left = left.as_slice();
        let written = self.ask(&zone.name, |primary| async move { primary.apply(left).await }).await;
        written.map_err(failure::of_writing)
    }
}

#[async_trait]
impl ZoneWriter for Rfc2136 {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        // The protocol has no way to ask which zones there are.
        let Some(zone) = &self.zone else { return Ok(vec![]) };
        Ok(self.zone(zone).await?.into_iter().collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let name = pasted::canonical(name);
        if name.is_empty() {
            return Ok(None);
        }
        match self.look_up(&name).await {
            Ok(()) => Ok(Some(Zone::named(&name))),
            Err(UpdateError::NotAuth { .. }) => Ok(None),
            Err(error) => Err(failure::of_reading(error)),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let mut contents = match part {
            Part::Whole => self.whole(zone).await?,
            Part::Names(names) => self.named(zone, names).await?,
        };
        for stored in contents.sets.iter_mut().filter(|stored| stored.set.is_at(&zone.name, &RrType::Ns)) {
            stored.untouchable = Some("they are the zone's name servers.".to_owned());
        }
        Ok(contents)
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let names = names_of(changes);
        if let Some(outside) = names.iter().find(|name| !is_within(name, zone)) {
            let message = format!("{outside} is not in the zone {}; nothing was written.", zone.name);
            return Err(ProviderError::new(ErrorKind::Rejected, message).into());
        }
        match self.write(zone, &names, changes).await {
            // It may be a part of what is wished that somebody did in the meantime: another look tells.
            Err(error) if error.kind == ErrorKind::ZoneChanged => Ok(self.write(zone, &names, changes).await?),
            result => Ok(result?),
        }
    }
}

fn is_within(name: &str, zone: &Zone) -> bool {
    name == zone.name || relative_name(name, &zone.name) != name
}

/// The changes that lead from what stands to the result of `changes`: prerequisites name what stands now.
///
/// # Errors
/// As [`set_wise::left_to_do`].
fn rebased(stands: &ZoneContents, changes: &[Change]) -> Result<Vec<Change>, ProviderError> {
    let now = |change: &Change| change.key().and_then(|(name, rtype)| Some(stands.at(name, rtype)?.set.clone()));
    let left = set_wise::left_to_do(stands, changes)?;
    Ok(left.into_iter().map(|change| Change { before: now(change), after: change.after.clone() }).collect())
}

/// That nothing would stand beside a CNAME: servers leave that out, and say that all is well (RFC 2136, 3.4.2.2).
fn check_company(stands: &ZoneContents, left: &[Change]) -> Result<(), ProviderError> {
    let then = carried_out(stands, left);
    for set in left.iter().filter_map(|change| change.after.as_ref()) {
        let is_alias = |rtype: &RrType| *rtype == RrType::Cname;
        let mut beside = then.named(&set.name).map(|stored| &stored.set.rtype).filter(|rtype| **rtype != set.rtype);
        if let Some(other) = beside.find(|other| is_alias(other) || is_alias(&set.rtype)) {
            let message = format!(
                "{} would have a {other} and a {} record, and a CNAME must be the only record of its name (RFC 1034, 3.6.2); nothing was \
                 written.",
                set.name, set.rtype
            );
            return Err(ProviderError::new(ErrorKind::Conflict, message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
