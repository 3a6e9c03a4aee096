//! Addresses behind which a proxy hides the record that was really published.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Cloudflare's published IPv4 ranges, as network and prefix length: <https://www.cloudflare.com/ips-v4>.
const CLOUDFLARE_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(103, 21, 244, 0), 22),
    (Ipv4Addr::new(103, 22, 200, 0), 22),
    (Ipv4Addr::new(103, 31, 4, 0), 22),
    (Ipv4Addr::new(104, 16, 0, 0), 13),
    (Ipv4Addr::new(104, 24, 0, 0), 14),
    (Ipv4Addr::new(108, 162, 192, 0), 18),
    (Ipv4Addr::new(131, 0, 72, 0), 22),
    (Ipv4Addr::new(141, 101, 64, 0), 18),
    (Ipv4Addr::new(162, 158, 0, 0), 15),
    (Ipv4Addr::new(172, 64, 0, 0), 13),
    (Ipv4Addr::new(173, 245, 48, 0), 20),
    (Ipv4Addr::new(188, 114, 96, 0), 20),
    (Ipv4Addr::new(190, 93, 240, 0), 20),
    (Ipv4Addr::new(197, 234, 240, 0), 22),
    (Ipv4Addr::new(198, 41, 128, 0), 17),
];

/// Cloudflare's published IPv6 ranges: <https://www.cloudflare.com/ips-v6>.
const CLOUDFLARE_V6: [(Ipv6Addr, u32); 7] = [
    (Ipv6Addr::new(0x2400, 0xcb00, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2405, 0x8100, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2405, 0xb500, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2606, 0x4700, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2803, 0xf800, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2a06, 0x98c0, 0, 0, 0, 0, 0, 0), 29),
    (Ipv6Addr::new(0x2c0f, 0xf248, 0, 0, 0, 0, 0, 0), 32),
];

/// Whether the address is one of Cloudflare's proxy. A text that is no address is not.
pub(crate) fn is_cloudflare(address: &str) -> bool {
    match address.parse() {
        Ok(IpAddr::V4(v4)) => {
            CLOUDFLARE_V4.iter().any(|(network, length)| (v4.to_bits() ^ network.to_bits()) >> (32 - length) == 0)
        }
        Ok(IpAddr::V6(v6)) => {
            CLOUDFLARE_V6.iter().any(|(network, length)| (v6.to_bits() ^ network.to_bits()) >> (128 - length) == 0)
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_include_their_ends_and_nothing_beyond() {
        for inside in [
            "104.16.0.0",
            "104.27.255.255",
            "172.71.255.255",
            "198.41.255.255",
            "2606:4700::6810:1",
            "2a06:98c7:ffff::1",
        ] {
            assert!(is_cloudflare(inside), "{inside}");
        }
        for outside in [
            "104.15.255.255",
            "104.28.0.0",
            "172.63.255.255",
            "198.41.127.255",
            "2606:4701::1",
            "2a06:98c8::1",
            "no address",
        ] {
            assert!(!is_cloudflare(outside), "{outside}");
        }
    }

    #[test]
    fn networks_have_no_bits_beyond_their_prefix() {
        for (network, length) in CLOUDFLARE_V4 {
            assert_eq!(network.to_bits() << length, 0, "{network}/{length}");
        }
        for (network, length) in CLOUDFLARE_V6 {
            assert_eq!(network.to_bits() << length, 0, "{network}/{length}");
        }
    }
}
