//! What a provider can keep.

use super::rrset::RrType;

/// Which TTLs are accepted, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TtlRange {
    /// Lowest; 0 where no bound is known.
    pub min: u32,
    /// Highest.
    pub max: u32,
    /// The only ones that are kept, ascending; empty for all between the bounds.
    pub steps: &'static [u32],
}

impl TtlRange {
    /// Highest TTL there is (RFC 2181, 8).
    pub const MAX: u32 = 2_147_483_647;

    /// Everything from `min` on.
    #[must_use]
    pub const fn from(min: u32) -> Self {
        Self { min, max: Self::MAX, steps: &[] }
    }

    /// The TTL that will be kept for `wanted`: the next step at or above it, within the bounds.
    #[must_use]
    pub fn clamp(&self, wanted: u32) -> u32 {
        let next = self.steps.iter().copied().find(|step| *step >= wanted).or(self.steps.last().copied());
        next.unwrap_or(wanted).clamp(self.min, self.max.max(self.min))
    }
}

/// What can be written to a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Abilities {
    /// Which TTLs are kept.
    pub ttl: TtlRange,
    /// Whether an apex can be given a host name's addresses (ALIAS, ANAME, flattening).
    pub alias: bool,
    /// Whether names that begin with `*` can be written.
    pub wildcard: bool,
    /// Whether CAA can be written.
    pub caa: bool,
    /// Whether SRV can be written.
    pub srv: bool,
    /// Longest TXT, in octets.
    pub txt_octets_max: usize,
}

impl Abilities {
    /// Everything, with these TTLs.
    #[must_use]
    pub const fn all(ttl: TtlRange) -> Self {
        Self { ttl, alias: true, wildcard: true, caa: true, srv: true, txt_octets_max: 4096 }
    }

    /// Whether sets of this type can be written.
    #[must_use]
    pub const fn writes(&self, rtype: &RrType) -> bool {
        match rtype {
            RrType::A | RrType::Aaaa | RrType::Cname | RrType::Mx | RrType::Ns | RrType::Txt => true,
            RrType::Alias => self.alias,
            RrType::Caa => self.caa,
            RrType::Srv => self.srv,
            RrType::Other(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_is_what_the_provider_will_keep() {
        let steps = TtlRange { min: 300, max: 3600, steps: &[300, 3600] };
        assert_eq!([1, 300, 301, 3600, 9999].map(|ttl| steps.clamp(ttl)), [300, 300, 3600, 3600, 3600]);
        assert_eq!([1, 600, 86_400].map(|ttl| TtlRange::from(60).clamp(ttl)), [60, 600, 86_400]);
    }
}
