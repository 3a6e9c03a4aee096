//! Keys under which session tickets are sealed: the one in use, the one before it, and the one that comes next.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use nameplate_domain::time::Timestamp;
use std::fmt;
use std::time::Duration;

/// How long one key seals new tickets. A ticket is accepted until the end of the period after the one it was sealed in.
pub(super) const PERIOD: Duration = Duration::from_secs(6 * 3600);

const NAME_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;
const KEY_BYTES: usize = NAME_BYTES + SECRET_BYTES;
/// First byte of the written form.
const VERSION: u8 = 1;
const RING_BYTES: usize = 1 + 8 + 3 * KEY_BYTES;

/// By what a ticket says which key it was sealed under (RFC 5077 section 4): random bytes, in the clear.
pub(super) type KeyName = [u8; NAME_BYTES];

/// One AES-256 key and its name. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct TicketKey {
    pub(super) name: KeyName,
    pub(super) secret: [u8; SECRET_BYTES],
}

/// Three keys. `next` is known to the whole fleet for a period before anybody seals with it, so that an edge that hears
/// of the change late can read the tickets of one that heard early.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct KeyRing {
    /// Since when `current` is in use.
    pub(super) since: Timestamp,
    pub(super) previous: TicketKey,
    pub(super) current: TicketKey,
    pub(super) next: TicketKey,
}

impl TicketKey {
    fn random() -> Result<Self, Unspecified> {
        let mut key = Self { name: [0; NAME_BYTES], secret: [0; SECRET_BYTES] };
        rand::fill(&mut key.name)?;
        rand::fill(&mut key.secret)?;
        Ok(key)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (name, secret) = bytes.split_at_checked(NAME_BYTES)?;
        Some(Self { name: name.try_into().ok()?, secret: secret.try_into().ok()? })
    }
}

impl KeyRing {
    /// Three new keys.
    pub(super) fn new(now: Timestamp) -> Result<Self, Unspecified> {
        Ok(Self {
            since: now,
            previous: TicketKey::random()?,
            current: TicketKey::random()?,
            next: TicketKey::random()?,
        })
    }

    /// Whether `current` has been in use for a period. So has one that is in use since a distant future: whoever wrote
    /// that had a wrong clock, and without this nobody would ever change the key again.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        now.since(self.since) >= PERIOD || self.since.since(now) > PERIOD
    }

    /// The ring of the next period. When it should have come a period ago or more, no old key is kept: what they sealed
    /// is too old.
    pub(super) fn moved_on(self, now: Timestamp) -> Result<Self, Unspecified> {
        if now.since(self.since) >= 2 * PERIOD || self.since > now {
            return Self::new(now);
        }
        Ok(Self { since: now, previous: self.current, current: self.next, next: TicketKey::random()? })
    }

    /// The form in which the fleet shares it: version, `since` in Unix milliseconds (big endian), and name and secret
    /// of the previous, the current and the next key.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(RING_BYTES);
        bytes.push(VERSION);
        bytes.extend(self.since.as_ms().to_be_bytes());
        for key in [&self.previous, &self.current, &self.next] {
            bytes.extend(key.name);
            bytes.extend(key.secret);
        }
        bytes
    }

    /// What [`KeyRing::to_bytes`] wrote; `None` for anything else.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != RING_BYTES || bytes[0] != VERSION {
            return None;
        }
        let (since, keys) = bytes[1..].split_at_checked(8)?;
        let mut keys = keys.chunks_exact(KEY_BYTES).map(TicketKey::read);
        Some(Self {
            since: Timestamp::from_ms(i64::from_be_bytes(since.try_into().ok()?)),
            previous: keys.next()??,
            current: keys.next()??,
            next: keys.next()??,
        })
    }
}

impl fmt::Debug for TicketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketKey(…)")
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("since", &self.since).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_ms(1_790_000_000_000);

    #[test]
    fn a_ring_is_read_back_as_it_was_written_and_nothing_else_is() {
        let ring = KeyRing::new(START).unwrap();
        let bytes = ring.to_bytes();
        assert_eq!(KeyRing::from_bytes(&bytes), Some(ring));
        let mut of_another_version = bytes.clone();
        of_another_version[0] = 2;
        for other in [&bytes[1..], &bytes[..bytes.len() - 1], b"", &of_another_version] {
            assert_eq!(KeyRing::from_bytes(other), None);
        }
    }

    #[test]
    fn the_next_key_is_known_for_a_period_before_it_is_used_and_for_one_after() {
        let first = KeyRing::new(START).unwrap();
        assert!(!first.is_due(START.plus(PERIOD).minus(Duration::from_millis(1))));
        assert!(first.is_due(START.plus(PERIOD)));
        let second = first.clone().moved_on(START.plus(PERIOD)).unwrap();
        assert_eq!((&second.previous, &second.current), (&first.current, &first.next));
        let third = second.clone().moved_on(START.plus(2 * PERIOD)).unwrap();
        assert_eq!((&third.previous, &third.current), (&first.next, &second.next));
    }

    #[test]
    fn keys_that_nobody_changed_in_time_are_not_used_again() {
        let first = KeyRing::new(START).unwrap();
        let late = first.clone().moved_on(START.plus(2 * PERIOD)).unwrap();
        let old = [first.previous.name, first.current.name, first.next.name];
        assert!([&late.previous, &late.current, &late.next].iter().all(|key| !old.contains(&key.name)));
    }

    #[test]
    fn a_ring_of_an_edge_whose_clock_was_ahead_does_not_last_until_then() {
        let ahead = KeyRing::new(START.plus(1000 * PERIOD)).unwrap();
        assert!(ahead.is_due(START));
        assert_eq!(ahead.moved_on(START).unwrap().since, START);
    }

    #[test]
    fn keys_are_not_printed() {
        let ring = KeyRing::new(START).unwrap();
        assert_eq!(format!("{ring:?}"), "KeyRing { since: 2026-09-21T14:13:20.000Z, .. }");
        assert_eq!(format!("{:?}", ring.current), "TicketKey(…)");
    }
}
