//! Networks that addresses may be in.

use crate::cidr::Cidr;
use crate::public_address::is_public;
use std::net::IpAddr;
use std::str::FromStr;

/// A block of addresses, or all that are public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// What the whole internet reaches: [`is_public`].
    Public,
    /// One block.
    Block(Cidr),
}

/// Why a text is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither `public` nor a block of IP addresses such as 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl Network {
    /// Whether the address lies in the network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match self {
            Self::Public => is_public(address),
            Self::Block(block) => block.contains(address),
        }
    }
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    /// Takes `public`, `address/prefix`, or an address alone for that one.
    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        match text.trim() {
            "public" => Ok(Self::Public),
            block => block.parse().map(Self::Block).map_err(|_| InvalidNetwork(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(network: &str, inside: &[&str], outside: &[&str]) {
        let network: Network = network.parse().unwrap();
        for address in inside {
            assert!(network.contains(address.parse().unwrap()), "{address} is in {network:?}");
        }
        for address in outside {
            assert!(!network.contains(address.parse().unwrap()), "{address} is not in {network:?}");
        }
    }

    #[test]
    fn public_is_what_everybody_reaches() {
        let inside = ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:169.254.169.254"];
        check("public", &["9.9.9.9", "2620:fe::fe"], &inside);
    }

    #[test]
    fn a_block_is_what_lies_in_it() {
        check("10.1.0.0/16", &["10.1.2.3", "::ffff:10.1.2.3"], &["10.2.0.1", "9.9.9.9"]);
        check(" 10.1.0.7 ", &["10.1.0.7"], &["10.1.0.8"]);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "private", "10.0.0.0/33", "Public"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
