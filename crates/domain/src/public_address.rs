//! Which addresses belong to the public internet. Whoever holds a zone chooses where its servers' names point; without this check
//! a zone could make us send packets into the network we run in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether the address is reachable from everywhere (IANA special-purpose address registries, RFC 6890). IPv6 addresses that
/// carry an IPv4 address are as public as that.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b)) // RFC 6598, shared by carriers
        || (a == 192 && b == 0 && c == 0) // RFC 6890, protocol assignments
        || (a == 198 && (18..20).contains(&b)); // RFC 2544, benchmarks
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low), // RFC 6052, NAT64
        [0x2002, high, low, ..] => embedded(high, low),               // RFC 3056, 6to4
        [0x2001, second, ..] if second < 0x200 => false,              // RFC 2928, Teredo and other protocols
        [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,       // RFC 3849, RFC 9637, documentation
        [first, ..] => first & 0xe000 == 0x2000,                      // RFC 4291, global unicast; mapped IPv4 is not
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_name_servers_in_the_world_are_public() {
        for text in ["198.41.0.4", "100.63.255.255", "100.128.0.1", "2001:500:2::c", "2a01:4f8::1", "2002:c629:4::1"] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn addresses_inside_a_network_are_not() {
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001:0:1::1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }
}
