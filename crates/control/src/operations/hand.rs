//! Finding the credential that can write a host name's zone.

use crate::Control;
use crate::Refused;
use crate::fleet::spec_of;
use nameplate_domain::connection::{Connection, Problem};
use nameplate_domain::delegated::Credential;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_domain::zone::ObstacleCode;
use nameplate_providers::{CredentialText, Detected, ErrorKind, ProviderError, ProviderSpec, Zone, ZoneWriter, detect};
use nameplate_sealing::SecretKind;
use std::time::Duration;

/// How long the search for the right credential may take: providers that do not answer are tried one after another.
const SEARCH_TIME_MAX: Duration = Duration::from_secs(30);
/// Most credentials of one application that are tried for a name.
const TRIED_MAX: u32 = 50;

/// A credential that sees the zone of a name.
#[derive(Debug)]
pub(crate) struct Hand {
    pub(crate) credential: Credential,
    pub(crate) spec: &'static ProviderSpec,
    pub(crate) writer: Box<dyn ZoneWriter>,
    pub(crate) zone: Zone,
}

impl Hand {
    /// What one writer at a time has: all credentials of a zone mean the same.
    pub(crate) fn lease_name(&self) -> String {
        format!("{} {}", self.spec.key, self.zone.name)
    }
}

/// What stands between a wish and its write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    /// It will pass by itself.
    Passing {
        problem: Problem,
        /// How long the provider wants to be left alone.
        wait: Option<Duration>,
    },
    /// Somebody has to do something.
    Final(Problem),
}

impl Trouble {
    /// What a provider's problem means for a connection.
    pub(crate) fn of(error: &ProviderError) -> Self {
        let problem = Problem { code: format!("dns_write_{}", error.kind.as_str()), message: error.message.clone() };
        match error.kind.passes() {
            true => Self::Passing { problem, wait: error.retry_after },
            false => Self::Final(problem),
        }
    }

    pub(crate) const fn problem(&self) -> &Problem {
        match self {
            Self::Passing { problem, .. } | Self::Final(problem) => problem,
        }
    }
}

/// Whether the problem is why records could not be written for the customer. It stays until somebody does something.
pub(crate) fn ended_automation(problem: &Problem) -> bool {
    const OTHERS: [&str; 2] = ["no_credential", "credential_unusable"];
    let code = problem.code.as_str();
    code.starts_with("dns_write_")
        || OTHERS.contains(&code)
        || ObstacleCode::ALL.iter().any(|obstacle| obstacle.as_str() == code)
}

