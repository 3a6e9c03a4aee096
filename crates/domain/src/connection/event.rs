//! What can happen to a connection.

use std::fmt;

/// Something that happened, as the machine is told of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Event {
    /// The customer was given a challenge to publish.
    ChallengeIssued,
    /// No server of the zone has a proof.
    OwnershipNotSeen,
    /// Some servers of the zone have a proof, others do not.
    OwnershipPartlySeen,
    /// Every reachable server of the zone has the same proof, and nobody holds the name.
    OwnershipProven,
    /// As [`Event::OwnershipProven`], and the name moves here from its present holder.
    OwnershipTakenOver,
    /// A delegated write of records began.
    WriteStarted,
    /// The write was read back as wanted.
    WriteSucceeded,
    /// The write failed.
    WriteFailed,
    /// Every desired record has its value; an edge is attached, which obtains the certificate.
    RecordsPropagated,
    /// Every desired record has its value; no edge is attached, somebody else terminates TLS.
    RecordsPropagatedNoEdge,
    /// At least one desired record is surely missing or has another value.
    RecordsMissing,
    /// An edge stored a certificate for the name.
    CertificateStored,
    /// An edge could not obtain one.
    CertificateFailed,
    /// The present state took longer than it may.
    TimedOut,
    /// An unproven connection reached the end of its life.
    Expired,
    /// Another connection proved the name and took it over.
    TakenAway,
    /// The owner took it down.
    Archive,
}

impl Event {
    /// Every event, in the order of the table in `web/docs/pages/reference/lifecycle.md`.
    pub const ALL: [Self; 17] = [
        Self::ChallengeIssued,
        Self::OwnershipNotSeen,
        Self::OwnershipPartlySeen,
        Self::OwnershipProven,
        Self::OwnershipTakenOver,
        Self::WriteStarted,
        Self::WriteSucceeded,
        Self::WriteFailed,
        Self::RecordsPropagated,
        Self::RecordsPropagatedNoEdge,
        Self::RecordsMissing,
        Self::CertificateStored,
        Self::CertificateFailed,
        Self::TimedOut,
        Self::Expired,
        Self::TakenAway,
        Self::Archive,
    ];
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
