//! What Cloud DNS's error reasons mean.

use crate::http::{Answer, Http};
use crate::problem::{ErrorKind, ProviderError};
use serde::Deserialize;

#[derive(Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    error: Cause,
}

#[derive(Default, Deserialize)]
struct Cause {
    #[serde(default)]
    message: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    errors: Vec<Reason>,
}

#[derive(Default, Deserialize)]
struct Reason {
    #[serde(default)]
    reason: String,
}

/// The problem that an answer tells of.
pub(super) fn of(http: &Http, answer: &Answer) -> ProviderError {
    let Complaint { error: cause } = answer.json().unwrap_or_default();
    let reason = cause.errors.into_iter().next().map_or(cause.status, |first| first.reason);
    let usual = http.failure(answer);
    let as_kind = |kind, message: &str| ProviderError {
        status: usual.status,
        retry_after: usual.retry_after,
        ..ProviderError::new(kind, message)
    };
    let changed = "A record set was changed by somebody else in the meantime; nothing was written over it.";
    let error = match (answer.status, reason.as_str()) {
        // Google's limits come as 403.
        (_, "rateLimitExceeded" | "userRateLimitExceeded" | "RESOURCE_EXHAUSTED") => {
            as_kind(ErrorKind::RateLimited, "Google takes no more requests for a while.")
        }
        (_, "quotaExceeded" | "dailyLimitExceeded") => {
            as_kind(ErrorKind::RateLimited, "The project's quota at Google is used up for a while.")
        }
        (403, "accessNotConfigured" | "SERVICE_DISABLED") => as_kind(
            ErrorKind::Forbidden,
            "The Cloud DNS API is switched off in this project: enable it in the console.",
        ),
        (403, _) => as_kind(
            ErrorKind::Forbidden,
            "This service account may not do that: give it the role DNS Administrator in the project.",
        ),
        (409 | 412, _) => as_kind(ErrorKind::ZoneChanged, changed),
        (404, _) if cause.message.contains("entity.change") => as_kind(ErrorKind::ZoneChanged, changed),
        (404, _) => as_kind(ErrorKind::NoSuchZone, "The project has no such managed zone."),
        (400, "cnameResourceRecordSetConflict") => {
            as_kind(ErrorKind::Conflict, "A CNAME must be the only record of its name.")
        }
        _ => usual,
    };
    let error = http.in_its_words(error, &cause.message);
    if reason.is_empty() { error } else { error.with_code(reason) }
}
