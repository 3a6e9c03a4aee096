//! The kinds of refusal that ACME knows.

/// What an authority's error type is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// CAA records forbid.
    Caa,
    /// The challenge could not be answered: nobody there, the wrong one there, or the wrong answer.
    Challenge,
    /// A DNS lookup failed.
    Dns,
    /// The authority's own policy about the name.
    Identifier,
    /// Too much was asked.
    Limit,
    /// The account: unknown, deactivated, without consent or binding, or with a bad key.
    Account,
    /// Either the account or the challenge is not good enough.
    Unauthorized,
    /// What we sent is not what the authority wants.
    Request,
    /// The chosen certificate profile is not offered.
    Profile,
    /// The certificate that is to be replaced has been replaced.
    AlreadyReplaced,
    /// The authority is in trouble, or was not ready.
    Unavailable,
    /// Anything else.
    Other,
}

/// Every error type that is told apart (RFC 8555, 6.7; RFC 8739, RFC 9115, RFC 9773; draft-ietf-acme-profiles), without
/// `urn:ietf:params:acme:error:`.
const TYPES: [(&str, Refusal); 32] = [
    ("accountDoesNotExist", Refusal::Account),
    ("alreadyReplaced", Refusal::AlreadyReplaced),
    ("alreadyRevoked", Refusal::Request),
    ("autoRenewalCanceled", Refusal::Request),
    ("autoRenewalCancellationInvalid", Refusal::Request),
    ("autoRenewalExpired", Refusal::Request),
    ("autoRenewalRevocationNotSupported", Refusal::Request),
    ("badCSR", Refusal::Request),
    ("badNonce", Refusal::Unavailable),
    ("badPublicKey", Refusal::Account),
    ("badRevocationReason", Refusal::Request),
    ("badSignatureAlgorithm", Refusal::Account),
    ("caa", Refusal::Caa),
    ("compound", Refusal::Other),
    ("connection", Refusal::Challenge),
    ("dns", Refusal::Dns),
    ("externalAccountRequired", Refusal::Account),
    ("incorrectResponse", Refusal::Challenge),
    ("invalidContact", Refusal::Account),
    ("invalidProfile", Refusal::Profile),
    ("malformed", Refusal::Request),
    ("orderNotReady", Refusal::Unavailable),
    ("rateLimited", Refusal::Limit),
    ("rejectedIdentifier", Refusal::Identifier),
    ("serverInternal", Refusal::Unavailable),
    ("tls", Refusal::Challenge),
    ("unauthorized", Refusal::Unauthorized),
    ("unknownDelegation", Refusal::Request),
    ("unknownHost", Refusal::Dns),
    ("unsupportedContact", Refusal::Account),
    ("unsupportedIdentifier", Refusal::Identifier),
    ("userActionRequired", Refusal::Account),
];

impl Refusal {
    /// What a type is about. It may have the ACME prefix or not, and be of any case.
    pub(super) fn of(ty: &str) -> Self {
        let bare = ty.rsplit(':').next().unwrap_or(ty);
        TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(bare)).map_or(Self::Other, |(_, refusal)| *refusal)
    }
}

#[cfg(test)]
pub(super) fn every_type() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|(ty, _)| *ty)
}
