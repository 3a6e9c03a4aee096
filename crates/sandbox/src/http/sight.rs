//! What a token of the API lets its bearer see. The sandbox has no accounts: the token itself says what it is good for, so that
//! programs can meet every kind of answer that a DNS host gives.

use super::failure::Failure;
use crate::book::Refusal;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

/// A token that begins like this is refused.
const WRONG: &str = "wrong";
/// A token that begins like this sees the zones named after it, with commas between them, and no others.
const LIMITED: &str = "limited:";

/// Which zones the request may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sight {
    /// Every zone: there was no token, or any but the special ones.
    Everything,
    /// These zones.
    Only(Vec<String>),
}

impl Sight {
    /// Of the value of an `Authorization` header (RFC 6750, 2.1).
    fn read(header: Option<&str>) -> Result<Self, &'static str> {
        let Some(header) = header else { return Ok(Self::Everything) };
        let (scheme, token) = header.trim().split_once(' ').unwrap_or((header, ""));
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err("the Authorization header is not of the form `Bearer <token>`");
        }
        if token.starts_with(WRONG) {
            return Err("the token is not known; any that does not begin with `wrong` is");
        }
        let zones = token.strip_prefix(LIMITED).map(|zones| zones.split(',').map(canonical).collect());
        Ok(zones.map_or(Self::Everything, Self::Only))
    }

    pub(crate) fn includes(&self, zone: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(zones) => zones.contains(&canonical(zone)),
        }
    }

    /// Out of sight is not there.
    pub(crate) fn check(&self, zone: &str) -> Result<(), Refusal> {
        if self.includes(zone) { Ok(()) } else { Err(Refusal::NoSuchZone(canonical(zone))) }
    }
}

impl<S: Sync> FromRequestParts<S> for Sight {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let header = parts.headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
        Self::read(header).map_err(|why| Failure::new(StatusCode::UNAUTHORIZED, "unauthorized", why))
    }
}

fn canonical(zone: &str) -> String {
    zone.trim().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_itself_what_it_sees() {
        assert_eq!(Sight::read(None), Ok(Sight::Everything));
        assert_eq!(Sight::read(Some("Bearer sandbox-token")), Ok(Sight::Everything));
        let limited = Sight::read(Some("bearer limited:Customer.test,other.test.")).unwrap();
        assert!(limited.includes("customer.test") && limited.includes("OTHER.test."));
        assert!(!limited.includes("third.test"));
        for refused in ["Bearer wrong", "Bearer wrong-one", "Bearer ", "Bearer", "Basic dXNlcjpwYXNz", ""] {
            assert!(Sight::read(Some(refused)).is_err(), "{refused}");
        }
    }
}
