//! How often requests may come, and who says from where.

use super::environment::Reading;
use super::values::list;
use super::variables as v;
use nameplate_api::RateLimits;
use nameplate_domain::cidr::Cidr;
use nameplate_domain::rate::Rate;

/// How often requests may come, and who says from where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TrafficSettings {
    /// `RATE_LIMIT_…`.
    pub rates: RateLimits,
    /// `TRUSTED_PROXIES`.
    pub trusted_proxies: Vec<Cidr>,
}

pub(super) fn read(reading: &Reading<'_>) -> TrafficSettings {
    TrafficSettings {
        rates: RateLimits {
            key: reading.read(&v::RATE_LIMIT_KEY, None, rate),
            widget_token: reading.read(&v::RATE_LIMIT_WIDGET, None, rate),
            strangers: reading.read(&v::RATE_LIMIT_STRANGERS, None, rate),
            address: reading.read(&v::RATE_LIMIT_ADDRESS, None, rate),
        },
        trusted_proxies: reading.read(&v::TRUSTED_PROXIES, vec![], |text| list(text, cidr)),
    }
}

pub(super) fn cidr(text: &str) -> Result<Cidr, String> {
    text.parse().map_err(|_| format!("holds {text:?}, which is no CIDR such as 10.0.0.0/8"))
}

/// `RATE/BURST`; `0` for none.
fn rate(text: &str) -> Result<Option<Rate>, String> {
    match text {
        "0" => Ok(None),
        _ => text.parse().map(Some).map_err(|error| format!("cannot be used: {error}; 0 is for no limit")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::environment::Environment;
    use super::*;

    fn read_from(variables: &[(&str, &str)]) -> Result<TrafficSettings, Vec<String>> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let reading = Reading::new(&environment);
        let traffic = read(&reading);
        reading.finish(traffic).map_err(|faults| faults.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rates_have_a_burst_and_can_be_switched_off() {
        let traffic = read_from(&[("RATE_LIMIT_KEY", "7/9"), ("RATE_LIMIT_ADDRESS", "0")]).unwrap();
        assert_eq!((traffic.rates.key, traffic.rates.address), (Some("7/9".parse().unwrap()), None));
        assert_eq!(traffic.rates.strangers, Some("50/500".parse().unwrap()), "the default");
        let faults = read_from(&[("RATE_LIMIT_KEY", "200"), ("TRUSTED_PROXIES", "10.0.0.0/8,lb")]).unwrap_err();
        assert!(faults[0].contains("RATE_LIMIT_KEY") && faults[0].contains("200/1000"), "{faults:?}");
        assert!(faults[1].contains("TRUSTED_PROXIES") && faults[1].contains("\"lb\""), "{faults:?}");
    }
}
