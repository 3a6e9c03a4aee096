//! A block of addresses, as in `10.0.0.0/8`.

use std::net::IpAddr;
use std::str::FromStr;

/// A block of IP addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    network: u128,
    mask: u128,
    v6: bool,
}

/// Why a text is no block of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a block of IP addresses such as 10.0.0.0/8 or fd00::/8")]
pub struct InvalidCidr(String);

impl Cidr {
    /// Whether the address lies in the block. IPv4 in IPv6 clothes (`::ffff:10.0.0.1`) counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (bits, v6) = bits_of(address.to_canonical());
        v6 == self.v6 && bits & self.mask == self.network
    }
}

impl FromStr for Cidr {
    type Err = InvalidCidr;

    /// Takes `address/prefix`, or an address alone for that one.
    fn from_str(text: &str) -> Result<Self, InvalidCidr> {
        let invalid = || InvalidCidr(text.to_owned());
        let (address, prefix) = text.trim().split_once('/').map_or((text.trim(), None), |(a, p)| (a, Some(p)));
        let (bits, v6) = bits_of(address.parse().map_err(|_| invalid())?);
        let width = if v6 { 128 } else { 32 };
        let prefix = prefix.map_or(Ok(width), str::parse::<u32>).map_err(|_| invalid())?;
        if prefix > width {
            return Err(invalid());
        }
        let mask = u128::MAX.checked_shl(width - prefix).unwrap_or(0);
        let mask = if v6 { mask } else { mask & u128::from(u32::MAX) };
        Ok(Self { network: bits & mask, mask, v6 })
    }
}

fn bits_of(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()), false),
        IpAddr::V6(v6) => (v6.to_bits(), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &str, inside: &str, outside: &str) {
        let block: Cidr = block.parse().unwrap();
        assert!(block.contains(inside.parse().unwrap()), "{inside} in {block:?}");
        assert!(!block.contains(outside.parse().unwrap()), "{outside} not in {block:?}");
    }

    #[test]
    fn a_block_contains_its_addresses_and_no_others() {
        check("10.0.0.0/8", "10.255.0.1", "11.0.0.1");
        check("10.1.2.3", "10.1.2.3", "10.1.2.4");
        check("0.0.0.0/0", "255.1.1.1", "::1");
        check("fd00::/8", "fd12::1", "fe80::1");
        check("10.0.0.0/8", "::ffff:10.0.0.1", "::ffff:11.0.0.1");
        check("::/0", "::1", "127.0.0.1");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/-1", "host/8"] {
            assert!(text.parse::<Cidr>().is_err(), "{text}");
        }
    }
}
