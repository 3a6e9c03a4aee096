//! Replacing certificates before they end, outside of any handshake.

use crate::CertificateName;
use crate::certificates::{Facts, Ladder};
use nameplate_domain::time::Timestamp;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Pause after a renewal that did not work.
const RETRY: Duration = Duration::from_secs(600);

/// When which name is to be renewed, earliest first.
#[derive(Debug, Default)]
pub(crate) struct Renewals(Mutex<BTreeSet<(Timestamp, CertificateName)>>);

impl Renewals {
    /// Puts a certificate on the list, at two thirds of its life.
    pub(crate) fn note(&self, name: &CertificateName, facts: &Facts) {
        self.note_at(name, facts.renew_at());
    }

    fn note_at(&self, name: &CertificateName, at: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((at, name.clone()));
    }

    /// Takes off the list one name that is due at `now`.
    fn take_due(&self, now: Timestamp) -> Option<CertificateName> {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if list.first().is_some_and(|(at, _)| *at <= now) { list.pop_first().map(|(_, name)| name) } else { None }
    }
}

/// Renews what is due, for ever, looking every `check_every`.
pub(crate) async fn renew_due(ladder: Ladder, check_every: Duration) {
    let vault = ladder.vault();
    loop {
        tokio::time::sleep(check_every).await;
        while let Some(name) = vault.renewals().take_due(vault.now()) {
            match ladder.renewed(&name).await {
                Ok(certificate) if certificate.facts.renew_at() > vault.now() => {
                    tracing::info!(server.name = %name, "A certificate was renewed.");
                }
                Err(error) if error.is_denied() => {
                    tracing::info!(server.name = %name, "A certificate is not renewed: its name is no longer allowed.");
                }
                Ok(_) => vault.renewals().note_at(&name, vault.now().plus(RETRY)),
                Err(error) => {
                    tracing::warn!(server.name = %name, error = &error as &dyn std::error::Error, "A certificate could not be renewed; it is tried again later.");
                    vault.renewals().note_at(&name, vault.now().plus(RETRY));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_off_the_list_when_due_earliest_first() {
        let (a, b) = (CertificateName::parse("a.test").unwrap(), CertificateName::parse("b.test").unwrap());
        let list = Renewals::default();
        list.note_at(&a, Timestamp::from_ms(20));
        list.note_at(&b, Timestamp::from_ms(10));
        list.note_at(&b, Timestamp::from_ms(10));
        assert_eq!(list.take_due(Timestamp::from_ms(9)), None);
        assert_eq!(list.take_due(Timestamp::from_ms(20)), Some(b));
        assert_eq!(list.take_due(Timestamp::from_ms(20)), Some(a));
        assert_eq!(list.take_due(Timestamp::from_ms(99)), None);
    }
}
