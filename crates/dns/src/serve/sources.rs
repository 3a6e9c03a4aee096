//! Several sources behind one server.

use super::answer::{Fault, ZoneSource};
use super::zone::{Apex, Node};
use std::fmt;
use std::sync::Arc;

/// Several sources as one: for each name, the one with the closest zone at or above it answers; of equals, the first.
#[derive(Clone)]
pub struct Sources(Vec<Arc<dyn ZoneSource>>);

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sources").field(&self.0.len()).finish()
    }
}

impl Sources {
    /// The order matters only where two know a zone of the same name.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn ZoneSource>>) -> Self {
        Self(sources)
    }

    /// The source that serves the zone `apex`.
    fn of(&self, apex: &str) -> Option<&dyn ZoneSource> {
        let serves = |source: &&Arc<dyn ZoneSource>| source.enclosing(apex).is_some_and(|served| served.name == apex);
        self.0.iter().find(serves).map(AsRef::as_ref)
    }
}

impl ZoneSource for Sources {
    fn enclosing(&self, name: &str) -> Option<Arc<Apex>> {
        let zones = self.0.iter().filter_map(|source| source.enclosing(name));
        // All of them are ancestors of one name, so the longest is the closest. `rev` because the last of equals is kept.
        zones.rev().max_by_key(|apex| apex.name.len())
    }

    fn node(&self, apex: &str, name: &str) -> Option<Arc<Node>> {
        self.of(apex)?.node(apex, name)
    }

    fn fault(&self, apex: &str) -> Option<Fault> {
        self.of(apex)?.fault(apex)
    }
}
