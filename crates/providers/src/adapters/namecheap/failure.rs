//! What Namecheap's error numbers mean.

use super::wire::Complaint;
use crate::http::{Answer, Http};
use crate::problem::{ErrorKind, ProviderError};

/// The domain is unknown, somebody else's, or no domain that can be registered.
const UNKNOWN_DOMAIN: [&str; 4] = ["2019166", "2016166", "2030166", "2030280"];
const NOT_ITS_DNS: &str = "2030288";

/// The problem that an answer without success tells of. Too many requests are a 405 here.
pub(super) fn of_status(http: &Http, answer: &Answer) -> ProviderError {
    match answer.status {
        405 => ProviderError { status: Some(405), ..too_many() },
        _ => http.failure(answer),
    }
}

fn too_many() -> ProviderError {
    ProviderError::new(ErrorKind::RateLimited, "Namecheap takes no more requests for a while.")
}

pub(super) fn not_served() -> ProviderError {
    let message = "The domain is at Namecheap, but its name servers are elsewhere: records here would have no effect.";
    ProviderError::new(ErrorKind::NoSuchZone, message).with_code(NOT_ITS_DNS)
}

/// The problem that an answer with `Status="ERROR"` tells of.
pub(super) fn of(http: &Http, complaint: &Complaint) -> ProviderError {
    let number = complaint.number.as_str();
    let error = match number {
        "1011150" | "1011147" | "1011148" | "1011105" => ProviderError::new(
            ErrorKind::Forbidden,
            "Namecheap does not let this server in: put its public IPv4 address on the list under API Access, and name the same address in the credential.",
        ),
        "1030408" => ProviderError::new(ErrorKind::Forbidden, "Namecheap does not let this user use its API."),
        _ if number.starts_with("10101") || number.starts_with("10111") || number.starts_with("10161") => {
            ProviderError::new(
                ErrorKind::BadCredential,
                "Namecheap does not accept this user and key; the key may be wrong, or API access is switched off.",
            )
        }
        NOT_ITS_DNS => not_served(),
        _ if UNKNOWN_DOMAIN.contains(&number) => {
            ProviderError::new(ErrorKind::NoSuchZone, "The domain is not in this account of Namecheap's.")
        }
        "500000" => too_many(),
        "3031510" | "3050900" | "4023330" | "5050900" => {
            ProviderError::new(ErrorKind::Outage, "Namecheap fails at the moment.")
        }
        _ => ProviderError::new(ErrorKind::Rejected, "Namecheap refuses the request."),
    };
    http.in_its_words(error, &complaint.message).with_code(number)
}

pub(super) fn is_unknown_domain(error: &ProviderError) -> bool {
    error.code.as_deref().is_some_and(|code| UNKNOWN_DOMAIN.contains(&code))
}
