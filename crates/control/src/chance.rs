//! Random bytes and identifiers: the one place of this crate that draws them.

use aws_lc_rs::rand;
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

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

    /// A UUID of version 7 (RFC 9562, 5.7): identifiers sort by the time they were made.
    #[must_use]
    pub fn id(self, now: Timestamp) -> Uuid {
        let ms = u64::try_from(now.as_ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes()).into_uuid()
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
