//! How much one key, or one address, may ask for.
//!
//! Whoever shows a valid key is counted by the key. Everything else is counted by the address it comes from, in a small bucket: wrong
//! keys, public pages, paths that lead nowhere. A key that has proved right lately is let through even when somebody else at
//! its address is guessing; a key that has not is not even looked at then.

mod buckets;

use crate::failure::Failure;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use buckets::Buckets;
use nameplate_control::hash_of;
use nameplate_domain::rate::{Rate, Taken};
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// For how long a key that proved right is known to be none that somebody guesses.
const KNOWN_FOR: Duration = Duration::from_mins(10);
/// What it is that ran out, and what of it is left (draft-ietf-httpapi-ratelimit-headers-10).
pub(crate) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(crate) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// How often requests may come; `None` for as often as they like.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RateLimits {
    /// `RATE_LIMIT_KEY`: with one API key.
    pub key: Option<Rate>,
    /// `RATE_LIMIT_WIDGET`: with one widget token.
    pub widget_token: Option<Rate>,
    /// `RATE_LIMIT_STRANGERS`: from one address, without a valid key or token.
    pub strangers: Option<Rate>,
    /// `RATE_LIMIT_ADDRESS`: from one address, all in all.
    pub address: Option<Rate>,
}

/// Everybody's buckets.
#[derive(Debug)]
pub(crate) struct Rates {
    started: Instant,
    keys: Counted,
    widget_tokens: Counted,
    strangers: Option<Buckets>,
    addresses: Option<Buckets>,
}

/// Credentials that proved right.
#[derive(Debug)]
struct Counted {
    policy: &'static str,
    buckets: Buckets,
    is_limited: bool,
}

