//! Taking a customer's DNS credential, asking the provider about it, and giving it up.

use super::idempotency::Once;
use crate::audit::Deed;
use crate::fleet::spec_of;
use crate::{Control, Refused};
use nameplate_domain::delegated::{Credential, Verdict, ZONES_SHOWN_MAX};
use nameplate_domain::tenancy::{ApplicationId, Caller, CredentialId, Scope};
use nameplate_providers::{CredentialText, ErrorKind, ProviderError, ProviderSpec, Zone, ZoneWriter, all};
use nameplate_sealing::SecretKind;
use serde_json::{Value, json};
use std::time::Duration;

/// How long the provider may take over the first question.
const CHECK_TIME_MAX: Duration = Duration::from_secs(10);
/// Longest credential, in octets: a service account's key file, with room.
const LENGTH_MAX: usize = 16 * 1024;

/// A credential as it was pasted.
#[derive(Clone, Debug)]
pub struct NewCredential {
    /// The application it is for.
    pub application: ApplicationId,
    /// Key of the provider.
    pub provider: String,
    /// The secret, in the provider's form.
    pub token: CredentialText,
    /// The only zone it is to be used for: a name, or the provider's identifier.
    pub zone: Option<String>,
}

impl Control {
    /// Keeps a credential, sealed, with what the provider says about it. It is kept whatever the provider says.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`] for the application; [`Refused::Invalid`] for a provider that
    /// is not known or a text that cannot be its credential; [`Refused::NoSealingKey`] where credentials must be sealed and no key is set.
    pub async fn store_credential(
        &self,
        caller: &Caller,
        new: NewCredential,
        once: Option<Once<'_, Credential>>,
    ) -> Result<Credential, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let application = self.reader().application(caller.tenant, new.application).await?;
        application.ok_or(Refused::NotFound("application"))?;
        if self.fleet.sealer.is_none() && !self.fleet.may_keep_bare {
            return Err(Refused::NoSealingKey);
        }
        let spec = self.writable(&new.provider)?;
        let zone = new.zone.map(|zone| zone_text(&zone)).transpose()?;
        if new.token.expose().len() > LENGTH_MAX {
            return Err(Refused::invalid("token", format!("is longer than {LENGTH_MAX} octets")));
        }
        let writer = self.open(spec, &new.token)?;
        let verdict = self.ask_about(spec, writer.as_ref(), zone.as_deref()).await;
        let now = self.now();
        let credential = Credential {
            id: CredentialId(self.chance.id(now)),
            tenant: caller.tenant,
            application: new.application,
            provider: spec.key.to_owned(),
            last4: new.token.last4(),
            zone,
            verdict: Some(verdict),
            created_at: now,
        };
        let name = credential.id.to_string();
        let secret = new.token.expose().as_bytes();
        let sealed = nameplate_sealing::seal(self.fleet.sealer.as_ref(), SecretKind::Credential, &name, secret)
            .map_err(|_| Refused::NoSealingKey)?;
        let mut tx = self.store.begin().await?;
        tx.insert_credential(&credential, &sealed).await?;
        self.audit(&mut tx, caller, Deed::new("credential.create", credential.id).to(shown(&credential))).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &credential).await?;
        tx.commit().await?;
        tracing::info!(credential.id = %credential.id, provider = spec.key, "A credential was stored.");
        Ok(credential)
    }

    /// Asks the provider about a credential anew.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`].
    pub async fn check_credential(
        &self,
        caller: &Caller,
        application: ApplicationId,
        id: CredentialId,
    ) -> Result<Credential, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let usable = self.usable_credentials(caller.tenant, application).await?;
        let found = usable.into_iter().find(|(credential, _)| credential.id == id);
        let (credential, opened) = found.ok_or(Refused::NotFound("credential"))?;
        let verdict = match opened {
            Ok((spec, writer)) => self.ask_about(spec, writer.as_ref(), credential.zone.as_deref()).await,
            Err(message) => self.verdict(ErrorKind::Unsupported.as_str(), message, &[]),
        };
        let mut tx = self.store.begin().await?;
        let is_there = tx.judge_credential(caller.tenant, id, &verdict).await?;
        if is_there {
            let said = |verdict: Option<&Verdict>| json!({ "verdict": verdict.map(|verdict| &verdict.status) });
            let (before, after) = (said(credential.verdict.as_ref()), said(Some(&verdict)));
            self.audit(&mut tx, caller, Deed::new("credential.check", id).from(before).to(after)).await?;
        }
        tx.commit().await?;
        match is_there {
            true => Ok(Credential { verdict: Some(verdict), ..credential }),
            false => Err(Refused::NotFound("credential")),
        }
    }

    /// Deletes a credential. What was written with it stays.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`].
    pub async fn delete_credential(
        &self,
        caller: &Caller,
        application: ApplicationId,
        id: CredentialId,
    ) -> Result<(), Refused> {
        caller.require(Scope::AppsAdmin)?;
        let found = self.reader().credential(caller.tenant, application, id).await?;
        let credential = found.ok_or(Refused::NotFound("credential"))?;
        let mut tx = self.store.begin().await?;
        if !tx.delete_credential(caller.tenant, application, id).await? {
            return Err(Refused::NotFound("credential"));
        }
        self.audit(&mut tx, caller, Deed::new("credential.delete", id).from(shown(&credential))).await?;
        tx.commit().await?;
        Ok(())
    }

    /// How many credentials [`Control::reseal_credentials`] would seal anew.
    ///
    /// # Errors
    /// [`Refused::NoSealingKey`] without a key.
    pub async fn credentials_to_reseal(&self) -> Result<u64, Refused> {
        const AT_ONCE: u32 = 1000;
        let sealer = self.fleet.sealer.as_ref().ok_or(Refused::NoSealingKey)?;
        let (mut count, mut after) = (0, CredentialId(uuid::Uuid::nil()));
        loop {
            let batch = self.reader().sealed_credentials_after(after, AT_ONCE).await?;
            let Some((last, _)) = batch.last() else { return Ok(count) };
            after = *last;
            let others = batch.iter().filter(|(_, kept)| nameplate_sealing::key_id_of(kept) != Some(sealer.key_id()));
            count += others.count() as u64;
        }
    }

    /// Seals every credential under the first key of `CREDENTIAL_ENC_KEY`; says how many were under another, or none.
    ///
    /// # Errors
    /// [`Refused::NoSealingKey`] without a key, or when a credential is sealed with one that is not given.
    pub async fn reseal_credentials(&self) -> Result<u64, Refused> {
        const AT_ONCE: u32 = 100;
        let sealer = self.fleet.sealer.as_ref().ok_or(Refused::NoSealingKey)?;
        let (mut resealed, mut after) = (0, CredentialId(uuid::Uuid::nil()));
        loop {
            let batch = self.reader().sealed_credentials_after(after, AT_ONCE).await?;
            let Some((last, _)) = batch.last() else { return Ok(resealed) };
            after = *last;
            let mut tx = self.store.begin().await?;
            for (id, old) in &batch {
                if nameplate_sealing::key_id_of(old) == Some(sealer.key_id()) {
                    continue;
                }
                let name = id.to_string();
                let secret = nameplate_sealing::open(Some(sealer), SecretKind::Credential, &name, old)
                    .map_err(|error| Refused::SealedElsewhere(format!("credential {id}: {error}")))?;
                let new = sealer.seal(SecretKind::Credential, &name, &secret).map_err(|_| Refused::NoSealingKey)?;
                if let Some(tenant) = tx.reseal_credential(*id, old, &new).await? {
                    let key_ids = (nameplate_sealing::key_id_of(old), sealer.key_id());
                    let deed = Deed::new("credential.reseal", id)
                        .from(json!({ "key_id": key_ids.0 }))
                        .to(json!({ "key_id": key_ids.1 }));
                    self.audit(&mut tx, &Caller::operator(tenant), deed).await?;
                    resealed += 1;
                }
            }
            tx.commit().await?;
        }
    }

    fn writable(&self, key: &str) -> Result<&'static ProviderSpec, Refused> {
        let spec = spec_of(key, self.platform.sandbox);
        spec.filter(|spec| spec.open.is_some()).ok_or_else(|| {
            let keys: Vec<&str> = all().iter().filter(|spec| spec.open.is_some()).map(|spec| spec.key).collect();
            let why = match spec {
                Some(_) => "has no credential to store: the customer consents at the provider",
                None => "is no provider",
            };
            Refused::invalid("provider", format!("{key:?} {why}; credentials are stored for {}", keys.join(", ")))
        })
    }

    pub(crate) fn open(
        &self,
        spec: &'static ProviderSpec,
        token: &CredentialText,
    ) -> Result<Box<dyn ZoneWriter>, Refused> {
        let open = spec.open.ok_or(Refused::NotFound("provider"))?;
        open(token, &self.fleet.access).map_err(|error| Refused::invalid(error.field, error.reason))
    }

    async fn ask_about(&self, spec: &ProviderSpec, writer: &dyn ZoneWriter, zone: Option<&str>) -> Verdict {
        let asked = tokio::time::timeout(CHECK_TIME_MAX, zones_of(writer, zone)).await;
        let late = || Err(ProviderError::new(ErrorKind::Outage, format!("{} did not answer in time.", spec.name)));
        match (asked.unwrap_or_else(|_| late()), zone) {
            (Ok(zones), _) if !zones.is_empty() => {
                let count = if zones.len() == 1 { "1 zone".to_owned() } else { format!("{} zones", zones.len()) };
                let message =
                    format!("{} accepts it; it sees {count}. Rights to write show with the first write.", spec.name);
                self.verdict("ok", message, &zones)
            }
            (Ok(_), Some(zone)) => {
                let message = format!("{} accepts it, but it sees no zone {zone}.", spec.name);
                self.verdict(ErrorKind::NoSuchZone.as_str(), message, &[])
            }
            (Ok(_), None) => {
                let message =
                    format!("{} accepts it, but it sees no zone. Give it rights to the customer's zone.", spec.name);
                self.verdict(ErrorKind::NoSuchZone.as_str(), message, &[])
            }
            (Err(error), _) => self.verdict(error.kind.as_str(), error.message, &[]),
        }
    }

    fn verdict(&self, status: &str, message: String, zones: &[Zone]) -> Verdict {
        Verdict {
            status: status.to_owned(),
            message,
            zones: zones.iter().take(ZONES_SHOWN_MAX).map(|zone| zone.name.clone()).collect(),
            zones_total: zones.len(),
            checked_at: self.now(),
        }
    }
}

/// A credential as the audit log has it.
fn shown(credential: &Credential) -> Value {
    json!({
        "application_id": credential.application,
        "provider": credential.provider,
        "last4": credential.last4,
        "zone": credential.zone,
        "verdict": credential.verdict.as_ref().map(|verdict| &verdict.status),
    })
}

async fn zones_of(writer: &dyn ZoneWriter, zone: Option<&str>) -> Result<Vec<Zone>, ProviderError> {
    match zone {
        Some(zone) => Ok(writer.zone(zone).await?.into_iter().collect()),
        None => writer.zones().await,
    }
}

/// A zone's name or a provider's identifier of it.
fn zone_text(text: &str) -> Result<String, Refused> {
    let text = text.trim().trim_end_matches('.');
    let fits = (1..=255).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_graphic());
    match fits {
        // Identifiers may be in capitals; names are not.
        true if text.contains('.') => Ok(text.to_ascii_lowercase()),
        true => Ok(text.to_owned()),
        false => Err(Refused::invalid("zone", "must be the zone's name or its identifier at the provider")),
    }
}
