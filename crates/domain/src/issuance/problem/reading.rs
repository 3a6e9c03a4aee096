//! From an authority's refusal to who must do what.

use super::refusal::Refusal;
use super::{Actor, IssuanceProblem, presentable};
use crate::hostname::registered_domain;
use crate::issuance::method::Method;
use crate::time::Timestamp;
use std::time::Duration;

/// How many characters of the authority's words are kept.
const DETAIL_MAX: usize = 500;
/// No limit of any authority lasts longer than a week.
const LIMIT_MAX: Duration = Duration::from_hours(7 * 24);

/// What a failed attempt means for the next one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is the name's: another authority would say the same.
    Name,
    /// It is the authority's: the next one may be tried now.
    Authority,
    /// Too much was asked of this authority.
    Limited {
        /// Until when, if it said so; at most a week ahead.
        until: Option<Timestamp>,
        /// Whether every name is affected, or only this one.
        account_wide: bool,
    },
    /// It is the account's: an operator must act before this authority is of use again.
    Account,
}

/// Reads an ACME problem document (RFC 7807, RFC 8555, 6.7), or a transport error without a type.
///
/// - `ty`: with or without `urn:ietf:params:acme:error:`; an unknown one is the authority's fault;
/// - `detail`: the authority's words, with those of subproblems joined to them;
/// - `retry_after`: read from the response; otherwise an instant in `detail` counts, as Let's Encrypt writes it;
/// - `name`: what the certificate is for; `method`: the challenge that failed, `None` before there was one;
/// - `authority`: its name in our settings.
#[must_use]
pub fn read(
    ty: &str,
    detail: &str,
    retry_after: Option<Timestamp>,
    name: &str,
    method: Option<Method>,
    authority: &str,
    now: Timestamp,
) -> (IssuanceProblem, Fault) {
    let until = retry_after
        .or_else(|| instant_after(detail, "retry after "))
        .map(|until| until.clamp(now, now.plus(LIMIT_MAX)));
    let about = About { detail, name, method, authority, until };
    let (code, actor, message, fault) = match Refusal::of(ty) {
        Refusal::Caa if is_about_a_lookup(detail) => about.dns(),
        Refusal::Caa => about.caa(),
        Refusal::Challenge => about.challenge(),
        Refusal::Unauthorized if method.is_some() => about.challenge(),
        Refusal::Dns => about.dns(),
        Refusal::Identifier => about.identifier(),
        Refusal::Limit => about.limit(),
        Refusal::Account | Refusal::Unauthorized => about.account(),
        Refusal::Request => about.request(),
        Refusal::Profile => about.profile(),
        Refusal::AlreadyReplaced => about.already_replaced(),
        Refusal::Unavailable => about.unavailable(),
        Refusal::Other => about.other(),
    };
    (about.problem(code, actor, message), fault)
}

/// The authority could not be asked, or gave no answer that can be read. `detail` says why.
#[must_use]
pub fn unavailable(authority: &str, detail: &str) -> (IssuanceProblem, Fault) {
    let about = About { detail, name: "", method: None, authority, until: None };
    let (code, actor, message, fault) = about.unavailable();
    (about.problem(code, actor, message), fault)
}

/// Code, who must act, what to tell, and what it means for the next attempt.
type Verdict = (&'static str, Actor, String, Fault);

struct About<'a> {
    detail: &'a str,
    name: &'a str,
    method: Option<Method>,
    authority: &'a str,
    until: Option<Timestamp>,
}

