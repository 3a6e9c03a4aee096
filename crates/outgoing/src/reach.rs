//! Which addresses may be reached.

use nameplate_domain::public_address::is_public;
use std::net::IpAddr;

/// Which addresses may be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Those of the public internet.
    Public,
    /// All, for development: the other side runs on the same machine.
    Everywhere,
}

impl Reach {
    /// Whether this address may be reached.
    #[must_use]
    pub fn has(self, address: IpAddr) -> bool {
        self == Self::Everywhere || is_public(address)
    }
}
