//! `Retry-After`: seconds, or a date.

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::fmt::rfc2822::DateTimeParser;
use nameplate_domain::time::Timestamp;
use std::time::Duration;

static DATES: DateTimeParser = DateTimeParser::new();

/// The instant before which nobody should come back (RFC 9110, 10.2.3). `None` when the header is absent or makes no sense.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(now.plus(Duration::from_secs(value.parse().unwrap_or(u64::MAX))));
    }
    let date = DATES.parse_timestamp(value).ok()?;
    Some(Timestamp::from_ms(date.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const NOW: Timestamp = Timestamp::from_ms(1_790_000_000_000);

    fn read(value: &'static str) -> Option<Timestamp> {
        retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]), NOW)
    }

    #[test]
    fn seconds_count_from_now() {
        assert_eq!(read("120"), Some(NOW.plus(Duration::from_secs(120))));
        assert_eq!(read(" 0 "), Some(NOW));
    }

    #[test]
    fn a_date_is_an_instant() {
        assert_eq!(read("Fri, 31 Dec 1999 23:59:59 GMT"), Some(Timestamp::from_ms(946_684_799_000)));
    }

    #[test]
    fn an_absurd_number_is_far_away_and_not_soon() {
        assert!(read("99999999999999999999999").unwrap() > NOW.plus(Duration::from_secs(1 << 40)));
    }

    #[test]
    fn what_makes_no_sense_is_as_if_absent() {
        for value in ["", "soon", "-5", "1.5", "+3", "Fri, 99 Dec 1999 23:59:59 GMT"] {
            assert_eq!(read(value), None, "{value}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), NOW), None);
    }
}