impl About<'_> {
    fn problem(&self, code: &str, actor: Actor, message: String) -> IssuanceProblem {
        let detail = presentable(self.detail, DETAIL_MAX);
        IssuanceProblem {
            code: code.to_owned(),
            message,
            actor,
            detail: (!detail.is_empty()).then_some(detail),
            authority: Some(self.authority.to_owned()),
            retry_at: self.until,
        }
    }

    /// The name without `*.`.
    fn base(&self) -> &str {
        self.name.strip_prefix("*.").unwrap_or(self.name)
    }

    fn caa(&self) -> Verdict {
        let (name, authority) = (self.name, self.authority);
        let message = format!(
            "The CAA records for {name} do not permit {authority} to issue a certificate this way. Whoever keeps its DNS must add a CAA \
             record for {authority}, or remove those there are."
        );
        ("caa_forbids", Actor::Customer, message, Fault::Authority)
    }

    fn challenge(&self) -> Verdict {
        let (name, base, authority) = (self.name, self.base(), self.authority);
        let seen = match self.method {
            Some(Method::Http01) => format!(
                "{authority} did not get this platform's answer at http://{base}/.well-known/acme-challenge/ (http-01). Every A and \
                 AAAA of {base} must lead to this platform on port 80, and a proxy in front must pass this path on unchanged."
            ),
            Some(Method::TlsAlpn01) => format!(
                "{authority} did not get this platform's answer at {base} port 443 (tls-alpn-01). Every A and AAAA of {base} must lead to \
                 this platform, and nothing in front may end TLS."
            ),
            Some(Method::Dns01) => format!(
                "{authority} did not get this platform's TXT at _acme-challenge.{base} (dns-01). Only the CNAME that the connection \
                 shows may stand there, without a TXT beside it, at every server of the zone; and the platform's own DNS server must be \
                 reachable from the internet."
            ),
            None => format!(
                "{authority} could not convince itself that {name} leads to this platform. Check the records of {name}."
            ),
        };
        ("challenge_failed", Actor::Customer, seen, Fault::Name)
    }

    fn dns(&self) -> Verdict {
        let (base, authority) = (self.base(), self.authority);
        let asked = match self.method {
            Some(Method::Dns01) => format!("_acme-challenge.{base}"),
            _ => base.to_owned(),
        };
        let why = match mentions(self.detail, &["dnssec", "bogus"]) {
            true => {
                "Its DNSSEC is broken: the DS records at the parent must match the keys of the zone, and signatures must not have expired."
            }
            false => {
                "Its records must exist, and every DNS server of its zone must answer, also about CAA and with valid DNSSEC."
            }
        };
        let message = format!("{authority} could not look {asked} up in DNS. {why}");
        ("dns_failed", Actor::Customer, message, Fault::Name)
    }

    fn identifier(&self) -> Verdict {
        let (name, authority) = (self.name, self.authority);
        if mentions(
            self.detail,
            &["public suffix", "(tld)", "invalid character", "not enough labels", "too many labels"],
        ) {
            let message = format!(
                "No authority issues for {name}: {authority} says that it is no name in the public DNS. Connect another one."
            );
            return ("identifier_refused", Actor::Customer, message, Fault::Name);
        }
        let message = format!(
            "{authority} does not issue for {name} by its own policy. Another authority is asked where there is one; otherwise ask \
             {authority} to permit the name."
        );
        ("identifier_refused", Actor::Authority, message, Fault::Authority)
    }

    fn limit(&self) -> Verdict {
        let (name, authority, until) = (self.name, self.authority, self.until);
        if mentions(self.detail, &["temporarily prevented", "paused", "unpause"]) {
            let message = format!(
                "{authority} has paused {name} after too many failures in a row. Whoever runs this platform must put the cause right, \
                 then resume it at the address that {authority} gives."
            );
            return ("authority_paused", Actor::Operator, message, Fault::Limited { until, account_wide: false });
        }
        let account_wide = !self.is_about_this_name();
        let what = if account_wide { "this platform's account".to_owned() } else { name.to_owned() };
        let again = until.map_or_else(|| "later".to_owned(), |until| format!("after {until}"));
        let message =
            format!("A rate limit of {authority} is reached for {what}. Nobody has to act: it is tried again {again}.");
        ("rate_limited", Actor::Nobody, message, Fault::Limited { until, account_wide })
    }

    /// Whether a limit is one name's, registered domain's or set's. What cannot be told is taken for the account's: a fleet that goes on
    /// asking makes it worse.
    fn is_about_this_name(&self) -> bool {
        let domain = registered_domain(self.name).unwrap_or(self.name);
        let words = ["already issued for", "exact set of", "failed authorizations", "duplicate certificate"];
        mentions(self.detail, &words) || (!domain.is_empty() && mentions(self.detail, &[domain]))
    }

    fn account(&self) -> Verdict {
        let authority = self.authority;
        let message = format!(
            "{authority} does not accept this platform's account. Whoever runs this platform must read what {authority} says and put the \
             account right: its key, its contact, the consent to the terms, or its external binding."
        );
        ("authority_account", Actor::Operator, message, Fault::Account)
    }

    fn request(&self) -> Verdict {
        let message = format!(
            "{} does not accept the form of the request for {}. Whoever runs this platform must look into it; another authority is asked \
             where there is one.",
            self.authority, self.name
        );
        ("request_refused", Actor::Operator, message, Fault::Authority)
    }

    fn profile(&self) -> Verdict {
        let message = format!(
            "{} does not offer the certificate profile that is configured. Whoever runs this platform must choose one that it offers.",
            self.authority
        );
        ("profile_refused", Actor::Operator, message, Fault::Authority)
    }

    fn already_replaced(&self) -> Verdict {
        let message = format!(
            "{} says that the certificate of {} has been replaced already. Nobody has to act: the next order does not name it.",
            self.authority, self.name
        );
        ("already_replaced", Actor::Nobody, message, Fault::Authority)
    }

    fn unavailable(&self) -> Verdict {
        let authority = self.authority;
        let message = format!(
            "{authority} cannot be used at the moment. Nobody has to act: it is tried again, or another authority is asked."
        );
        ("authority_unavailable", Actor::Authority, message, Fault::Authority)
    }

    fn other(&self) -> Verdict {
        let message = format!(
            "{} refused a certificate for {} for a reason of its own. It is tried again, or another authority is asked.",
            self.authority, self.name
        );
        ("authority_refused", Actor::Authority, message, Fault::Authority)
    }
}

/// CAA that cannot be looked up is refused like CAA that forbids, but other people's work to put right.
fn is_about_a_lookup(detail: &str) -> bool {
    mentions(detail, &["servfail", "dns problem", "timeout", "timed out", "dnssec", "bogus", "refused looking up"])
}

/// Whether one of `words` (lower case) is in the text, in any case.
fn mentions(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// The instant that follows `words`, as `2026-11-21 15:04:05 UTC` or `2026-11-21T15:04:05Z`.
fn instant_after(text: &str, words: &str) -> Option<Timestamp> {
    let start = text.to_ascii_lowercase().find(words)? + words.len();
    let stamp: String = text.get(start..)?.chars().take("2026-11-21 15:04:05".len()).collect();
    let civil: jiff::civil::DateTime = stamp.parse().ok()?;
    let instant = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from_ms(instant.timestamp().as_millisecond()))
}
