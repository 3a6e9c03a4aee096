//! How many streams there are, in all and of each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Who has how many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Arc<Mutex<HashMap<u128, usize>>>);

/// A stream's place, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Places,
    block: u128,
}

impl Places {
    /// A place for a stream of `address`, unless it has `of_address_max`, or all have `max`.
    pub(crate) fn take(&self, address: IpAddr, of_address_max: usize, max: usize) -> Option<Place> {
        let block = block_of(address);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = counts.get(&block).copied().unwrap_or_default();
        let is_room = of_address < of_address_max && counts.values().sum::<usize>() < max;
        is_room.then(|| {
            counts.insert(block, of_address + 1);
            Place { places: self.clone(), block }
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(&self.block) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.remove(&self.block)),
        }
    }
}

/// One number for what one customer has: an IPv4 address, or an IPv6 network of 64 bits.
fn block_of(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_it_was_left() {
        let places = Places::default();
        let take = |address: &str| places.take(address.parse().unwrap(), 2, 3);
        let first = take("192.0.2.1");
        let _second = take("::ffff:192.0.2.1").unwrap();
        assert!(take("192.0.2.1").is_none(), "an address has two");
        let _other = take("2001:db8::1").unwrap();
        assert!(take("2001:db8:0:1::1").is_none(), "all have three");
        drop(first);
        assert!(take("2001:db8::2").is_some());
    }
}