/// One request's place in the count. What is owed is paid when it is dropped, also for a request that is broken off.
#[derive(Debug)]
pub(crate) struct Turn<'r> {
    rates: &'r Rates,
    credential: Option<(&'r Counted, u128)>,
    is_known: bool,
    owing: Option<(&'r Buckets, u128)>,
}

impl Rates {
    pub(crate) fn new(limits: &RateLimits) -> Self {
        Self {
            started: Instant::now(),
            keys: Counted::new("key", limits.key),
            widget_tokens: Counted::new("widget", limits.widget_token),
            strangers: limits.strangers.map(|rate| Buckets::new(rate, 0)),
            addresses: limits.address.map(|rate| Buckets::new(rate, 0)),
        }
    }

    /// Counts a request that begins, or refuses it.
    pub(crate) fn begin(&self, address: Option<IpAddr>, credential: Option<&str>) -> Result<Turn<'_>, Box<Response>> {
        let now_ns = self.now_ns();
        let block = address.map(block_of);
        if let (Some(addresses), Some(block)) = (&self.addresses, block)
            && let Taken::Exhausted { wait_ns } = addresses.take(block, now_ns)
        {
            let whose = "Too many requests come from this address";
            return Err(refusal(whose, wait_ns, &Quota::of("address", addresses, block, now_ns)));
        }
        let credential = credential.map(|secret| (self.counted(secret), digest(secret)));
        match credential.and_then(|(counted, digest)| counted.buckets.take_known(digest, now_ns)) {
            Some(Taken::Within { .. }) => {
                return Ok(Turn { rates: self, credential, is_known: true, owing: None });
            }
            Some(Taken::Exhausted { wait_ns }) => {
                let quota = credential.and_then(|(counted, digest)| counted.quota(digest, now_ns));
                return Err(refusal("Too many requests come with this key", wait_ns, &quota.unwrap_or_default()));
            }
            None => {}
        }
        let owing = self.strangers.as_ref().zip(block);
        if let Some((strangers, block)) = owing
            && let Taken::Exhausted { wait_ns } = strangers.look(block, now_ns)
        {
            let whose = "Too many requests without a valid API key come from this address";
            return Err(refusal(whose, wait_ns, &Quota::of("strangers", strangers, block, now_ns)));
        }
        Ok(Turn { rates: self, credential, is_known: false, owing })
    }

    /// A widget token is a JWT, which has two full stops; a key has none.
    fn counted(&self, secret: &str) -> &Counted {
        if secret.contains('.') { &self.widget_tokens } else { &self.keys }
    }

    fn now_ns(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

impl Turn<'_> {
    /// What the exchange showed: whether the credential is right, or wrong. `headers` are told what is left.
    pub(crate) fn end(mut self, is_proven: bool, is_wrong: bool, headers: &mut HeaderMap) {
        if is_proven && !is_wrong {
            self.owing = None;
        }
        let Some((counted, digest)) = self.credential else { return };
        let now_ns = self.rates.now_ns();
        if is_wrong {
            // A key that was revoked is a stranger's from now on.
            counted.buckets.forget(digest);
            return;
        }
        if is_proven && !self.is_known {
            let _ = counted.buckets.take(digest, now_ns);
        }
        if let Some(quota) = counted.quota(digest, now_ns).filter(|_| is_proven) {
            quota.tell(headers);
        }
    }

    /// Nobody is charged for this one, e.g. a picture that every page shows.
    pub(crate) fn free(mut self) {
        self.owing = None;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some((strangers, block)) = self.owing {
            strangers.owe(block, self.rates.now_ns());
        }
    }
}

impl Counted {
    fn new(policy: &'static str, limit: Option<Rate>) -> Self {
        let kept_for_ns = u64::try_from(KNOWN_FOR.as_nanos()).unwrap_or(u64::MAX);
        let buckets = Buckets::new(limit.unwrap_or(Rate::BOUNDLESS), kept_for_ns);
        Self { policy, buckets, is_limited: limit.is_some() }
    }

    fn quota(&self, digest: u128, now_ns: u64) -> Option<Quota> {
        self.is_limited.then(|| Quota::of(self.policy, &self.buckets, digest, now_ns))
    }
}

/// What clients are told of a bucket.
#[derive(Debug, Default)]
struct Quota {
    policy: String,
    left: String,
}

impl Quota {
    fn of(policy: &str, buckets: &Buckets, key: u128, now_ns: u64) -> Self {
        let rate = buckets.rate();
        let (left, full_in_ns) = buckets.left(key, now_ns);
        Self {
            policy: format!("\"{policy}\";q={};w={}", rate.burst(), rate.window_s()),
            left: format!("\"{policy}\";r={left};t={}", full_in_ns.div_ceil(1_000_000_000)),
        }
    }

    fn tell(&self, headers: &mut HeaderMap) {
        for (name, value) in [(RATE_LIMIT_POLICY, &self.policy), (RATE_LIMIT, &self.left)] {
            if let Some(value) = HeaderValue::from_str(value).ok().filter(|value| !value.is_empty()) {
                headers.insert(name, value);
            }
        }
    }
}

fn refusal(whose: &str, wait_ns: u64, quota: &Quota) -> Box<Response> {
    let wait_s = wait_ns.div_ceil(1_000_000_000).max(1);
    let mut response = Failure::too_many(format!("{whose}. Try again after {wait_s} s."), wait_s).into_response();
    quota.tell(response.headers_mut());
    Box::new(response)
}

/// One number for what one customer has: an IPv4 address, or an IPv6 network of 64 bits.
pub(crate) fn block_of(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}

fn digest(secret: &str) -> u128 {
    let hash = hash_of(secret.as_bytes());
    hash.first_chunk().map_or(0, |half| u128::from_be_bytes(*half))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    fn rates(key: &str, strangers: &str, address: &str) -> Rates {
        let rate = |text: &str| text.parse().ok();
        Rates::new(&RateLimits {
            key: rate(key),
            widget_token: rate("1/1"),
            strangers: rate(strangers),
            address: rate(address),
        })
    }

    fn good(rates: &Rates, credential: &str) -> Result<HeaderMap, StatusCode> {
        let mut headers = HeaderMap::new();
        let turn = rates.begin(HERE, Some(credential)).map_err(|refused| refused.status())?;
        turn.end(true, false, &mut headers);
        Ok(headers)
    }

    fn bad(rates: &Rates, credential: Option<&str>) -> Result<(), StatusCode> {
        let turn = rates.begin(HERE, credential).map_err(|refused| refused.status())?;
        turn.end(false, true, &mut HeaderMap::new());
        Ok(())
    }

    #[test]
    fn a_key_is_counted_wherever_it_is_used_and_told_what_is_left() {
        let rates = rates("1/3", "0", "0");
        for left in ["2", "1", "0"] {
            let headers = good(&rates, "sk_live_one").unwrap();
            assert_eq!(headers[RATE_LIMIT_POLICY], "\"key\";q=3;w=3");
            assert!(headers[RATE_LIMIT].to_str().unwrap().starts_with(&format!("\"key\";r={left};t=")), "{headers:?}");
        }
        let refused = rates.begin(HERE, Some("sk_live_one")).unwrap_err();
        assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (429, &HeaderValue::from(1)));
        assert!(refused.headers()[RATE_LIMIT].to_str().unwrap().starts_with("\"key\";r=0;t="));
        assert!(good(&rates, "sk_live_two").is_ok(), "another key has a bucket of its own");
        assert!(good(&rates, "a.b.c").is_ok() && good(&rates, "a.b.c").is_err(), "a token has the tokens' rate");
    }

    #[test]
    fn guesses_run_out_and_known_keys_do_not() {
        let rates = rates("0", "1/5", "0");
        assert!(good(&rates, "sk_live_known").is_ok());
        for guess in 0..5 {
            assert!(bad(&rates, Some(&format!("sk_live_{guess}"))).is_ok());
            assert!(good(&rates, "sk_live_known").is_ok(), "good ones in between change nothing");
        }
        assert_eq!(bad(&rates, Some("sk_live_5")), Err(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(bad(&rates, None), Err(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(good(&rates, "sk_live_right").unwrap_err(), 429, "a right guess is not told from a wrong one");
        assert!(good(&rates, "sk_live_known").is_ok());
        assert!(bad(&rates, Some("sk_live_known")).is_ok(), "it is revoked now");
        assert!(bad(&rates, Some("sk_live_known")).is_err(), "and known no more");
    }

    #[test]
    fn a_request_that_is_broken_off_counts() {
        let rates = rates("0", "1/2", "0");
        for _ in 0..2 {
            drop(rates.begin(HERE, Some("sk_live_guess")).unwrap());
        }
        assert!(rates.begin(HERE, Some("sk_live_guess")).is_err());
    }

    #[test]
    fn an_address_is_counted_whatever_it_shows() {
        let rates = rates("0", "0", "1/2");
        assert!(good(&rates, "sk_live_a").is_ok() && good(&rates, "sk_live_b").is_ok());
        assert_eq!(good(&rates, "sk_live_c").unwrap_err(), 429);
        assert!(rates.begin(None, None).is_ok(), "who has no address is not counted by it");
    }

    #[test]
    fn an_ipv6_customer_has_64_bits() {
        let block = |text: &str| block_of(text.parse().unwrap());
        assert_eq!(block("2001:db8:1:2::1"), block("2001:db8:1:2:ffff::9"));
        assert_ne!(block("2001:db8:1:2::1"), block("2001:db8:1:3::1"));
        assert_eq!(block("::ffff:192.0.2.1"), block("192.0.2.1"));
        assert_ne!(block("192.0.2.1"), block("192.0.2.2"));
    }
}
