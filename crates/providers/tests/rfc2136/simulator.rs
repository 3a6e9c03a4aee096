//! A real server where the suite expects a simulated provider.

#[path = "../conformance/simulator/zones.rs"]
#[expect(dead_code, reason = "real servers need no identifiers and no faults")]
mod zones;

pub(crate) use zones::{Record, Shown, ZoneState};

use crate::server::{Maker, SECRET, Server};
use nameplate_domain::zone::RrType;
use std::fs;
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use zones::Service;

/// What a request does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Read,
}

/// A request as it was logged.
#[derive(Debug)]
pub(crate) struct Logged {
    pub(crate) kind: Kind,
}

/// A server with two zones.
#[derive(Debug)]
pub(crate) struct Simulator {
    pub(crate) server: Server,
    /// Holds the file of the other zone.
    _directory: TempDir,
}

/// What is peculiar to the protocol.
#[derive(Debug)]
pub(crate) struct Peculiar;

impl Peculiar {
    /// Zones cannot be listed; the credential names one.
    pub(crate) fn sees_one_zone(&self) -> bool {
        true
    }

    pub(crate) fn takes_text(&self, _text: &str) -> bool {
        true
    }
}

impl Simulator {
    /// `other` is a zone whose apex has the address 192.0.2.99.
    pub(crate) async fn start(maker: Maker, records: &str, other: &str) -> Self {
        let directory = TempDir::new().unwrap();
        let here = directory.path().display();
        let start =
            format!("$ORIGIN {other}.\n$TTL 3600\n@ SOA ns nobody 1 3600 600 86400 2\n@ NS ns\nns A 127.0.0.1\n");
        fs::write(directory.path().join("other"), format!("{start}@ A 192.0.2.99\n")).unwrap();
        let more = match maker {
            Maker::Knot => format!(
                "  - domain: \"{other}\"\n    storage: \"{here}\"\n    file: \"other\"\n    zonefile-sync: -1\n    acl: [hmac-sha256]\n"
            ),
            // It is written into the first zone, which therefore ends here.
            Maker::Bind => format!(
                "}};\nzone \"{other}\" {{\n    type primary;\n    file \"{here}/other\";\n    allow-update {{ key \"hmac-sha256\"; }};\n"
            ),
            Maker::Nsd => panic!("it cannot be changed"),
        };
        let server = Server::start_with(maker, &format!("$TTL 3600\n{records}"), &more).await;
        Self { server, _directory: directory }
    }

    pub(crate) fn dialect(&self) -> Peculiar {
        Peculiar
    }

    /// There are no pages.
    pub(crate) fn limit_pages(&self, _items: usize) {}

    /// Servers keep no log of questions; that some were answered is seen in the answers.
    pub(crate) fn log(&self) -> Vec<Logged> {
        vec![Logged { kind: Kind::Read }]
    }

    /// How often the zone was changed: every change moves the serial on, from 1.
    pub(crate) fn writes(&self) -> u32 {
        let primary = self.server.primary();
        block_in_place(|| Handle::current().block_on(primary.soa())).unwrap().serial - 1
    }

    /// What the server keeps, transferred past the adapter.
    pub(crate) fn state(&self) -> ZoneState {
        let primary = self.server.primary_with("hmac-sha256", "hmac-sha256", SECRET);
        let contents = block_in_place(|| Handle::current().block_on(primary.transfer())).unwrap();
        let record = |set: &nameplate_domain::zone::RrSet, data: &nameplate_domain::zone::RrData| {
            let shown = if set.is_at(&contents.zone, &RrType::Ns) { Shown::OrNot } else { Shown::Plainly };
            Record::new(&set.name, set.ttl, data.clone()).shown(shown)
        };
        let sets = contents.sets.iter().map(|stored| &stored.set);
        let records = sets.flat_map(|set| set.data.iter().map(move |data| record(set, data))).collect();
        let name = contents.zone.clone();
        ZoneState { id: name.clone(), name, service: Service::Served, records, version: 0 }
    }
}
