//! Sealing session tickets, so that a visitor resumes on any edge of the fleet.

use super::ring::{KeyName, KeyRing, PERIOD, TicketKey};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use rustls::server::ProducesTickets;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// A ticket is key name ‖ nonce ‖ sealed state ‖ tag: AES-256-GCM, the key's name as additional data. Nonces are random;
/// a key would have to seal 2³² tickets in its six hours before that were a concern.
///
/// On a serving thread it costs one uncontended lock and one pass of AES.
pub(crate) struct Tickets(RwLock<Arc<Armed>>);

/// A ring, ready to use.
struct Armed {
    current: ArmedKey,
    others: [ArmedKey; 2],
}

struct ArmedKey {
    name: KeyName,
    key: LessSafeKey,
}

impl ArmedKey {
    fn new(key: &TicketKey) -> Result<Self, Unspecified> {
        Ok(Self { name: key.name, key: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key.secret)?) })
    }

    fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce)?;
        let head = self.name.len() + NONCE_LEN;
        let mut ticket = Vec::with_capacity(head + plain.len() + AES_256_GCM.tag_len());
        ticket.extend(self.name);
        ticket.extend(nonce);
        ticket.extend(plain);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self.key.seal_in_place_separate_tag(nonce, Aad::from(self.name), &mut ticket[head..])?;
        ticket.extend(tag.as_ref());
        Ok(ticket)
    }

    fn open(&self, nonce: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut opened = sealed.to_vec();
        let length = self.key.open_in_place(nonce, Aad::from(self.name), &mut opened).ok()?.len();
        opened.truncate(length);
        Some(opened)
    }
}

impl Armed {
    fn new(ring: &KeyRing) -> Result<Arc<Self>, Unspecified> {
        let others = [ArmedKey::new(&ring.previous)?, ArmedKey::new(&ring.next)?];
        Ok(Arc::new(Self { current: ArmedKey::new(&ring.current)?, others }))
    }

    fn key_named(&self, name: &[u8]) -> Option<&ArmedKey> {
        std::iter::once(&self.current).chain(&self.others).find(|key| key.name == name)
    }
}

impl Tickets {
    pub(super) fn new(ring: &KeyRing) -> Result<Self, Unspecified> {
        Ok(Self(RwLock::new(Armed::new(ring)?)))
    }

    /// Seals with the current key of this ring from now on, and opens with any of it.
    pub(super) fn use_ring(&self, ring: &KeyRing) -> Result<(), Unspecified> {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Armed::new(ring)?;
        Ok(())
    }

    fn armed(&self) -> Arc<Armed> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ProducesTickets for Tickets {
    fn enabled(&self) -> bool {
        true
    }

    /// In seconds: as long as the latest ticket of a key can be of use.
    fn lifetime(&self) -> u32 {
        u32::try_from((2 * PERIOD).as_secs()).unwrap_or(u32::MAX)
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        self.armed().current.seal(plain).ok()
    }

    /// What others wrote here costs no more than a look at its first bytes: only then is it opened.
    fn decrypt(&self, ticket: &[u8]) -> Option<Vec<u8>> {
        let (name, rest) = ticket.split_at_checked(size_of::<KeyName>())?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_LEN)?;
        self.armed().key_named(name)?.open(nonce, sealed)
    }
}

impl fmt::Debug for Tickets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tickets")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::time::Timestamp;

    const START: Timestamp = Timestamp::from_ms(1_790_000_000_000);

    #[test]
    fn a_ticket_is_opened_one_period_later_and_not_two() {
        let first = KeyRing::new(START).unwrap();
        let tickets = Tickets::new(&first).unwrap();
        let ticket = tickets.encrypt(b"session").unwrap();
        assert_eq!(tickets.decrypt(&ticket).as_deref(), Some(&b"session"[..]));
        let second = first.moved_on(START.plus(PERIOD)).unwrap();
        tickets.use_ring(&second).unwrap();
        assert_eq!(tickets.decrypt(&ticket).as_deref(), Some(&b"session"[..]));
        tickets.use_ring(&second.moved_on(START.plus(2 * PERIOD)).unwrap()).unwrap();
        assert_eq!(tickets.decrypt(&ticket), None);
    }

    #[test]
    fn an_edge_that_has_not_heard_of_the_new_period_opens_its_tickets() {
        let first = KeyRing::new(START).unwrap();
        let late = Tickets::new(&first).unwrap();
        let early = Tickets::new(&first.moved_on(START.plus(PERIOD)).unwrap()).unwrap();
        assert!(late.decrypt(&early.encrypt(b"session").unwrap()).is_some());
        assert!(early.decrypt(&late.encrypt(b"session").unwrap()).is_some());
    }

    #[test]
    fn a_ticket_changed_anywhere_or_cut_is_none() {
        let tickets = Tickets::new(&KeyRing::new(START).unwrap()).unwrap();
        let ticket = tickets.encrypt(b"session").unwrap();
        for place in 0..ticket.len() {
            let mut changed = ticket.clone();
            changed[place] ^= 1;
            assert_eq!(tickets.decrypt(&changed), None, "changed at {place}");
            assert_eq!(tickets.decrypt(&ticket[..place]), None, "cut at {place}");
        }
        assert_ne!(tickets.encrypt(b"session").unwrap(), ticket, "nonces are not used twice");
    }
}
