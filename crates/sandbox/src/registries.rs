//! The top-level domains of others: zones in which nothing is delegated, so that a name of theirs is not registered rather than unanswered.

use crate::book::registry;
use nameplate_dns::serve::{Apex, Node, ZoneSource};
use std::sync::Arc;

/// Every top-level domain that nobody else serves here.
#[derive(Debug)]
pub(crate) struct Registries {
    /// The serial of each zone.
    pub(crate) serial: u32,
}

impl ZoneSource for Registries {
    fn enclosing(&self, name: &str) -> Option<Arc<Apex>> {
        let top = name.rsplit('.').next().filter(|top| !top.is_empty())?;
        Some(Arc::new(registry(top, self.serial).0))
    }

    fn node(&self, apex: &str, name: &str) -> Option<Arc<Node>> {
        (name == apex).then(|| {
            let mut node = Node::default();
            node.records.push(registry(apex, self.serial).1);
            Arc::new(node)
        })
    }
}