/// A credential and the way to its provider, or why there is none.
type Opened = Result<(&'static ProviderSpec, Box<dyn ZoneWriter>), String>;

impl Control {
    /// The application's credentials, opened.
    pub(crate) async fn usable_credentials(
        &self,
        tenant: TenantId,
        application: ApplicationId,
    ) -> Result<Vec<(Credential, Opened)>, Refused> {
        let sealed = self.reader().usable_credentials(tenant, application, TRIED_MAX).await?;
        let opened = sealed.into_iter().map(|sealed| {
            let opened = self.open_sealed(&sealed.credential, &sealed.secret);
            (sealed.credential, opened)
        });
        Ok(opened.collect())
    }

    fn open_sealed(&self, credential: &Credential, sealed: &[u8]) -> Opened {
        let spec = spec_of(&credential.provider, self.platform.sandbox)
            .ok_or_else(|| format!("The provider {} is not known here.", credential.provider))?;
        let name = credential.id.to_string();
        let secret = nameplate_sealing::open(self.fleet.sealer.as_ref(), SecretKind::Credential, &name, sealed)
            .map_err(|error| format!("The stored credential cannot be opened: {error}."))?;
        let token = CredentialText::new(&String::from_utf8_lossy(&secret));
        let writer = self.open(spec, &token).map_err(|error| format!("{error}."))?;
        Ok((spec, writer))
    }

    /// The credential of the connection's application that sees its zone; `None` when there is none.
    pub(crate) async fn hand_for(&self, connection: &Connection) -> Result<Result<Option<Hand>, Trouble>, Refused> {
        self.hand_for_name(connection.tenant, connection.application, &connection.hostname).await
    }

    /// The application's credential that sees the zone of `hostname`; `None` when there is none. The one whose provider the zone's name
    /// servers belong to is tried first.
    pub(crate) async fn hand_for_name(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        hostname: &Hostname,
    ) -> Result<Result<Option<Hand>, Trouble>, Refused> {
        let mut usable = self.usable_credentials(tenant, application).await?;
        if usable.is_empty() {
            return Ok(Ok(None));
        }
        let served = self.observer.zone_of(hostname.base()).await.ok();
        let servers: Vec<String> =
            served.iter().flat_map(|zone| &zone.servers).map(|server| server.name.clone()).collect();
        let also = if self.platform.sandbox { vec![nameplate_providers::sandbox()] } else { vec![] };
        let detected = match detect(&servers, &also) {
            Detected::Adapter(spec) => Some(spec.key),
            _ => None,
        };
        usable.sort_by_key(|(credential, _)| Some(credential.provider.as_str()) != detected);
        let candidates = candidates(hostname, served.map(|zone| zone.name));
        let search = search(usable, &candidates, hostname);
        Ok(tokio::time::timeout(SEARCH_TIME_MAX, search).await.unwrap_or_else(|_| {
            let message = "The DNS providers of the stored credentials did not answer in time.".to_owned();
            let problem = Problem { code: format!("dns_write_{}", ErrorKind::Outage.as_str()), message };
            Err(Trouble::Passing { problem, wait: None })
        }))
    }
}

/// The first credential that sees the zone; if there is none, why it may be that one was not found.
async fn search(
    usable: Vec<(Credential, Opened)>,
    candidates: &[String],
    hostname: &Hostname,
) -> Result<Option<Hand>, Trouble> {
    let mut trouble = None;
    for (credential, opened) in usable {
        let (spec, writer) = match opened {
            Ok(opened) => opened,
            Err(message) => {
                let problem = Problem { code: "credential_unusable".into(), message };
                trouble.get_or_insert(Trouble::Final(problem));
                continue;
            }
        };
        match find_zone(writer.as_ref(), credential.zone.as_deref(), candidates, hostname).await {
            Ok(Some(zone)) => return Ok(Some(Hand { credential, spec, writer, zone })),
            Ok(None) => {}
            // One that does not answer may be the one.
            Err(error) if error.kind.passes() => trouble = Some(Trouble::of(&error)),
            Err(error) => {
                trouble.get_or_insert(Trouble::of(&error));
            }
        }
    }
    trouble.map_or(Ok(None), Err)
}

/// Apexes that the zone of `hostname` may have, the likeliest first.
fn candidates(hostname: &Hostname, served: Option<String>) -> Vec<String> {
    let base = hostname.base();
    let covers = |zone: &str| base == zone || base.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'));
    let mut names: Vec<String> = served.into_iter().filter(|zone| covers(zone)).collect();
    if !names.iter().any(|name| name == hostname.apex()) {
        names.push(hostname.apex().to_owned());
    }
    names
}

async fn find_zone(
    writer: &dyn ZoneWriter,
    only: Option<&str>,
    candidates: &[String],
    hostname: &Hostname,
) -> Result<Option<Zone>, ProviderError> {
    let base = hostname.base();
    if let Some(only) = only {
        let zone = writer.zone(only).await?;
        let covers =
            |zone: &Zone| base == zone.name || base.strip_suffix(&zone.name).is_some_and(|rest| rest.ends_with('.'));
        return Ok(zone.filter(covers));
    }
    for name in candidates {
        match writer.zone(name).await {
            Ok(Some(zone)) => return Ok(Some(zone)),
            Ok(None) => {}
            Err(error) if error.kind == ErrorKind::NoSuchZone => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
