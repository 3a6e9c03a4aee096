//! How connected host names are visited.

use nameplate_domain::visit::HTTPS_PORT;
use nameplate_outgoing::Trust;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, Ordering};

/// At which port, and whom visitors believe.
#[derive(Debug)]
pub(crate) struct Visits {
    port: AtomicU16,
    pub(crate) trust: Trust,
}

impl Visits {
    pub(crate) fn new(port: u16, roots: Vec<PathBuf>) -> Self {
        Self { port: AtomicU16::new(port), trust: Trust::also(roots) }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port.load(Ordering::Relaxed)
    }

    pub(crate) fn move_to(&self, port: u16) {
        self.port.store(port, Ordering::Relaxed);
    }
}

impl Default for Visits {
    fn default() -> Self {
        Self::new(HTTPS_PORT, vec![])
    }
}
