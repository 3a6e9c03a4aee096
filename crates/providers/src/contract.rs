//! What every provider can do for a zone, however its API looks.

use crate::problem::{ApplyError, ProviderError};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, ZoneContents};
use std::fmt;

/// A zone, as its provider knows it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Zone {
    /// The provider's identifier; the name where there is no other.
    pub id: String,
    /// Apex: lower-case A-labels, no trailing dot.
    pub name: String,
    /// Lowest TTL of this zone, in seconds, where it differs from the provider's own.
    pub ttl_min: Option<u32>,
}

impl Zone {
    /// A zone whose name is its identifier.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { id: name.to_owned(), name: name.to_owned(), ttl_min: None }
    }
}

/// Which part of a zone to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<'a> {
    /// All of it.
    Whole,
    /// Every rrset of these names (absolute, lower case, no trailing dot); more does no harm.
    Names(&'a [String]),
}

impl Part<'_> {
    /// Whether `name` is asked for.
    #[must_use]
    pub fn includes(&self, name: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Names(names) => names.iter().any(|known| known == name),
        }
    }
}

/// Reads and writes zones with one credential. Cheap to make; asks nothing until it is told to.
///
/// Implementations move rrsets between the provider's form and [`nameplate_domain::zone`]'s and decide nothing: what to write is
/// decided by `nameplate_domain::zone::plan`, and whether it was written is looked up by [`crate::carry_out`].
#[async_trait]
pub trait ZoneWriter: Send + Sync + fmt::Debug {
    /// The zones that the credential sees, following every page, by name.
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError>;

    /// The zone with exactly this apex, or with this identifier of the provider; `None` when the credential sees no such zone.
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError>;

    /// The rrsets of a part of the zone. SOA is left out. What the provider manages, or what means more than an rrset can say
    /// (weighted, geographic, linked to its own resources, disabled), is there as untouchable with the reason.
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError>;

    /// Carries out the changes, in one step where the provider can, else in their order. A set that no longer is what `before` says
    /// is left alone, as far as the API lets that be known: [`crate::ErrorKind::ZoneChanged`]. Sets of other names and types keep every byte.
    /// Repeating changes that are carried out already does nothing.
    ///
    /// # Errors
    /// [`ApplyError`], which says how many changes were certainly carried out.
    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError>;
}
