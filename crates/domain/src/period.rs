//! The periods by which usage is counted: calendar months in UTC.

use crate::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt;

/// A month, e.g. `2026-11`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Period {
    year: i16,
    /// 1 to 12.
    month: i8,
}

impl Period {
    /// The month of an instant.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let instant = jiff::Timestamp::from_millisecond(at.as_ms()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let date = instant.to_zoned(TimeZone::UTC).date();
        Self { year: date.year(), month: date.month() }
    }

    /// The month written as `2026-11`; `None` for anything else, and for years before 1970 or after 8999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let are_digits = [year, month].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let (year, month) = match (are_digits, year.len(), month.len()) {
            (true, 4, 2) => (year.parse().ok()?, month.parse().ok()?),
            _ => return None,
        };
        ((1970..=8999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Its first instant.
    #[must_use]
    pub fn start(self) -> Timestamp {
        let day = Date::new(self.year, self.month, 1).and_then(|date| date.to_zoned(TimeZone::UTC));
        Timestamp::from_ms(day.map_or(0, |day| day.timestamp().as_millisecond()))
    }

    /// The first instant after it.
    #[must_use]
    pub fn end(self) -> Timestamp {
        let next = match self.month {
            12 => Self { year: self.year + 1, month: 1 },
            _ => Self { month: self.month + 1, ..self },
        };
        next.start()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_begins_and_ends_at_midnight_in_utc() {
        let november = Period::parse("2026-11").unwrap();
        assert_eq!(november.start().to_string(), "2026-11-01T00:00:00.000Z");
        assert_eq!(november.end().to_string(), "2026-12-01T00:00:00.000Z");
        assert_eq!(Period::parse("2027-12").unwrap().end().to_string(), "2028-01-01T00:00:00.000Z");
    }

    #[test]
    fn what_is_no_month_is_not_read() {
        for text in ["", "2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "+026-11", "1969-12", "9000-01"]
        {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_instant_lies_in_its_month(ms in 0_i64..220_000_000_000_000) {
            let at = Timestamp::from_ms(ms);
            let period = Period::of(at);
            prop_assert!(period.start() <= at && at < period.end());
            prop_assert_eq!(Period::parse(&period.to_string()), Some(period));
            prop_assert_eq!(Period::of(period.end()).start(), period.end());
        }
    }
}
