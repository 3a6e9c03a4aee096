//! What the server's refusals mean to a customer.

use crate::problem::{ErrorKind, ProviderError};
use nameplate_dns::update::{BadKey, UpdateError};

/// Of a question, which changes nothing.
pub(super) fn of_reading(error: UpdateError) -> ProviderError {
    let kind = match &error {
        UpdateError::BadKey(_) => ErrorKind::BadCredential,
        UpdateError::Refused { .. } => ErrorKind::Forbidden,
        UpdateError::NotAuth { .. } => ErrorKind::NoSuchZone,
        UpdateError::Changed { .. } => ErrorKind::ZoneChanged,
        UpdateError::Outage { .. } => ErrorKind::Outage,
        UpdateError::Unknown { .. } => ErrorKind::UnknownOutcome,
        UpdateError::Malformed { .. } | UpdateError::ForgedAnswer { .. } => ErrorKind::Misunderstood,
        UpdateError::Unsupported { .. } => ErrorKind::Unsupported,
    };
    told(&error, kind)
}

/// Of an update, by a key that could read the zone a moment ago.
pub(super) fn of_writing(error: UpdateError) -> ProviderError {
    match &error {
        UpdateError::Malformed { .. } | UpdateError::ForgedAnswer { .. } => told(&error, ErrorKind::UnknownOutcome),
        // The key is known, so that this can only mean that it may not update (Knot).
        UpdateError::BadKey(BadKey::UnknownKey { name, .. }) => {
            told(&UpdateError::Refused { what: "updates", key: name.clone() }, ErrorKind::Forbidden).with_code("BADKEY")
        }
        _ => of_reading(error),
    }
}

/// The key is known, and may not read the zone as a whole.
pub(super) fn no_transfer(zone: &str, key: &str) -> ProviderError {
    let message = format!(
        "The server refuses to transfer the zone {zone} to the key {key}, so that it can be read by name only, not as a whole: name the \
         key in allow-transfer (BIND), or in an acl with the action transfer (Knot DNS)."
    );
    ProviderError::new(ErrorKind::Unsupported, message)
}

fn told(error: &UpdateError, kind: ErrorKind) -> ProviderError {
    let text = error.to_string();
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    let failure = ProviderError::new(kind, format!("{}{rest}.", first.to_uppercase()));
    match code(error) {
        Some(code) => failure.with_code(code),
        None => failure,
    }
}

/// The code of RFC 2136, 2.2 or RFC 8945, 5.2 behind it.
fn code(error: &UpdateError) -> Option<&'static str> {
    Some(match error {
        UpdateError::BadKey(BadKey::UnknownKey { .. }) => "BADKEY",
        UpdateError::BadKey(BadKey::WrongSecret { .. }) => "BADSIG",
        UpdateError::BadKey(BadKey::ClockSkew { .. }) => "BADTIME",
        UpdateError::Refused { .. } => "REFUSED",
        UpdateError::NotAuth { .. } => "NOTAUTH",
        _ => return None,
    })
}
