//! Keeping memories current: what other parts of the program, and other nodes, say has changed.

use crate::Control;
use nameplate_store::{Signal, Subscription};

impl Control {
    /// Drops from memory what signals say has changed. Runs until the store is closed.
    pub async fn follow_signals(&self) {
        let mut signals = self.store.signals().subscribe();
        while let Some(signal) = signals.recv().await {
            self.heed(&signal);
        }
    }

    fn heed(&self, signal: &Signal) {
        match signal {
            Signal::Route(hostname) => self.asks.forget(hostname),
            Signal::Application(id) => self.asks.forget(&self.platform.app_target(*id)),
            Signal::RoutesAll => self.asks.forget_all(),
            Signal::Key(id) => {
                self.asks.bump();
                self.keys.forget(*id);
            }
            Signal::Everything => {
                self.asks.forget_all();
                self.keys.forget_all();
            }
            Signal::CertificateWanted | Signal::Due => {}
        }
    }

    /// Waits for the next signal for which `wanted` holds; signals that were missed count as one.
    pub(crate) async fn wait_for_signal(signals: &mut Subscription, wanted: impl Fn(&Signal) -> bool) {
        while let Some(signal) = signals.recv().await {
            if wanted(&signal) || signal == Signal::Everything {
                return;
            }
        }
        std::future::pending().await
    }
}
