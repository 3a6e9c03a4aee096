//! The secret by which an invitation is taken.

use crate::hash_of;
use crate::keys::hex;
use std::fmt;

/// The secret part of an invitation's link. Shown once, kept only as a hash, never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationLink(String);

impl InvitationLink {
    /// 256 random bits in hex.
    pub(crate) fn from_random(bytes: [u8; 32]) -> Self {
        Self(hex(&bytes))
    }

    /// The secret itself, for the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept.
    pub(crate) fn hash(&self) -> [u8; 32] {
        hash_of(self.0.as_bytes())
    }
}

impl fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationLink(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_hides_from_logs() {
        let link = InvitationLink::from_random([7; 32]);
        assert_eq!((link.reveal().len(), format!("{link:?}").as_str()), (64, "InvitationLink(…)"));
    }
}
