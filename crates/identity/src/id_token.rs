//! Believing an ID token (OpenID Connect Core 1.0, 3.1.3.7). Pure: keys, expectations and the present instant are given.

use crate::IdentityError;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use nameplate_domain::time::Timestamp;
use serde::Deserialize;
use std::time::Duration;

/// How far a provider's clock may be off.
const SKEW_MAX: Duration = Duration::from_mins(1);

/// Signatures that are believed: by a key of which the provider alone has the private half.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
}

/// What a token says of a person.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Claims {
    iss: String,
    pub(crate) sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) email_verified: Option<Verified>,
    pub(crate) name: Option<String>,
}

/// One audience, or several.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Some providers write the boolean as a text.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Verified {
    Flag(bool),
    Text(String),
}

impl Verified {
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Self::Flag(flag) => *flag,
            Self::Text(text) => text == "true",
        }
    }
}

/// Whether a token says that it is signed in a way that is believed: never by nobody, nor by a secret that is shared.
pub(crate) fn check_algorithm(token: &str) -> Result<(), IdentityError> {
    let header = decode_header(token).map_err(|_| IdentityError::Untrusted("it is no signed token"))?;
    match ALGORITHMS.contains(&header.alg) {
        true => Ok(()),
        false => Err(IdentityError::Untrusted("it is signed in a way that is not believed")),
    }
}

/// The key among `keys` that a token's header asks for; without a name, the only one that can sign so.
pub(crate) fn key<'k>(token: &str, keys: &'k JwkSet) -> Option<&'k Jwk> {
    let header = decode_header(token).ok()?;
    let fits = |key: &&Jwk| {
        let is_for_signing = !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
        let is_its_kind = key.common.key_algorithm.is_none_or(|known| known.to_string() == format!("{:?}", header.alg));
        is_for_signing && is_its_kind && can_sign(key, header.alg)
    };
    let mut fitting = keys.keys.iter().filter(fits);
    match &header.kid {
        Some(kid) => fitting.find(|key| key.common.key_id.as_ref() == Some(kid)),
        None => fitting.next().filter(|_| fitting.next().is_none()),
    }
}

fn can_sign(key: &Jwk, algorithm: Algorithm) -> bool {
    let name = format!("{algorithm:?}");
    match &key.algorithm {
        AlgorithmParameters::RSA(_) => name.starts_with("RS") || name.starts_with("PS"),
        AlgorithmParameters::EllipticCurve(_) => name.starts_with("ES"),
        AlgorithmParameters::OctetKeyPair(_) => algorithm == Algorithm::EdDSA,
        _ => false,
    }
}

/// What `token` says, if `key` has signed it and it is meant for us, now and for this visit.
pub(crate) fn believed(
    token: &str,
    key: &Jwk,
    expected: Expected<'_>,
    now: Timestamp,
) -> Result<Claims, IdentityError> {
    let untrusted = |why| Err(IdentityError::Untrusted(why));
    check_algorithm(token)?;
    let algorithm = decode_header(token).map_err(|_| IdentityError::Untrusted("it is no signed token"))?.alg;
    let decoding = DecodingKey::from_jwk(key).map_err(|_| IdentityError::Untrusted("its key cannot be used"))?;
    let mut validation = Validation::new(algorithm);
    // What it says is looked at below, by the clock that is given.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = decode::<Claims>(token, &decoding, &validation)
        .map_err(|_| IdentityError::Untrusted("its signature is wrong, or it lacks a claim"))?
        .claims;
    let at = |seconds: i64| Timestamp::from_ms(seconds.saturating_mul(1000));
    let is_for_us = match &claims.aud {
        Audience::One(one) => one == expected.client_id,
        // For several, it says to whom it was given.
        Audience::Several(all) => {
            all.iter().any(|one| one == expected.client_id) && (all.len() == 1 || claims.azp.is_some())
        }
    };
    match () {
        () if claims.iss != expected.issuer => untrusted("another issuer made it"),
        () if !is_for_us => untrusted("it is for somebody else"),
        () if claims.azp.as_deref().is_some_and(|party| party != expected.client_id) => {
            untrusted("it was given to somebody else")
        }
        () if claims.nonce.as_deref() != Some(expected.nonce) => untrusted("it is of another visit"),
        () if now >= at(claims.exp).plus(SKEW_MAX) => untrusted("it has expired"),
        () if at(claims.iat) > now.plus(SKEW_MAX) => untrusted("it is from the future"),
        () if claims.sub.is_empty() || claims.sub.len() > 255 => untrusted("it names nobody"),
        () => Ok(claims),
    }
}
