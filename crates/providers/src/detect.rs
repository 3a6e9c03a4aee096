//! Name servers of a zone to the provider that runs it.

use crate::others::{DnsHost, others};
use crate::pattern::Pattern;
use crate::registry::all;
use crate::spec::ProviderSpec;
use std::collections::{BTreeMap, BTreeSet};

/// Who runs a zone, as far as the names of its servers tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Detected {
    /// A provider whose zones can be written.
    Adapter(&'static ProviderSpec),
    /// A known DNS host without an adapter.
    Other(&'static DnsHost),
    /// Servers of several providers, or of one beside servers that nobody here knows: secondary servers, or a move under way.
    /// Keys of the recognised, sorted. Writing to one of them would leave the others behind.
    Mixed(Vec<&'static str>),
    /// Servers that several providers share. Their keys, sorted; the customer or the provider's API must say which it is.
    Ambiguous(Vec<&'static str>),
    /// No server is recognised, such as names of the customer's own.
    Unknown,
}

/// NS1 runs these providers' zones on servers named like those of its own customers.
const ON_NS1: [&str; 4] = ["netlify", "ns1", "shopify", "squarespace"];

/// Who may run a zone.
#[derive(Clone, Copy)]
enum Operator {
    Adapter(&'static ProviderSpec),
    Other(&'static DnsHost),
}

impl Operator {
    fn key(self) -> &'static str {
        match self {
            Self::Adapter(spec) => spec.key,
            Self::Other(host) => host.key,
        }
    }

    /// Weight of the best pattern that fits; `None` when none does.
    fn weight(self, name: &str) -> Option<(u8, usize)> {
        let best = |patterns: &mut dyn Iterator<Item = Pattern>| {
            patterns.filter(|pattern| pattern.matches(name)).map(Pattern::weight).max()
        };
        match self {
            Self::Adapter(spec) => best(&mut spec.nameservers.iter().copied()),
            Self::Other(host) => best(&mut host.suffixes.iter().map(|suffix| Pattern::Suffix(suffix))),
        }
    }
}

/// Who runs the zone that these servers serve. Names in any case and order, with or without trailing dot; a name given twice
/// counts once. `also` are providers beyond [`all`], such as the sandbox of a development stack.
///
/// 1. Each name goes to the operator with the best pattern: exact name and glob before suffix, then the longer.
/// 2. Names of `squarespacedns.com` beside NS1's are Squarespace's usual set; NS1's alone may be anybody's of several.
/// 3. One provider alone, by at least two names or by the only name: that provider.
/// 4. One adapter by at least two names outweighs what stands beside it; everything else is mixed.
#[must_use]
pub fn detect<N: AsRef<str>>(nameservers: &[N], also: &[&'static ProviderSpec]) -> Detected {
    let names: BTreeSet<String> = nameservers.iter().map(|name| canonical(name.as_ref())).collect();
    let mut found: BTreeMap<&'static str, (Operator, usize)> = BTreeMap::new();
    let mut strangers = 0;
    for name in &names {
        match operator(name, also) {
            Some(operator) => found.entry(operator.key()).or_insert((operator, 0)).1 += 1,
            None => strangers += 1,
        }
    }
    if found.contains_key("squarespace") {
        found.remove("ns1");
    }
    let keys: Vec<&'static str> = found.keys().copied().collect();
    let adapters: Vec<&'static ProviderSpec> = found
        .values()
        .filter_map(|(operator, count)| match operator {
            Operator::Adapter(spec) if *count >= 2 => Some(*spec),
            _ => None,
        })
        .collect();
    match (found.values().next(), keys.as_slice(), adapters.as_slice()) {
        (None, ..) => Detected::Unknown,
        (_, ["ns1"], _) => Detected::Ambiguous(ON_NS1.to_vec()),
        (_, _, [spec]) => Detected::Adapter(spec),
        (Some((operator, count)), [_], _) if *count >= 2 || strangers == 0 => match operator {
            Operator::Adapter(spec) => Detected::Adapter(spec),
            Operator::Other(host) => Detected::Other(host),
        },
        _ => Detected::Mixed(keys),
    }
}

fn canonical(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
}

fn operator(name: &str, also: &[&'static ProviderSpec]) -> Option<Operator> {
    let adapters = all().iter().copied().chain(also.iter().copied()).map(Operator::Adapter);
    let candidates = adapters.chain(others().iter().map(Operator::Other));
    let best =
        candidates.filter_map(|operator| Some((operator.weight(name)?, operator))).max_by_key(|(weight, _)| *weight);
    match best?.1 {
        Operator::Adapter(spec) if spec.key == "netlify" => {
            others().iter().find(|host| host.key == "ns1").map(Operator::Other)
        }
        operator => Some(operator),
    }
}

#[cfg(test)]
mod tests;
