//! Instants, and where they come from.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// This instant moved forward; stays at the far end of time instead of overflowing.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// This instant moved back.
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// For people, e.g. `2026-07-02 12:00:00 UTC`.
    #[must_use]
    pub fn to_the_second(self) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map_or_else(|_| format!("{} ms", self.0), |instant| instant.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
    }

    /// Time passed since `earlier`; zero when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// RFC 3339 in UTC with milliseconds, e.g. `2026-07-02T12:00:00.000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => write!(f, "{instant:.3}"),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

/// A text that is no instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("must be an instant such as 2026-07-02T12:00:00Z")]
pub struct NoInstant;

/// Reads RFC 3339, with any offset; what is finer than milliseconds is left out.
impl std::str::FromStr for Timestamp {
    type Err = NoInstant;

    fn from_str(text: &str) -> Result<Self, NoInstant> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| NoInstant)?;
        Ok(Self(instant.as_millisecond()))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where the present instant comes from. The program has one that reads the wall clock; tests move theirs by hand.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_as_rfc_3339_in_utc() {
        assert_eq!(Timestamp::from_ms(1_782_993_600_000).to_string(), "2026-07-02T12:00:00.000Z");
        assert_eq!(Timestamp::from_ms(1_782_993_600_999).to_the_second(), "2026-07-02 12:00:00 UTC");
        assert_eq!(Timestamp::from_ms(i64::MAX).to_the_second(), format!("{} ms", i64::MAX));
    }

    #[test]
    fn an_instant_is_read_as_it_is_shown_and_with_any_offset() {
        let noon = Timestamp::from_ms(1_782_993_600_000);
        for text in ["2026-07-02T12:00:00.000Z", "2026-07-02T12:00:00Z", "2026-07-02T14:00:00+02:00"] {
            assert_eq!(text.parse(), Ok(noon), "{text}");
        }
        for text in ["", "now", "2026-07-02", "2026-07-02T12:00:00", "1782993600000"] {
            assert_eq!(text.parse::<Timestamp>(), Err(NoInstant), "{text}");
        }
    }

    #[test]
    fn time_since_a_later_instant_is_zero() {
        assert_eq!(Timestamp::from_ms(5).since(Timestamp::from_ms(9)), Duration::ZERO);
    }
}
