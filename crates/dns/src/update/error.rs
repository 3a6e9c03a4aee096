//! Why a primary server did not do what was asked.

use super::key::TsigAlgorithm;
use nameplate_domain::time::Timestamp;

/// Why a zone was not read or not changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UpdateError {
    /// The server does not accept our signature. Nothing changed.
    #[error("{0}")]
    BadKey(BadKey),
    /// The server's policy does not let this key do it, or not with these records: BIND wants addresses of mail servers in the zone
    /// (REFUSED). Nothing changed.
    #[error("the server refuses {what} to the key {key}: its policy for the zone has to allow them")]
    Refused {
        /// What was asked for: `queries`, `transfers` or `updates`.
        what: &'static str,
        /// The key's name.
        key: String,
    },
    /// The server is not the primary server of this zone, or has no such zone (NOTAUTH). Nothing changed.
    #[error(
        "the server is not authoritative for the zone {zone}: name the zone's primary server, and the zone as it is called there"
    )]
    NotAuth {
        /// The zone's apex.
        zone: String,
    },
    /// The zone is not as it was when the changes were planned (RFC 2136, 3.2). Nothing changed.
    #[error("the zone changed in the meantime: {why}")]
    Changed {
        /// What is not as it was.
        why: String,
    },
    /// The server cannot be reached, is silent, or has failed. Nothing changed.
    #[error("the server cannot be asked: {why}")]
    Outage {
        /// What happened.
        why: String,
    },
    /// The update was sent and no answer came: whether it was carried out has to be read from the zone.
    #[error("the update was sent and no answer came ({why}): whether it was carried out is unknown")]
    Unknown {
        /// What happened instead.
        why: String,
    },
    /// The answer cannot be read or makes no sense. Whether an update was carried out is unknown.
    #[error("the server's answer makes no sense: {why}")]
    Malformed {
        /// What is wrong with it.
        why: String,
    },
    /// The answer is not signed with our key, or something changed it on its way. Whether an update was carried out is unknown. Servers do
    /// not sign everything that they refuse: what such an answer says is in the text.
    #[error("the answer cannot be trusted: {why}")]
    ForgedAnswer {
        /// What is wrong with it.
        why: String,
    },
    /// What was asked for cannot be said in an update, or the server does not know updates. Nothing changed.
    #[error("this cannot be done by dynamic update: {what}")]
    Unsupported {
        /// What, and what to do instead.
        what: String,
    },
}

impl UpdateError {
    /// Whether the changes may have been carried out nevertheless: the zone has to be read again.
    #[must_use]
    pub const fn may_have_changed(&self) -> bool {
        matches!(self, Self::Unknown { .. } | Self::Malformed { .. } | Self::ForgedAnswer { .. })
    }

    /// Whether the server does not let this key do it. A key that it does not know for this purpose looks the same at some servers (Knot).
    #[must_use]
    pub const fn is_denial(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::BadKey(BadKey::UnknownKey { .. }))
    }

    pub(super) fn malformed(why: &str) -> Self {
        Self::Malformed { why: why.to_owned() }
    }

    pub(super) fn forged(why: &str) -> Self {
        Self::ForgedAnswer { why: why.to_owned() }
    }

    pub(super) fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into() }
    }
}

/// Why a signature is not accepted (RFC 8945, 5.2).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadKey {
    /// BADKEY.
    #[error(
        "the server does not know the key {name} with {algorithm}, or does not let it do this (BADKEY): compare name and algorithm with the server's configuration, and what its policy allows the key"
    )]
    UnknownKey {
        /// The key's name.
        name: String,
        /// Its algorithm.
        algorithm: TsigAlgorithm,
    },
    /// BADSIG.
    #[error("the server has another secret for the key {name} (BADSIG): copy the secret again")]
    WrongSecret {
        /// The key's name.
        name: String,
    },
    /// BADTIME.
    #[error(
        "the clocks differ too much (BADTIME): ours shows {ours}, the server's {}; at most 300 s are accepted",
        shown(server)
    )]
    ClockSkew {
        /// What our clock showed.
        ours: Timestamp,
        /// What the server's clock showed, in whole seconds, if it said so.
        server: Option<Timestamp>,
    },
    /// BADTRUNC, or a number that RFC 8945 does not have.
    #[error("the server does not accept the signature (TSIG error {code})")]
    Other {
        /// TSIG error.
        code: u16,
    },
}

fn shown(instant: &Option<Timestamp>) -> String {
    instant.map_or_else(|| "another time".to_owned(), |instant| instant.to_string())
}
