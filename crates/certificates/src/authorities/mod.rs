//! Who signs: the internal CA, or public authorities in order of preference.

mod line;
mod stage;
mod turns;

use crate::local_ca::LocalCa;
use crate::ports::{Scout, Shelf, ShelfError, TxtDesk};
pub(crate) use line::{Line, Opened, Unopened};
use nameplate_acme::{Client, Directory, Transport, TransportSetupError};
use nameplate_domain::edge_status::AuthorityStatus;
use nameplate_domain::issuance::budget::Limits;
use nameplate_domain::issuance::method::PlatformAddresses;
use nameplate_domain::time::{Clock, Timestamp};
pub(crate) use stage::ChallengeStage;
use std::fmt;
use std::sync::Arc;

/// The internal authority's name in certificates and on the shelf.
pub(crate) const INTERNAL: &str = "internal";

/// Who signs certificates.
#[derive(Debug)]
pub enum Authorities {
    /// Ourselves, for development, tests and closed networks. Looks at no DNS.
    Internal(LocalCa),
    /// Public ones. A certificate of the internal CA that is still on the shelf does not count.
    Public(PublicAuthorities),
}

/// One public authority.
pub struct AuthorityLine {
    /// Where it is and how we are known there. Its name stands on certificates and on buckets and must not change.
    pub directory: Directory,
    /// What it admits.
    pub limits: Limits,
    /// Its issuer names in CAA records; empty for those that it gives itself.
    pub caa_identities: Vec<String>,
    /// A substitute for HTTPS.
    pub transport: Option<Arc<dyn Transport>>,
}

/// What public authorities need around them.
pub struct PublicParts {
    /// Looks at DNS.
    pub scout: Arc<dyn Scout>,
    /// Publishes TXT values; without one there is no DNS-01, and so no wildcard.
    pub desk: Option<Arc<dyn TxtDesk>>,
    /// `acme.<BASE_DOMAIN>`, where delegated challenge names lead.
    pub acme_zone: String,
    /// How a name that leads to this platform looks.
    pub ours: PlatformAddresses,
}

/// Public authorities, the preferred first.
pub struct PublicAuthorities {
    pub(crate) lines: Vec<Line>,
    pub(crate) parts: PublicParts,
}

impl PublicAuthorities {
    /// Nothing is asked yet: accounts are opened when they are needed.
    ///
    /// # Errors
    /// When TLS towards an authority cannot be set up.
    pub fn new(
        lines: Vec<AuthorityLine>,
        parts: PublicParts,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, TransportSetupError> {
        let line = |line: AuthorityLine| {
            let client = Client::new(line.directory, line.transport, Arc::clone(clock))?;
            Ok(Line::new(client, line.limits, line.caa_identities))
        };
        Ok(Self { lines: lines.into_iter().map(line).collect::<Result<_, _>>()?, parts })
    }

    pub(crate) fn line(&self, authority: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name() == authority)
    }
}

impl Authorities {
    /// How we stand with each, the preferred first. The internal one has no limits and never rests.
    pub(crate) async fn status(&self, shelf: &dyn Shelf, now: Timestamp) -> Result<Vec<AuthorityStatus>, ShelfError> {
        match self {
            Self::Internal(_) => Ok(vec![AuthorityStatus { name: INTERNAL.to_owned(), ..AuthorityStatus::default() }]),
            Self::Public(public) => {
                let mut all = Vec::with_capacity(public.lines.len());
                for line in &public.lines {
                    all.push(line.status(shelf, now).await?);
                }
                Ok(all)
            }
        }
    }

    /// Whether a certificate of this authority is good for visitors now.
    pub(crate) fn accept(&self, authority: &str) -> bool {
        matches!(self, Self::Internal(_)) || authority != INTERNAL
    }
}

impl fmt::Debug for AuthorityLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorityLine")
            .field("directory", &self.directory)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PublicParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicParts")
            .field("acme_zone", &self.acme_zone)
            .field("ours", &self.ours)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PublicAuthorities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lines.iter().map(Line::name)).finish()
    }
}
