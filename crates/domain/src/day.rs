//! The days by which usage is counted: those of UTC.

use crate::period::Period;
use crate::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Unit};
use std::fmt;
use std::str::FromStr;

/// A day, e.g. `2026-11-22`. Days as text sort as they follow each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(Date);

/// A text that is no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("must be a day such as 2026-11-22, since 1970")]
pub struct NoDay;

impl Day {
    /// The day of an instant.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let instant = jiff::Timestamp::from_millisecond(at.as_ms()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Self(instant.to_zoned(TimeZone::UTC).date())
    }

    /// Its first instant.
    #[must_use]
    pub fn start(self) -> Timestamp {
        let midnight = self.0.to_zoned(TimeZone::UTC);
        Timestamp::from_ms(midnight.map_or(0, |midnight| midnight.timestamp().as_millisecond()))
    }

    /// The month that it is in.
    #[must_use]
    pub fn period(self) -> Period {
        Period::of(self.start())
    }

    /// The day so many days later, or earlier; stays at the ends of time.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(Span::new().days(days)))
    }

    /// How many days `self` is after `earlier`; negative when it is before.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since((Unit::Day, earlier.0)).map_or(0, |span| span.get_days())
    }
}

impl FromStr for Day {
    type Err = NoDay;

    /// Reads `2026-11-22` and nothing else; years from 1970 to 8999.
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let is_written_so = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date: Date = is_written_so.then(|| text.parse().ok()).flatten().ok_or(NoDay)?;
        if (1970..=8999).contains(&date.year()) { Ok(Self(date)) } else { Err(NoDay) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        let day: Day = "2028-02-29".parse().unwrap();
        assert_eq!(day.start().to_string(), "2028-02-29T00:00:00.000Z");
        assert_eq!(day.plus_days(1).to_string(), "2028-03-01");
        assert_eq!(day.plus_days(-366).to_string(), "2027-02-28");
        assert_eq!(day.period().to_string(), "2028-02");
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for text in [
            "",
            "2026-11",
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "20261122",
            "2026-11-22T00",
            "1969-12-31",
            "9000-01-01",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_instant_lies_in_its_day(ms in 0_i64..220_000_000_000_000) {
            let at = Timestamp::from_ms(ms);
            let day = Day::of(at);
            let next = day.plus_days(1);
            prop_assert!(day.start() <= at && at < next.start());
            prop_assert_eq!(next.start(), day.start().plus(Duration::from_hours(24)));
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert!(day.to_string() < next.to_string());
        }

        #[test]
        fn days_are_counted_between_days(ms in 0_i64..4_000_000_000_000, days in -1000_i32..1000) {
            let day = Day::of(Timestamp::from_ms(ms));
            prop_assert_eq!(day.plus_days(days).days_since(day), days);
        }
    }
}
