//! Instants in the forms that the protocol and Let's Encrypt's sentences have.

use nameplate_domain::time::Timestamp;
use std::time::Duration;

/// `2026-11-21T15:04:05Z`: RFC 3339 in whole seconds, as in RFC 8555 objects.
pub(crate) fn rfc3339(instant: Timestamp) -> String {
    let shown = instant.to_string();
    match shown.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => shown,
    }
}

/// `2026-11-21 15:04:05 UTC`, as Let's Encrypt writes it.
pub(crate) fn spoken(instant: Timestamp) -> String {
    rfc3339(instant).replace('T', " ").replace('Z', " UTC")
}

/// `3h0m0s`, `12m0s`, `5s`: a duration as Go prints it, in whole seconds.
pub(crate) fn go_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest}s"),
        (0, _) => format!("{minutes}m{rest}s"),
        _ => format!("{hours}h{minutes}m{rest}s"),
    }
}

/// The next whole second at or after an instant.
pub(crate) fn whole_second_after(instant: Timestamp) -> Timestamp {
    Timestamp::from_ms(instant.as_ms().div_euclid(1000).saturating_add(i64::from(instant.as_ms() % 1000 != 0)) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_and_durations_are_written_as_lets_encrypt_does() {
        let instant = Timestamp::from_ms(1_795_273_445_001);
        assert_eq!(rfc3339(instant), "2026-11-21T15:04:05Z");
        assert_eq!(spoken(instant), "2026-11-21 15:04:05 UTC");
        assert_eq!(spoken(whole_second_after(instant)), "2026-11-21 15:04:06 UTC");
        assert_eq!(go_duration(Duration::from_secs(3 * 3600)), "3h0m0s");
        assert_eq!(go_duration(Duration::from_secs(7 * 86_400)), "168h0m0s");
        assert_eq!(go_duration(Duration::from_secs(720)), "12m0s");
        assert_eq!(go_duration(Duration::from_secs(5)), "5s");
    }
}
