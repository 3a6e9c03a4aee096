//! From texts to values, with a fault that says what to give instead.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

pub(super) fn database_url(text: &str) -> Result<String, String> {
    match text.split_once("://") {
        Some(("sqlite" | "postgres" | "postgresql", _)) => Ok(text.to_owned()),
        // The value may hold a password: it is not repeated.
        _ => Err("must start with sqlite:// or postgres://".into()),
    }
}

pub(super) fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("is {text:?}; give a port from 0 to 65535 (0: any free one)"))
}

pub(super) fn flag(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(format!("is {text:?}; give 1 or 0")),
    }
}

pub(super) fn count(text: &str, least: usize, most: usize) -> Result<usize, String> {
    let fits = text.parse().ok().filter(|number| (least..=most).contains(number));
    fits.ok_or_else(|| format!("is {text:?}; give a number from {least} to {most}"))
}

pub(super) fn domain(text: &str) -> Result<String, String> {
    let name = text.trim_end_matches('.').to_ascii_lowercase();
    let fits = (1..=200).contains(&name.len())
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    if fits { Ok(name) } else { Err(format!("is {text:?}; give a domain such as saas.example")) }
}

pub(super) fn resolver(text: &str) -> Result<SocketAddr, String> {
    let with_port = text.parse::<SocketAddr>();
    let bare = || text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 53));
    with_port.or_else(|_| bare()).map_err(|_| format!("holds {text:?}; give ip:port, e.g. 9.9.9.9:53"))
}

pub(super) fn list<T>(text: &str, one: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(one).collect()
}

/// `250ms`, `3s`, `10m`, `1h`, `7d`; a bare number is seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let wrong = || format!("is {text:?}; give a duration such as 250ms, 3s, 10m, 1h or 7d");
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let ms = match unit.trim() {
        "ms" => 1,
        "s" | "" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    number.checked_mul(ms).map(Duration::from_millis).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("7d"), Ok(Duration::from_secs(604_800)));
        assert_eq!(duration("3"), Ok(Duration::from_secs(3)));
        assert!(duration("3 fortnights").is_err() && duration("").is_err());
    }
}
