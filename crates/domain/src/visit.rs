//! One HTTPS request to a connected host name, as a visitor would make it, and what the outcome means.

use crate::evidence::Sighting;
use crate::time::Timestamp;
use std::fmt;
use std::net::IpAddr;

/// The port that visitors take when a URL names none.
pub const HTTPS_PORT: u16 = 443;

/// What came of a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visit {
    /// What was asked for.
    pub url: String,
    /// HTTP status, and the milliseconds from connecting to the answer's headers; or why there was no answer.
    pub outcome: Result<Page, Unreached>,
    /// The certificate that was shown; also one that was not believed.
    pub certificate: Option<ShownCertificate>,
    /// When it was made.
    pub at: Timestamp,
}

/// An answer, as far as a visit reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// HTTP status; any is an answer, also an origin's 502.
    pub status: u16,
    /// From connecting to the answer's headers, in milliseconds.
    pub took_ms: u64,
}

/// A certificate as a visitor sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownCertificate {
    /// Organisation (else common name) of who signed it; empty when it names neither.
    pub issuer: String,
    /// End of validity.
    pub not_after: Timestamp,
    /// Serial number, lower-case hex.
    pub serial: String,
}

/// Why a visitor does not get there. `Display` says it in a sentence, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreached {
    /// The name has no address.
    NotResolved,
    /// Nobody could say whether it has one; why, in words.
    DnsUnreachable(String),
    /// All its addresses are inside networks; nothing was sent.
    AddressNotPublic,
    /// Nobody listens at its addresses.
    Refused,
    /// There is no way to its addresses; the system's words.
    NoRoute(String),
    /// No answer in time, in seconds.
    Timeout(u64),
    /// The certificate that was shown is not believed.
    CertificateInvalid(Distrust),
    /// The TLS handshake failed before a certificate was shown, or after it; its words.
    TlsFailed(String),
    /// The connection ended before an HTTP answer; its words.
    NoAnswer(String),
}

/// What is wrong with a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Distrust {
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// It is for other names.
    OtherName,
    /// Whoever signed it is not among the public authorities.
    UnknownIssuer,
    /// Something else; the verifier's words.
    Other(String),
}

impl Unreached {
    /// Every code.
    pub const CODES: [&str; 9] = [
        "not_resolved",
        "dns_unreachable",
        "address_not_public",
        "refused",
        "no_route",
        "timeout",
        "certificate_invalid",
        "tls_failed",
        "no_answer",
    ];

    /// The name in the API.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotResolved => "not_resolved",
            Self::DnsUnreachable(_) => "dns_unreachable",
            Self::AddressNotPublic => "address_not_public",
            Self::Refused => "refused",
            Self::NoRoute(_) => "no_route",
            Self::Timeout(_) => "timeout",
            Self::CertificateInvalid(_) => "certificate_invalid",
            Self::TlsFailed(_) => "tls_failed",
            Self::NoAnswer(_) => "no_answer",
        }
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotResolved => f.write_str(
                "The name has no address yet. Publish the connection's DNS records, and check again when they are there.",
            ),
            Self::DnsUnreachable(why) => {
                write!(f, "The name's address could not be looked up: {why}. Check again in a moment.")
            }
            Self::AddressNotPublic => f.write_str(
                "The name leads to an address inside a network, where no visitor gets, so nothing was sent. \
                 Point it at the target in the connection's DNS records.",
            ),
            Self::Refused => f.write_str(
                "Nobody accepts HTTPS connections at the name's address. Compare its DNS records with the connection's; \
                 if they are right, the edge is down.",
            ),
            Self::NoRoute(why) => write!(
                f,
                "There is no way to the name's address ({why}). Compare its DNS records with the connection's, and remove A and AAAA \
                 records of an earlier host."
            ),
            Self::Timeout(seconds) => write!(
                f,
                "No answer came within {seconds} s. Check again in a moment; if it stays so, compare the name's DNS records with the \
                 connection's."
            ),
            Self::CertificateInvalid(distrust) => write!(f, "{distrust}"),
            Self::TlsFailed(why) => write!(
                f,
                "The server broke off the TLS handshake ({why}). An edge does so while it has no certificate for the name: wait until \
                 the connection's certificate is issued. Another server does so when it does not know the name: compare the DNS records."
            ),
            Self::NoAnswer(why) => write!(
                f,
                "The server ended the connection without an HTTP answer ({why}). Compare the name's DNS records with the connection's; \
                 if they are right, look at the edge."
            ),
        }
    }
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ELSEWHERE: &str = "If the name still leads to an earlier host, correct its DNS records";
        match self {
            Self::Expired => write!(f, "The certificate that visitors are shown has expired. {ELSEWHERE}; else renew it."),
            Self::NotYetValid => f.write_str(
                "The certificate that visitors are shown is not valid yet. Compare the clocks of the edge and of this server.",
            ),
            Self::OtherName => write!(
                f,
                "The certificate that visitors are shown is for another name. {ELSEWHERE}; else wait until the connection's \
                 certificate is issued."
            ),
            Self::UnknownIssuer => write!(
                f,
                "The certificate that visitors are shown comes from no authority that browsers trust. {ELSEWHERE}; else choose a \
                 public authority (EDGE_ISSUER)."
            ),
            Self::Other(why) => {
                write!(f, "Browsers do not believe the certificate that visitors are shown ({why}). {ELSEWHERE}; else renew it.")
            }
        }
    }
}

