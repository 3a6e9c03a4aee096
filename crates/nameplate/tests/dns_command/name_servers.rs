//! The public DNS of a test: one server that is everybody's resolver and serves every zone.

use nameplate_dns::serve::{Apex, DnsServer, RecordData, Soa, Zones};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

const TTL: u32 = 60;

/// It answers as long as it is held.
#[derive(Debug)]
pub(crate) struct NameServers {
    zones: Zones,
    server: DnsServer,
}

impl NameServers {
    pub(crate) async fn start() -> Self {
        let zones = Zones::new();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = DnsServer::start(address, Arc::new(zones.clone())).await.unwrap();
        Self { zones, server }
    }

    /// `zone` is served by servers of these names.
    pub(crate) fn serve(&self, zone: &str, servers: &[&str]) {
        self.add(zone);
        for server in servers {
            self.zones.insert(zone, zone, RecordData::Ns((*server).to_owned()), TTL);
            self.add(server);
            self.zones.insert(server, server, RecordData::A(Ipv4Addr::LOCALHOST), TTL);
        }
    }

    pub(crate) fn text(&self, zone: &str, name: &str, text: &str) {
        assert!(self.zones.insert(zone, name, RecordData::Txt(text.to_owned()), TTL));
    }

    fn add(&self, zone: &str) {
        let soa = Soa {
            primary: format!("ns1.{zone}"),
            contact: format!("hostmaster.{zone}"),
            serial: 1,
            ttl: TTL,
            negative_ttl: TTL,
        };
        self.zones.add_zone(Apex { name: zone.to_owned(), soa });
    }

    /// What tells the program to ask here.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let address = self.server.addr();
        vec![("DNS_RESOLVERS", address.to_string()), ("DNS_AUTHORITATIVE_PORT", address.port().to_string())]
    }
}
