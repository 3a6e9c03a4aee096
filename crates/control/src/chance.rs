//! Random bytes and identifiers: the one place of this crate that draws them.

use aws_lc_rs::rand;
use nameplate_domain::time::Timestamp;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// Random bits of a UUID of version 7: 12 before the variant, 62 after it.
const ID_BITS: u32 = 74;
/// The millisecond and the random bits of the last identifier of this process.
static LAST_ID: Mutex<(u64, u128)> = Mutex::new((0, 0));

/// Draws from the operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chance;

impl Chance {
    /// `N` unpredictable bytes.
    ///
    /// # Panics
    /// When the operating system has no random bytes to give, since nothing secret could be made then.
    #[must_use]
    pub fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        rand::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }

    /// A UUID of version 7 (RFC 9562, 5.7): identifiers sort by the time they were made. Those that this process makes in the same
    /// millisecond one after the other sort in that order: each is above the one before by a random distance (6.2, method 2).
    #[must_use]
    pub fn id(self, now: Timestamp) -> Uuid {
        let ms = u64::try_from(now.as_ms()).unwrap_or(0);
        let mut last = LAST_ID.lock().unwrap_or_else(PoisonError::into_inner);
        let above = last.1 + 1 + u128::from(u32::from_le_bytes(self.bytes()));
        let is_next = last.0 == ms && above >> ID_BITS == 0;
        let random = if is_next { above } else { u128::from_le_bytes(self.bytes()) >> (u128::BITS - ID_BITS) };
        *last = (ms, random);
        drop(last);
        // Version and variant take the four bits above the first 12 and the two above the others.
        let bits = (random >> 62 << 64) | (random & ((1 << 62) - 1));
        let [_, _, _, _, _, _, bytes @ ..] = bits.to_be_bytes();
        uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid()
    }

    /// A number from 0 to 1.
    #[must_use]
    pub fn fraction(self) -> f64 {
        f64::from(u32::from_le_bytes(self.bytes())) / f64::from(u32::MAX)
    }

    /// A label that nobody has in a zone: 20 hex digits.
    #[must_use]
    pub fn label(self) -> String {
        self.bytes::<10>().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_one_millisecond_sort_as_they_were_made() {
        let now = Timestamp::from_ms(1_700_000_000_000);
        let made: Vec<Uuid> = (0..10_000).map(|_| Chance.id(now)).collect();
        assert!(made.is_sorted_by(|one, next| one < next));
        assert!(made.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122));
        let ms_of = |id: &Uuid| id.as_u128() >> 80;
        assert!(made.iter().all(|id| ms_of(id) == 1_700_000_000_000));
    }

    #[test]
    fn an_identifier_of_another_millisecond_begins_anew() {
        let earlier = Chance.id(Timestamp::from_ms(1_700_000_000_000));
        let later = Chance.id(Timestamp::from_ms(1_700_000_000_001));
        assert!(earlier < later);
        let random_of = |id: Uuid| id.as_u128() & ((1 << 62) - 1);
        assert!(
            random_of(later).abs_diff(random_of(earlier)) > u128::from(u32::MAX),
            "near the one before: {earlier} {later}"
        );
    }
}