/// The URL of a name's first page at this port.
#[must_use]
pub fn url(host: &str, port: u16) -> String {
    match port {
        HTTPS_PORT => format!("https://{host}/"),
        other => format!("https://{host}:{other}/"),
    }
}

/// The addresses that visitors find, by what A and AAAA lead to.
///
/// # Errors
/// [`Unreached::NotResolved`] only if every question was answered; else [`Unreached::DnsUnreachable`].
pub fn addresses(sightings: &[Sighting]) -> Result<Vec<IpAddr>, Unreached> {
    let mut found: Vec<IpAddr> = Vec::new();
    for address in sightings.iter().flat_map(Sighting::values).filter_map(|value| value.parse().ok()) {
        if !found.contains(&address) {
            found.push(address);
        }
    }
    match sightings.iter().find(|sighting| !sighting.was_answered()) {
        _ if !found.is_empty() => Ok(found),
        Some(unanswered) => Err(Unreached::DnsUnreachable(unanswered.why_unanswered())),
        None => Err(Unreached::NotResolved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Answer, QueryType, Reply, Server, Unanswered, Vantage};

    fn seen(qtype: QueryType, outcomes: &[Result<&[&str], Unanswered>]) -> Sighting {
        let server =
            || Server { name: Some("ns1.customer.test".into()), address: None, vantage: Vantage::Authoritative };
        let answer = |values: &[&str]| Answer {
            values: values.iter().map(|value| (*value).into()).collect(),
            ..Answer::default()
        };
        let reply = |outcome: &Result<&[&str], Unanswered>| Reply {
            server: server(),
            at: Timestamp::from_ms(0),
            outcome: outcome.clone().map(answer),
        };
        let replies = outcomes.iter().map(reply).collect();
        Sighting { name: "shop.customer.test".into(), qtype, zone: None, replies }
    }

    #[test]
    fn every_address_of_every_server_counts_once() {
        let v4 = seen(QueryType::A, &[Ok(&["192.0.2.1", "192.0.2.2"]), Ok(&["192.0.2.2"]), Err(Unanswered::Timeout)]);
        let v6 = seen(QueryType::Aaaa, &[Ok(&["2001:db8::1"])]);
        let expected: Vec<IpAddr> = ["192.0.2.1", "192.0.2.2", "2001:db8::1"].map(|text| text.parse().unwrap()).into();
        assert_eq!(addresses(&[v4, v6]), Ok(expected));
    }

    #[test]
    fn without_an_address_silence_is_no_absence() {
        let none = || seen(QueryType::A, &[Ok(&[])]);
        assert_eq!(addresses(&[none(), none()]), Err(Unreached::NotResolved));
        let silent = seen(QueryType::Aaaa, &[Err(Unanswered::ServerFailure)]);
        let Err(Unreached::DnsUnreachable(why)) = addresses(&[none(), silent]) else { panic!("it is not known") };
        assert_eq!(why, "ns1.customer.test answered SERVFAIL");
    }

    #[test]
    fn a_port_is_named_only_where_it_is_not_the_usual_one() {
        assert_eq!(url("shop.customer.com", 443), "https://shop.customer.com/");
        assert_eq!(url("shop.customer.com", 8443), "https://shop.customer.com:8443/");
    }

    #[test]
    fn every_reason_has_a_code_and_says_what_to_do() {
        let text = || "broken pipe".to_owned();
        let distrusts = [
            Distrust::Expired,
            Distrust::NotYetValid,
            Distrust::OtherName,
            Distrust::UnknownIssuer,
            Distrust::Other(text()),
        ];
        let others = [
            Unreached::NotResolved,
            Unreached::DnsUnreachable(text()),
            Unreached::AddressNotPublic,
            Unreached::Refused,
            Unreached::NoRoute(text()),
            Unreached::Timeout(5),
            Unreached::TlsFailed(text()),
            Unreached::NoAnswer(text()),
        ];
        let all: Vec<Unreached> = others.into_iter().chain(distrusts.map(Unreached::CertificateInvalid)).collect();
        let remedies = ["Publish", "Check again", "Point", "Compare", "Wait", "wait", "renew", "choose"];
        for reason in &all {
            let message = reason.to_string();
            assert!(Unreached::CODES.contains(&reason.code()), "{reason:?}");
            assert!(message.ends_with('.') && remedies.iter().any(|word| message.contains(word)), "{message}");
        }
        assert!(Unreached::CODES.iter().all(|code| all.iter().any(|reason| reason.code() == *code)));
    }
}
