//! Putting a certificate on the shelf that another system obtained.

use crate::certificate::{Certificate, CertificateError};
use crate::ports::{Shelf, ShelfError};
use nameplate_acme::Secret;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, KeptCertificate, Lease, Settled};
use nameplate_domain::issuance::renewal;
use nameplate_domain::time::Timestamp;
use nameplate_sealing::{self as sealed, SealError, Sealer, SecretKind};
use std::time::Duration;

/// The authority of a certificate that was brought in, in its line: none of ours is asked when it is to be renewed, nor told to revoke it.
pub const BROUGHT_IN: &str = "imported";

/// How long the name is held while it is written.
const LEASE: Duration = Duration::from_secs(60);
/// Nothing is due again sooner.
const A_MOMENT: Duration = Duration::from_secs(1);

/// A certificate of another system.
#[derive(Debug, Clone)]
pub struct Foreign<'a> {
    /// The name it is to be held for.
    pub name: &'a CertificateName,
    /// PKCS #8, DER.
    pub key: &'a Secret,
    /// DER, leaf first.
    pub chain: &'a [Vec<u8>],
}

/// When it is to be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// From now on: the name is proven.
    Now,
    /// Once somebody may serve the name. Until then it lies there as that of a removed name does, which nobody serves, renews or counts; it
    /// is deleted when it expires. Whoever wants a certificate of the name and may have one gets it back, without an order.
    OnceProven,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// It is on the shelf now, or in use now.
    In,
    /// It was there before, as it is wanted.
    Before,
    /// The name has a certificate that is served, until then; this one is not needed.
    NotNeeded(Timestamp),
}

/// Why it is not on the shelf.
#[derive(Debug, thiserror::Error)]
pub enum NotBroughtIn {
    /// Key, chain and name do not belong together.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The key cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The shelf cannot be used.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// An edge is working on the name.
    #[error("an edge is working on the name at this moment; try again in a minute")]
    Busy,
}

/// What would have to be written.
#[derive(Debug, PartialEq, Eq)]
enum Missing {
    /// The certificate and its line.
    Everything,
    /// The line only: the certificate is there.
    Line,
}

/// Puts a certificate on the shelf, unless the name has one that is served already; `holder` is who holds leases meanwhile.
///
/// # Errors
/// [`NotBroughtIn`]; what was written by then stays, and doing it again goes on from there.
pub async fn bring_in(
    shelf: &dyn Shelf,
    sealer: Option<&Sealer>,
    holder: &str,
    foreign: &Foreign<'_>,
    when: Use,
    now: Timestamp,
) -> Result<Brought, NotBroughtIn> {
    let name = foreign.name;
    let facts = Certificate::new(name, BROUGHT_IN, foreign.key.as_bytes(), foreign.chain)?.facts;
    let (not_before, not_after) = (facts.not_before(), facts.not_after());
    let before = shelf.entry(name).await?;
    let missing = match missing(before.as_ref(), (not_before, not_after), when, now) {
        Err(done) => return Ok(done),
        Ok(missing) => missing,
    };
    let leased = lease(shelf, name, holder, now).await?;
    if before.as_ref().and_then(|before| before.held.as_ref()) != leased.held.as_ref() {
        // Somebody was faster; their work counts.
        let due_at = leased.due_at.or(leased.renew_at).unwrap_or(now);
        let settled = Settled::Postponed { problem: None, renew_at: None, window: None, due_at };
        shelf.settle(name, holder, settled).await?;
        return Err(NotBroughtIn::Busy);
    }
    let place = renewal::chance_of(&name.to_string(), not_before.as_ms().unsigned_abs());
    let renew_at = renewal::renew_at(not_before, not_after, None, place);
    let due_at = match when {
        Use::Now => renew_at.max(now.plus(A_MOMENT)),
        // No edge is to begin with it before it is set aside.
        Use::OnceProven => not_after,
    };
    if missing == Missing::Everything {
        let key = sealed::seal(sealer, SecretKind::PrivateKey, &name.to_string(), foreign.key.as_bytes())?;
        let chain = foreign.chain.to_vec();
        let authority = BROUGHT_IN.to_owned();
        let kept = KeptCertificate { name: name.clone(), key, chain, authority, not_before, not_after };
        written(shelf.settle(name, holder, Settled::Stored { kept, renew_at, due_at }).await?)?;
    }
    match (when, missing) {
        (Use::Now, Missing::Everything) => {}
        (Use::Now, Missing::Line) => {
            let settled = Settled::Postponed { problem: None, renew_at: Some(renew_at), window: None, due_at };
            written(shelf.settle(name, holder, settled).await?)?;
        }
        (Use::OnceProven, missing) => {
            if missing == Missing::Everything {
                lease(shelf, name, holder, now).await?;
            }
            written(shelf.settle(name, holder, Settled::Removed { at: now, delete_at: not_after }).await?)?;
        }
    }
    Ok(Brought::In)
}

/// What is missing for a certificate of that life to be held as it is wanted; else why nothing is.
fn missing(line: Option<&Entry>, life: (Timestamp, Timestamp), when: Use, now: Timestamp) -> Result<Missing, Brought> {
    let Some((line, held)) = line.and_then(|line| Some((line, line.held.as_ref()?))) else {
        return Ok(Missing::Everything);
    };
    let is_this = held.authority == BROUGHT_IN && (held.not_before, held.not_after) == life;
    match (when, line.removed_at) {
        (Use::Now, None) if is_this => Err(Brought::Before),
        (Use::Now, None) if now < held.not_after => Err(Brought::NotNeeded(held.not_after)),
        (Use::OnceProven, Some(_)) if is_this && line.due_at == Some(held.not_after) => Err(Brought::Before),
        (Use::Now, Some(_)) | (Use::OnceProven, _) if is_this => Ok(Missing::Line),
        _ => Ok(Missing::Everything),
    }
}

/// What [`bring_in`] would come to, for somebody who wants to know beforehand.
///
/// # Errors
/// The shelf cannot be read.
pub async fn would_bring_in(
    shelf: &dyn Shelf,
    name: &CertificateName,
    life: (Timestamp, Timestamp),
    when: Use,
    now: Timestamp,
) -> Result<Brought, ShelfError> {
    let line = shelf.entry(name).await?;
    Ok(missing(line.as_ref(), life, when, now).err().unwrap_or(Brought::In))
}

async fn lease(shelf: &dyn Shelf, name: &CertificateName, holder: &str, now: Timestamp) -> Result<Entry, NotBroughtIn> {
    match shelf.lease(name, holder, now.plus(LEASE), now).await? {
        Lease::Ours(entry) => Ok(entry),
        Lease::Theirs { .. } => Err(NotBroughtIn::Busy),
    }
}

const fn written(is_written: bool) -> Result<(), NotBroughtIn> {
    if is_written { Ok(()) } else { Err(NotBroughtIn::Busy) }
}
